import * as pulumi from "@pulumi/pulumi";
import type { SnapshotJob } from "../../provider/client/ice";
import { listSnapshotJobs } from "../../provider/snapshots/jobs";
import { programServices } from "./services";

export interface GetLiveSnapshotJobArgs {
  /** The job's id, as the service gave it. */
  jobId: string;
}

/**
 * A job as the service describes it; `timeInterval` is in seconds. Of a list it comes without stream, formats, callback
 * URL and the time of its last change.
 */
export type LiveSnapshotJobInfo = SnapshotJob;

/**
 * One live snapshot job, read now. RAM action: `ice:GetLiveSnapshotJob`. Source: GetLiveSnapshotJob.
 * @throws when the service knows no such job, when the region or credentials are missing, or the service refuses.
 */
export function getLiveSnapshotJob({ jobId }: GetLiveSnapshotJobArgs): Promise<LiveSnapshotJobInfo> {
  return programServices().ice.getLiveSnapshotJob({ jobId });
}

/** `getLiveSnapshotJob` for inputs that come from resources. The stream's address makes the whole answer secret. */
export function getLiveSnapshotJobOutput(args: {
  jobId: pulumi.Input<string>;
}): pulumi.Output<LiveSnapshotJobInfo> {
  return pulumi.secret(pulumi.output(args).apply(getLiveSnapshotJob));
}

export interface ListLiveSnapshotJobsArgs {
  /** A job's id, or part of its name; at most 128 characters. Default: all. */
  searchKeyWord?: string;
  /** `init`, `started` or `paused`. Default: all. */
  status?: "init" | "started" | "paused";
}

/**
 * The live snapshot jobs of the account in this region, newest first, all pages, of the last 30 days: the service takes
 * no longer span. RAM action: `ice:ListLiveSnapshotJobs`. Source: ListLiveSnapshotJobs.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export function listLiveSnapshotJobs(args: ListLiveSnapshotJobsArgs = {}): Promise<LiveSnapshotJobInfo[]> {
  return listSnapshotJobs(programServices(), args);
}

/** `listLiveSnapshotJobs` for inputs that come from resources. A list holds no stream's address. */
export function listLiveSnapshotJobsOutput(
  args: { [K in keyof ListLiveSnapshotJobsArgs]: pulumi.Input<ListLiveSnapshotJobsArgs[K]> } = {},
): pulumi.Output<LiveSnapshotJobInfo[]> {
  return pulumi.output(args).apply(listLiveSnapshotJobs);
}
