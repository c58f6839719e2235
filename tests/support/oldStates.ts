import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { createCaller } from "../emulator/rpcSupport";
import { FORBID_STOP_CALL, jobProgram, STREAM_URL, snapshotProgram } from "./programs";

/** What releases have left behind, and the program that they left it with: neither ever changes. */
export interface OldState {
  readonly program: string;
  /** Makes at the service what the stored stack had there. @returns what stands in the state for ids, in capitals */
  restore(ims: Emulator): Promise<Record<string, string>>;
}

const NOTIFY_URL = "https://hooks.example.com/x";
const ENDPOINT = "oss-cn-shanghai.aliyuncs.com";
/** The names that the release made which stored the states. */
const RECORDINGS = { template: "hls-a454c970", bucket: "recordings-32170e18", job: "show-64a600fc-94f649" };
const PICTURES = { template: "every-177140ae", bucket: "pictures-f7b181b3", job: "show-64a600fc" };
const RELAYS = { template: "hd", job: "stage" };

/** By what follows the release in the file's name. */
export const OLD_STATES: Readonly<Record<string, OldState>> = {
  "": {
    program: jobProgram({
      job: `notifyUrl: "${NOTIFY_URL}", triggers: { edition: "1" }, ${FORBID_STOP_CALL}`,
      bucket: 'tags: { purpose: "recordings" }',
    }),
    restore: async (ims) => {
      const call = createCaller(ims);
      ims.store.createBucket(RECORDINGS.bucket, { tags: [{ Key: "purpose", Value: "recordings" }] });
      const { TemplateId } = await call("CreateLiveRecordTemplate", {
        Name: RECORDINGS.template,
        RecordFormat: [{ Format: "mp4" }],
      });
      const { JobId } = await call("SubmitLiveRecordJob", {
        Name: RECORDINGS.job,
        TemplateId,
        StreamInput: { Type: "rtmp", Url: STREAM_URL },
        RecordOutput: { Type: "oss", Bucket: RECORDINGS.bucket, Endpoint: ENDPOINT },
        NotifyUrl: NOTIFY_URL,
      });
      return { JOB_ID: String(JobId), TEMPLATE_ID: String(TemplateId) };
    },
  },
  "-snapshots": {
    program: snapshotProgram({ job: `callbackUrl: "${NOTIFY_URL}", triggers: { edition: "1" }` }),
    restore: async (ims) => {
      const call = createCaller(ims);
      ims.store.createBucket(PICTURES.bucket);
      const { TemplateId } = await call("CreateLiveSnapshotTemplate", {
        TemplateName: PICTURES.template,
        TimeInterval: 10,
        SequenceFormat: "pictures/{JobId}/{Sequence}.jpg",
      });
      const { JobId } = await call("SubmitLiveSnapshotJob", {
        JobName: PICTURES.job,
        TemplateId,
        StreamInput: { Type: "rtmp", Url: STREAM_URL },
        SnapshotOutput: { StorageType: "oss", Bucket: PICTURES.bucket, Endpoint: ENDPOINT },
        CallbackUrl: NOTIFY_URL,
      });
      return { JOB_ID: String(JobId), TEMPLATE_ID: String(TemplateId) };
    },
  },
  "-transcodes": {
    program: `
      const ice = require("pulumi-alicloud-ice");
      const template = new ice.LiveTranscodeTemplate("hd", {
        name: "${RELAYS.template}",
        type: "normal",
        templateConfig: { videoParams: { height: 720, fps: 25, bitrate: 2000 }, audioParams: { codec: "AAC" } },
      });
      const job = new ice.LiveTranscodeJob("stage", {
        name: "${RELAYS.job}",
        templateId: template.id,
        startMode: 0,
        streamInput: { type: "rtmp", inputUrl: "${STREAM_URL}" },
        transcodeOutput: { type: "LiveCenter", domainName: "play.example.com" },
      });
      exports.jobId = job.id;
    `,
    restore: async (ims) => {
      const call = createCaller(ims);
      const { TemplateId } = await call("CreateLiveTranscodeTemplate", {
        Name: RELAYS.template,
        Type: "normal",
        TemplateConfig: {
          VideoParams: { Height: "720", Fps: "25", Bitrate: "2000" },
          AudioParams: { Codec: "AAC" },
        },
      });
      const { JobId } = await call("SubmitLiveTranscodeJob", {
        Name: RELAYS.job,
        TemplateId,
        StartMode: 0,
        StreamInput: { Type: "rtmp", InputUrl: STREAM_URL },
        TranscodeOutput: { Type: "LiveCenter", DomainName: "play.example.com" },
      });
      return { JOB_ID: String(JobId), TEMPLATE_ID: String(TemplateId) };
    },
  },
  "-account": {
    program: `
      const ice = require("pulumi-alicloud-ice");
      new ice.EventCallback("events", {
        callbackType: "HTTP",
        callbackURL: "${NOTIFY_URL}",
        eventTypeList: ["LiveRecordFileCreated"],
        authSwitch: "on",
        authKey: "OurSecretKey1",
      });
      new ice.DefaultStorageLocation("location", { storageType: "user_oss_bucket", bucket: "drafts", path: "web/" });
    `,
    restore: async (ims) => {
      const call = createCaller(ims);
      ims.store.createBucket("drafts");
      await call("SetEventCallback", {
        CallbackType: "HTTP",
        CallbackURL: NOTIFY_URL,
        EventTypeList: "LiveRecordFileCreated",
        AuthSwitch: "on",
        AuthKey: "OurSecretKey1",
      });
      await call("SetDefaultStorageLocation", {
        StorageType: "user_oss_bucket",
        Bucket: "drafts",
        Path: "web/",
      });
      return {};
    },
  },
};
