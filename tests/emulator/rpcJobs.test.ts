import { afterEach, beforeEach, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { NameSearch } from "../../emulator/src/nameSearch";
import { createCaller, type Fields, sendRaw, signedRequest } from "./rpcSupport";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BUCKET = "recordings";

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;
let templateId: string;

beforeEach(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  call = createCaller(emulator);
  emulator.store.createBucket(BUCKET);
  const template = { Name: "template", RecordFormat: [{ Format: "mp4" }] };
  templateId = (await call("CreateLiveRecordTemplate", template)).TemplateId as string;
});

afterEach(async () => {
  await emulator.stop();
});

async function submit(fields: Fields = {}): Promise<string> {
  const answer = await call("SubmitLiveRecordJob", {
    Name: "show",
    TemplateId: templateId,
    StreamInput: { Type: "rtmp", Url: "rtmp://live.example.com/app/stream?auth_key=1-0-0-abc" },
    RecordOutput: { Type: "oss", Bucket: BUCKET, Endpoint: "oss-cn-shanghai.aliyuncs.com" },
    ...fields,
  });
  return answer.JobId as string;
}

async function read(JobId: string): Promise<Fields> {
  return (await call("GetLiveRecordJob", { JobId })).RecordJob as Fields;
}

async function listNames(parameters: Fields): Promise<unknown[]> {
  const answer = await call("ListLiveRecordJobs", parameters);
  return (answer.LiveRecordJobs as Fields[]).map((job) => job.Name);
}

function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

it("a job comes back with every field it was submitted with", async () => {
  const jobId = await submit({ NotifyUrl: "https://example.com/notify?k=v" });

  expect(await read(jobId)).toEqual({
    JobId: jobId,
    Name: "show",
    Status: "initial",
    TemplateId: templateId,
    TemplateName: "template",
    CreateTime: time(emulator.clock.now()),
    NotifyUrl: "https://example.com/notify?k=v",
    StreamInput: { Type: "rtmp", Url: "rtmp://live.example.com/app/stream?auth_key=1-0-0-abc" },
    RecordOutput: { Type: "oss", Bucket: BUCKET, Endpoint: "oss-cn-shanghai.aliyuncs.com" },
  });
});

it("a job whose stream never comes is paused when the window is over, and stays paused", async () => {
  const jobId = await submit();
  emulator.clock.advance(3 * MINUTE - 1);
  expect(await read(jobId)).toMatchObject({ Status: "initial" });

  emulator.clock.advance(1);
  expect(await read(jobId)).toMatchObject({ Status: "paused" });
  emulator.clock.advance(DAY);
  expect(await read(jobId)).toMatchObject({ Status: "paused" });
  expect(emulator.jobs()).toMatchObject([
    {
      jobId,
      name: "show",
      status: "paused",
      accessKeyId: emulator.accessKeyId,
      timeline: [{ event: "submitted" }, { event: "ended", detail: "never-pulled" }],
    },
  ]);
});

it("two submits of the same name are two jobs", async () => {
  expect(await submit()).not.toBe(await submit());
  expect(emulator.jobs()).toHaveLength(2);
});

it("a job without a stream URL is accepted and waits", async () => {
  const jobId = await submit({ StreamInput: { Type: "rtmp" } });

  expect((await read(jobId)).StreamInput).toEqual({ Type: "rtmp" });
});

it("a job keeps its template as it was at submit, after an update and after a delete", async () => {
  const jobId = await submit();
  await call("UpdateLiveRecordTemplate", {
    TemplateId: templateId,
    Name: "changed",
    RecordFormat: [{ Format: "flv" }],
  });
  const snapshot = async (): Promise<unknown> =>
    (await call("GetLiveRecordTemplate", { TemplateId: templateId, JobId: jobId })).RecordTemplate;

  expect(await snapshot()).toMatchObject({ Name: "template", RecordFormatList: [{ Format: "mp4" }] });
  expect(await read(jobId)).toMatchObject({ TemplateId: templateId, TemplateName: "template" });
  await call("DeleteLiveRecordTemplate", { TemplateId: templateId });
  expect(await snapshot()).toMatchObject({ Name: "template" });
  await expect(call("GetLiveRecordTemplate", { TemplateId: "other", JobId: jobId })).rejects.toMatchObject({
    code: "TemplateNotFound",
  });
});

