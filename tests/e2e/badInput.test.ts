import { expect, it } from "vitest";
import { useLocalIms } from "../support/localIms";
import { useLocalStacks } from "../support/localStack";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

/** In every secret value of the table: it must not come out anywhere. */
const MARKER = "planted-marker";

interface BadInput {
  resource: "Bucket" | "LiveRecordJob" | "LiveRecordTemplate" | "LiveSnapshotJob" | "LiveSnapshotTemplate";
  what: string;
  /** The args, as written in a program. */
  args: string;
  /** What the preview says, a line for each broken rule. */
  says: string[];
}

const JOB = `
  templateId: "preset",
  streamInput: { type: "rtmp", url: "rtmp://live.example.com/app/${MARKER}" },
  recordOutput: { type: "oss", bucket: "recordings" },
`;

const TABLE: BadInput[] = [
  {
    resource: "Bucket",
    what: "values that OSS does not take",
    args: `{
      bucket: "My_Bucket",
      acl: "everybody",
      storageClass: "Cheap",
      tags: { [""]: "1", ["k".repeat(65)]: "1", long: "v".repeat(129), html: "<b>", number: 5 },
      lifecycleRules: [
        { prefix: "a&b", expirationDays: 1 },
        { prefix: "", expirationDays: 0 },
        { expirationDays: 1.5 },
        { prefix: "x/", expirationDays: "7" },
      ],
      forceDestroy: "yes",
      versioning: true,
    }`,
    says: [
      "versioning: is not a field here; the fields are bucket, acl, storageClass, tags, lifecycleRules, forceDestroy",
      'bucket: must be a bucket name: 3 to 63 lower-case letters, digits and hyphens, no hyphen at either end, got "My_Bucket"',
      'acl: must be "private", "public-read" or "public-read-write", got "everybody"',
      'storageClass: must be "Standard", "IA", "Archive", "ColdArchive" or "DeepColdArchive", got "Cheap"',
      'tags[""]: must have a key of 1 to 64 bytes, got "1"',
      `tags["${"k".repeat(65)}"]: must have a key of 1 to 64 bytes, got "1"`,
      'tags["long"]: must be at most 128 bytes long, got "vvv',
      'tags["html"]: must not hold & < or >, got "<b>"',
      'tags["number"]: must be text, got 5',
      'lifecycleRules[0].prefix: must not hold & < or >, got "a&b"',
      "lifecycleRules[1].expirationDays: must be a whole number of days of at least 1, got 0",
      "lifecycleRules[2].prefix: must be given, got nothing",
      "lifecycleRules[2].expirationDays: must be a whole number of days of at least 1, got 1.5",
      'lifecycleRules[3].expirationDays: must be a whole number of days of at least 1, got "7"',
      'forceDestroy: must be true or false, got "yes"',
    ],
  },
  {
    resource: "Bucket",
    what: "too many tags, and a list that is none",
    args: `{
      tags: Object.fromEntries(Array.from({ length: 21 }, (_, index) => ["tag" + index, "1"])),
      lifecycleRules: { prefix: "", expirationDays: 1 },
    }`,
    says: [
      "tags: must have at most 20 entries, got 21",
      'lifecycleRules: must be a list, got {"expirationDays":1,"prefix":""}',
    ],
  },
  {
    resource: "LiveRecordTemplate",
    what: "formats that the service does not take",
    args: `{
      name: "",
      recordFormats: [
        { format: "avi" },
        { format: "mp4", sliceDuration: 10 },
        { format: "flv", sliceOssObjectPrefix: "s/{UnixTimestamp}_{Sequence}" },
        { format: "m3u8" },
        { format: "m3u8", sliceOssObjectPrefix: "s/{Sequence}" },
        { format: "m3u8", sliceOssObjectPrefix: "s/{UnixTimestamp}" },
        { format: "m3u8", sliceOssObjectPrefix: "s/{UnixTimestamp}_{Sequence}_{StartTime}" },
        { format: "m3u8", sliceOssObjectPrefix: "s/{UnixTimestamp}_{Sequence}", sliceDuration: 60 },
        { format: "m3u8", sliceOssObjectPrefix: "s/{UnixTimestamp}_{Sequence}", sliceDuration: 4 },
        { format: "mp4", cycleDuration: 0 },
        { format: "mp4", cycleDuration: "3600" },
        { format: "mp4", ossObjectPrefix: "r/{StartTime}" },
        { format: "mp4", ossObjectPrefix: "r/{EndTime}" },
        { format: "mp4", ossObjectPrefix: "r/{StartTime}_{EndTime}_{Date}" },
        { format: "mp4", ossObjectPrefix: "r/{StartTime}_{EndTime" },
        { format: "mp4", ossObjectPrefix: "{StartTime}_{EndTime}" + "x".repeat(240) },
        "mp4",
        null,
        { format: "mp4", cycleDurationSeconds: 5 },
      ],
    }`,
    says: [
      'name: must not be empty, got ""',
      'recordFormats[0].format: must be "m3u8", "mp4" or "flv", got "avi"',
      'recordFormats[1].sliceDuration: must be left out unless format is "m3u8", got 10',
      'recordFormats[2].sliceOssObjectPrefix: must be left out unless format is "m3u8", got "s/{UnixTimestamp}_{Sequence}"',
      'recordFormats[3].sliceOssObjectPrefix: must be given when format is "m3u8", got nothing',
      'recordFormats[4].sliceOssObjectPrefix: must hold {UnixTimestamp}, got "s/{Sequence}"',
      'recordFormats[5].sliceOssObjectPrefix: must hold {Sequence}, got "s/{UnixTimestamp}"',
      "recordFormats[6].sliceOssObjectPrefix: must hold no placeholders but {JobId} {UnixTimestamp} {Sequence}, got ",
      "recordFormats[7].sliceDuration: must be a whole number of seconds from 5 to 30, got 60",
      "recordFormats[8].sliceDuration: must be a whole number of seconds from 5 to 30, got 4",
      "recordFormats[9].cycleDuration: must be a whole number of seconds of at least 1, got 0",
      'recordFormats[10].cycleDuration: must be a whole number of seconds of at least 1, got "3600"',
      'recordFormats[11].ossObjectPrefix: must hold {EndTime} or {EscapedEndTime}, got "r/{StartTime}"',
      'recordFormats[12].ossObjectPrefix: must hold {StartTime} or {EscapedStartTime}, got "r/{EndTime}"',
      "recordFormats[13].ossObjectPrefix: must hold no placeholders but {JobId} {Sequence} {StartTime}",
      "recordFormats[14].ossObjectPrefix: must hold no placeholders but {JobId} {Sequence} {StartTime}",
      "recordFormats[15].ossObjectPrefix: must be at most 255 bytes long, got ",
      'recordFormats[16]: must be an object with format, cycleDuration, ossObjectPrefix, sliceOssObjectPrefix, sliceDuration, got "mp4"',
      "recordFormats[17]: must be given, got nothing",
      "recordFormats[18].cycleDurationSeconds: is not a field here; the fields are format, cycleDuration, ossObjectPrefix",
    ],
  },
  {
    resource: "LiveRecordTemplate",
    what: "no format at all",
    args: "{ recordFormats: [] }",
    says: ["recordFormats: must have at least 1 entry, got []"],
  },
  {
    resource: "LiveRecordJob",
    what: "values that the service does not take",
    args: `{
      name: "",
      templateId: 12,
      streamInput: { type: "srt", url: "http://user:${MARKER}@live.example.com/app/${MARKER}?auth_key=${MARKER}" },
      recordOutput: { type: "s3", bucket: "No", endpoint: "https://oss-cn-shanghai.aliyuncs.com" },
      notifyUrl: "ftp://hooks.example.com/${MARKER}",
      onEnded: "stop",
      triggers: { take: 2 },
      stopCall: { kind: "kick", domainName: "localhost", appName: "live/eu", streamName: "show?x=1" },
      onDelete: "keep",
      onReplace: "both",
      waitFor: "recording",
      adoptExisting: "yes",
      maxDuration: 0.5,
      endAt: "2026-02-30T18:00:00Z",
      preflight: true,
      sliceDuration: 10,
    }`,
    says: [
      "sliceDuration: is not a field here; the fields are name, templateId, streamInput, recordOutput, notifyUrl",
      'name: must not be empty, got ""',
      "templateId: must be text, got 12",
      'streamInput.type: must be "rtmp", got "srt"',
      "streamInput.url: must be an address such as rtmp://HOST/APP/STREAM, got http://live.example.com/[secret]",
      'recordOutput.type: must be "oss" or "vod", got "s3"',
      "recordOutput.bucket: must be a bucket name: 3 to 63 lower-case letters, digits and hyphens, no hyphen at either end",
      'recordOutput.endpoint: must be a host name without a scheme, such as oss-cn-shanghai.aliyuncs.com, got "https://oss-cn-shanghai.aliyuncs.com"',
      "notifyUrl: must be an http:// or https:// address, got ftp://hooks.example.com/[secret]",
      'onEnded: must be "keep" or "restart", got "stop"',
      'triggers["take"]: must be text, got 2',
      'stopCall.kind: must be "forbidLiveStream", got "kick"',
      'stopCall.domainName: must be a domain name such as push.example.com, got "localhost"',
      'stopCall.appName: must be a single name without a slash, a question mark or a space, got "live/eu"',
      'stopCall.streamName: must be a single name without a slash, a question mark or a space, got "show?x=1"',
      'onDelete: must be "stop" or "abandon", got "keep"',
      'onReplace: must be "refuse", "stop" or "overlap", got "both"',
      'waitFor: must be "submitted" or "started", got "recording"',
      'adoptExisting: must be true or false, got "yes"',
      "maxDuration: must be a whole number of seconds of at least 1, got 0.5",
      'endAt: must be a time in UTC such as 2026-03-01T18:00:00Z, got "2026-02-30T18:00:00Z"',
      'preflight: must be "off", "warn" or "error", got true',
    ],
  },
  {
    resource: "LiveRecordJob",
    what: "nothing",
    args: "{}",
    says: [
      "templateId: must be given, got nothing",
      "streamInput: must be given, got nothing",
      "recordOutput: must be given, got nothing",
    ],
  },
  {
    resource: "LiveRecordJob",
    what: "choices without what they need",
    args: `{ ${JOB} recordOutput: { type: "oss" }, onReplace: "stop", adoptExisting: true }`,
    says: [
      'recordOutput.bucket: must be given when recordOutput.type is "oss", got nothing',
      'onReplace: must come with a stopCall when it is "stop", got none',
      "adoptExisting: must come with an explicit name, got none",
    ],
  },
  {
    resource: "LiveRecordJob",
    what: "addresses in the wrong places",
    args: `{ ${JOB}
      streamInput: { type: "rtmp://live.example.com/app/${MARKER}", url: "live.example.com/app/${MARKER}" },
      recordOutput: { type: "oss", bucket: "oss://recordings/${MARKER}", endpoint: ["rtmp://live.example.com/${MARKER}"] },
      notifyUrl: { url: "https://hooks.example.com/${MARKER}" },
    }`,
    says: [
      'streamInput.type: must be "rtmp", got "rtmp://live.example.com/[secret]"',
      "streamInput.url: must be an address such as rtmp://HOST/APP/STREAM, got [secret]",
      'at either end, got "oss://recordings/[secret]"',
      'recordOutput.endpoint: must be text, got ["rtmp://live.example.com/[secret]"]',
      "notifyUrl: must be text, got [secret]",
    ],
  },
  {
    resource: "LiveRecordJob",
    what: "a stream as text",
    args: `{ ${JOB} streamInput: "rtmp://live.example.com/app/${MARKER}" }`,
    says: ["streamInput: must be an object with type, url, got rtmp://live.example.com/[secret]"],
  },
  {
    resource: "LiveSnapshotTemplate",
    what: "values that the service does not take",
    args: `{
      templateName: "n".repeat(129),
      timeInterval: 4,
      overwriteFormat: "/{UnixTimestamp}.jpg",
      sequenceFormat: "{JobId}/{Date}.jpg",
      cycleDuration: 60,
    }`,
    says: [
      "cycleDuration: is not a field here; the fields are templateName, timeInterval, overwriteFormat, sequenceFormat",
      'templateName: must be at most 128 characters long, got "nnn',
      "timeInterval: must be a whole number of seconds from 5 to 3600, got 4",
      'overwriteFormat: must not begin with a slash, got "/{UnixTimestamp}.jpg"',
      'sequenceFormat: must hold {UnixTimestamp} or {Sequence}, got "{JobId}/{Date}.jpg"',
    ],
  },
  {
    resource: "LiveSnapshotTemplate",
    what: "no format, and an interval of over an hour",
    args: "{ timeInterval: 3601 }",
    says: [
      "timeInterval: must be a whole number of seconds from 5 to 3600, got 3601",
      "sequenceFormat: must be given when overwriteFormat is not, got neither",
    ],
  },
  {
    resource: "LiveSnapshotJob",
    what: "values that the service does not take",
    args: `{
      jobName: "",
      streamInput: { type: "srt", url: "http://user:${MARKER}@live.example.com/app/${MARKER}?auth_key=${MARKER}" },
      snapshotOutput: { storageType: "vod", bucket: "No" },
      callbackUrl: "ftp://hooks.example.com/${MARKER}",
      desiredStatus: "paused",
      triggers: { take: 2 },
      onDelete: "keep",
      adoptExisting: "yes",
    }`,
    says: [
      'jobName: must not be empty, got ""',
      "templateId: must be given, got nothing",
      'streamInput.type: must be "rtmp", got "srt"',
      "streamInput.url: must be an address such as rtmp://HOST/APP/STREAM, got http://live.example.com/[secret]",
      'snapshotOutput.storageType: must be "oss", got "vod"',
      "snapshotOutput.bucket: must be a bucket name: 3 to 63 lower-case letters, digits and hyphens, no hyphen at either end",
      "snapshotOutput.endpoint: must be given, got nothing",
      "callbackUrl: must be an http:// or https:// address, got ftp://hooks.example.com/[secret]",
      'desiredStatus: must be "running" or "stopped", got "paused"',
      'triggers["take"]: must be text, got 2',
      'onDelete: must be "stop" or "abandon", got "keep"',
      'adoptExisting: must be true or false, got "yes"',
    ],
  },
];

it.each(TABLE)(
  "a $resource with $what fails at preview, and nothing is created",
  async ({ resource, args, says }) => {
    const stack = await stacks.create(`
    const ice = require("pulumi-alicloud-ice");
    new ice.${resource}("bad", ${args});
  `);
    const { exitCode, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(
      says.filter((line) => !output.includes(line)),
      output,
    ).toEqual([]);
    const told = new Set(output.match(/has a problem: .*/g));
    expect(told.size, output).toBe(says.length);
    expect(output).not.toContain(MARKER);
    expect(output).not.toMatch(/\n +at /);
    expect(ims().requests()).toEqual([]);
    expect(stack.export().resources).toEqual([]);
  },
);
