import { ServiceError } from "../client/errors";
import type { ListLiveSnapshotJobsRequest, SnapshotJob, SubmitLiveSnapshotJobRequest } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { statusOf } from "../recording/jobs";
import { withoutAuthKey } from "../rules/equality";
import { recentSpan } from "../spans";
import type { JobFamily, Running } from "../submission";

/** ListLiveSnapshotJobs takes no longer span. Source: ListLiveSnapshotJobs, StartTime and EndTime. */
export const MAX_LIST_SPAN_SECONDS = 30 * 24 * 3_600;
/** The service's largest page of jobs. Source: ListLiveSnapshotJobs, PageSize 1 to 100. */
const MAX_PAGE_SIZE = 100;
/** Source: SendLiveSnapshotJobCommand. A bare 404 is not enough: it may speak of a key or an action. */
const JOB_GONE_CODES: ReadonlySet<string> = new Set(["JobNotFound"]);

const KNOWN_STATUSES: ReadonlySet<unknown> = new Set(["init", "started", "paused"]);

type Caller = Pick<Context, "ice" | "clock">;

/** Every job of a span that the filter lets through, all pages, newest first. Without times: of the last 30 days. */
export async function listSnapshotJobs(
  { ice, clock }: Caller,
  filter: Pick<ListLiveSnapshotJobsRequest, "searchKeyWord" | "status" | "startTime" | "endTime">,
): Promise<SnapshotJob[]> {
  const span = recentSpan(clock, MAX_LIST_SPAN_SECONDS);
  const jobs = await allPages(async (pageNo) => {
    const { jobList, totalCount } = await ice.listLiveSnapshotJobs({
      ...span,
      ...filter,
      pageNo,
      pageSize: MAX_PAGE_SIZE,
      sortBy: "desc",
    });
    return { items: jobList, totalCount };
  });
  // A job that is submitted while pages are fetched moves the others to a later page: one may come twice.
  return [...new Map(jobs.map((job) => [job.jobId, job])).values()];
}

/** Said once: a read that finds the same word again is silent. */
export function sayUnknownStatus(
  ctx: Context,
  jobId: string,
  job: SnapshotJob,
  before: string | undefined,
): void {
  const status = statusOf(job);
  if (KNOWN_STATUSES.has(status) || status === before) return;
  ctx.log.info(
    `job ${jobId} has the status ${JSON.stringify(status)}, which this version does not know: it is neither started nor stopped because of it`,
  );
}

/** The job, or "gone" when the service says so twice: by a code that means it, and by a list without it. */
export async function getSnapshotJob(ctx: Caller, jobId: string): Promise<SnapshotJob | "gone"> {
  try {
    const job = await ctx.ice.getLiveSnapshotJob({ jobId });
    if (job.jobId) return job;
    throw new ServiceError("GetLiveSnapshotJob", "unclear", "EmptyAnswer", "the answer holds no JobId");
  } catch (thrown) {
    if (!isJobGone(thrown)) throw thrown;
    const listed = await listSnapshotJobs(ctx, { searchKeyWord: jobId });
    // A list does not tell all of a job: it can say that it is there, not what it is.
    if (listed.some((job) => job.jobId === jobId)) throw thrown;
    return "gone";
  }
}

export function isJobGone(thrown: unknown): boolean {
  return thrown instanceof ServiceError && JOB_GONE_CODES.has(thrown.code);
}

/** What a job takes pictures of, how, and where to: the part that can't be changed once it is submitted. */
export interface SnapshotJobSettings extends Omit<SubmitLiveSnapshotJobRequest, "jobName"> {
  readonly name: string;
}

/** The jobs of exactly this name that are not stopped. A list does not tell the stream of a job: each is read. */
async function runningJobsNamed(ctx: Context, name: string): Promise<Running<SnapshotJob>[]> {
  const listed = await listSnapshotJobs(ctx, { searchKeyWord: name });
  const running = listed.filter((job) => job.jobName === name && job.status !== "paused");
  const read = await Promise.all(
    running.map(async ({ jobId }) => {
      // One that can't be taken over must not be passed over either: a second job would be submitted.
      if (!jobId)
        throw new ServiceError("ListLiveSnapshotJobs", "unclear", "EmptyAnswer", "a job has no JobId");
      const job = await getSnapshotJob(ctx, jobId);
      return job === "gone" ? [] : [{ ...job, jobId }];
    }),
  );
  return read.flat();
}

/** A rotated `auth_key` makes no other stream. */
function sameSettings(job: SnapshotJob, wanted: SnapshotJobSettings): boolean {
  const { snapshotOutput: output = {} } = job;
  return (
    job.templateId === wanted.templateId &&
    withoutAuthKey(job.streamInput?.url ?? "") === withoutAuthKey(wanted.streamInput.url ?? "") &&
    output.storageType === wanted.snapshotOutput.storageType &&
    output.bucket === wanted.snapshotOutput.bucket &&
    output.endpoint === wanted.snapshotOutput.endpoint &&
    (job.callbackUrl ?? "") === (wanted.callbackUrl ?? "")
  );
}

/** Jobs that are stopped are passed over: the service deletes none, so the list holds every job that ever was. */
export const snapshotJobs: JobFamily<SnapshotJobSettings, SnapshotJob> = {
  action: "SubmitLiveSnapshotJob",
  settings: "template, stream, output or callback URL",
  ending: " (stop them in the IMS console)",
  submit: ({ ice }, { name, ...wanted }) => ice.submitLiveSnapshotJob({ jobName: name, ...wanted }),
  running: runningJobsNamed,
  same: sameSettings,
  statusOf,
};
