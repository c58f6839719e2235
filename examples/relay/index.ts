import * as pulumi from "@pulumi/pulumi";
import * as ice from "pulumi-alicloud-ice";

const config = new pulumi.Config();

const bucket = new ice.Bucket("recordings", {}, { retainOnDelete: true });

const template = new ice.LiveRecordTemplate("hourly", {
  recordFormats: [{ format: "mp4", cycleDuration: 3600 }],
});

const show = new ice.RelayedLiveRecording("show", {
  templateId: template.id,
  streamInput: { type: "rtmp", url: config.requireSecret("streamUrl") },
  recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
  onReplace: "stop",
});

export const jobId = show.recordJob.id;
export const relayId = show.transcodeJob.id;
export const bucketName = bucket.id;
