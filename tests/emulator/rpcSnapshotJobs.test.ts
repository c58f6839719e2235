import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { admin, type Fields } from "./rpcSupport";
import {
  apiTime,
  OVERWRITE_FORMAT,
  SEQUENCE_FORMAT,
  SNAPSHOT_BUCKET,
  SNAPSHOT_STREAM,
  type SnapshotCalls,
  snapshotCalls,
} from "./snapshotCalls";

const DAY = 24 * 60 * 60 * 1000;
const NEVER = "00000000-0000-0000-0000-000000000000";

let emulator: Emulator;
let calls: SnapshotCalls;

beforeAll(async () => {
  emulator = await startEmulator();
  calls = snapshotCalls(emulator);
});

afterAll(() => emulator.stop());

beforeEach(() => {
  emulator.clock.freeze();
  emulator.store.createBucket(SNAPSHOT_BUCKET);
});

afterEach(() => emulator.reset());

async function listNames(parameters: Fields = {}): Promise<unknown[]> {
  const answer = await calls.call("ListLiveSnapshotJobs", parameters);
  return (answer.JobList as Fields[]).map(({ JobName }) => JobName);
}

/** A job whose stream was on the air when it was submitted. */
function startedJob(fields: Fields = {}): Promise<string> {
  emulator.streams.startSynthetic("live", "show");
  return calls.submit(fields);
}

it("a job comes back flat, with what it was submitted with and what its template says", async () => {
  const created = apiTime(emulator.clock.now());
  const TemplateId = await calls.createTemplate({ OverwriteFormat: OVERWRITE_FORMAT });
  const CallbackUrl = "https://example.com/notify?k=v";
  const JobId = await calls.submit({ TemplateId, CallbackUrl });

  expect(await calls.call("GetLiveSnapshotJob", { JobId })).toEqual({
    RequestId: expect.any(String),
    JobId,
    JobName: "show",
    Status: "init",
    TemplateId,
    TemplateName: "each 10 s",
    TimeInterval: 10,
    OverwriteFormat: OVERWRITE_FORMAT,
    SequenceFormat: SEQUENCE_FORMAT,
    CallbackUrl,
    StreamInput: { Type: "rtmp", Url: SNAPSHOT_STREAM },
    SnapshotOutput: { StorageType: "oss", Bucket: SNAPSHOT_BUCKET, Endpoint: "oss-cn-shanghai.aliyuncs.com" },
    CreateTime: created,
    LastModified: created,
  });
});

it("a job keeps its template as it was at submit, after an update and after a delete", async () => {
  const TemplateId = await calls.createTemplate();
  const JobId = await calls.submit({ TemplateId });
  const changed = { TemplateId, TemplateName: "changed", TimeInterval: 60, OverwriteFormat: "a.jpg" };
  await calls.call("UpdateLiveSnapshotTemplate", changed);
  await calls.call("DeleteLiveSnapshotTemplate", { TemplateId });

  expect(await calls.call("GetLiveSnapshotJob", { JobId })).toMatchObject({
    TemplateName: "each 10 s",
    TimeInterval: 10,
    SequenceFormat: SEQUENCE_FORMAT,
  });
});

it("jobs are listed newest first, without their streams, in pages", async () => {
  for (const JobName of ["a", "b", "c"]) {
    await calls.submit({ JobName });
    emulator.clock.advance(1000);
  }

  expect(await calls.call("ListLiveSnapshotJobs", { PageSize: 2 })).toEqual({
    RequestId: expect.any(String),
    JobList: ["c", "b"].map((JobName) => ({
      JobId: expect.any(String),
      JobName,
      Status: "init",
      TemplateId: expect.any(String),
      TemplateName: "each 10 s",
      TimeInterval: 10,
      SnapshotOutput: {
        StorageType: "oss",
        Bucket: SNAPSHOT_BUCKET,
        Endpoint: "oss-cn-shanghai.aliyuncs.com",
      },
      CreateTime: expect.any(String),
    })),
    TotalCount: 3,
    PageNo: 1,
    PageSize: 2,
    SortBy: "desc",
  });
  expect(await listNames({ PageSize: 2, PageNo: 2 })).toEqual(["a"]);
  expect(await listNames({ SortBy: "asc" })).toEqual(["a", "b", "c"]);
});

it("jobs are found by id, by a part of the name, and by status", async () => {
  const first = await calls.submit({ JobName: "evening show" });
  await startedJob({ JobName: "morning show" });

  expect(await listNames({ SearchKeyWord: first })).toEqual(["evening show"]);
  expect(await listNames({ SearchKeyWord: "show" })).toEqual(["morning show", "evening show"]);
  expect(await listNames({ SearchKeyWord: "night" })).toEqual([]);
  expect(await listNames({ Status: "init" })).toEqual(["evening show"]);
  expect(await listNames({ Status: "started" })).toEqual(["morning show"]);
  expect(await listNames({ Status: "paused" })).toEqual([]);
});

it("without times the jobs of the last 7 days are listed", async () => {
  const start = emulator.clock.now();
  await calls.submit({ JobName: "old" });
  emulator.clock.advance(8 * DAY);
  await calls.submit({ JobName: "new" });

  expect(await listNames()).toEqual(["new"]);
  expect(await listNames({ StartTime: apiTime(start) })).toEqual(["new", "old"]);
  expect(await listNames({ StartTime: apiTime(start), EndTime: apiTime(start) })).toEqual(["old"]);
});

