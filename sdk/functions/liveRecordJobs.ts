import * as pulumi from "@pulumi/pulumi";
import type { RecordJob } from "../../provider/client/ice";
import { listJobs, MAX_LIST_SPAN_SECONDS } from "../../provider/recording/jobs";
import { recentSpan, spanBetween } from "../../provider/spans";
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
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. Default: 30 days before `endTime`. */
  startTime?: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. Default: now. */
  endTime?: string;
}

/**
 * The live recording jobs of the account in this region, newest first, all pages, each once. The service takes spans of
 * at most 30 days: a longer one takes a call for each of them. On which of a job's times the span acts is not documented.
 * RAM action: `ice:ListLiveRecordJobs`. Source: ListLiveRecordJobs.
 * @throws when a time is malformed, when the region or credentials are missing, or the service refuses.
 */
export async function listLiveRecordJobs(args: ListLiveRecordJobsArgs = {}): Promise<LiveRecordJobInfo[]> {
  const { startTime: _startTime, endTime: _endTime, ...filter } = args;
  const services = programServices();
  const { endTime: latest } = recentSpan(services.clock, 0);
  return listJobs(services, filter, spanBetween(args, MAX_LIST_SPAN_SECONDS, Date.parse(latest)));
}

/** `listLiveRecordJobs` for inputs that come from resources. Streams' addresses make the whole answer secret. */
export function listLiveRecordJobsOutput(
  args: { [K in keyof ListLiveRecordJobsArgs]: pulumi.Input<ListLiveRecordJobsArgs[K]> } = {},
): pulumi.Output<LiveRecordJobInfo[]> {
  return pulumi.secret(pulumi.output(args).apply(listLiveRecordJobs));
}
