import { maskUrls } from "../http/masking";
import { preciseTime } from "../jobReport";
import type { SnapshotFile } from "./snapshotFiles";
import type { SnapshotJob } from "./snapshotJobs";

/** All that the emulator knows about a snapshot job. URLs show scheme and host only. */
export interface SnapshotJobReport {
  readonly jobId: string;
  readonly jobName: string;
  readonly status: SnapshotJob["status"];
  /** The access key that submitted it. */
  readonly accessKeyId: string;
  readonly templateId: string;
  /** Seconds between two pictures. */
  readonly timeInterval: number;
  readonly createTime: string;
  readonly bucket: string;
  readonly streamUrl: string;
  readonly callbackUrl?: string;
  readonly timeline: readonly { readonly time: string; readonly event: string; readonly detail?: string }[];
  /** Pictures taken so far, stored or not, deleted or not. */
  readonly pictures: number;
  /** In order of time; the overwritten object comes at the time of its last picture. */
  readonly files: readonly {
    readonly key: string;
    readonly createTime: string;
    /** Milliseconds since the epoch. */
    readonly createTimestamp: number;
    readonly isOverlay: boolean;
    readonly bytes: number;
    /** Present when its media was made up. */
    readonly synthetic?: true;
  }[];
}

export function describeSnapshotJob(job: SnapshotJob, files: readonly SnapshotFile[]): SnapshotJobReport {
  return {
    jobId: job.jobId,
    jobName: job.jobName,
    status: job.status,
    accessKeyId: job.accessKeyId,
    templateId: job.template.templateId,
    timeInterval: job.template.timeInterval,
    createTime: preciseTime(job.createTime),
    bucket: job.bucket,
    streamUrl: maskUrls(job.streamUrl),
    ...(job.callbackUrl === undefined ? {} : { callbackUrl: maskUrls(job.callbackUrl) }),
    timeline: job.timeline.map((entry) => ({ ...entry, time: preciseTime(entry.time) })),
    pictures: job.pictures,
    files: files.map(({ key, createTimestamp, isOverlay, bytes, synthetic }) => ({
      key,
      createTime: preciseTime(createTimestamp),
      createTimestamp,
      isOverlay,
      bytes,
      ...(synthetic && { synthetic }),
    })),
  };
}
