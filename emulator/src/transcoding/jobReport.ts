import { maskUrls } from "../http/masking";
import { preciseTime } from "../jobReport";
import type { StartMode, TranscodeJob, TranscodeStatus } from "./jobs";

/** All that the emulator knows about a transcode job, which is more than the API tells. URLs show scheme and host only. */
export interface TranscodeJobReport {
  readonly jobId: string;
  readonly name: string;
  /** 0 not started, 1 running, 2 stopped. */
  readonly status: TranscodeStatus;
  /** 0 at once, 1 timed. */
  readonly startMode: StartMode;
  /** The access key that submitted it. */
  readonly accessKeyId: string;
  readonly templateId: string;
  readonly templateType: string;
  readonly createTime: string;
  readonly inputUrl: string;
  readonly domainName?: string;
  readonly timedConfig?: { readonly startTime: string; readonly endTime?: string };
  readonly timeline: readonly { readonly time: string; readonly event: string; readonly detail?: string }[];
}

export function describeTranscodeJob(job: TranscodeJob): TranscodeJobReport {
  const { domainName, timedConfig } = job;
  return {
    jobId: job.jobId,
    name: job.name,
    status: job.status,
    startMode: job.startMode,
    accessKeyId: job.accessKeyId,
    templateId: job.template.templateId,
    templateType: job.template.type,
    createTime: preciseTime(job.createTime),
    inputUrl: maskUrls(job.inputUrl),
    ...(domainName === undefined ? {} : { domainName }),
    ...(timedConfig === undefined
      ? {}
      : {
          timedConfig: {
            startTime: preciseTime(timedConfig.startTime),
            ...(timedConfig.endTime === undefined ? {} : { endTime: preciseTime(timedConfig.endTime) }),
          },
        }),
    timeline: job.timeline.map((entry) => ({ ...entry, time: preciseTime(entry.time) })),
  };
}
