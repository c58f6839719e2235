import { describe, expect, test } from "vitest";
import { defaultStorageLocation } from "../../provider/resources/defaultStorageLocation";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, NOT_ABOUT_THE_JOB } from "./support/serviceErrors";
import { TEST_ACCOUNT, type TestContext, testContext } from "./support/testContext";

const SET = "SetDefaultStorageLocation";
const OWN = { storageType: "user_oss_bucket", bucket: "recordings", path: "ims/dir" };
const VOD = { storageType: "vod_oss_bucket" };
const ID = `cn-shanghai/${TEST_ACCOUNT}`;

function started(ctx: TestContext = testContext()): { ctx: TestContext; engine: FakeEngine } {
  return { ctx, engine: new FakeEngine(defaultStorageLocation, ctx) };
}

describe("bad input is named with path, rule and value", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["nothing", {}, ["storageType: must be given, got nothing"]],
    [
      "a type that there is not",
      { ...OWN, storageType: "oss" },
      ['storageType: must be "user_oss_bucket" or "vod_oss_bucket", got "oss"'],
    ],
    [
      "a type that is a number",
      { ...OWN, storageType: 1 },
      ['storageType: must be "user_oss_bucket" or "vod_oss_bucket", got 1'],
    ],
    [
      "a bucket of one's own without its name",
      { storageType: "user_oss_bucket" },
      ['bucket: must be given when storageType is "user_oss_bucket", got nothing'],
    ],
    ...["Recordings", "a", "-recordings", "oss://recordings/"].map(
      (bucket): [string, Record<string, unknown>, string[]] => [
        `the bucket ${bucket}`,
        { ...OWN, bucket },
        [expect.stringMatching(/^bucket: must be a bucket name: 3 to 63 .*, got "/) as unknown as string],
      ],
    ),
    ["an empty bucket", { ...OWN, bucket: "" }, ['bucket: must not be empty, got ""']],
    [
      "a bucket that is no text",
      { ...OWN, bucket: ["recordings"] },
      ['bucket: must be text, got ["recordings"]'],
    ],
    ["a path that is no text", { ...OWN, path: 5 }, ["path: must be text, got 5"]],
    [
      "a path where it has no effect",
      { ...VOD, path: "ims/dir" },
      ['path: must be left out unless storageType is "user_oss_bucket", got "ims/dir"'],
    ],
    [
      "another choice for delete",
      { ...OWN, onDelete: "stop" },
      ['onDelete: must be "leave" or "restore", got "stop"'],
    ],
    [
      "a field that there is not",
      { ...OWN, prefix: "a" },
      ["prefix: is not a field here; the fields are storageType, bucket, path, onDelete"],
    ],
  ])("%s", async (_what, program, expected) => {
    const { failures } = await defaultStorageLocation.check(testContext(), undefined, program);
    expect(failures.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a bucket and a folder", OWN],
    ["the root by its name", { ...OWN, path: "/" }],
    ["the root by nothing", { ...OWN, path: "" }],
    ["a bucket of VOD", VOD],
    ["a bucket of VOD by its name", { ...VOD, bucket: "outin-recordings" }],
    ["a bucket that is not known yet", { ...OWN, bucket: UNKNOWN }],
  ])("%s passes", async (_what, program) => {
    const { failures } = await defaultStorageLocation.check(testContext(), undefined, program);
    expect(failures).toEqual([]);
  });
});

describe("what is sent", () => {
  test.each<[string, Record<string, unknown>, object]>([
    ["a folder", OWN, OWN],
    [
      "the root, by its name: a path that is left out might leave the old one",
      { storageType: "user_oss_bucket", bucket: "recordings" },
      { storageType: "user_oss_bucket", bucket: "recordings", path: "/" },
    ],
    ["the root where the program says it with nothing", { ...OWN, path: "" }, { ...OWN, path: "/" }],
    ["no path for a bucket of VOD", VOD, VOD],
  ])("%s", async (_what, program, request) => {
    const { ctx, engine } = started();
    await engine.up(program);
    expect(ctx.ice.last(SET)).toEqual(request);
    expect(engine.state).toMatchObject({ id: ID });
  });
});

