import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { createCaller, type Fields } from "./rpcSupport";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const INPUT_URL = "rtmp://live.example.com/app/stream?auth_key=1-0-0-abc";

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;
let templateId: string;

beforeEach(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  call = createCaller(emulator);
  templateId = (await call("CreateLiveTranscodeTemplate", { Name: "relay", Type: "origin" }))
    .TemplateId as string;
});

afterEach(() => emulator.stop());

async function submit(fields: Fields = {}): Promise<string> {
  const answer = await call("SubmitLiveTranscodeJob", {
    Name: "show",
    TemplateId: templateId,
    StartMode: 0,
    StreamInput: { Type: "rtmp", InputUrl: INPUT_URL },
    TranscodeOutput: { Type: "LiveCenter", DomainName: "play.example.com" },
    ...fields,
  });
  return answer.JobId as string;
}

/** From and to so many milliseconds from now. */
function timed(start: number, end?: number): Fields {
  const at = (wait: number): string => `${new Date(emulator.clock.now() + wait).toISOString().slice(0, 19)}Z`;
  const EndTime = end === undefined ? {} : { EndTime: at(end) };
  return { StartMode: 1, TimedConfig: { StartTime: at(start), ...EndTime } };
}

async function read(JobId: string): Promise<Fields> {
  return (await call("GetLiveTranscodeJob", { JobId })).Job as Fields;
}

const stop = (JobId: string): Promise<Fields> =>
  call("SendLiveTranscodeJobCommand", { JobId, Command: "stop" });

it("a job comes back in the documented shape: numbers as numbers, neither times nor domain", async () => {
  const JobId = await submit();

  expect(JobId).toMatch(/^[0-9a-f]{32}$/);
  expect(await read(JobId)).toEqual({
    JobId,
    Name: "show",
    Status: 1,
    StartMode: 0,
    TemplateId: templateId,
    TemplateName: "relay",
    TemplateType: "origin",
    StreamInput: { Type: "rtmp", InputUrl: INPUT_URL },
    OutputStream: {
      StreamInfos: [{ Type: "rtmp", OutputUrl: expect.stringMatching(`^rtmp://[^/]+/transcode/${JobId}$`) }],
    },
    CreateTime: `${new Date(emulator.clock.now()).toISOString().slice(0, 19)}Z`,
  });
});

describe("a job is refused", () => {
  it.each<[string, () => Fields, string, string]>([
    ["without a name", () => ({ Name: "" }), "MissingParameter", "Name"],
    ["without a template", () => ({ TemplateId: "" }), "MissingParameter", "TemplateId"],
    ["without a start mode", () => ({ StartMode: "" }), "MissingParameter", "StartMode"],
    ["in an unknown start mode", () => ({ StartMode: 2 }), "InvalidParameter", "StartMode"],
    ["without an input", () => ({ StreamInput: "" }), "MissingParameter", "StreamInput"],
    ["without an address", () => ({ StreamInput: { Type: "rtmp" } }), "MissingParameter", "InputUrl"],
    [
      "from another protocol",
      () => ({ StreamInput: { Type: "rtmp", InputUrl: "https://a/b" } }),
      "InvalidParameter",
      "StreamInput.InputUrl",
    ],
    [
      "to another place",
      () => ({ TranscodeOutput: { Type: "oss" } }),
      "InvalidParameter",
      "TranscodeOutput.Type",
    ],
    ["timed without times", () => ({ StartMode: 1 }), "MissingParameter", "TimedConfig"],
    [
      "timed without a start",
      () => ({ StartMode: 1, TimedConfig: { EndTime: "2030-01-01T00:00:00Z" } }),
      "MissingParameter",
      "StartTime",
    ],
    ["that starts in the past", () => timed(-2000), "InvalidParameter", "TimedConfig.StartTime"],
    ["that starts in more than 7 days", () => timed(7 * DAY + 1000), "InvalidParameter", "7 days"],
    ["that ends in more than 7 days", () => timed(DAY, 7 * DAY + 1000), "InvalidParameter", "EndTime"],
    ["that ends before it starts", () => timed(DAY, HOUR), "InvalidParameter", "later than StartTime"],
  ])("%s", async (_what, fields, code, part) => {
    const refused = submit(fields());

    await expect(refused).rejects.toMatchObject({ code, statusCode: 400 });
    await expect(refused).rejects.toThrow(part);
    expect(emulator.transcodeJobs()).toEqual([]);
  });

  it("of a template that does not exist", async () => {
    await expect(submit({ TemplateId: "none" })).rejects.toMatchObject({
      code: "TemplateNotFound",
      statusCode: 404,
    });
  });

  it.each([
    { VideoParams: { Codec: "H.265" } },
    { AudioParams: { Codec: "AAC", Profile: "aac_he" } },
    { AudioParams: { Codec: "AAC", Samplerate: "30000" } },
    { AudioParams: { Codec: "MP3", Samplerate: "48000" } },
  ])("of a template that RTMP cannot carry here: %j", async (TemplateConfig) => {
    const { TemplateId } = await call("CreateLiveTranscodeTemplate", {
      Name: "beyond",
      Type: "narrow-band",
      TemplateConfig,
    });

    await expect(submit({ TemplateId })).rejects.toMatchObject({
      code: "NotImplementedByEmulator",
      statusCode: 501,
    });
    expect(emulator.transcodeJobs()).toEqual([]);
  });
});

