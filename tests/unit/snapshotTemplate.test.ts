import { describe, expect, test } from "vitest";
import type { LiveSnapshotTemplateInputs } from "../../provider/resources/liveSnapshotTemplate";
import { liveSnapshotTemplate } from "../../provider/resources/liveSnapshotTemplate";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, NOT_ABOUT_THE_JOB, noAnswer, refused } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

const CREATE = "CreateLiveSnapshotTemplate";
const UPDATE = "UpdateLiveSnapshotTemplate";
const SEQUENCE = "snapshot/{JobId}/{UnixTimestamp}.jpg";
const OVERWRITE = "snapshot/{JobId}.jpg";
const PROGRAM = { timeInterval: 10, sequenceFormat: SEQUENCE };
const BOTH = { ...PROGRAM, overwriteFormat: OVERWRITE };

async function failuresOf(program: Record<string, unknown>): Promise<string[]> {
  const { failures } = await liveSnapshotTemplate.check(testContext(), undefined, program);
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

async function checked(
  ctx: TestContext,
  program: Record<string, unknown>,
  olds?: Partial<LiveSnapshotTemplateInputs>,
): Promise<LiveSnapshotTemplateInputs> {
  const { inputs, failures } = await liveSnapshotTemplate.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

describe("check", () => {
  test.each<[string, Record<string, unknown>]>([
    ["one format", PROGRAM],
    ["the other one", { timeInterval: 5, overwriteFormat: OVERWRITE }],
    [
      "both, with every placeholder",
      { ...BOTH, sequenceFormat: "{JobId}/{Date}/{UnixTimestamp}-{Sequence}.jpg" },
    ],
    ["a sequence told by its number", { ...PROGRAM, sequenceFormat: "{Sequence}.jpg" }],
    ["what is overwritten without a placeholder", { timeInterval: 3_600, overwriteFormat: "latest.jpg" }],
    ["formats that are not known yet", { timeInterval: UNKNOWN, sequenceFormat: UNKNOWN }],
    ["a name of 128 characters", { ...PROGRAM, templateName: "直".repeat(128) }],
    ["a format of 255 bytes", { timeInterval: 5, overwriteFormat: `${"x".repeat(251)}.jpg` }],
  ])("takes %s", async (_what, program) => {
    expect(await failuresOf(program)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "no format",
      { timeInterval: 10 },
      "sequenceFormat: must be given when overwriteFormat is not, got neither",
    ],
    ["no interval", { sequenceFormat: SEQUENCE }, "timeInterval: must be given, got nothing"],
    [
      "an interval of 4 s",
      { ...PROGRAM, timeInterval: 4 },
      "timeInterval: must be a whole number of seconds from 5 to 3600, got 4",
    ],
    [
      "an interval of over an hour",
      { ...PROGRAM, timeInterval: 3_601 },
      "timeInterval: must be a whole number of seconds from 5 to 3600, got 3601",
    ],
    [
      "half a second",
      { ...PROGRAM, timeInterval: 7.5 },
      "timeInterval: must be a whole number of seconds from 5 to 3600, got 7.5",
    ],
    [
      "an interval as text",
      { ...PROGRAM, timeInterval: "10" },
      'timeInterval: must be a whole number of seconds from 5 to 3600, got "10"',
    ],
    [
      "a leading slash",
      { ...PROGRAM, sequenceFormat: `/${SEQUENCE}` },
      `sequenceFormat: must not begin with a slash, got "/${SEQUENCE}"`,
    ],
    [
      "another ending",
      { ...PROGRAM, overwriteFormat: "latest.png" },
      'overwriteFormat: must end in .jpg, got "latest.png"',
    ],
    [
      "an ending in capitals",
      { ...PROGRAM, overwriteFormat: "latest.JPG" },
      'overwriteFormat: must end in .jpg, got "latest.JPG"',
    ],
    [
      "a sequence that overwrites itself",
      { ...PROGRAM, sequenceFormat: "{JobId}/{Date}.jpg" },
      'sequenceFormat: must hold {UnixTimestamp} or {Sequence}, got "{JobId}/{Date}.jpg"',
    ],
    [
      "a time in what is overwritten",
      { ...PROGRAM, overwriteFormat: "{UnixTimestamp}.jpg" },
      'overwriteFormat: must hold no placeholders but {JobId}, got "{UnixTimestamp}.jpg"',
    ],
    [
      "a date in what is overwritten",
      { ...PROGRAM, overwriteFormat: "{Date}.jpg" },
      'overwriteFormat: must hold no placeholders but {JobId}, got "{Date}.jpg"',
    ],
    [
      "a placeholder of recordings",
      { ...PROGRAM, sequenceFormat: "{Sequence}{StartTime}.jpg" },
      'sequenceFormat: must hold no placeholders but {JobId} {Date} {UnixTimestamp} {Sequence}, got "{Sequence}{StartTime}.jpg"',
    ],
    [
      "an open brace",
      { ...PROGRAM, sequenceFormat: "{Sequence}{.jpg" },
      'sequenceFormat: must hold no placeholders but {JobId} {Date} {UnixTimestamp} {Sequence}, got "{Sequence}{.jpg"',
    ],
    [
      "a format of 256 bytes",
      { timeInterval: 5, overwriteFormat: `${"x".repeat(252)}.jpg` },
      `overwriteFormat: must be at most 255 bytes long, got "${"x".repeat(79)}…`,
    ],
    ["an empty format", { ...PROGRAM, overwriteFormat: "" }, 'overwriteFormat: must not be empty, got ""'],
    [
      "a name of 129 characters",
      { ...PROGRAM, templateName: "n".repeat(129) },
      `templateName: must be at most 128 characters long, got "${"n".repeat(79)}…`,
    ],
    [
      "a field of another template",
      { ...PROGRAM, name: "x" },
      "name: is not a field here; the fields are templateName, timeInterval, overwriteFormat, sequenceFormat",
    ],
  ])("refuses %s", async (_what, program, failure) => {
    expect(await failuresOf(program)).toEqual([failure]);
  });

  test("a name is made once and kept, and never longer than the service takes", async () => {
    const ctx = testContext();
    expect((await checked(ctx, PROGRAM)).templateName).toMatch(/^show-[0-9a-f]{8}$/);
    const olds = { __autoName: true, templateName: "made-by-an-older-release" } as const;
    expect((await checked(ctx, PROGRAM, olds)).templateName).toBe(olds.templateName);
    const long = seenWith(ctx, { urn: ctx.urn.replace(/show$/, "s".repeat(200)) });
    expect((await checked(long, PROGRAM)).templateName).toMatch(/^s{119}-[0-9a-f]{8}$/);
  });
});

describe("a change", () => {
  test.each<[string, Record<string, unknown>]>([
    ["of the interval", { ...PROGRAM, timeInterval: 20 }],
    ["of the name", { ...PROGRAM, templateName: "mine" }],
    ["that adds a format", BOTH],
    ["to a value that is not known yet", { ...PROGRAM, sequenceFormat: UNKNOWN }],
  ])("%s is made in place", async (_what, change) => {
    const ctx = testContext();
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(PROGRAM);
    expect(await engine.preview(change)).toBe("update");
  });

  test("sends every field, those that did not change too", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(BOTH);
    await engine.up({ ...BOTH, timeInterval: 20 });
    expect(ctx.ice.last(UPDATE)).toEqual({
      ...BOTH,
      timeInterval: 20,
      templateId: "snapshot-template-1",
      templateName: expect.stringMatching(/^show-/),
    });
    expect(ctx.ice.actions).toEqual(["ListLiveSnapshotTemplates", CREATE, UPDATE]);
    expect(await engine.up({ ...BOTH, timeInterval: 20 })).toBe("unchanged");
  });

  test("that takes a format away is read back", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(BOTH);
    await engine.up(PROGRAM);
    expect(ctx.ice.actions.slice(-2)).toEqual([UPDATE, "GetLiveSnapshotTemplate"]);
    expect(ctx.ice.snapshotTemplates[0]).not.toHaveProperty("overwriteFormat");
    expect(await engine.up(PROGRAM)).toBe("unchanged");
  });

  test("that takes a format away which the service keeps fails, names it, and stays due", async () => {
    const ctx = testContext();
    ctx.ice.keepsFormats = true;
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(BOTH);
    await expect(engine.up(PROGRAM)).rejects.toThrow(
      /has kept overwriteFormat "snapshot\/\{JobId\}\.jpg" of template snapshot-template-1, .*--replace URN/,
    );
    expect(await engine.preview(PROGRAM)).toBe("update");
    expect(await engine.up(BOTH)).toBe("unchanged");
  });
});

