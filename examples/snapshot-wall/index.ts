import * as pulumi from "@pulumi/pulumi";
import * as ice from "pulumi-alicloud-ice";

const config = new pulumi.Config();
const stream = { type: "rtmp", url: config.requireSecret("streamUrl") } as const;

const bucket = new ice.Bucket("recordings", {}, { retainOnDelete: true });

const formats = new ice.LiveRecordTemplate("formats", {
  recordFormats: [
    {
      format: "m3u8",
      cycleDuration: 3600,
      ossObjectPrefix: "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
      sliceOssObjectPrefix: "record/{JobId}/slices/{UnixTimestamp}_{Sequence}",
      sliceDuration: 10,
    },
    { format: "mp4", cycleDuration: 3600 },
  ],
});

const job = new ice.LiveRecordJob("show", {
  templateId: formats.id,
  streamInput: stream,
  recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
  stopCall: ice.stopCalls.forbidLiveStream({
    domainName: config.require("ingestDomain"),
    appName: config.require("appName"),
    streamName: config.require("streamName"),
  }),
});

// One picture for the wall, overwritten every ten seconds, and all of them for afterwards.
const pictures = new ice.LiveSnapshotTemplate("pictures", {
  timeInterval: 10,
  overwriteFormat: "wall/{JobId}.jpg",
  sequenceFormat: "pictures/{JobId}/{Date}/{UnixTimestamp}.jpg",
});

const wall = new ice.LiveSnapshotJob("wall", {
  templateId: pictures.id,
  streamInput: stream,
  snapshotOutput: { storageType: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
});

export const jobId = job.id;
export const bucketName = bucket.id;
export const newestPicture = pulumi.interpolate`oss://${bucket.id}/wall/${wall.id}.jpg`;