it.each([
  [{ StartTime: "2026-01-01T00:00:00Z", EndTime: "2026-02-01T00:00:01Z" }, "InvalidParameter"],
  [{ StartTime: "2026-01-02T00:00:00Z", EndTime: "2026-01-01T00:00:00Z" }, "EndTimeMismatch"],
  [{ StartTime: "yesterday" }, "MalformedStartTime"],
  [{ EndTime: "2026-01-01" }, "MalformedEndTime"],
  [{ Status: "initial" }, "InvalidParameter"],
  [{ SearchKeyWord: "n".repeat(129) }, "InvalidParameter"],
  [{ PageSize: 101 }, "InvalidParameter"],
])("a list with %o is refused with %s", async (parameters, code) => {
  await expect(calls.call("ListLiveSnapshotJobs", parameters)).rejects.toMatchObject({
    code,
    statusCode: 400,
  });
});

const OUTPUT = { StorageType: "oss", Bucket: SNAPSHOT_BUCKET, Endpoint: "oss-cn-shanghai.aliyuncs.com" };

it.each([
  ["no name", { JobName: "" }, "MissingParameter", 400],
  ["a name of 129 characters", { JobName: "n".repeat(129) }, "InvalidParameter", 400],
  ["no template", { TemplateId: "" }, "MissingParameter", 400],
  ["a missing template", { TemplateId: NEVER }, "TemplateNotFound", 404],
  ["no stream URL", { StreamInput: { Type: "rtmp" } }, "MissingParameter", 400],
  ["another input type", { StreamInput: { Type: "srt", Url: "srt://h/a" } }, "InvalidParameter", 400],
  [
    "a stream URL that is none",
    { StreamInput: { Type: "rtmp", Url: "https://h/a" } },
    "InvalidParameter",
    400,
  ],
  [
    "a stream URL of 256 characters",
    { StreamInput: { Type: "rtmp", Url: `rtmp://h/a/${"n".repeat(245)}` } },
    "InvalidParameter",
    400,
  ],
  ["no output", { SnapshotOutput: "" }, "MissingParameter", 400],
  ["another output", { SnapshotOutput: { ...OUTPUT, StorageType: "vod" } }, "InvalidParameter", 400],
  ["no bucket", { SnapshotOutput: { ...OUTPUT, Bucket: "" } }, "MissingParameter", 400],
  ["no endpoint", { SnapshotOutput: { ...OUTPUT, Endpoint: "" } }, "MissingParameter", 400],
  ["a missing bucket", { SnapshotOutput: { ...OUTPUT, Bucket: "nowhere" } }, "InvalidParameter", 400],
  ["a callback URL that is none", { CallbackUrl: "ftp://example.com" }, "InvalidParameter", 400],
  [
    "a callback URL of 256 characters",
    { CallbackUrl: `http://h/${"n".repeat(247)}` },
    "InvalidParameter",
    400,
  ],
])("a submit with %s is refused, and there is no job", async (_what, fields, code, statusCode) => {
  await expect(calls.submit(fields)).rejects.toMatchObject({ code, statusCode });
  expect(emulator.snapshotJobs()).toEqual([]);
});

it.each(["GetLiveSnapshotJob", "SendLiveSnapshotJobCommand"])(
  "%s of a missing job is JobNotFound",
  async (action) => {
    const refusal = { code: "JobNotFound", statusCode: 404 };
    await expect(calls.call(action, { JobId: NEVER, Command: "stop" })).rejects.toMatchObject(refusal);
    await expect(calls.call(action, { Command: "stop" })).rejects.toMatchObject({ code: "MissingParameter" });
  },
);

it("a list can lag, and a status can be stuck, as those of record jobs", async () => {
  emulator.faults.add({ kind: "list-lag", milliseconds: 5000 });
  const jobId = await startedJob();
  expect(await listNames()).toEqual([]);
  emulator.clock.advance(5000);
  expect(await listNames()).toEqual(["show"]);

  emulator.faults.add({ kind: "stuck-status", jobId });
  expect(await calls.status(jobId)).toBe("started");
  await calls.command(jobId, "stop");
  expect(await calls.status(jobId)).toBe("started");
  emulator.faults.clear();
  expect(await calls.status(jobId)).toBe("paused");
});

it("a submit that took effect before its answer was lost has made a job that the list shows", async () => {
  emulator.faults.add({ kind: "reset-after", action: "SubmitLiveSnapshotJob" });
  await expect(calls.submit()).rejects.toThrow();

  expect(await listNames({ SearchKeyWord: "show" })).toEqual(["show"]);
});

it("reports and log show no path of any URL", async () => {
  await startedJob({ CallbackUrl: "https://example.com/notify?k=callback-secret" });
  const shown = [
    emulator.snapshotJobs(),
    emulator.requests(),
    await admin(emulator, "GET", "snapshot-jobs"),
    await admin(emulator, "GET", "requests"),
  ];
  const text = JSON.stringify(shown);

  expect(text).toContain("rtmp://127.0.0.1:1/***");
  expect(text).not.toContain("auth_key");
  expect(text).not.toContain("callback-secret");
});
