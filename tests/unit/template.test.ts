import { describe, expect, test } from "vitest";
import type { LiveRecordTemplateInputs } from "../../provider/resources/liveRecordTemplate";
import { liveRecordTemplate } from "../../provider/resources/liveRecordTemplate";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, NOT_ABOUT_THE_JOB, noAnswer, refused } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

const CREATE = "CreateLiveRecordTemplate";
const SLICES = "record/{JobId}/{UnixTimestamp}_{Sequence}";
const HLS = { format: "m3u8", sliceOssObjectPrefix: SLICES };
const PROGRAM = { recordFormats: [{ format: "mp4" }] };

async function failuresOf(program: Record<string, unknown>): Promise<string[]> {
  const { failures } = await liveRecordTemplate.check(testContext(), undefined, program);
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

async function checked(
  ctx: TestContext,
  program: Record<string, unknown>,
  olds?: Partial<LiveRecordTemplateInputs>,
): Promise<LiveRecordTemplateInputs> {
  const { inputs, failures } = await liveRecordTemplate.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

describe("rules of m3u8", () => {
  test("slices need an object prefix", async () => {
    expect(await failuresOf({ recordFormats: [{ format: "mp4" }, { format: "m3u8" }] })).toEqual([
      'recordFormats[1].sliceOssObjectPrefix: must be given when format is "m3u8", got nothing',
    ]);
  });

  test.each([
    ["sliceDuration", { sliceDuration: 10 }, "10"],
    ["sliceOssObjectPrefix", { sliceOssObjectPrefix: SLICES }, JSON.stringify(SLICES)],
  ])("%s is refused for other formats", async (field, given, shown) => {
    expect(await failuresOf({ recordFormats: [{ format: "flv", ...given }] })).toEqual([
      `recordFormats[0].${field}: must be left out unless format is "m3u8", got ${shown}`,
    ]);
  });

  test.each<[string, unknown]>([
    ["a format that is not known yet", [{ format: UNKNOWN, sliceDuration: 10 }]],
    ["a prefix that is not known yet", [{ format: "m3u8", sliceOssObjectPrefix: UNKNOWN }]],
    ["an entry that is not known yet", [UNKNOWN]],
    ["formats that are not known yet", UNKNOWN],
    ["both kinds", [HLS, { format: "mp4", cycleDuration: 60 }]],
  ])("%s passes", async (_what, recordFormats) => {
    expect(await failuresOf({ recordFormats })).toEqual([]);
  });

  test.each<[string, unknown, RegExp]>([
    ["an empty list", [], /^recordFormats: must have at least 1 entry, got \[\]$/],
    ["an entry that is null", [null], /^recordFormats\[0\]: must be given, got nothing$/],
    ["text instead of a list", "mp4", /^recordFormats: must be a list, got "mp4"$/],
    [
      "the console's minutes where the API takes seconds",
      [{ format: "mp4", cycleDuration: 0 }],
      /cycleDuration: must be a whole number of seconds of at least 1, got 0$/,
    ],
    [
      "a slice of a minute",
      [{ ...HLS, sliceDuration: 60 }],
      /^recordFormats\[0\]\.sliceDuration: must be a whole number of seconds from 5 to 30, got 60$/,
    ],
  ])("%s is refused", async (_what, recordFormats, failure) => {
    expect(await failuresOf({ recordFormats })).toEqual([expect.stringMatching(failure)]);
  });

  test("m3u8 without a slice duration is sent with the default: one text of the service requires it", async () => {
    const ctx = testContext();
    await liveRecordTemplate.create(ctx, await checked(ctx, { recordFormats: [HLS, { format: "mp4" }] }));
    expect(ctx.ice.last(CREATE)).toMatchObject({
      recordFormat: [{ ...HLS, sliceDuration: 30 }, { format: "mp4" }],
    });
  });
});

describe("the name of a template that the program left unnamed", () => {
  test("is made once and kept", async () => {
    const ctx = testContext();
    const made = await checked(ctx, PROGRAM);
    expect(made.name).toMatch(/^show-[0-9a-f]{8}$/);
    const olds = { __autoName: true, name: "made-by-an-older-release" } as const;
    expect((await checked(ctx, PROGRAM, olds)).name).toBe(olds.name);
  });
});

describe("diff", () => {
  test.each<[string, object[], object[]]>([
    ["the same", [HLS], [HLS]],
    ["defaults written out", [HLS], [{ ...HLS, sliceDuration: 30, cycleDuration: 21_600 }]],
    ["defaults left out", [{ format: "mp4", cycleDuration: 21_600 }], [{ format: "mp4" }]],
  ])("%s: equal", async (_what, before, after) => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordTemplate, ctx);
    await engine.up({ recordFormats: before });
    expect(await engine.up({ recordFormats: after })).toBe("unchanged");
    expect(ctx.ice.count("UpdateLiveRecordTemplate")).toBe(0);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a cycle", { recordFormats: [{ format: "mp4", cycleDuration: 60 }] }],
    ["the order of formats", { recordFormats: [{ format: "flv" }, { format: "mp4" }] }],
    ["the name", { ...PROGRAM, name: "mine" }],
    ["a value that is not known yet", { recordFormats: [{ format: "mp4", ossObjectPrefix: UNKNOWN }] }],
  ])("%s changes in place, never by replacement", async (_what, change) => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordTemplate, ctx);
    await engine.up(PROGRAM);
    expect(await engine.preview(change)).toBe("update");
  });

  test("a configuration that points elsewhere is refused", async () => {
    const ctx = testContext();
    const inputs = await checked(ctx, PROGRAM);
    const { id, outs } = await liveRecordTemplate.create(ctx, inputs);
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    await expect(liveRecordTemplate.diff(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
    await expect(liveRecordTemplate.read(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
    await expect(liveRecordTemplate.update(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
    await expect(liveRecordTemplate.delete(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
    expect(ctx.ice.templates).toHaveLength(1);
  });
});

describe("create", () => {
  test("a template of our made name is taken over and brought in line", async () => {
    const ctx = testContext();
    const inputs = await checked(ctx, PROGRAM);
    ctx.ice.addTemplate({ name: inputs.name, recordFormatList: [{ format: "flv" }] });
    const { id } = await liveRecordTemplate.create(ctx, inputs);
    expect(id).toBe("template-1");
    expect(ctx.ice.count(CREATE)).toBe(0);
    expect(ctx.ice.templates).toMatchObject([{ recordFormatList: [{ format: "mp4" }] }]);
  });

  test("another template of the same explicit name is left alone", async () => {
    const ctx = testContext();
    ctx.ice.addTemplate({ name: "mine", recordFormatList: [{ format: "flv" }] });
    const { id } = await liveRecordTemplate.create(ctx, await checked(ctx, { ...PROGRAM, name: "mine" }));
    expect(id).toBe("template-2");
    expect(ctx.ice.templates).toMatchObject([{ recordFormatList: [{ format: "flv" }] }, {}]);
  });

  test.each([
    ["a broken connection", brokenConnection],
    ["no answer in time", noAnswer],
  ])("%s after it took effect: the template is found, not made again", async (_what, error) => {
    const ctx = testContext();
    ctx.ice.addTemplate({ name: "mine" });
    ctx.ice.listLagMilliseconds = 4_000;
    ctx.ice.loseAnswer(CREATE, error(CREATE));
    const { id } = await liveRecordTemplate.create(ctx, await checked(ctx, PROGRAM));
    expect(id).toBe("template-2");
    expect(ctx.ice.count(CREATE)).toBe(1);
  });

  test("under a name of the program's own, the template that turns up is named and not taken over", async () => {
    const ctx = testContext();
    ctx.ice.addTemplate({ name: "mine" });
    ctx.ice.loseAnswer(CREATE, brokenConnection(CREATE));
    const creating = liveRecordTemplate.create(ctx, await checked(ctx, { ...PROGRAM, name: "mine" }));
    await expect(creating).rejects.toThrow(
      /before an answer came\. A template named "mine" is there since then, template-2: .* not taken over\. .* import LiveRecordTemplate template-2/,
    );
    expect(ctx.ice.count(CREATE)).toBe(1);
  });

  test("a lost answer without an effect is never followed by a blind second call", async () => {
    const ctx = testContext();
    ctx.ice.fail(CREATE, brokenConnection(CREATE));
    const creating = liveRecordTemplate.create(ctx, await checked(ctx, PROGRAM));
    await expect(creating).rejects.toThrow(
      /before an answer came\. No template named .* was found afterwards/,
    );
    expect(ctx.ice.count(CREATE)).toBe(1);
  });

  test("a refusal is passed on", async () => {
    const ctx = testContext();
    ctx.ice.fail(CREATE, refused(CREATE, "InvalidParameter", 400));
    await expect(liveRecordTemplate.create(ctx, await checked(ctx, PROGRAM))).rejects.toThrow(
      "InvalidParameter",
    );
  });
});

describe("read", () => {
  async function made() {
    const ctx = testContext();
    const inputs = await checked(ctx, { recordFormats: [HLS] });
    const { id, outs } = await liveRecordTemplate.create(ctx, inputs);
    return { ctx, id, outs };
  }

  test("what the service fills in is no drift: inputs stay as declared", async () => {
    const { ctx, id, outs } = await made();
    const [template] = ctx.ice.templates;
    if (template) {
      template.recordFormatList = [{ ...HLS, sliceDuration: 30, cycleDuration: 21_600, ossObjectPrefix: "" }];
    }
    const found = await liveRecordTemplate.read(ctx, id, outs);
    expect(found).toEqual({
      outs: { ...outs, createTime: "2026-03-01T12:00:00Z", lastModified: "2026-03-01T12:00:00Z" },
    });
  });

  test("a template changed behind our back comes back as inputs", async () => {
    const { ctx, id, outs } = await made();
    const [template] = ctx.ice.templates;
    if (template) template.recordFormatList = [{ format: "flv", cycleDuration: 60 }];
    const found = await liveRecordTemplate.read(ctx, id, outs);
    expect(found).toMatchObject({
      inputs: { name: outs.name, __autoName: true, recordFormats: [{ format: "flv", cycleDuration: 60 }] },
      outs: { recordFormats: [{ format: "flv", cycleDuration: 60 }] },
    });
  });

  test("a template renamed behind our back no longer counts as named by us", async () => {
    const { ctx, id, outs } = await made();
    const [template] = ctx.ice.templates;
    if (template) template.name = "theirs";
    const found = await liveRecordTemplate.read(ctx, id, outs);
    expect(found).toMatchObject({ inputs: { name: "theirs" } });
    expect(found).not.toMatchObject({ inputs: { __autoName: true } });
  });

  test("gone needs both: the code, and a list without it", async () => {
    const { ctx, id, outs } = await made();
    ctx.ice.fail("GetLiveRecordTemplate", refused("GetLiveRecordTemplate", "TemplateNotFound", 404));
    expect(await liveRecordTemplate.read(ctx, id, outs)).not.toBe("gone");
    ctx.ice.templates.length = 0;
    expect(await liveRecordTemplate.read(ctx, id, outs)).toBe("gone");
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const { ctx, id, outs } = await made();
    ctx.ice.fail("GetLiveRecordTemplate", error("GetLiveRecordTemplate"));
    await expect(liveRecordTemplate.read(ctx, id, outs)).rejects.toThrow("GetLiveRecordTemplate");
  });

  test("a preset that is read for the first time brings its inputs", async () => {
    const ctx = testContext();
    ctx.ice.addTemplate({ name: "preset", type: "system", recordFormatList: [{ format: "mp4" }] });
    expect(await liveRecordTemplate.read(ctx, "template-1", {})).toMatchObject({
      inputs: { name: "preset", recordFormats: [{ format: "mp4" }] },
      outs: { type: "system" },
    });
  });
});

describe("a preset of the service", () => {
  const preset = {
    name: "preset",
    recordFormats: [{ format: "mp4" as const }],
    type: "system",
    region: "cn-shanghai",
    endpoint: "ice.cn-shanghai.aliyuncs.com",
  };
  const changed = { name: "preset", recordFormats: [{ format: "flv" as const }] };

  test("is refused already in the preview of a change", async () => {
    await expect(liveRecordTemplate.diff(testContext(), "p", preset, changed)).rejects.toThrow(
      /preset of the service.*pulumi state delete/,
    );
  });

  test("that stays as it is previews clean", async () => {
    expect(await liveRecordTemplate.diff(testContext(), "p", preset, preset)).toMatchObject({
      changedPaths: [],
    });
  });

  test("is refused in update and delete, without a call", async () => {
    const ctx = testContext();
    await expect(liveRecordTemplate.update(ctx, "p", preset, changed)).rejects.toThrow("preset");
    await expect(liveRecordTemplate.delete(ctx, "p", preset)).rejects.toThrow("preset");
    expect(ctx.ice.calls).toEqual([]);
  });
});

describe("update and delete", () => {
  test("an update sends the whole template, name and formats", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordTemplate, ctx);
    await engine.up(PROGRAM);
    await engine.up({ recordFormats: [{ format: "flv" }] });
    expect(ctx.ice.last("UpdateLiveRecordTemplate")).toEqual({
      templateId: "template-1",
      name: expect.stringMatching(/^show-/),
      recordFormat: [{ format: "flv" }],
    });
    expect(await engine.preview({ recordFormats: [{ format: "flv" }] })).toBe("same");
  });

  test("drift is put right by the next up", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordTemplate, ctx);
    await engine.up(PROGRAM);
    const [template] = ctx.ice.templates;
    if (template) template.recordFormatList = [{ format: "flv" }];
    await engine.refresh();
    expect(await engine.up(PROGRAM)).toBe("updated");
    expect(ctx.ice.templates).toMatchObject([{ recordFormatList: [{ format: "mp4" }] }]);
  });

  test("deleting one that is gone already succeeds", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordTemplate, ctx);
    await engine.up(PROGRAM);
    ctx.ice.templates.length = 0;
    await engine.destroy();
    expect(ctx.ice.count("DeleteLiveRecordTemplate")).toBe(1);
  });

  test("deleting fails by whatever else the service says", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordTemplate, ctx);
    await engine.up(PROGRAM);
    ctx.ice.fail("DeleteLiveRecordTemplate", refused("DeleteLiveRecordTemplate", "NotFound", 404));
    await expect(engine.destroy()).rejects.toThrow("NotFound");
    expect(engine.state).toBeDefined();
  });
});
