import { ServiceError } from "../client/errors";
import type { ListLiveTranscodeJobsRequest, TranscodeJob } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import type { Values } from "../handler";
import type { LiveTranscodeJobInputs } from "../resources/liveTranscodeJob";
import { withoutAuthKey } from "../rules/equality";
import type { JobFamily, Running } from "../submission";

// Source: GetLiveTranscodeJob, Status.
export const STATUS_NOT_STARTED = 0;
const STATUS_STOPPED = 2;

// Source: SubmitLiveTranscodeJob, StartMode.
export const START_AT_ONCE = 0;
export const START_BY_TIME = 1;

/** By analogy with the snapshot pages of the same service: the transcode pages list no code for a missing job. */
const JOB_GONE_CODES: ReadonlySet<string> = new Set(["JobNotFound"]);
/** The service's largest page of jobs. Source: ListLiveTranscodeJobs, PageSize up to 100. */
const MAX_PAGE_SIZE = 100;

/** What the service takes at Submit. */
export type TranscodeJobSettings = Parameters<Context["ice"]["submitLiveTranscodeJob"]>[0];

/** Every job that the filter lets through, all pages, newest first. */
export async function listTranscodeJobs(
  { ice }: Pick<Context, "ice">,
  filter: Omit<ListLiveTranscodeJobsRequest, "pageNo" | "pageSize" | "sortBy">,
): Promise<TranscodeJob[]> {
  const jobs = await allPages(async (pageNo) => {
    const page = await ice.listLiveTranscodeJobs({
      ...filter,
      pageNo,
      pageSize: MAX_PAGE_SIZE,
      sortBy: "desc",
    });
    return { items: page.jobList, totalCount: page.totalCount };
  });
  // A job that is submitted while pages are fetched moves the others to a later page: one may come twice.
  return [...new Map(jobs.map((job) => [job.jobId, job])).values()];
}

/** The job, or "gone" when the service says so twice: by a code that means it, and by a list without it. */
export async function getTranscodeJob(ctx: Context, jobId: string): Promise<TranscodeJob | "gone"> {
  try {
    const { job } = await ctx.ice.getLiveTranscodeJob({ jobId });
    if (job) return job;
    throw new ServiceError("GetLiveTranscodeJob", "unclear", "EmptyAnswer", "the answer holds no Job");
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !JOB_GONE_CODES.has(thrown.code)) throw thrown;
    const listed = await listTranscodeJobs(ctx, { keyWord: jobId });
    return listed.find((job) => job.jobId === jobId) ?? "gone";
  }
}

/** Only 2 means stopped; a number that we do not know counts as going on. */
export function hasStopped({ status }: TranscodeJob): boolean {
  return Number(status) === STATUS_STOPPED;
}

/** A status in words, for messages. */
export function statusText({ status }: TranscodeJob): string {
  const words = ["not started", "running", "stopped"];
  return words[Number(status)] ?? `of the status ${status ?? "unknown"}`;
}

/** The jobs of exactly this name that have not stopped: what is looked at before a job is submitted. */
async function unstoppedJobsNamed(ctx: Context, name: string): Promise<Running<TranscodeJob>[]> {
  const jobs = await listTranscodeJobs(ctx, { keyWord: name });
  const unstopped = jobs.filter((job) => job.name === name && !hasStopped(job));
  return unstopped.map((job) => {
    // One that can't be taken over must not be passed over either: a second job would be submitted.
    if (!job.jobId) {
      throw new ServiceError("ListLiveTranscodeJobs", "unclear", "EmptyAnswer", "a job has no JobId");
    }
    return { ...job, jobId: job.jobId };
  });
}

/** Whether a job of the service is the one that is declared, as far as the service tells: times and domain it does not. */
function sameSettings(job: TranscodeJob, wanted: TranscodeJobSettings): boolean {
  return (
    job.templateId === wanted.templateId &&
    Number(job.startMode) === wanted.startMode &&
    withoutAuthKey(job.streamInput?.inputUrl ?? "") === withoutAuthKey(wanted.streamInput.inputUrl ?? "")
  );
}

export const transcodeJobs: JobFamily<TranscodeJobSettings, TranscodeJob> = {
  action: "SubmitLiveTranscodeJob",
  settings: "template, start mode or stream",
  ending: "",
  submit: ({ ice }, wanted) => ice.submitLiveTranscodeJob(wanted),
  running: unstoppedJobsNamed,
  same: sameSettings,
  statusOf: statusText,
};

/** What the service tells of a job's inputs; of its output and its times it tells nothing. */
export function serviceInputs({ name, templateId, startMode, streamInput }: TranscodeJob): Values {
  const { type, inputUrl } = streamInput ?? {};
  const stream = inputUrl ? { streamInput: { type: type ?? "rtmp", inputUrl } } : {};
  const given = {
    name,
    templateId,
    ...(startMode === undefined ? {} : { startMode: Number(startMode) }),
    ...stream,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ""));
}

/** Inputs in the form in which they are compared: an `auth_key` rotates, a default needs no word. */
export function comparable(inputs: Partial<LiveTranscodeJobInputs>): Values {
  const { streamInput, onEnded = "keep", adoptExisting = false, triggers = {} } = inputs;
  const inputUrl =
    typeof streamInput?.inputUrl === "string" ? withoutAuthKey(streamInput.inputUrl) : streamInput?.inputUrl;
  const stream = typeof streamInput === "object" ? { ...streamInput, inputUrl } : streamInput;
  return { ...inputs, onEnded, adoptExisting, triggers, streamInput: stream };
}
