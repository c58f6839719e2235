import * as pulumi from "@pulumi/pulumi";
import * as ice from "pulumi-alicloud-ice";

// Where the stream is pulled from, and where its publisher pushes it to.
const config = new pulumi.Config();
const streamUrl = config.requireSecret("streamUrl");
const stream = {
  domainName: config.require("ingestDomain"),
  appName: config.require("appName"),
  streamName: config.require("streamName"),
};

// Recordings stay when the stack goes: a bucket that holds objects is never emptied unless it is told to be.
const bucket = new ice.Bucket("recordings", { tags: { purpose: "recordings" } }, { retainOnDelete: true });

const template = new ice.LiveRecordTemplate("show", {
  recordFormats: [
    {
      format: "m3u8",
      cycleDuration: config.getNumber("cycleDuration") ?? 3600,
      ossObjectPrefix: "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
      sliceOssObjectPrefix: "record/{JobId}/slices/{UnixTimestamp}_{Sequence}",
      sliceDuration: 5,
    },
    {
      format: "mp4",
      cycleDuration: config.getNumber("cycleDuration") ?? 3600,
      ossObjectPrefix: "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
    },
  ],
});

const job = new ice.LiveRecordJob("show", {
  templateId: template.id,
  streamInput: { type: "rtmp", url: streamUrl },
  recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
  waitFor: "started",
  stopCall: ice.stopCalls.forbidLiveStream(stream),
});

export const bucketName = bucket.id;
export const templateId = template.id;
export const jobId = job.id;
export const jobStatus = job.status;
export const recordingSince = job.createTime;