it("jobs are listed newest first, in pages, with numbers as numbers", async () => {
  for (const name of ["a", "b", "c"]) {
    await submit({ Name: name });
    emulator.clock.advance(1000);
  }

  expect(await call("ListLiveRecordJobs", { PageSize: 2 })).toMatchObject({
    LiveRecordJobs: [{ Name: "c" }, { Name: "b" }],
    TotalCount: 3,
    PageNo: 1,
    PageSize: 2,
    SortBy: "desc",
  });
  expect(await listNames({ PageSize: 2, PageNo: 2 })).toEqual(["a"]);
  expect(await listNames({ SortBy: "asc" })).toEqual(["a", "b", "c"]);
});

it("jobs are found by id, by a part of the name, and by status", async () => {
  const first = await submit({ Name: "evening show" });
  emulator.clock.advance(3 * MINUTE);
  await submit({ Name: "morning show" });

  expect(await listNames({ Keyword: first })).toEqual(["evening show"]);
  expect(await listNames({ Keyword: "show" })).toEqual(["morning show", "evening show"]);
  expect(await listNames({ Keyword: "night" })).toEqual([]);
  expect(await listNames({ Status: "paused" })).toEqual(["evening show"]);
  expect(await listNames({ Status: "initial", Keyword: "show" })).toEqual(["morning show"]);
  expect(await listNames({ Status: "started" })).toEqual([]);
});

it("times bound the creation, both ends included; without times it is the last 30 days", async () => {
  const start = emulator.clock.now();
  await submit({ Name: "old" });
  emulator.clock.advance(20 * DAY);
  await submit({ Name: "new" });

  expect(await listNames({ StartTime: time(start), EndTime: time(start) })).toEqual(["old"]);
  expect(await listNames({ StartTime: time(start + MINUTE) })).toEqual(["new"]);
  expect(await listNames({ EndTime: time(start + MINUTE) })).toEqual(["old"]);
  expect(await listNames({ StartTime: time(start), EndTime: time(start + 30 * DAY) })).toEqual([
    "new",
    "old",
  ]);
  expect(await listNames({ StartTime: time(start).replace(/:\d\dZ/, "Z") })).toEqual(["new", "old"]);
  expect(await listNames({})).toEqual(["new", "old"]);
  emulator.clock.advance(11 * DAY);
  expect(await listNames({})).toEqual(["new"]);
});

it.each([
  [{ StartTime: "2026-01-01T00:00:00Z", EndTime: "2026-02-01T00:00:01Z" }, "InvalidParameter"],
  [{ StartTime: "2026-01-02T00:00:00Z", EndTime: "2026-01-01T00:00:00Z" }, "EndTimeMismatch"],
  [{ StartTime: "yesterday" }, "MalformedStartTime"],
  [{ EndTime: "2026-01-01" }, "MalformedEndTime"],
  [{ Status: "stopped" }, "InvalidParameter"],
  [{ PageSize: 101 }, "InvalidParameter"],
])("a list with %o is refused with %s", async (parameters, code) => {
  await expect(call("ListLiveRecordJobs", parameters)).rejects.toMatchObject({ code, statusCode: 400 });
});

const NEVER = "00000000-0000-0000-0000-000000000000";

