import { describe, expect, test } from "vitest";
import {
  type LiveTranscodeTemplateInputs,
  liveTranscodeTemplate,
} from "../../provider/resources/liveTranscodeTemplate";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, NOT_ABOUT_THE_JOB, noAnswer, refused, throttled } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";
import { NORMAL, normal, ORIGIN, VIDEO } from "./support/transcodeTemplates";

const CREATE = "CreateLiveTranscodeTemplate";
const DELETE = "DeleteLiveTranscodeTemplate";
async function checked(
  ctx: TestContext,
  program: Record<string, unknown>,
  olds?: Partial<LiveTranscodeTemplateInputs>,
): Promise<LiveTranscodeTemplateInputs> {
  const { inputs, failures } = await liveTranscodeTemplate.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

describe("numbers", () => {
  test("go to the service as texts", async () => {
    const ctx = testContext();
    await liveTranscodeTemplate.create(ctx, await checked(ctx, NORMAL));
    expect(ctx.ice.last(CREATE)).toEqual({
      name: expect.stringMatching(/^show-[0-9a-f]{8}$/),
      type: "normal",
      templateConfig: {
        videoParams: {
          codec: "H.264",
          width: "1280",
          height: "720",
          bitrate: "2500",
          fps: "25",
          gop: "50",
          profile: "3",
        },
        audioParams: {
          codec: "AAC",
          profile: "aac_low",
          samplerate: "44100",
          bitrate: "128",
          channels: "2",
        },
      },
    });
  });

  test("come back as numbers", async () => {
    const ctx = testContext();
    ctx.ice.addTranscodeTemplate({
      name: "theirs",
      type: "normal",
      templateConfig: { videoParams: { codec: "264", width: "1280", profile: "3", gop: "" } },
    });
    const { templateId = "" } = ctx.ice.transcodeTemplates[0] ?? {};
    expect(await liveTranscodeTemplate.read(ctx, templateId, {})).toMatchObject({
      inputs: {
        name: "theirs",
        type: "normal",
        templateConfig: { videoParams: { codec: "H.264", width: 1_280, profile: 3 } },
      },
      outs: { category: "customized" },
    });
  });
});

describe("diff", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["the same", NORMAL, "same"],
    ["a bit rate", normal({ bitrate: 3_000 }), "update"],
    ["a field that is left out", normal({ gop: undefined }), "update"],
    ["the name", { ...NORMAL, name: "mine" }, "update"],
    ["a value that is not known yet", normal({ bitrate: UNKNOWN }), "update"],
    ["the type", { ...NORMAL, type: "narrow-band" }, "replace"],
    ["a type that is not known yet", { ...NORMAL, type: UNKNOWN }, "replace"],
  ])("%s", async (_what, change, outcome) => {
    const ctx = testContext();
    const engine = new FakeEngine(liveTranscodeTemplate, ctx);
    await engine.up(NORMAL);
    expect(await engine.preview(change)).toBe(outcome);
  });

  test("a configuration that points elsewhere is refused", async () => {
    const ctx = testContext();
    const inputs = await checked(ctx, ORIGIN);
    const { id, outs } = await liveTranscodeTemplate.create(ctx, inputs);
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    await expect(liveTranscodeTemplate.diff(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
    await expect(liveTranscodeTemplate.read(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
    await expect(liveTranscodeTemplate.update(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
    await expect(liveTranscodeTemplate.delete(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
    expect(ctx.ice.transcodeTemplates).toHaveLength(1);
  });
});

describe("create", () => {
  test("a template of our made name is taken over and brought in line", async () => {
    const ctx = testContext();
    const inputs = await checked(ctx, NORMAL);
    ctx.ice.addTranscodeTemplate({ name: inputs.name ?? "", type: "normal" });
    const { id } = await liveTranscodeTemplate.create(ctx, inputs);
    expect(id).toBe("transcode-template-1");
    expect(ctx.ice.count(CREATE)).toBe(0);
    expect(ctx.ice.transcodeTemplates).toMatchObject([{ templateConfig: { videoParams: { fps: "25" } } }]);
  });

  test("one of our made name but another type is refused: nothing is made", async () => {
    const ctx = testContext();
    const inputs = await checked(ctx, ORIGIN);
    ctx.ice.addTranscodeTemplate({ name: inputs.name ?? "", type: "normal" });
    await expect(liveTranscodeTemplate.create(ctx, inputs)).rejects.toThrow(
      /transcode-template-1 named "show-.*" is of type "normal".*Nothing was made/,
    );
    expect(ctx.ice.transcodeTemplates).toHaveLength(1);
  });

  test("another template of the same explicit name is left alone", async () => {
    const ctx = testContext();
    ctx.ice.addTranscodeTemplate({ name: "mine", type: "normal" });
    const { id } = await liveTranscodeTemplate.create(ctx, await checked(ctx, { ...ORIGIN, name: "mine" }));
    expect(id).toBe("transcode-template-2");
    expect(ctx.ice.transcodeTemplates).toMatchObject([{ type: "normal" }, { type: "origin" }]);
  });

  test.each([
    ["a broken connection", brokenConnection],
    ["no answer in time", noAnswer],
  ])("%s after it took effect: the template is found, not made again", async (_what, error) => {
    const ctx = testContext();
    ctx.ice.listLagMilliseconds = 4_000;
    ctx.ice.loseAnswer(CREATE, error(CREATE));
    const { id } = await liveTranscodeTemplate.create(ctx, await checked(ctx, ORIGIN));
    expect(id).toBe("transcode-template-1");
    expect(ctx.ice.count(CREATE)).toBe(1);
  });

  test("a lost answer without an effect is never followed by a blind second call", async () => {
    const ctx = testContext();
    ctx.ice.fail(CREATE, brokenConnection(CREATE));
    const creating = liveTranscodeTemplate.create(ctx, await checked(ctx, ORIGIN));
    await expect(creating).rejects.toThrow(/No template named .* was found afterwards/);
    expect(ctx.ice.count(CREATE)).toBe(1);
  });
});

describe("read", () => {
  async function made(program: Record<string, unknown> = NORMAL) {
    const ctx = testContext();
    const { id, outs } = await liveTranscodeTemplate.create(ctx, await checked(ctx, program));
    const [template = {}] = ctx.ice.transcodeTemplates;
    return { ctx, id, outs, template };
  }

  test("what the service fills in, and how it spells, is no drift: inputs stay as declared", async () => {
    const program = {
      type: "normal",
      templateConfig: { videoParams: VIDEO, audioParams: { codec: "AAC", profile: "aac_low" } },
    };
    const { ctx, id, outs, template } = await made(program);
    template.templateConfig = {
      videoParams: { ...template.templateConfig?.videoParams, codec: "264" },
      audioParams: { codec: "AAC", profile: "aaclow", samplerate: "44100", channels: "2" },
    };
    expect(await liveTranscodeTemplate.read(ctx, id, outs)).toEqual({
      outs: { ...outs, createTime: "2026-03-01T12:00:00Z" },
    });
  });

  test("a profile of audio in a spelling that nobody has written down is no drift", async () => {
    const { ctx, id, outs, template } = await made();
    template.templateConfig = {
      ...template.templateConfig,
      audioParams: { ...template.templateConfig?.audioParams, profile: "1" },
    };
    expect(await liveTranscodeTemplate.read(ctx, id, outs)).not.toHaveProperty("inputs");
  });

  test("a template changed behind our back comes back as inputs, and up puts it right", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveTranscodeTemplate, ctx);
    await engine.up(NORMAL);
    const [template = {}] = ctx.ice.transcodeTemplates;
    template.templateConfig = {
      ...template.templateConfig,
      videoParams: { ...template.templateConfig?.videoParams, bitrate: "900" },
    };
    await engine.refresh();
    expect(engine.state?.inputs).toMatchObject({
      templateConfig: { videoParams: { bitrate: 900, fps: 25 } },
    });
    expect(await engine.up(NORMAL)).toBe("updated");
    expect(template.templateConfig).toMatchObject({ videoParams: { bitrate: "2500" } });
    await engine.refresh();
    expect(await engine.preview(NORMAL)).toBe("same");
  });

  test("a template renamed behind our back no longer counts as named by us", async () => {
    const { ctx, id, outs, template } = await made(ORIGIN);
    template.name = "theirs";
    const found = await liveTranscodeTemplate.read(ctx, id, outs);
    expect(found).toMatchObject({ inputs: { name: "theirs", type: "origin" } });
    expect(found).not.toMatchObject({ inputs: { __autoName: true } });
  });

  test("gone needs both: the code, and a list without it", async () => {
    const { ctx, id, outs } = await made(ORIGIN);
    ctx.ice.fail("GetLiveTranscodeTemplate", refused("GetLiveTranscodeTemplate", "TemplateNotFound", 404));
    expect(await liveTranscodeTemplate.read(ctx, id, outs)).not.toBe("gone");
    ctx.ice.transcodeTemplates.length = 0;
    expect(await liveTranscodeTemplate.read(ctx, id, outs)).toBe("gone");
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const { ctx, id, outs } = await made(ORIGIN);
    ctx.ice.fail("GetLiveTranscodeTemplate", error("GetLiveTranscodeTemplate"));
    await expect(liveTranscodeTemplate.read(ctx, id, outs)).rejects.toThrow("GetLiveTranscodeTemplate");
  });

  test("what has no meaning for its type is left out of a preset's inputs", async () => {
    const ctx = testContext();
    ctx.ice.addTranscodeTemplate({
      name: "as it is",
      type: "origin",
      category: "system",
      templateConfig: { videoParams: { codec: "H.264" } },
    });
    expect(await liveTranscodeTemplate.read(ctx, "transcode-template-1", {})).toMatchObject({
      inputs: { name: "as it is", type: "origin" },
      outs: { category: "system" },
    });
  });
});

describe("a preset of the service", () => {
  const preset = {
    name: "preset",
    type: "origin" as const,
    category: "system",
    region: "cn-shanghai",
    endpoint: "ice.cn-shanghai.aliyuncs.com",
  };
  const changed = { name: "mine", type: "origin" as const };

  test("is refused in the preview of a change, in update and in delete, without a call", async () => {
    const ctx = testContext();
    await expect(liveTranscodeTemplate.diff(ctx, "p", preset, changed)).rejects.toThrow(
      /preset of the service.*pulumi state delete/,
    );
    await expect(liveTranscodeTemplate.update(ctx, "p", preset, changed)).rejects.toThrow("preset");
    await expect(liveTranscodeTemplate.delete(ctx, "p", preset)).rejects.toThrow("preset");
    expect(ctx.ice.calls).toEqual([]);
  });

  test("that stays as it is previews clean", async () => {
    expect(await liveTranscodeTemplate.diff(testContext(), "p", preset, preset)).toMatchObject({
      changedPaths: [],
    });
  });
});

describe("update and delete", () => {
  async function stack(program: Record<string, unknown> = ORIGIN) {
    const ctx = testContext();
    const engine = new FakeEngine(liveTranscodeTemplate, ctx);
    await engine.up(program);
    return { ctx, engine };
  }

  test("an update sends name and configuration, and never the type", async () => {
    const { ctx, engine } = await stack(NORMAL);
    await engine.up(normal({ bitrate: 3_000 }));
    const sent = ctx.ice.last("UpdateLiveTranscodeTemplate");
    expect(sent).toMatchObject({
      templateId: "transcode-template-1",
      name: expect.stringMatching(/^show-/),
      templateConfig: { videoParams: { bitrate: "3000", fps: "25" }, audioParams: { channels: "2" } },
    });
    expect(sent).not.toHaveProperty("type");
  });

  test("deleting one that is gone already succeeds", async () => {
    const { ctx, engine } = await stack();
    ctx.ice.transcodeTemplates.length = 0;
    await engine.destroy();
    expect(ctx.ice.count(DELETE)).toBe(1);
  });

  test("one that is in use is kept, and the jobs that use it are named", async () => {
    const { ctx, engine } = await stack();
    const templateId = engine.state?.id ?? "";
    ctx.ice.addTranscodeJob({ name: "a", templateId });
    ctx.ice.addTranscodeJob({ name: "b", templateId: "another" });
    ctx.ice.addTranscodeJob({ name: "c", templateId, status: 2 });
    await expect(engine.destroy()).rejects.toThrow(
      /DeleteLiveTranscodeTemplate answered 400 InvalidParam.* used by the transcode jobs relay-4 \(stopped\), relay-2 \(running\)\. Delete them first.*kept in state/,
    );
    expect(engine.state).toBeDefined();
  });

  test("one that is in use by nobody knows whom is kept too", async () => {
    const { ctx, engine } = await stack();
    ctx.ice.addTranscodeJob({ templateId: engine.state?.id ?? "" });
    ctx.ice.fail("ListLiveTranscodeJobs", throttled("ListLiveTranscodeJobs"));
    await expect(engine.destroy()).rejects.toThrow("which one could not be listed");
  });

  test("deleting fails by whatever else the service says", async () => {
    const { ctx, engine } = await stack();
    ctx.ice.fail(DELETE, refused(DELETE, "NotFound", 404));
    await expect(engine.destroy()).rejects.toThrow("NotFound");
    expect(engine.state).toBeDefined();
  });
});
