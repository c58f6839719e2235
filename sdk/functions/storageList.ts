import * as pulumi from "@pulumi/pulumi";
import type { StorageInfo } from "../../provider/client/ice";
import { listOf } from "../../provider/client/paging";
import { programServices } from "./services";

/** Which storage addresses; each field that is left out lets all through. */
export interface GetStorageListArgs {
  /** The application of IMS that the address belongs to. */
  appId?: string;
  /** `user_oss_bucket` or `vod_oss_bucket`. */
  storageType?: string;
  /** `Normal`: those that the service can use. */
  status?: string;
}

/** A storage address as the service describes it. `storageLocation` is the bucket. */
export type StorageListEntry = StorageInfo;

/**
 * The buckets that are registered in IMS as storage addresses: recordings should go to one of them. No published call
 * registers one; that is done in the console. RAM action: `ice:GetStorageList`. Source: GetStorageList.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export async function getStorageList(args: GetStorageListArgs = {}): Promise<StorageListEntry[]> {
  const { storageInfoList } = await programServices().ice.getStorageList(args);
  return [...listOf(storageInfoList)];
}

/** `getStorageList` for inputs that come from resources. */
export function getStorageListOutput(
  args: { [K in keyof GetStorageListArgs]: pulumi.Input<GetStorageListArgs[K]> } = {},
): pulumi.Output<StorageListEntry[]> {
  return pulumi.output(args).apply(getStorageList);
}