it.each([
  ["no name", { Name: "" }, "MissingParameter", 400],
  ["no template", { TemplateId: "" }, "MissingParameter", 400],
  ["no output", { RecordOutput: "" }, "MissingParameter", 400],
  ["no bucket", { RecordOutput: { Type: "oss" } }, "MissingParameter", 400],
  ["no output type", { RecordOutput: { Bucket: BUCKET } }, "MissingParameter", 400],
  ["an unknown output type", { RecordOutput: { Type: "s3", Bucket: BUCKET } }, "InvalidParameter", 400],
  ["an output to VOD", { RecordOutput: { Type: "vod" } }, "NotImplementedByEmulator", 501],
  ["another input type", { StreamInput: { Type: "srt", Url: "srt://h/a" } }, "InvalidParameter", 400],
  ["no input type", { StreamInput: { Url: "rtmp://h/a/s" } }, "MissingParameter", 400],
  [
    "a stream URL that is none",
    { StreamInput: { Type: "rtmp", Url: "https://h/a" } },
    "InvalidParameter",
    400,
  ],
  ["an input that is no JSON", { StreamInput: "rtmp" }, "InvalidParameter", 400],
  ["a notify URL that is none", { NotifyUrl: "ftp://example.com" }, "InvalidParameter", 400],
  ["a missing template", { TemplateId: NEVER }, "TemplateNotFound", 404],
  ["a missing bucket", { RecordOutput: { Type: "oss", Bucket: "nowhere" } }, "NoSuchBucket", 404],
])("a submit with %s is refused, and there is no job", async (_what, fields, code, statusCode) => {
  await expect(submit(fields)).rejects.toMatchObject({ code, statusCode });
  expect(emulator.jobs()).toEqual([]);
});

it("a missing job is JobNotFound, a missing JobId is MissingParameter", async () => {
  await expect(call("GetLiveRecordJob", { JobId: NEVER })).rejects.toMatchObject({
    code: "JobNotFound",
    statusCode: 404,
  });
  await expect(call("GetLiveRecordJob")).rejects.toMatchObject({ code: "MissingParameter" });
});

it.each([
  ["SendLiveRecordJobCommand", "InvalidApi.NotFound", 404],
  ["StopLiveRecordJob", "InvalidApi.NotFound", 404],
  ["UpdateLiveRecordJob", "InvalidApi.NotFound", 404],
  ["DeleteLiveRecordJob", "InvalidApi.NotFound", 404],
  ["DeleteLiveSnapshotJob", "InvalidApi.NotFound", 404],
  ["UpdateLiveSnapshotJob", "InvalidApi.NotFound", 404],
  ["SendLiveTranscodeJobCommand", "NotImplementedByEmulator", 501],
  ["SetEventCallback", "NotImplementedByEmulator", 501],
])("%s is answered with %s", async (action, code, statusCode) => {
  await expect(call(action, { JobId: NEVER })).rejects.toMatchObject({ code, statusCode });
});

it.each(["2016-01-01", "constructor", "toString"])("no action is found in version %s", async (version) => {
  const { status, json } = await sendRaw(emulator, signedRequest(emulator, { version }));

  expect([status, json.Code]).toEqual([404, "InvalidApi.NotFound"]);
});

it("every bucket is listed as a storage address", async () => {
  emulator.store.createBucket("another");
  const { StorageInfoList } = await call("GetStorageList");

  expect(StorageInfoList).toMatchObject([
    { StorageLocation: "another", StorageType: "user_oss_bucket", Status: "Normal" },
    { StorageLocation: BUCKET },
  ]);
  expect(await call("GetStorageList", { Status: "Disabled" })).toMatchObject({ StorageInfoList: [] });
});

it("among thousands of jobs a keyword finds the same as looking at each name", () => {
  const search = new NameSearch();
  const names = Array.from({ length: 3000 }, (_, index) => `job-${(index * 7919) % 3001}`);
  for (const name of names) {
    search.add(name);
  }

  for (const part of ["job-1", "job-2999", "99", "3000", "b-", "none", "job-10\0"]) {
    const expected = names.flatMap((name, index) => (name.includes(part) ? [index] : []));
    expect(search.find(part)).toEqual(expected);
  }
});
