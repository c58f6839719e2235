import * as pulumi from "@pulumi/pulumi";
import type { MeterImsSummary } from "../../provider/client/ice";
import { listOf } from "../../provider/client/paging";
import { programServices } from "./services";

export interface DescribeMeterImsSummaryArgs {
  /** The beginning, in seconds since 1970, at most 90 days ago. */
  startTs: number;
  /** The end, in seconds since 1970, at most 31 days after the beginning. */
  endTs: number;
  /** The service's schema has it and says that it has no effect: usage of all regions is returned. */
  region?: string;
}

/**
 * What the account has used. Of live processing: `liveRecordDuration`, `liveSnapshotCount`, `liveTranscodeDuration`;
 * fields of other products come through as they are. The service writes some numbers as texts, and their units are not
 * documented.
 */
export type MeterImsSummaryEntry = MeterImsSummary;

/**
 * The usage of IMS between two times. RAM action: `ice:DescribeMeterImsSummary`. Source: DescribeMeterImsSummary.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export async function describeMeterImsSummary(
  args: DescribeMeterImsSummaryArgs,
): Promise<MeterImsSummaryEntry[]> {
  const { data } = await programServices().ice.describeMeterImsSummary(args);
  return [...listOf(data)];
}

/** `describeMeterImsSummary` for inputs that come from resources. */
export function describeMeterImsSummaryOutput(
  args: {
    [K in keyof DescribeMeterImsSummaryArgs]: pulumi.Input<DescribeMeterImsSummaryArgs[K]>;
  },
): pulumi.Output<MeterImsSummaryEntry[]> {
  return pulumi.output(args).apply(describeMeterImsSummary);
}