it("a stop ends a job for good, and is no error for one that has stopped", async () => {
  const JobId = await submit();
  expect(await stop(JobId)).toEqual({ RequestId: expect.any(String) });
  expect(await read(JobId)).toMatchObject({ Status: 2 });
  await stop(JobId);

  expect(emulator.transcodeJobs()).toMatchObject([
    {
      jobId: JobId,
      status: 2,
      inputUrl: "rtmp://live.example.com/***",
      accessKeyId: emulator.accessKeyId,
      timeline: [{ event: "submitted" }, { event: "started" }, { event: "stopped", detail: "command stop" }],
    },
  ]);
});

it.each(["start", "restart", ""])("the command %j is refused", async (Command) => {
  const JobId = await submit();

  await expect(call("SendLiveTranscodeJobCommand", { JobId, Command })).rejects.toMatchObject({
    statusCode: 400,
  });
  expect(await read(JobId)).toMatchObject({ Status: 1 });
});

it("a running job is not deleted; a stopped one is gone, from lists too", async () => {
  const JobId = await submit();
  await expect(call("DeleteLiveTranscodeJob", { JobId })).rejects.toMatchObject({
    code: "InvalidParam",
    statusCode: 400,
  });
  await stop(JobId);
  await call("DeleteLiveTranscodeJob", { JobId });

  expect(await call("ListLiveTranscodeJobs")).toMatchObject({ JobList: [], TotalCount: 0 });
  for (const gone of [
    read(JobId),
    stop(JobId),
    call("DeleteLiveTranscodeJob", { JobId }),
    call("UpdateLiveTranscodeJob", { JobId, Name: "x" }),
  ]) {
    await expect(gone).rejects.toMatchObject({ code: "JobNotFound", statusCode: 404 });
  }
});

