import * as pulumi from "@pulumi/pulumi";
import * as ice from "pulumi-alicloud-ice";
import { readSettings } from "./settings";

const settings = readSettings(pulumi.getStack());

const bucket = new ice.Bucket(
  "recordings",
  { acl: "private", forceDestroy: !settings.keepsRecordings },
  { retainOnDelete: settings.keepsRecordings },
);

const template = new ice.LiveRecordTemplate("hls", {
  recordFormats: [
    {
      format: "m3u8",
      cycleDuration: settings.cycleDuration,
      ossObjectPrefix: "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
      sliceOssObjectPrefix: "record/{JobId}/slices/{UnixTimestamp}_{Sequence}",
    },
  ],
});

const job = new ice.LiveRecordJob("show", {
  templateId: template.id,
  streamInput: { type: "rtmp", url: settings.streamUrl },
  recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
  notifyUrl: settings.notifyUrl,
  // A recording that ended by itself is done, however often the stack is deployed; another take is a commit.
  onEnded: "keep",
  triggers: { take: settings.take },
  ...settings.lease,
  stopCall: ice.stopCalls.forbidLiveStream(settings.stream),
});

export const bucketName = bucket.id;
export const jobId = job.id;
export const jobStatus = job.status;
export const streamUrl = settings.streamUrl;
