import * as pulumi from "@pulumi/pulumi";
import type { TranscodeJob } from "../../provider/client/ice";
import { listTranscodeJobs } from "../../provider/transcoding/jobs";
import { programServices } from "./services";

export interface GetLiveTranscodeJobArgs {
  /** The job's id, as the service gave it. */
  jobId: string;
}

/** A job as the service describes it: of its times and its domain it says nothing. */
export type LiveTranscodeJobInfo = TranscodeJob;

/**
 * One live transcode job, read now. RAM action: `ice:GetLiveTranscodeJob`. Source: GetLiveTranscodeJob.
 * @throws when the service knows no such job, when the region or credentials are missing, or the service refuses.
 */
export async function getLiveTranscodeJob({ jobId }: GetLiveTranscodeJobArgs): Promise<LiveTranscodeJobInfo> {
  const { job } = await programServices().ice.getLiveTranscodeJob({ jobId });
  return job ?? {};
}

/** `getLiveTranscodeJob` for inputs that come from resources. Streams' addresses make the whole answer secret. */
export function getLiveTranscodeJobOutput(args: {
  jobId: pulumi.Input<string>;
}): pulumi.Output<LiveTranscodeJobInfo> {
  return pulumi.secret(pulumi.output(args).apply(getLiveTranscodeJob));
}

export interface ListLiveTranscodeJobsArgs {
  /** A job's id, or part of its name. Default: all. */
  keyWord?: string;
  /** 0 not started, 1 running, 2 stopped. Default: all. */
  status?: 0 | 1 | 2;
  /** 0 at once, 1 by time. Default: both. */
  startMode?: 0 | 1;
  /** Only jobs of a template of this type. Default: all. */
  type?: "normal" | "narrow-band" | "audio-only" | "origin";
}

/**
 * The live transcode jobs of the account in this region, newest first, all pages. RAM action:
 * `ice:ListLiveTranscodeJobs`. Source: ListLiveTranscodeJobs.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export function listLiveTranscodeJobs(args: ListLiveTranscodeJobsArgs = {}): Promise<LiveTranscodeJobInfo[]> {
  return listTranscodeJobs(programServices(), args);
}

/** `listLiveTranscodeJobs` for inputs that come from resources. Streams' addresses make the whole answer secret. */
export function listLiveTranscodeJobsOutput(
  args: { [K in keyof ListLiveTranscodeJobsArgs]: pulumi.Input<ListLiveTranscodeJobsArgs[K]> } = {},
): pulumi.Output<LiveTranscodeJobInfo[]> {
  return pulumi.secret(pulumi.output(args).apply(listLiveTranscodeJobs));
}