describe("create", () => {
  test("a template of our made name is taken over and brought in line", async () => {
    const ctx = testContext();
    const { templateName = "" } = await checked(ctx, PROGRAM);
    ctx.ice.addSnapshotTemplate({ ...BOTH, templateName });
    const { id } = await liveSnapshotTemplate.create(ctx, await checked(ctx, PROGRAM));
    expect(id).toBe("snapshot-template-1");
    expect(ctx.ice.count(CREATE)).toBe(0);
    expect(ctx.ice.snapshotTemplates).toEqual([expect.not.objectContaining({ overwriteFormat: OVERWRITE })]);
  });

  test("another template of the same explicit name is left alone", async () => {
    const ctx = testContext();
    ctx.ice.addSnapshotTemplate({ ...BOTH, templateName: "mine" });
    const inputs = await checked(ctx, { ...PROGRAM, templateName: "mine" });
    expect((await liveSnapshotTemplate.create(ctx, inputs)).id).toBe("snapshot-template-2");
    expect(ctx.ice.snapshotTemplates[0]).toMatchObject(BOTH);
  });

  test.each([
    ["a broken connection", brokenConnection],
    ["no answer in time", noAnswer],
  ])("%s after it took effect: the template is found, not made again", async (_what, error) => {
    const ctx = testContext();
    ctx.ice.listLagMilliseconds = 4_000;
    ctx.ice.loseAnswer(CREATE, error(CREATE));
    const { id } = await liveSnapshotTemplate.create(ctx, await checked(ctx, PROGRAM));
    expect(id).toBe("snapshot-template-1");
    expect(ctx.ice.count(CREATE)).toBe(1);
  });

  test("under a name of the program's own, the template that turns up is named and not taken over", async () => {
    const ctx = testContext();
    ctx.ice.loseAnswer(CREATE, brokenConnection(CREATE));
    const inputs = await checked(ctx, { ...PROGRAM, templateName: "mine" });
    await expect(liveSnapshotTemplate.create(ctx, inputs)).rejects.toThrow(
      /named "mine" is there since then, snapshot-template-1: .* not taken over\..* import LiveSnapshotTemplate snapshot-template-1/,
    );
    expect(ctx.ice.count(CREATE)).toBe(1);
  });

  test("a lost answer without an effect is never followed by a blind second call", async () => {
    const ctx = testContext();
    ctx.ice.fail(CREATE, brokenConnection(CREATE));
    const creating = liveSnapshotTemplate.create(ctx, await checked(ctx, PROGRAM));
    await expect(creating).rejects.toThrow(/No template named .* was found afterwards/);
    expect(ctx.ice.count(CREATE)).toBe(1);
  });
});

