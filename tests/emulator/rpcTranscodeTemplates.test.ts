import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { createCaller, type Fields } from "./rpcSupport";

const VIDEO = { Codec: "H.264", Width: "640", Height: "360", Bitrate: "800", Fps: "25" };

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;

beforeEach(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  call = createCaller(emulator);
});

afterEach(() => emulator.stop());

async function create(fields: Fields = {}): Promise<string> {
  const answer = await call("CreateLiveTranscodeTemplate", {
    Name: "template",
    Type: "normal",
    TemplateConfig: { VideoParams: VIDEO },
    ...fields,
  });
  return answer.TemplateId as string;
}

async function read(TemplateId: string): Promise<Fields> {
  return (await call("GetLiveTranscodeTemplate", { TemplateId })).TemplateContent as Fields;
}

async function submit(TemplateId: string): Promise<string> {
  const answer = await call("SubmitLiveTranscodeJob", {
    Name: "relay",
    TemplateId,
    StartMode: 0,
    StreamInput: { Type: "rtmp", InputUrl: "rtmp://live.example.com/app/stream" },
    TranscodeOutput: { Type: "LiveCenter" },
  });
  return answer.JobId as string;
}

it("a template comes back with every field it was created with, all values as texts", async () => {
  const TemplateConfig = {
    VideoParams: { ...VIDEO, Gop: "50", Profile: "2" },
    AudioParams: { Codec: "AAC", Profile: "aac_low", Samplerate: "44100", Bitrate: "128", Channels: "2" },
  };
  const TemplateId = await create({ TemplateConfig });

  expect(TemplateId).toMatch(/^[0-9a-f]{32}$/);
  expect(await read(TemplateId)).toEqual({
    TemplateId,
    Name: "template",
    Type: "normal",
    Category: "customized",
    CreateTime: `${new Date(emulator.clock.now()).toISOString().slice(0, 19)}Z`,
    TemplateConfig,
  });
});

it.each(["origin", "audio-only", "narrow-band"])("type %s needs no configuration", async (Type) => {
  const { TemplateId } = await call("CreateLiveTranscodeTemplate", { Name: "bare", Type });

  expect(await read(TemplateId as string)).toMatchObject({ Type, TemplateConfig: {} });
});

const video = (fields: Fields): Fields => ({ TemplateConfig: { VideoParams: { ...VIDEO, ...fields } } });
const audio = (fields: Fields): Fields => ({ TemplateConfig: { VideoParams: VIDEO, AudioParams: fields } });

describe("a template is refused", () => {
  it.each<[string, Fields, string, string]>([
    ["without a name", { Name: "" }, "MissingParameter", "Name"],
    ["without a type", { Type: "" }, "MissingParameter", "Type"],
    ["of an unknown type", { Type: "copy" }, "InvalidParameter", "Type"],
    ["whose configuration is no JSON", { TemplateConfig: "{" }, "InvalidParameter", "TemplateConfig"],
    [
      "of type normal without video",
      { TemplateConfig: {} },
      "MissingParameter",
      "TemplateConfig.VideoParams",
    ],
    ["of type normal without any size", video({ Width: "", Height: "" }), "MissingParameter", "Width"],
    ["of type normal without Fps", video({ Fps: "" }), "MissingParameter", "VideoParams.Fps"],
    ["of type normal without Bitrate", video({ Bitrate: "" }), "MissingParameter", "VideoParams.Bitrate"],
    ["with a number that is no text", video({ Fps: 25 }), "InvalidParameter", "VideoParams.Fps"],
    ["with a video codec that is none", video({ Codec: "AV1" }), "InvalidParameter", "VideoParams.Codec"],
    ["with a picture that is too narrow", video({ Width: "127" }), "InvalidParameter", "VideoParams.Width"],
    ["with a picture that is too long", video({ Width: "2561" }), "InvalidParameter", "VideoParams.Width"],
    ["with two long sides", video({ Width: "2560", Height: "1441" }), "InvalidParameter", "2560 × 1440"],
    ["with too many bits", video({ Bitrate: "6001" }), "InvalidParameter", "from 1 to 6000"],
    ["with too many pictures", video({ Fps: "61" }), "InvalidParameter", "from 1 to 60"],
    ["with key frames too far apart", video({ Gop: "3001" }), "InvalidParameter", "from 1 to 3000"],
    ["with a profile that is none", video({ Profile: "4" }), "InvalidParameter", "1, 2, 3"],
    ["with an audio codec that is none", audio({ Codec: "Opus" }), "InvalidParameter", "AudioParams.Codec"],
    ["with a sample rate too low", audio({ Samplerate: "22049" }), "InvalidParameter", "22050 to 96000"],
    [
      "with a sample rate too high for aac_ld",
      audio({ Codec: "AAC", Profile: "aac_ld", Samplerate: "48000" }),
      "InvalidParameter",
      "22050 to 44100",
    ],
    ["with a profile of AAC for MP3", audio({ Codec: "MP3", Profile: "aac_low" }), "InvalidParameter", "AAC"],
    ["with too many channels", audio({ Channels: "6" }), "InvalidParameter", "AudioParams.Channels"],
    ["with too many bits of sound", audio({ Bitrate: "1001" }), "InvalidParameter", "from 1 to 1000"],
    [
      "of type narrow-band with H.265 beyond 1280 × 720",
      { Type: "narrow-band", ...video({ Codec: "H.265", Width: "1282", Height: "720" }) },
      "InvalidParameter",
      "1280 × 720",
    ],
  ])("%s", async (_what, fields, code, part) => {
    const refused = create(fields);

    await expect(refused).rejects.toMatchObject({ code, statusCode: 400 });
    await expect(refused).rejects.toThrow(part);
    expect(await call("ListLiveTranscodeTemplates", { Category: "customized" })).toMatchObject({
      TotalCount: 0,
    });
  });

  it("but not at the limits", async () => {
    await create(video({ Width: "1440", Height: "2560", Bitrate: "6000", Fps: "60", Gop: "3000" }));
    await create({ Type: "narrow-band", ...video({ Codec: "H.265", Width: "720", Height: "1280" }) });
  });
});

