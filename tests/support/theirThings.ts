import type { Emulator, EmulatorOptions } from "pulumi-alicloud-ice-emulator";

// What is at the service before any stack knows of it.

export const THEIR_BUCKET = "their-recordings";
export const THEIR_TEMPLATE = "7e3f0f0e-0000-4000-8000-000000000001";
export const THEIR_TEMPLATE_NAME = "their-hls";
export const THEIR_JOB_NAME = "evening-show";
export const THEIR_FORMAT = {
  format: "m3u8",
  cycleDuration: 3600,
  ossObjectPrefix: "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
  sliceOssObjectPrefix: "record/{JobId}/{UnixTimestamp}_{Sequence}",
  sliceDuration: 10,
};
/** Each has a text that must be in clear nowhere. */
export const THEIR_STREAM = "rtmp://127.0.0.1:1/live/PLANTEDstream?auth_key=PLANTEDkey";
export const THEIR_NOTIFY_URL = "http://127.0.0.1:1/PLANTEDnotify";
/** Occurs in all that is secret of them. */
export const PLANTED = "PLANTED";

/** A local IMS that holds their things after each reset. Nobody pushes the stream: no media. */
export const WITH_THEIR_THINGS: EmulatorOptions = {
  media: false,
  seed: {
    buckets: [THEIR_BUCKET],
    templates: [
      {
        TemplateId: THEIR_TEMPLATE,
        Name: THEIR_TEMPLATE_NAME,
        RecordFormat: [
          {
            Format: THEIR_FORMAT.format,
            CycleDuration: THEIR_FORMAT.cycleDuration,
            OssObjectPrefix: THEIR_FORMAT.ossObjectPrefix,
            SliceOssObjectPrefix: THEIR_FORMAT.sliceOssObjectPrefix,
            SliceDuration: THEIR_FORMAT.sliceDuration,
          },
        ],
      },
    ],
    jobs: [
      {
        Name: THEIR_JOB_NAME,
        TemplateId: THEIR_TEMPLATE,
        StreamInput: { Type: "rtmp", Url: THEIR_STREAM },
        RecordOutput: { Type: "oss", Bucket: THEIR_BUCKET },
        NotifyUrl: THEIR_NOTIFY_URL,
      },
    ],
  },
};

/** The id that the service gave their job. */
export function theirJobId(emulator: Emulator): string {
  const job = emulator.jobs().find(({ name }) => name === THEIR_JOB_NAME);
  if (job === undefined) throw new Error("Their job is not there.");
  return job.jobId;
}

/** Calls that change something at the service: none of them may come from a stack that only looks. */
export function changingCalls(emulator: Emulator): string[] {
  const actions = emulator.requests().map(({ action }) => action);
  return actions.filter((action) => !/^(Get|List|Head)/.test(action));
}