describe("read", () => {
  async function made() {
    const ctx = testContext();
    const inputs = await checked(ctx, PROGRAM);
    const { id, outs } = await liveSnapshotTemplate.create(ctx, inputs);
    return { ctx, id, outs };
  }

  test("of a template as it is declared gives no inputs, although the service writes numbers as text", async () => {
    const { ctx, id, outs } = await made();
    const [template] = ctx.ice.snapshotTemplates;
    Object.assign(template ?? {}, { timeInterval: "10", overwriteFormat: "" });
    expect(await liveSnapshotTemplate.read(ctx, id, outs)).toEqual({
      outs: { ...outs, createTime: "2026-03-01T12:00:00Z", lastModified: "2026-03-01T12:00:00Z" },
    });
  });

  test("of a template that was changed behind our back brings it as inputs, and up puts it right", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(PROGRAM);
    Object.assign(ctx.ice.snapshotTemplates[0] ?? {}, { timeInterval: 99, overwriteFormat: OVERWRITE });
    await engine.refresh();
    expect(engine.state?.inputs).toMatchObject({
      timeInterval: 99,
      overwriteFormat: OVERWRITE,
      __autoName: true,
    });
    expect(await engine.up(PROGRAM)).toBe("updated");
    expect(ctx.ice.snapshotTemplates).toEqual([expect.objectContaining(PROGRAM)]);
    expect(ctx.ice.snapshotTemplates[0]).not.toHaveProperty("overwriteFormat");
  });

  test("gone needs both: the code, and a list without it", async () => {
    const { ctx, id, outs } = await made();
    const gone = refused("GetLiveSnapshotTemplate", "TemplateNotFound", 404);
    ctx.ice.fail("GetLiveSnapshotTemplate", gone);
    await expect(liveSnapshotTemplate.read(ctx, id, outs)).rejects.toThrow("TemplateNotFound");
    ctx.ice.snapshotTemplates.length = 0;
    expect(await liveSnapshotTemplate.read(ctx, id, outs)).toBe("gone");
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const { ctx, id, outs } = await made();
    ctx.ice.fail("GetLiveSnapshotTemplate", error("GetLiveSnapshotTemplate"));
    await expect(liveSnapshotTemplate.read(ctx, id, outs)).rejects.toThrow("GetLiveSnapshotTemplate");
  });
});

