import * as pulumi from "@pulumi/pulumi";
import type { DefaultStorageLocationSetting, EventCallbackSetting } from "../../provider/client/ice";
import { programServices } from "./services";

/** An event callback as the service describes it; empty when none is set. `eventTypeList` has commas between names. */
export type EventCallbackInfo = EventCallbackSetting;

/**
 * The event callback of the account in this region, read now. **It holds `authKey` in clear text**:
 * `getEventCallbackOutput` keeps it secret. RAM action: `ice:GetEventCallback`. Source: GetEventCallback.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export async function getEventCallback(): Promise<EventCallbackInfo> {
  const { requestId: _requestId, ...callback } = await programServices().ice.getEventCallback({});
  return callback;
}

/** `getEventCallback` as an output. The address and the key make the whole answer secret. */
export function getEventCallbackOutput(): pulumi.Output<EventCallbackInfo> {
  return pulumi.secret(getEventCallback());
}

/** A default storage location as the service describes it; empty when none is set. */
export interface DefaultStorageLocationInfo extends DefaultStorageLocationSetting {
  /** `normal`, or `notExist` when the bucket is gone. */
  status?: string;
}

/**
 * The default storage location of the account in this region, read now. RAM action: `ice:GetDefaultStorageLocation`.
 * Source: GetDefaultStorageLocation.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export async function getDefaultStorageLocation(): Promise<DefaultStorageLocationInfo> {
  const { requestId: _requestId, ...location } = await programServices().ice.getDefaultStorageLocation({});
  return location;
}

/** `getDefaultStorageLocation` as an output. */
export function getDefaultStorageLocationOutput(): pulumi.Output<DefaultStorageLocationInfo> {
  return pulumi.output(getDefaultStorageLocation());
}
