import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as ice from "pulumi-alicloud-ice";

const config = new pulumi.Config();

// What the small Bucket of pulumi-alicloud-ice does not have: versions, encryption, a life of its own for each prefix.
const bucket = new alicloud.oss.Bucket("recordings", {
  versioning: { status: "Enabled" },
  serverSideEncryptionRule: { sseAlgorithm: "AES256" },
});

const template = new ice.LiveRecordTemplate("hourly", {
  recordFormats: [{ format: "mp4", cycleDuration: 3600 }],
});

const job = new ice.LiveRecordJob("show", {
  templateId: template.id,
  streamInput: { type: "rtmp", url: config.requireSecret("streamUrl") },
  recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
  stopCall: ice.stopCalls.forbidLiveStream({
    domainName: config.require("ingestDomain"),
    appName: config.require("appName"),
    streamName: config.require("streamName"),
  }),
});

export const jobId = job.id;
export const bucketName = bucket.id;