test("a configuration that points elsewhere is refused", async () => {
  const ctx = testContext();
  const inputs = await checked(ctx, PROGRAM);
  const { id, outs } = await liveSnapshotTemplate.create(ctx, inputs);
  const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
  await expect(liveSnapshotTemplate.diff(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
  await expect(liveSnapshotTemplate.read(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
  await expect(liveSnapshotTemplate.update(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
  await expect(liveSnapshotTemplate.delete(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
  expect(ctx.ice.snapshotTemplates).toHaveLength(1);
});

test("a preset of the service is refused in diff, update and delete, without a call", async () => {
  const ctx = testContext();
  const preset = {
    templateName: "preset",
    ...PROGRAM,
    type: "system",
    region: "cn-shanghai",
    endpoint: "ice.cn-shanghai.aliyuncs.com",
  };
  const changed = { templateName: "preset", ...BOTH };
  await expect(liveSnapshotTemplate.diff(ctx, "p", preset, changed)).rejects.toThrow(/preset of the service/);
  expect(await liveSnapshotTemplate.diff(ctx, "p", preset, preset)).toMatchObject({ changedPaths: [] });
  await expect(liveSnapshotTemplate.update(ctx, "p", preset, changed)).rejects.toThrow("preset");
  await expect(liveSnapshotTemplate.delete(ctx, "p", preset)).rejects.toThrow("preset");
  expect(ctx.ice.calls).toEqual([]);
});

describe("delete", () => {
  test("of one that is gone already succeeds", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(PROGRAM);
    ctx.ice.snapshotTemplates.length = 0;
    await engine.destroy();
    expect(ctx.ice.count("DeleteLiveSnapshotTemplate")).toBe(1);
  });

  test("fails by whatever else the service says", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveSnapshotTemplate, ctx);
    await engine.up(PROGRAM);
    ctx.ice.fail("DeleteLiveSnapshotTemplate", refused("DeleteLiveSnapshotTemplate", "NotFound", 404));
    await expect(engine.destroy()).rejects.toThrow("NotFound");
    expect(engine.state).toBeDefined();
  });
});
