import { ServiceError } from "../client/errors";
import type { ListLiveRecordJobsRequest, RecordJob } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { lookAtPreview } from "../lookAtPreview";
import { withoutAuthKey } from "../rules/equality";
import { piecesOf, recentSpan, type Span } from "../spans";
import type { JobFamily, Running } from "../submission";

/** ListLiveRecordJobs looks at most this far back. Source: ListLiveRecordJobs, StartTime and EndTime. */
export const MAX_LIST_SPAN_SECONDS = 30 * 24 * 3_600;
/** The service's largest page is not documented; its siblings allow 100. */
const PAGE_SIZE = 50;
/**
 * Codes that mean "no such job". The record pages list none; this one is what the snapshot pages of the same
 * service use. A bare 404 is not enough: it may speak of a key or an action.
 */
const JOB_GONE_CODES: ReadonlySet<string> = new Set(["JobNotFound"]);

/** What a job records, from where, to where: the part that can't be changed once it is submitted. */
export interface JobSettings {
  readonly name: string;
  readonly templateId: string;
  readonly streamInput: { readonly type: string; readonly url: string };
  readonly recordOutput: { readonly type: string; readonly bucket?: string; readonly endpoint?: string };
  readonly notifyUrl?: string;
}

export type Caller = Pick<Context, "ice" | "clock">;

/**
 * Every job that the filter lets through, all pages, newest first.
 * @param span when it was made; default: the last 30 days
 */
export async function listJobs(
  { ice, clock }: Caller,
  filter: Pick<ListLiveRecordJobsRequest, "keyword" | "status">,
  span: Span = recentSpan(clock, MAX_LIST_SPAN_SECONDS),
): Promise<RecordJob[]> {
  const jobs: RecordJob[] = [];
  for (const piece of piecesOf(span, MAX_LIST_SPAN_SECONDS).reverse()) {
    const listed = await allPages(async (pageNo) => {
      const { liveRecordJobs, totalCount } = await ice.listLiveRecordJobs({
        ...filter,
        ...piece,
        pageNo,
        pageSize: PAGE_SIZE,
        sortBy: "desc",
      });
      return { items: liveRecordJobs, totalCount };
    });
    jobs.push(...listed);
  }
  // A job that is submitted while pages are fetched moves the others to a later page: one may come twice.
  return [...new Map(jobs.map((job) => [job.jobId, job])).values()];
}

const KNOWN_STATUSES: ReadonlySet<unknown> = new Set(["initial", "started", "paused"]);

/** The service's own word, or ours where it said none. */
export function statusOf({ status }: { readonly status?: unknown }): string {
  return typeof status === "string" && status !== "" ? status : "unknown";
}

/** Said once: a read that finds the same word again is silent. */
export function sayUnknownStatus(
  ctx: Context,
  jobId: string,
  job: RecordJob,
  before: string | undefined,
): void {
  const status = statusOf(job);
  if (KNOWN_STATUSES.has(status) || status === before) return;
  ctx.log.info(
    `job ${jobId} has the status ${JSON.stringify(status)}, which this version does not know: it counts as recording`,
  );
}

/** `initial` and every word that we do not know count as recording: only `paused` can mean that a job ended. */
export function stillRecords(job: { readonly status?: string }): boolean {
  return job.status !== "paused";
}

/** The jobs of exactly this name that may still record: what is looked at before a job is submitted. */
export async function runningJobsNamed(ctx: Context, name: string): Promise<Running<RecordJob>[]> {
  const jobs = await listJobs(ctx, { keyword: name });
  const running = jobs.filter((job) => job.name === name && stillRecords(job));
  return running.map((job) => {
    // One that can't be taken over must not be passed over either: a second job would be submitted.
    if (!job.jobId)
      throw new ServiceError("ListLiveRecordJobs", "unclear", "EmptyAnswer", "a running job has no JobId");
    return { ...job, jobId: job.jobId };
  });
}

/** The job, or "gone" when the service says so twice: by a code that means it, and by a list without it. */
export async function getJob(ctx: Caller, jobId: string): Promise<RecordJob | "gone"> {
  try {
    const { recordJob } = await ctx.ice.getLiveRecordJob({ jobId });
    if (recordJob) return recordJob;
    throw new ServiceError("GetLiveRecordJob", "unclear", "EmptyAnswer", "the answer holds no RecordJob");
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !JOB_GONE_CODES.has(thrown.code)) throw thrown;
    const listed = (await listJobs(ctx, { keyword: jobId })).find((job) => job.jobId === jobId);
    return listed ?? "gone";
  }
}

/** The job, for a diff. @param unseen what is not known without credentials, see `lookAtPreview` */
export function readJob(
  ctx: Context,
  jobId: string,
  unseen: string,
): Promise<RecordJob | "gone" | undefined> {
  return lookAtPreview(ctx, jobId, unseen, () => getJob(ctx, jobId));
}

/**
 * Whether a job of the service is the one that is declared. A rotated `auth_key` makes no other stream, and what the
 * service fills in where nothing was declared makes no other output.
 */
function sameSettings(job: RecordJob, wanted: JobSettings): boolean {
  const { bucket, endpoint, type } = wanted.recordOutput;
  const output = job.recordOutput ?? {};
  return (
    job.templateId === wanted.templateId &&
    withoutAuthKey(job.streamInput?.url ?? "") === withoutAuthKey(wanted.streamInput.url) &&
    output.type === type &&
    (bucket === undefined || output.bucket === bucket) &&
    (endpoint === undefined || output.endpoint === endpoint) &&
    (job.notifyUrl ?? "") === (wanted.notifyUrl ?? "")
  );
}

export const recordJobs: JobFamily<JobSettings, RecordJob> = {
  action: "SubmitLiveRecordJob",
  settings: "template, stream, output or notify URL",
  ending: " (its stream has to stop for 3 minutes)",
  submit: ({ ice }, wanted) => ice.submitLiveRecordJob(wanted),
  running: runningJobsNamed,
  same: sameSettings,
  statusOf,
};
