import { afterEach, beforeEach, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import type { Fields } from "./rpcSupport";
import { apiTime, SEQUENCE_FORMAT, type SnapshotCalls, snapshotCalls } from "./snapshotCalls";

const PRESET = "00000000-0000-4000-8000-0000000000b1";
const NEVER = "00000000-0000-0000-0000-000000000000";

let emulator: Emulator;
let call: SnapshotCalls["call"];
let createTemplate: SnapshotCalls["createTemplate"];

beforeEach(async () => {
  emulator = await startEmulator({ media: false });
  emulator.clock.freeze();
  ({ call, createTemplate } = snapshotCalls(emulator));
});

afterEach(() => emulator.stop());

async function names(parameters: Fields = {}): Promise<unknown[]> {
  const answer = await call("ListLiveSnapshotTemplates", { Type: "custom", ...parameters });
  return (answer.TemplateList as Fields[]).map(({ TemplateName }) => TemplateName);
}

it("a template comes back flat, with every field it was created with", async () => {
  const created = apiTime(emulator.clock.now());
  const TemplateId = await createTemplate({ TimeInterval: 5, OverwriteFormat: "snapshot/{JobId}.jpg" });

  expect(await call("GetLiveSnapshotTemplate", { TemplateId })).toEqual({
    RequestId: expect.any(String),
    TemplateId,
    TemplateName: "each 10 s",
    Type: "custom",
    TimeInterval: 5,
    OverwriteFormat: "snapshot/{JobId}.jpg",
    SequenceFormat: SEQUENCE_FORMAT,
    CreateTime: created,
    LastModified: created,
  });
});

it("an update replaces everything and tells its time; a format that is left out is gone", async () => {
  const TemplateId = await createTemplate({ OverwriteFormat: "a.jpg" });
  const created = apiTime(emulator.clock.now());
  emulator.clock.advance(60_000);
  await call("UpdateLiveSnapshotTemplate", {
    TemplateId,
    TemplateName: "hourly",
    TimeInterval: 3600,
    OverwriteFormat: "b/{JobId}.jpg",
  });

  expect(await call("GetLiveSnapshotTemplate", { TemplateId })).toEqual({
    RequestId: expect.any(String),
    TemplateId,
    TemplateName: "hourly",
    Type: "custom",
    TimeInterval: 3600,
    OverwriteFormat: "b/{JobId}.jpg",
    CreateTime: created,
    LastModified: apiTime(emulator.clock.now()),
  });
});

it("with the fault omitted-format-kept, a format that an update leaves out stays", async () => {
  const TemplateId = await createTemplate({ OverwriteFormat: "a.jpg" });
  emulator.faults.add({ kind: "omitted-format-kept" });
  const changed = { TemplateId, TemplateName: "t", TimeInterval: 60 };
  await call("UpdateLiveSnapshotTemplate", { ...changed, OverwriteFormat: "b.jpg" });
  expect(await call("GetLiveSnapshotTemplate", { TemplateId })).toMatchObject({
    OverwriteFormat: "b.jpg",
    SequenceFormat: SEQUENCE_FORMAT,
  });

  await call("UpdateLiveSnapshotTemplate", changed);
  expect(await call("GetLiveSnapshotTemplate", { TemplateId })).toMatchObject({ OverwriteFormat: "b.jpg" });
});

it("a deleted template is gone", async () => {
  const TemplateId = await createTemplate();
  await call("DeleteLiveSnapshotTemplate", { TemplateId });

  await expect(call("GetLiveSnapshotTemplate", { TemplateId })).rejects.toMatchObject({
    code: "TemplateNotFound",
    statusCode: 404,
  });
  expect(await names()).toEqual([]);
});

it("templates are listed newest first, without their formats, in pages", async () => {
  for (const TemplateName of ["a", "b", "c"]) {
    await createTemplate({ TemplateName });
  }

  expect(await call("ListLiveSnapshotTemplates", { Type: "custom", PageSize: 2 })).toEqual({
    RequestId: expect.any(String),
    TemplateList: ["c", "b"].map((TemplateName) => ({
      TemplateId: expect.any(String),
      TemplateName,
      Type: "custom",
      TimeInterval: 10,
      CreateTime: apiTime(emulator.clock.now()),
    })),
    TotalCount: 3,
    PageNo: 1,
    PageSize: 2,
    SortBy: "desc",
  });
  expect(await names({ PageSize: 2, PageNo: 2 })).toEqual(["a"]);
  expect(await names({ SortBy: "asc" })).toEqual(["a", "b", "c"]);
});

it("templates are found by id and by a part of the name; ids do not count beside a key word", async () => {
  const first = await createTemplate({ TemplateName: "evening show" });
  const second = await createTemplate({ TemplateName: "morning show" });

  expect(await names({ SearchKeyWord: first })).toEqual(["evening show"]);
  expect(await names({ SearchKeyWord: "show" })).toEqual(["morning show", "evening show"]);
  expect(await names({ SearchKeyWord: "night" })).toEqual([]);
  expect(await names({ TemplateIds: [first] })).toEqual(["evening show"]);
  expect(await names({ TemplateIds: [second], SearchKeyWord: "evening" })).toEqual(["evening show"]);
  expect(await names({ TemplateIds: [first], Type: "system" })).toEqual([]);
});

it("presets are of type system, and can be read and not changed", async () => {
  const presets = await call("ListLiveSnapshotTemplates", { Type: "system" });
  expect(presets).toMatchObject({ TotalCount: 2 });
  expect(await call("GetLiveSnapshotTemplate", { TemplateId: PRESET })).toMatchObject({ Type: "system" });

  const refusal = { code: "Forbidden", statusCode: 403 };
  const changed = { TemplateId: PRESET, TemplateName: "t", TimeInterval: 5, OverwriteFormat: "a.jpg" };
  await expect(call("UpdateLiveSnapshotTemplate", changed)).rejects.toMatchObject(refusal);
  await expect(call("DeleteLiveSnapshotTemplate", { TemplateId: PRESET })).rejects.toMatchObject(refusal);
});

it.each(["GetLiveSnapshotTemplate", "UpdateLiveSnapshotTemplate", "DeleteLiveSnapshotTemplate"])(
  "%s of a missing template is TemplateNotFound, without an id MissingParameter",
  async (action) => {
    await expect(call(action, { TemplateId: NEVER })).rejects.toMatchObject({
      code: "TemplateNotFound",
      statusCode: 404,
    });
    await expect(call(action)).rejects.toMatchObject({ code: "MissingParameter", statusCode: 400 });
  },
);

it.each([
  ["no name", { TemplateName: "" }, "MissingParameter"],
  ["a name of 129 characters", { TemplateName: "n".repeat(129) }, "InvalidParameter"],
  ["no interval", { TimeInterval: "" }, "MissingParameter"],
  ["an interval of 4 s", { TimeInterval: 4 }, "InvalidParameter"],
  ["an interval of 3601 s", { TimeInterval: 3601 }, "InvalidParameter"],
  ["an interval of 7.5 s", { TimeInterval: 7.5 }, "InvalidParameter"],
  ["no format at all", { SequenceFormat: "" }, "MissingParameter"],
  ["a format that begins with /", { SequenceFormat: "/{Sequence}.jpg" }, "InvalidParameter"],
  ["a format of another ending", { SequenceFormat: "{Sequence}.jpeg" }, "InvalidParameter"],
  ["a format of 256 characters", { SequenceFormat: `{Sequence}${"n".repeat(242)}.jpg` }, "InvalidParameter"],
  ["a sequence without a number or a time", { SequenceFormat: "{JobId}/{Date}.jpg" }, "InvalidParameter"],
  ["a placeholder that there is not", { SequenceFormat: "{Sequence}{Name}.jpg" }, "InvalidParameter"],
  ["an overwritten object with a time", { OverwriteFormat: "{UnixTimestamp}.jpg" }, "InvalidParameter"],
  ["an overwritten object with a number", { OverwriteFormat: "{Sequence}.jpg" }, "InvalidParameter"],
  ["an overwritten object with a date", { OverwriteFormat: "{Date}.jpg" }, "InvalidParameter"],
  ["an overwritten object that begins with /", { OverwriteFormat: "/a.jpg" }, "InvalidParameter"],
])("a template with %s is refused, new or not", async (_what, fields, code) => {
  const refusal = { code, statusCode: 400 };
  await expect(createTemplate(fields)).rejects.toMatchObject(refusal);
  expect(await names()).toEqual([]);

  const TemplateId = await createTemplate({ TemplateName: "before" });
  const update = { TemplateId, TemplateName: "after", TimeInterval: 10, SequenceFormat: SEQUENCE_FORMAT };
  await expect(call("UpdateLiveSnapshotTemplate", { ...update, ...fields })).rejects.toMatchObject(refusal);
  expect(await names()).toEqual(["before"]);
});

it("lengths are counted in characters, and what just fits is taken", async () => {
  const TemplateName = "直".repeat(128);
  await createTemplate({
    TemplateName,
    TimeInterval: 3600,
    SequenceFormat: `{Sequence}${"n".repeat(241)}.jpg`,
  });

  expect(await names()).toEqual([TemplateName]);
});

it.each([
  { SearchKeyWord: "n".repeat(129) },
  { TemplateIds: Array.from({ length: 201 }, (_, index) => `${index}`) },
  { Type: "preset" },
  { PageNo: 0 },
  { PageSize: 101 },
  { SortBy: "name" },
])("a list with %o is InvalidParameter", async (parameters) => {
  await expect(call("ListLiveSnapshotTemplates", parameters)).rejects.toMatchObject({
    code: "InvalidParameter",
    statusCode: 400,
  });
});