describe("what is no difference", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["the root by another name", { ...OWN, path: "/" }, { ...OWN, path: "" }],
    [
      "the root that nobody wrote",
      { ...OWN, path: "" },
      { storageType: "user_oss_bucket", bucket: "recordings" },
    ],
    ["the default of delete", OWN, { ...OWN, onDelete: "leave" }],
  ])("%s", async (_what, before, after) => {
    const { engine } = started();
    await engine.up(before);
    expect(await engine.preview(after)).toBe("same");
  });

  test("a bucket and a path that the service fills in for VOD", async () => {
    const { ctx, engine } = started();
    await engine.up(VOD);
    ctx.ice.defaultStorageLocation = { ...VOD, bucket: "outin-1", path: "x" };
    await engine.refresh();
    expect(engine.state?.inputs).toEqual(VOD);
    expect(await engine.preview(VOD)).toBe("same");
  });
});

describe("read", () => {
  test("brings the status, which is no difference by itself", async () => {
    const { ctx, engine } = started();
    await engine.up(OWN);
    expect(engine.state?.outs).not.toHaveProperty("status");
    ctx.ice.storageStatus = "notExist";
    await engine.refresh();
    expect(engine.state?.outs).toMatchObject({ ...OWN, status: "notExist" });
    expect(await engine.preview(OWN)).toBe("same");
  });

  test("shows what somebody else has set since, and up puts it right", async () => {
    const { ctx, engine } = started();
    await engine.up(OWN);
    ctx.ice.defaultStorageLocation = { ...OWN, bucket: "theirs" };
    await engine.refresh();
    expect(engine.state?.inputs).toEqual({ ...OWN, bucket: "theirs" });
    expect(await engine.up(OWN)).toBe("updated");
    expect(ctx.ice.defaultStorageLocation).toEqual(OWN);
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const { ctx, engine } = started();
    await engine.up(OWN);
    ctx.ice.fail("GetDefaultStorageLocation", error("GetDefaultStorageLocation"));
    await expect(engine.refresh()).rejects.toThrow("GetDefaultStorageLocation");
    expect(engine.state).toMatchObject({ id: ID });
  });

  test("for the first time brings its inputs, without a path that has no effect", async () => {
    const ctx = testContext();
    ctx.ice.defaultStorageLocation = { ...VOD, bucket: "outin-1", path: "x" };
    expect(await defaultStorageLocation.read(ctx, ID, {})).toMatchObject({
      inputs: { storageType: "vod_oss_bucket", bucket: "outin-1" },
      outs: { status: "normal", account: TEST_ACCOUNT },
    });
  });
});

describe("what was set before", () => {
  const theirs = { storageType: "user_oss_bucket", bucket: "theirs", path: "tmp" };

  test("is kept by create and written back by delete, when that is chosen", async () => {
    const { ctx, engine } = started();
    ctx.ice.defaultStorageLocation = theirs;
    await engine.up({ ...OWN, onDelete: "restore" });
    expect(engine.state?.outs.earlierSetting).toEqual(theirs);
    await engine.refresh();
    await engine.destroy();
    expect(ctx.ice.defaultStorageLocation).toEqual(theirs);
  });

  test("outlives an answer that was lost, and a refresh after that", async () => {
    const { ctx, engine } = started();
    ctx.ice.defaultStorageLocation = theirs;
    ctx.ice.loseAnswer(SET, brokenConnection(SET));
    await expect(engine.up({ ...OWN, onDelete: "restore" })).rejects.toThrow(
      "Whether it is set now is not known",
    );
    await engine.refresh();
    await engine.up({ ...OWN, onDelete: "restore" });
    await engine.destroy();
    expect(ctx.ice.defaultStorageLocation).toEqual(theirs);
  });
});
