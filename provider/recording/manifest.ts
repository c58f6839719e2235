import type { RecordFile, RecordJob } from "../client/ice";
import { isRecord } from "../rules/check";
import { stillRecords } from "./jobs";

/** The service gives times in whole seconds, and cuts at key frames: what differs by no more is no gap. */
const GAP_TOLERANCE_SECONDS = 2;

/** Which media there is of one job, or of a job and its successors, in the order in which it was recorded. */
export interface LiveRecordManifest {
  /** The oldest first. */
  readonly jobs: readonly ManifestJob[];
  /** One entry for each format that was recorded. */
  readonly formats: readonly ManifestFormat[];
}

export interface ManifestJob {
  readonly jobId: string;
  readonly name?: string;
  /** The service's own word, absent where it no longer knows the job. */
  readonly status?: string;
  readonly createTime?: string;
  /**
   * Why the job ended, inferred from what there is: the service does not say it. Absent while the job is not `paused`.
   * `neverPulled`: paused without a file, so the stream never came. `streamLost`: paused after files, so the stream went
   * away, by itself or by a stop call. `unknown`: nothing can be inferred, since the service no longer knows the job.
   */
  readonly endReason?: EndReason;
}

export type EndReason = "neverPulled" | "streamLost" | "unknown";

export interface ManifestFormat {
  /** `m3u8`, `mp4` or `flv`. */
  readonly format: string;
  /** By the time at which they begin. */
  readonly files: readonly ManifestFile[];
  readonly gaps: readonly ManifestGap[];
  /** Seconds of media in all files together; of jobs that recorded at the same time, each counts. */
  readonly recordedSeconds: number;
}

/** A recorded file. Without the address of its stream, which is a secret. */
export interface ManifestFile {
  readonly recordId?: string;
  readonly jobId?: string;
  /** UTC. */
  readonly startTime?: string;
  /** UTC. */
  readonly endTime?: string;
  /** Seconds of media. */
  readonly duration: number;
  readonly recordUrl?: string;
  /** Where the object lies, as far as the service's texts show it. */
  readonly bucket?: string;
  /** The object's key in the bucket. */
  readonly ossObject?: string;
}

/** Time without media, of more than 2 seconds. */
export interface ManifestGap {
  readonly seconds: number;
  /** UTC. The gap lies between the two; of a gap inside of a file they are the file's own beginning and end. */
  readonly startTime: string;
  /** UTC. */
  readonly endTime: string;
  /** The file that it lies inside of: its stream was away for less than 3 minutes. Absent between two files. */
  readonly recordId?: string;
}

/** A job of the manifest; only the id where the service no longer knows it. */
export type KnownJob = RecordJob & { readonly jobId: string };

/** Puts together what the lists say. @param files in the order in which they begin */
export function manifestOf(jobs: readonly KnownJob[], files: readonly RecordFile[]): LiveRecordManifest {
  const formats = [...new Set(files.map(formatOf))].sort();
  return {
    jobs: [...jobs]
      .sort((left, right) => ((left.createTime ?? "") < (right.createTime ?? "") ? -1 : 1))
      .map((job) => manifestJob(job, files)),
    formats: formats.map((format) =>
      manifestFormat(
        format,
        files.filter((file) => formatOf(file) === format),
      ),
    ),
  };
}

function formatOf({ format = "" }: RecordFile): string {
  return format;
}

function manifestJob(job: KnownJob, files: readonly RecordFile[]): ManifestJob {
  const { jobId, name, status, createTime } = job;
  const hasFiles = files.some((file) => file.jobId === jobId);
  return present({ jobId, name, status, createTime, endReason: endReasonOf(job, hasFiles) });
}

function endReasonOf(job: KnownJob, hasFiles: boolean): EndReason | undefined {
  if (job.status === undefined) return "unknown";
  if (stillRecords(job)) return undefined;
  return hasFiles ? "streamLost" : "neverPulled";
}

function manifestFormat(format: string, files: readonly RecordFile[]): ManifestFormat {
  const seconds = files.reduce((sum, file) => sum + durationOf(file), 0);
  return {
    format,
    files: files.map(manifestFile),
    gaps: gapsOf(files),
    recordedSeconds: rounded(seconds),
  };
}

function manifestFile(file: RecordFile): ManifestFile {
  const { recordId, jobId, startTime, endTime, recordUrl } = file;
  const bucket = bucketOf(file);
  const ossObject = recordUrl === undefined ? undefined : objectOf(recordUrl, bucket);
  return present({
    recordId,
    jobId,
    startTime,
    endTime,
    duration: durationOf(file),
    recordUrl,
    bucket,
    ossObject,
  });
}

/** A field that nothing is known of is left out. */
function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** Some numbers of the service come as texts. */
function durationOf({ duration }: RecordFile): number {
  const seconds = Number(duration ?? 0);
  return Number.isFinite(seconds) ? seconds : 0;
}

/** RecordOutput is a text that holds JSON here. */
function bucketOf({ recordOutput }: RecordFile): string | undefined {
  try {
    const output: unknown = JSON.parse(recordOutput ?? "");
    const bucket = isRecord(output) ? (output.Bucket ?? output.bucket) : undefined;
    return typeof bucket === "string" && bucket !== "" ? bucket : undefined;
  } catch {
    return undefined;
  }
}

/** The key in an object's address, whether the bucket stands in its host or begins its path. */
function objectOf(recordUrl: string, bucket: string | undefined): string | undefined {
  if (!URL.canParse(recordUrl)) return undefined;
  const { hostname, pathname } = new URL(recordUrl);
  try {
    const path = decodeURIComponent(pathname.slice(1));
    const isInPath =
      bucket !== undefined && !hostname.startsWith(`${bucket}.`) && path.startsWith(`${bucket}/`);
    return isInPath ? path.slice(bucket.length + 1) : path;
  } catch {
    // A percent sign of its own is no encoding.
    return undefined;
  }
}

function gapsOf(files: readonly RecordFile[]): ManifestGap[] {
  const gaps: ManifestGap[] = [];
  let coveredUntil: string | undefined;
  for (const file of files) {
    const { startTime, endTime, recordId } = file;
    if (startTime === undefined || endTime === undefined) continue;
    const between = coveredUntil === undefined ? 0 : secondsFrom(coveredUntil, startTime);
    if (coveredUntil !== undefined && between > GAP_TOLERANCE_SECONDS) {
      gaps.push({ seconds: rounded(between), startTime: coveredUntil, endTime: startTime });
    }
    const inside = secondsFrom(startTime, endTime) - durationOf(file);
    if (inside > GAP_TOLERANCE_SECONDS) {
      const within = recordId === undefined ? {} : { recordId };
      gaps.push({ seconds: rounded(inside), startTime, endTime, ...within });
    }
    // Jobs that recorded at the same time lap over each other.
    if (coveredUntil === undefined || endTime > coveredUntil) coveredUntil = endTime;
  }
  return gaps;
}

function secondsFrom(startTime: string, endTime: string): number {
  return (Date.parse(endTime) - Date.parse(startTime)) / 1_000;
}

/** Milliseconds are as fine as it gets: sums of fractions would show more. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
