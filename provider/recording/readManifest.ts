import type { RecordFile } from "../client/ice";
import { ProviderError } from "../error";
import { lineageOf, sameLineage } from "../rules/autoName";
import { recentSpan, requireTime, type Span } from "../spans";
import { listFiles } from "./files";
import { type Caller, getJob, listJobs } from "./jobs";
import { type KnownJob, type LiveRecordManifest, manifestOf } from "./manifest";

/** Which recording is meant. */
export interface RecordingQuery {
  readonly jobId: string;
  /** Also the jobs that were submitted after it under the same name, or under another one made for the same declaration. */
  readonly successors?: boolean;
  readonly recordFormat?: string;
  /** Where to begin looking, UTC, when the service no longer knows the job. */
  readonly startTime?: string;
}

/** What the service lists of a recording. */
export interface ListedRecording {
  readonly jobs: readonly KnownJob[];
  /** By the time at which they begin. */
  readonly files: readonly RecordFile[];
  /** In which the files were looked for. */
  readonly span: Span;
}

export async function readManifest(caller: Caller, query: RecordingQuery): Promise<LiveRecordManifest> {
  const { jobs, files } = await listRecording(caller, query);
  return manifestOf(jobs, files);
}

/**
 * The job, its successors where they are wanted, and the files of all of them, from the job's making until now.
 * @throws ProviderError when the service does not know the job and nothing says where to begin
 */
export async function listRecording(caller: Caller, query: RecordingQuery): Promise<ListedRecording> {
  const { jobId, recordFormat } = query;
  const found = await getJob(caller, jobId);
  const job: KnownJob = found === "gone" ? { jobId } : { ...found, jobId };
  const span = spanOf(caller, query, job);
  const jobs = query.successors === true ? [job, ...(await successorsOf(caller, job, span))] : [job];
  const filter = { jobIds: jobs.map((one) => one.jobId), ...(recordFormat ? { recordFormat } : {}) };
  return { jobs, files: await listFiles(caller, filter, span), span };
}

function spanOf({ clock }: Caller, { jobId, startTime }: RecordingQuery, { createTime }: KnownJob): Span {
  const start = startTime ?? createTime;
  if (start === undefined) {
    throw new ProviderError(
      "ArgumentError",
      `The service does not say when job ${jobId} was made: it may no longer know the job. Give startTime, from which its files are looked for, and check id, region and account.`,
    );
  }
  if (startTime !== undefined) requireTime("startTime", startTime);
  // A clock of ours that is behind must not turn the span round.
  const { endTime } = recentSpan(clock, 0);
  return { startTime: start < endTime ? start : endTime, endTime };
}

async function successorsOf(caller: Caller, job: KnownJob, span: Span): Promise<KnownJob[]> {
  const { name } = job;
  if (name === undefined) return [];
  const listed = await listJobs(caller, { keyword: lineageOf(name) }, span);
  return listed.flatMap((other) =>
    other.jobId !== undefined && other.jobId !== job.jobId && sameLineage(other.name ?? "", name)
      ? [{ ...other, jobId: other.jobId }]
      : [],
  );
}
