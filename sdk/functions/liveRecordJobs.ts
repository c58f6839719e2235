import * as pulumi from "@pulumi/pulumi";
import type { RecordJob } from "../../provider/client/ice";
import { listJobs } from "../../provider/recording/jobs";
import { programServices } from "./services";

export interface GetLiveRecordJobArgs {
  /** The job's id, as the service gave it. */
  jobId: string;
}

/** A job as the service describes it. */
export type LiveRecordJobInfo = RecordJob;

/**
 * One live recording job, read now. RAM action: `ice:GetLiveRecordJob`. Source: GetLiveRecordJob.
 * @throws when the service knows no such job, when the region or credentials are missing, or the service refuses.
 */
export async function getLiveRecordJob({ jobId }: GetLiveRecordJobArgs): Promise<LiveRecordJobInfo> {
  const { recordJob } = await programServices().ice.getLiveRecordJob({ jobId });
  return recordJob ?? {};
}

/** `getLiveRecordJob` for inputs that come from resources. The stream's address makes the whole answer secret. */
export function getLiveRecordJobOutput(args: {
  jobId: pulumi.Input<string>;
}): pulumi.Output<LiveRecordJobInfo> {
  return pulumi.secret(pulumi.output(args).apply(getLiveRecordJob));
}

export interface ListLiveRecordJobsArgs {
  /** Part of a job's id or name; whether the service matches exactly or not is not documented. Default: all. */
  keyword?: string;
  /** `initial`, `started` or `paused`. Default: all. */
  status?: "initial" | "started" | "paused";
}

/**
 * The live recording jobs of the account in this region, newest first, all pages. The service looks at most 30 days
 * back. RAM action: `ice:ListLiveRecordJobs`. Source: ListLiveRecordJobs.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export function listLiveRecordJobs(args: ListLiveRecordJobsArgs = {}): Promise<LiveRecordJobInfo[]> {
  return listJobs(programServices(), args);
}

/** `listLiveRecordJobs` for inputs that come from resources. Streams' addresses make the whole answer secret. */
export function listLiveRecordJobsOutput(
  args: { [K in keyof ListLiveRecordJobsArgs]: pulumi.Input<ListLiveRecordJobsArgs[K]> } = {},
): pulumi.Output<LiveRecordJobInfo[]> {
  return pulumi.secret(pulumi.output(args).apply(listLiveRecordJobs));
}
