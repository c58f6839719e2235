import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { createCaller, type Fields } from "./rpcSupport";

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;

beforeAll(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  call = createCaller(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

const M3U8 = {
  Format: "m3u8",
  OssObjectPrefix: "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
  SliceOssObjectPrefix: "record/{JobId}/{UnixTimestamp}_{Sequence}",
  SliceDuration: 10,
  CycleDuration: 3600,
};

async function create(Name: string, RecordFormat: unknown = [M3U8]): Promise<string> {
  return (await call("CreateLiveRecordTemplate", { Name, RecordFormat })).TemplateId as string;
}

async function read(TemplateId: string): Promise<Fields> {
  return (await call("GetLiveRecordTemplate", { TemplateId })).RecordTemplate as Fields;
}

it("a template comes back as it was created", async () => {
  const templateId = await create("show", [M3U8, { Format: "flv", CycleDuration: 60 }]);
  const now = `${new Date(emulator.clock.now()).toISOString().slice(0, 19)}Z`;

  expect(await read(templateId)).toEqual({
    TemplateId: templateId,
    Name: "show",
    Type: "custom",
    CreateTime: now,
    LastModified: now,
    RecordFormatList: [M3U8, { Format: "flv", CycleDuration: 60 }],
  });
});

it("durations that were left out are shown with their defaults", async () => {
  const { SliceDuration: _slice, CycleDuration: _cycle, ...rest } = M3U8;
  const templateId = await create("defaults", [rest, { Format: "mp4" }]);

  expect((await read(templateId)).RecordFormatList).toEqual([
    { ...rest, SliceDuration: 30, CycleDuration: 21600 },
    { Format: "mp4", CycleDuration: 21600 },
  ]);
});

it("an update replaces name and formats, and nothing else", async () => {
  const templateId = await create("before");
  const { CreateTime } = await read(templateId);
  emulator.clock.advance(60_000);
  await call("UpdateLiveRecordTemplate", {
    TemplateId: templateId,
    Name: "after",
    RecordFormat: [{ Format: "mp4", CycleDuration: 900 }],
  });

  const template = await read(templateId);
  expect(template).toMatchObject({ Name: "after", CreateTime, Type: "custom" });
  expect(template.RecordFormatList).toEqual([{ Format: "mp4", CycleDuration: 900 }]);
  expect(Date.parse(template.LastModified as string) - Date.parse(CreateTime as string)).toBe(60_000);
});

it("a deleted template is gone, and so is one that never was", async () => {
  const templateId = await create("short-lived");
  await call("DeleteLiveRecordTemplate", { TemplateId: templateId });

  for (const TemplateId of [templateId, "never"]) {
    for (const action of ["GetLiveRecordTemplate", "DeleteLiveRecordTemplate", "UpdateLiveRecordTemplate"]) {
      await expect(
        call(action, { TemplateId, Name: "n", RecordFormat: [{ Format: "mp4" }] }),
      ).rejects.toMatchObject({ code: "TemplateNotFound", statusCode: 404 });
    }
  }
});

it("presets are listed as system templates, can be read, and refuse update and delete", async () => {
  const { RecordTemplateList } = await call("ListLiveRecordTemplates", { Type: "system" });
  const presets = RecordTemplateList as Fields[];
  const TemplateId = presets[0]?.TemplateId as string;

  expect(presets.map((preset) => preset.Type)).toEqual(presets.map(() => "system"));
  expect(presets.length).toBeGreaterThan(1);
  expect(await read(TemplateId)).toMatchObject({ Type: "system" });
  await expect(
    call("UpdateLiveRecordTemplate", { TemplateId, Name: "mine", RecordFormat: [{ Format: "mp4" }] }),
  ).rejects.toMatchObject({ code: "Forbidden", statusCode: 403 });
  await expect(call("DeleteLiveRecordTemplate", { TemplateId })).rejects.toMatchObject({ code: "Forbidden" });
});

it("lists filter by keyword, ids and type, in pages, newest first", async () => {
  const ids = [];
  for (const name of ["page-1", "page-2", "page-3"]) {
    emulator.clock.advance(1000);
    ids.push(await create(name));
  }
  const list = async (parameters: Fields): Promise<[unknown[], unknown]> => {
    const answer = await call("ListLiveRecordTemplates", parameters);
    return [(answer.RecordTemplateList as Fields[]).map((template) => template.Name), answer.TotalCount];
  };

  expect(await list({ Keyword: "page-" })).toEqual([["page-3", "page-2", "page-1"], 3]);
  expect(await list({ Keyword: "page-", SortBy: "asc", PageSize: 2 })).toEqual([["page-1", "page-2"], 3]);
  expect(await list({ Keyword: "page-", PageNo: 2, PageSize: 2 })).toEqual([["page-1"], 3]);
  expect(await list({ Keyword: ids[1] })).toEqual([["page-2"], 1]);
  expect(await list({ TemplateIds: [ids[0], ids[2], "never"] })).toEqual([["page-3", "page-1"], 2]);
  expect(await list({ Keyword: "page-", Type: "system" })).toEqual([[], 0]);
});

const longPrefix = `${"x".repeat(240)}{StartTime}{EndTime}`;
const BAD: [string, unknown, string][] = [
  ["no format", [{}], "MissingParameter"],
  ["an unknown format", [{ Format: "hls" }], "InvalidParameter"],
  ["an empty list", [], "MissingParameter"],
  ["an object instead of a list", { Format: "mp4" }, "InvalidParameter"],
  ["an m3u8 without slice prefix", [{ Format: "m3u8" }], "MissingParameter"],
  ["a prefix without end", [{ Format: "mp4", OssObjectPrefix: "r/{StartTime}" }], "InvalidParameter"],
  ["a prefix without start", [{ Format: "mp4", OssObjectPrefix: "r/{EscapedEndTime}" }], "InvalidParameter"],
  ["a prefix of 256 bytes", [{ Format: "mp4", OssObjectPrefix: longPrefix }], "InvalidParameter"],
  [
    "a slice prefix without sequence",
    [{ ...M3U8, SliceOssObjectPrefix: "{UnixTimestamp}" }],
    "InvalidParameter",
  ],
  ["a slice prefix without timestamp", [{ ...M3U8, SliceOssObjectPrefix: "{Sequence}" }], "InvalidParameter"],
  ["a slice of 4 s", [{ ...M3U8, SliceDuration: 4 }], "InvalidParameter"],
  ["a slice of 31 s", [{ ...M3U8, SliceDuration: 31 }], "InvalidParameter"],
  ["a slice of 5.5 s", [{ ...M3U8, SliceDuration: 5.5 }], "InvalidParameter"],
  ["a cycle of 0 s", [{ Format: "mp4", CycleDuration: 0 }], "InvalidParameter"],
  ["a cycle in words", [{ Format: "mp4", CycleDuration: "long" }], "InvalidParameter"],
];

it.each(BAD)("a record format with %s is refused", async (_what, RecordFormat, code) => {
  await expect(call("CreateLiveRecordTemplate", { Name: "bad", RecordFormat })).rejects.toMatchObject({
    code,
    statusCode: 400,
    message: expect.stringContaining("RecordFormat"),
  });
});

it("RecordFormat that is no JSON is refused, and so is a template without a name", async () => {
  await expect(call("CreateLiveRecordTemplate", { Name: "bad", RecordFormat: "m3u8" })).rejects.toMatchObject(
    {
      code: "InvalidParameter",
    },
  );
  await expect(call("CreateLiveRecordTemplate", { RecordFormat: [M3U8] })).rejects.toMatchObject({
    code: "MissingParameter",
    message: expect.stringContaining("Name"),
  });
});

it.each([
  { PageSize: 0 },
  { PageSize: 101 },
  { PageNo: 0 },
  { PageNo: "two" },
  { SortBy: "up" },
  { Type: "own" },
])("a list with %o is refused", async (parameters) => {
  await expect(call("ListLiveRecordTemplates", parameters)).rejects.toMatchObject({
    code: "InvalidParameter",
  });
});