describe("a timed job", () => {
  it("starts and stops by the clock", async () => {
    const JobId = await submit(timed(HOUR, 3 * HOUR));
    const status = async (): Promise<unknown> => (await read(JobId)).Status;
    expect(await status()).toBe(0);

    // Its times are in whole seconds.
    emulator.clock.advance(HOUR - 1000);
    expect(await status()).toBe(0);
    emulator.clock.advance(1000);
    expect(await status()).toBe(1);
    emulator.clock.advance(2 * HOUR);
    expect(await status()).toBe(2);
    expect(emulator.transcodeJobs()[0]?.timeline).toMatchObject([
      { event: "submitted" },
      { event: "started" },
      { event: "stopped", detail: "EndTime" },
    ]);
  });

  it("without an end runs until it is stopped", async () => {
    const JobId = await submit(timed(HOUR));
    emulator.clock.advance(30 * DAY);
    expect(await read(JobId)).toMatchObject({ Status: 1, StartMode: 1 });
  });

  it("that is stopped before its start never starts, and can be deleted before it", async () => {
    const stopped = await submit(timed(HOUR));
    const deleted = await submit(timed(HOUR));
    await stop(stopped);
    await call("DeleteLiveTranscodeJob", { JobId: deleted });
    emulator.clock.advance(2 * HOUR);

    expect(await read(stopped)).toMatchObject({ Status: 2 });
    expect(emulator.transcodeJobs()).toHaveLength(1);
  });

  it("takes new times, input and domain until it starts, and only its name from then on", async () => {
    const JobId = await submit(timed(HOUR, 2 * HOUR));
    const StreamInput = { Type: "rtmp", InputUrl: "rtmp://live.example.com/app/other" };
    const TranscodeOutput = { Type: "LiveCenter", DomainName: "other.example.com" };
    const { TimedConfig } = timed(5 * HOUR, 6 * HOUR);
    await call("UpdateLiveTranscodeJob", { JobId, Name: "moved", StreamInput, TranscodeOutput, TimedConfig });
    expect(await read(JobId)).toMatchObject({ Name: "moved", StreamInput });
    expect(emulator.transcodeJobs()).toMatchObject([{ domainName: "other.example.com" }]);

    emulator.clock.advance(5 * HOUR - 1000);
    expect(await read(JobId)).toMatchObject({ Status: 0 });
    emulator.clock.advance(1000);
    expect(await read(JobId)).toMatchObject({ Status: 1 });

    for (const late of [{ StreamInput }, { TranscodeOutput }, timed(HOUR, 2 * HOUR)]) {
      await expect(call("UpdateLiveTranscodeJob", { JobId, Name: "late", ...late })).rejects.toMatchObject({
        code: "InvalidParam",
        statusCode: 400,
      });
    }
    await call("UpdateLiveTranscodeJob", { JobId, Name: "renamed" });
    expect(await read(JobId)).toMatchObject({ Name: "renamed" });
  });

  it("needs a domain in an update of its output", async () => {
    const JobId = await submit(timed(HOUR));
    const TranscodeOutput = { Type: "LiveCenter" };
    await expect(call("UpdateLiveTranscodeJob", { JobId, TranscodeOutput })).rejects.toMatchObject({
      code: "MissingParameter",
    });
  });
});

it("a job that started at once takes a new name in every status, and nothing else", async () => {
  const JobId = await submit();
  const StreamInput = { Type: "rtmp", InputUrl: "rtmp://live.example.com/app/other" };
  await expect(call("UpdateLiveTranscodeJob", { JobId, StreamInput })).rejects.toMatchObject({
    code: "InvalidParam",
  });
  await stop(JobId);
  await call("UpdateLiveTranscodeJob", { JobId, Name: "after" });

  expect(await read(JobId)).toMatchObject({ Name: "after", StreamInput: { InputUrl: INPUT_URL } });
});

it("a job keeps its template as it was at submit", async () => {
  const JobId = await submit();
  await call("UpdateLiveTranscodeTemplate", { TemplateId: templateId, Name: "changed" });

  expect(await read(JobId)).toMatchObject({ TemplateName: "relay" });
});

it("jobs are listed newest first, by status, start mode, type and keyword, without an echo of the page", async () => {
  const first = await submit({ Name: "show one" });
  await submit({ Name: "show two", ...timed(HOUR) });
  const { TemplateId } = await call("CreateLiveTranscodeTemplate", { Name: "sound", Type: "audio-only" });
  await submit({ Name: "other", TemplateId });
  await stop(first);
  const names = async (parameters: Fields): Promise<unknown[]> => {
    const answer = await call("ListLiveTranscodeJobs", parameters);
    return (answer.JobList as Fields[]).map(({ Name }) => Name);
  };

  expect(await names({})).toEqual(["other", "show two", "show one"]);
  expect(await names({ SortBy: "asc", PageSize: 1, PageNo: 2 })).toEqual(["show two"]);
  expect(await names({ KeyWord: "show" })).toEqual(["show two", "show one"]);
  expect(await names({ KeyWord: first })).toEqual(["show one"]);
  expect(await names({ Status: 0 })).toEqual(["show two"]);
  expect(await names({ Status: 2 })).toEqual(["show one"]);
  expect(await names({ StartMode: 1 })).toEqual(["show two"]);
  expect(await names({ Type: "audio-only" })).toEqual(["other"]);
  expect(await call("ListLiveTranscodeJobs", { KeyWord: first })).toEqual({
    RequestId: expect.any(String),
    JobList: [await read(first)],
    TotalCount: 1,
  });
});

it("no part of a stream's address beyond its host is logged", async () => {
  await submit();

  expect(JSON.stringify(emulator.requests())).not.toContain("auth_key");
  expect(JSON.stringify(emulator.transcodeJobs())).not.toContain("auth_key");
});
