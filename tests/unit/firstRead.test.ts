import { describe, expect, test } from "vitest";
import { readForTheFirstTime } from "../../provider/firstRead";
import { handlerOf, type Kind, kinds } from "../../provider/registry";
import { autoName } from "../../provider/rules/autoName";
import { JOB } from "./support/recordings";
import { SNAPSHOT_JOB } from "./support/snapshots";
import { type TestContext, testContext } from "./support/testContext";
import { RELAY } from "./support/transcoding";

const ID = "thing-1";
const FORMATS = [{ format: "mp4", cycleDuration: 60 }];
const PICTURES = { timeInterval: 10, sequenceFormat: "{Sequence}.jpg" };
/** The field that holds a kind's own name. */
const NAME_FIELDS: Readonly<Record<Kind, string>> = {
  Bucket: "bucket",
  LiveRecordJob: "name",
  LiveRecordTemplate: "name",
  LiveSnapshotJob: "jobName",
  LiveSnapshotTemplate: "templateName",
  LiveTranscodeJob: "name",
  LiveTranscodeTemplate: "name",
};

function contextOf(kind: Kind): TestContext {
  return testContext({
    urn: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/alicloud-ice:${kind}::Show_1`,
    name: "Show_1",
  });
}

/** Puts a thing of this name to the fake service. */
function addThing(ctx: TestContext, kind: Kind, name: string): string {
  switch (kind) {
    case "Bucket":
      ctx.ossApi.addBucket(name);
      return name;
    case "LiveRecordTemplate":
      ctx.ice.templates.push({ templateId: ID, name, type: "custom", recordFormatList: FORMATS });
      return ID;
    case "LiveRecordJob":
      ctx.ice.addJob({ ...JOB, jobId: ID, name });
      return ID;
    case "LiveSnapshotTemplate":
      ctx.ice.addSnapshotTemplate({ ...PICTURES, templateId: ID, templateName: name });
      return ID;
    case "LiveSnapshotJob":
      ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobId: ID, jobName: name });
      return ID;
    case "LiveTranscodeTemplate":
      ctx.ice.addTranscodeTemplate({ templateId: ID, name, type: "origin" });
      return ID;
    case "LiveTranscodeJob":
      ctx.ice.addTranscodeJob({ ...RELAY, jobId: ID, name });
      return ID;
  }
}

/** The name that a declaration without one gets. */
async function madeName(ctx: TestContext, kind: Kind): Promise<string> {
  const { inputs } = await handlerOf(kind).check(ctx, undefined, {});
  return String(inputs[NAME_FIELDS[kind]]);
}

describe.each(kinds)("%s that no state knows", (kind) => {
  test("and does not exist: the failure names the id and the place", async () => {
    const read = readForTheFirstTime(handlerOf(kind), contextOf(kind), "no-such-thing");
    await expect(read).rejects.toThrow(
      `${kind} "Show_1": there is no ${kind} with the id "no-such-thing" in region cn-shanghai (ICE at ice.cn-shanghai.aliyuncs.com, OSS at oss-cn-shanghai.aliyuncs.com)`,
    );
  });

  test("brings its inputs, and a name of somebody else's stays a given one", async () => {
    const ctx = contextOf(kind);
    const { inputs, outs } = await readForTheFirstTime(handlerOf(kind), ctx, addThing(ctx, kind, "theirs"));
    expect(inputs).toHaveProperty(NAME_FIELDS[kind], "theirs");
    expect(inputs).not.toHaveProperty("__autoName");
    expect(outs).toMatchObject(inputs);
  });

  test("has a name that we would make: the program may leave it out, and nothing is to be done", async () => {
    const ctx = contextOf(kind);
    const id = addThing(ctx, kind, await madeName(ctx, kind));
    ctx.log.warnings.length = 0;
    const { inputs, outs } = await readForTheFirstTime(handlerOf(kind), ctx, id);
    expect(inputs.__autoName).toBe(true);
    expect(outs.__autoName).toBe(true);
    expect(ctx.log.warnings).toEqual([]);

    const { [NAME_FIELDS[kind]]: _name, __autoName: _mark, ...declared } = inputs;
    // The output of a transcode job is told by no answer: the program says it again.
    const untold = kind === "LiveTranscodeJob" ? { transcodeOutput: RELAY.transcodeOutput } : {};
    const program = { ...declared, ...untold };
    const { inputs: news, failures } = await handlerOf(kind).check(ctx, inputs, program);
    expect(failures).toEqual([]);
    expect((await handlerOf(kind).diff(ctx, id, outs, news)).changedPaths).toEqual(Object.keys(untold));
  });
});

test("a job that was submitted with triggers is known by its name: the same triggers submit nothing, others do", async () => {
  const ctx = contextOf("LiveRecordJob");
  const handler = handlerOf("LiveRecordJob");
  const id = addThing(ctx, "LiveRecordJob", autoName(ctx.urn, { take: "2" }));
  ctx.ice.setStatus(id, "paused");
  const { inputs, outs } = await readForTheFirstTime(handler, ctx, id);
  expect(inputs.__autoName).toBe(true);
  const diffWith = async (triggers: object) => {
    const { inputs: news } = await handler.check(ctx, inputs, { ...JOB, triggers });
    return handler.diff(ctx, id, outs, news);
  };
  expect(await diffWith({ take: "2" })).toEqual({ changedPaths: ["triggers"], replacePaths: [] });
  expect(await diffWith({ take: "3" })).toMatchObject({ replacePaths: ["name", "triggers"] });
});
