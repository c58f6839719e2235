// Compiled by types.test.ts and never run: every line below has to compile, or to fail where it says so.
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import {
  Bucket,
  LiveRecordJob,
  type LiveRecordJobArgs,
  LiveRecordTemplate,
  LiveSnapshotJob,
  type LiveSnapshotJobArgs,
  LiveSnapshotTemplate,
  liveRecordManifestOutput,
  stopCalls,
} from "../../sdk/index";

const ours = new Bucket("ours");
const theirs = new alicloud.oss.Bucket("theirs");
const template = new LiveRecordTemplate("hls", {
  recordFormats: [{ format: "m3u8", sliceOssObjectPrefix: "{UnixTimestamp}_{Sequence}", sliceDuration: 10 }],
});

const job: LiveRecordJobArgs = {
  templateId: template.id,
  streamInput: { type: "rtmp", url: "rtmp://pull.example.com/live/show" },
  recordOutput: { type: "oss", bucket: ours.id, endpoint: ours.extranetEndpoint },
};

// A bucket of @pulumi/alicloud fits wherever ours fits.
new LiveRecordJob("ours", job);
new LiveRecordJob("theirs", {
  ...job,
  recordOutput: { type: "oss", bucket: theirs.bucket, endpoint: theirs.extranetEndpoint },
});
new LiveRecordJob("their-id", { ...job, recordOutput: { type: "oss", bucket: theirs.id } });
new LiveRecordJob("their-internal-endpoint", {
  ...job,
  recordOutput: { type: "oss", bucket: theirs.id, endpoint: theirs.intranetEndpoint },
});
const either: pulumi.Output<string> = Math.random() < 0.5 ? ours.bucket : theirs.bucket;
new LiveRecordJob("either", { ...job, recordOutput: { type: "oss", bucket: either } });

// Every value may come from elsewhere, whole or in part.
new LiveRecordJob("outputs", {
  name: pulumi.interpolate`show-${ours.id}`,
  templateId: pulumi.output("template"),
  streamInput: pulumi.output({ type: "rtmp" as const, url: pulumi.secret("rtmp://h/a/s") }),
  recordOutput: pulumi.output({ type: "oss" as const, bucket: theirs.id }),
  notifyUrl: pulumi.secret("https://example.com/hook"),
  triggers: { bucket: theirs.id },
  stopCall: stopCalls.forbidLiveStream({
    domainName: theirs.id,
    appName: "live",
    streamName: pulumi.output("show"),
  }),
  onEnded: "restart",
  onDelete: "abandon",
  onReplace: "stop",
  waitFor: "started",
  adoptExisting: true,
  maxDuration: pulumi.output(3_600),
  endAt: pulumi.interpolate`${theirs.id}`,
  preflight: "error",
});

const pictures = new LiveSnapshotTemplate("pictures", { timeInterval: 10, sequenceFormat: "{Sequence}.jpg" });
const snapshots: LiveSnapshotJobArgs = {
  templateId: pictures.id,
  streamInput: { type: "rtmp", url: pulumi.secret("rtmp://pull.example.com/live/show") },
  snapshotOutput: { storageType: "oss", bucket: ours.id, endpoint: ours.extranetEndpoint },
};
new LiveSnapshotJob("snapshots", { ...snapshots, desiredStatus: pulumi.output("stopped" as const) });

// What comes back has the type that it was declared with.
const running = new LiveRecordJob("running", job);
const ended: pulumi.Output<boolean> = running.ended;
const name: pulumi.Output<string> = running.name;
const status: pulumi.Output<string> = running.status;
const url: pulumi.Output<string> = running.streamInput.url;
const created: pulumi.Output<string | undefined> = running.createTime;
const formats: pulumi.Output<("m3u8" | "mp4" | "flv")[]> = template.recordFormats.apply((all) =>
  all.map(({ format }) => format),
);
const overdue: pulumi.Output<boolean | undefined> = running.overdue;
const manifest = liveRecordManifestOutput({ jobId: running.id, successors: true });
const seconds: pulumi.Output<number | undefined> = manifest.formats.apply((all) => all[0]?.recordedSeconds);
export const outputs = { ended, name, status, url, created, formats, overdue, seconds };

// @ts-expect-error: a status that nobody has read yet may be absent
export const surelyCreated: pulumi.Output<string> = running.createTime;

// @ts-expect-error: not a protocol of the service
new LiveRecordJob("no", { ...job, streamInput: { type: "srt", url: "srt://h" } });
// @ts-expect-error: a stream needs an address
new LiveRecordJob("no", { ...job, streamInput: { type: "rtmp" } });
// @ts-expect-error: not a kind of storage
new LiveRecordJob("no", { ...job, recordOutput: { type: "s3", bucket: "b" } });
// @ts-expect-error: a number is no bucket
new LiveRecordJob("no", { ...job, recordOutput: { type: "oss", bucket: 5 } });
// @ts-expect-error: not one of the choices
new LiveRecordJob("no", { ...job, onEnded: "stop" });
// @ts-expect-error: not one of the choices
new LiveRecordJob("no", { ...job, preflight: true });
// @ts-expect-error: seconds are a number
new LiveRecordJob("no", { ...job, maxDuration: "1h" });
// @ts-expect-error: the class itself decides by it, so it can't come from elsewhere
new LiveRecordJob("no", { ...job, onReplace: pulumi.output("stop" as const) });
// @ts-expect-error: no such field
new LiveRecordJob("no", { ...job, region: "cn-shanghai" });
const stream = { domainName: "d", appName: "a", streamName: "s" };
// @ts-expect-error: no such kind of stop call
new LiveRecordJob("no", { ...job, stopCall: { kind: "kick", ...stream } });
// @ts-expect-error: a stop call needs its stream's name
stopCalls.forbidLiveStream({ domainName: "d", appName: "a" });
// @ts-expect-error: triggers are texts
new LiveRecordJob("no", { ...job, triggers: { take: 2 } });
// @ts-expect-error: a template needs formats
new LiveRecordTemplate("no", {});
// @ts-expect-error: not a format of the service
new LiveRecordTemplate("no", { recordFormats: [{ format: "hls" }] });
// @ts-expect-error: seconds are a number
new LiveRecordTemplate("no", { recordFormats: [{ format: "mp4", cycleDuration: "3600" }] });
// @ts-expect-error: a snapshot template needs an interval
new LiveSnapshotTemplate("no", { sequenceFormat: "{Sequence}.jpg" });
// @ts-expect-error: a snapshot job needs an endpoint
new LiveSnapshotJob("no", { ...snapshots, snapshotOutput: { storageType: "oss", bucket: "b" } });
// @ts-expect-error: the service's word, not one of the choices
new LiveSnapshotJob("no", { ...snapshots, desiredStatus: "paused" });
// @ts-expect-error: not an access right of OSS
new Bucket("no", { acl: "authenticated-read" });
// @ts-expect-error: outputs are not for a program to write
running.status = pulumi.output("started");
