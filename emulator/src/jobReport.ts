import { maskUrls } from "./http/masking";
import type { RecordJob } from "./jobs";

/** All that the emulator knows about a job, which is more than the API tells. URLs show scheme and host only. */
export interface JobReport {
  readonly jobId: string;
  readonly name: string;
  readonly status: RecordJob["status"];
  /** The access key that submitted it. */
  readonly accessKeyId: string;
  readonly templateId: string;
  readonly createTime: string;
  readonly bucket: string;
  readonly streamUrl?: string;
  readonly notifyUrl?: string;
  readonly timeline: readonly { readonly time: string; readonly event: string; readonly detail?: string }[];
  readonly slices: RecordJob["slices"];
  readonly files: readonly {
    readonly recordId: string;
    readonly format: string;
    readonly key: string;
    readonly startTime: string;
    readonly endTime: string;
    readonly durationSeconds: number;
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
    /** Present when some of its media was made up. */
    readonly synthetic?: true;
  }[];
}

export function describeJob(job: RecordJob): JobReport {
  return {
    jobId: job.jobId,
    name: job.name,
    status: job.status,
    accessKeyId: job.accessKeyId,
    templateId: job.template.templateId,
    createTime: preciseTime(job.createTime),
    bucket: job.bucket,
    ...(job.streamUrl === undefined ? {} : { streamUrl: maskUrls(job.streamUrl) }),
    ...(job.notifyUrl === undefined ? {} : { notifyUrl: maskUrls(job.notifyUrl) }),
    timeline: job.timeline.map((entry) => ({ ...entry, time: preciseTime(entry.time) })),
    slices: { ...job.slices },
    files: job.files.map((file) => ({
      recordId: file.recordId,
      format: file.format,
      key: file.key,
      startTime: preciseTime(file.startTime),
      endTime: preciseTime(file.endTime),
      durationSeconds: file.durationSeconds,
      width: file.width,
      height: file.height,
      bytes: file.bytes,
      ...(file.synthetic && { synthetic: file.synthetic }),
    })),
  };
}

/** ISO 8601 to the millisecond, UTC. @param time milliseconds since the epoch. */
export function preciseTime(time: number): string {
  return new Date(time).toISOString();
}