it("an update replaces name and configuration, keeps what is left out, and cannot change the type", async () => {
  const TemplateId = await create();
  await call("UpdateLiveTranscodeTemplate", { TemplateId, Name: "renamed", Type: "origin" });
  expect(await read(TemplateId)).toMatchObject({ Name: "renamed", Type: "normal" });

  const changed = { VideoParams: { ...VIDEO, Bitrate: "900" } };
  await call("UpdateLiveTranscodeTemplate", { TemplateId, TemplateConfig: changed });
  expect(await read(TemplateId)).toMatchObject({ Name: "renamed", TemplateConfig: changed });

  await expect(call("UpdateLiveTranscodeTemplate", { TemplateId, TemplateConfig: {} })).rejects.toMatchObject(
    { code: "MissingParameter" },
  );
});

it("a template is deleted only when no job that has not stopped uses it", async () => {
  const TemplateId = await create();
  const JobId = await submit(TemplateId);
  const refused = call("DeleteLiveTranscodeTemplate", { TemplateId });
  await expect(refused).rejects.toMatchObject({ code: "InvalidParam", statusCode: 400 });
  await expect(refused).rejects.toThrow(JobId);

  await call("SendLiveTranscodeJobCommand", { JobId, Command: "stop" });
  await call("DeleteLiveTranscodeTemplate", { TemplateId });
  await expect(read(TemplateId)).rejects.toMatchObject({ code: "TemplateNotFound", statusCode: 404 });
  await expect(call("DeleteLiveTranscodeTemplate", { TemplateId })).rejects.toMatchObject({
    code: "TemplateNotFound",
  });
  expect((await call("GetLiveTranscodeJob", { JobId })).Job).toMatchObject({ TemplateName: "template" });
});

it("presets of every type are there, can be read and not be changed", async () => {
  const answer = await call("ListLiveTranscodeTemplates", { Category: "system", SortBy: "asc" });
  const presets = answer.TemplateContentList as Fields[];

  expect(presets.map(({ Type }) => Type)).toEqual(["origin", "normal", "narrow-band", "audio-only"]);
  for (const { TemplateId } of presets) {
    const refusal = { code: "Forbidden", statusCode: 403 };
    await expect(call("UpdateLiveTranscodeTemplate", { TemplateId, Name: "mine" })).rejects.toMatchObject(
      refusal,
    );
    await expect(call("DeleteLiveTranscodeTemplate", { TemplateId })).rejects.toMatchObject(refusal);
  }
});

it("templates are listed newest first, by type, codec and keyword, in pages, without an echo of the page", async () => {
  const first = await create({ Name: "show one" });
  await create({ Name: "show two", ...video({ Codec: "H.265" }) });
  await create({ Name: "other", Type: "audio-only", TemplateConfig: {} });
  const names = async (parameters: Fields): Promise<unknown[]> => {
    const answer = await call("ListLiveTranscodeTemplates", { Category: "customized", ...parameters });
    return (answer.TemplateContentList as Fields[]).map(({ Name }) => Name);
  };

  expect(await names({})).toEqual(["other", "show two", "show one"]);
  expect(await names({ SortBy: "asc", PageSize: 2 })).toEqual(["show one", "show two"]);
  expect(await names({ PageNo: 2, PageSize: 2 })).toEqual(["show one"]);
  expect(await names({ KeyWord: "show" })).toEqual(["show two", "show one"]);
  expect(await names({ KeyWord: first })).toEqual(["show one"]);
  expect(await names({ VideoCodec: "H.265" })).toEqual(["show two"]);
  expect(await names({ Type: "audio-only" })).toEqual(["other"]);
  expect(await call("ListLiveTranscodeTemplates", { Category: "customized" })).toEqual({
    RequestId: expect.any(String),
    TemplateContentList: expect.any(Array),
    TotalCount: 3,
  });
  await expect(names({ PageSize: 101 })).rejects.toMatchObject({ code: "InvalidParameter" });
});
