import { describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { checkedJob, JOB, STOP_CALL } from "./support/recordings";
import { seenWith, testContext } from "./support/testContext";

describe("the name of a job that the program left unnamed", () => {
  test("is the logical name and a hash, and the inputs say that it is made", async () => {
    const inputs = await checkedJob(testContext());
    expect(inputs.name).toMatch(/^show-[0-9a-f]{8}$/);
    expect(inputs.__autoName).toBe(true);
  });

  test("is the same for the same declaration, another in another stack", async () => {
    const ctx = testContext();
    const { name } = await checkedJob(ctx);
    expect((await checkedJob(ctx)).name).toBe(name);
    const elsewhere = seenWith(ctx, { urn: ctx.urn.replace(":dev:", ":prod:") });
    expect((await checkedJob(elsewhere)).name).not.toBe(name);
  });

  test("is kept as long as the triggers stay, even when it would be made otherwise today", async () => {
    const olds = { __autoName: true, name: "made-by-an-older-release", triggers: { day: "1" } } as const;
    const program = { ...JOB, templateId: "template-2", triggers: { day: "1" } };
    expect(await checkedJob(testContext(), program, olds)).toMatchObject({ name: olds.name });
  });

  test.each([
    ["other triggers", { day: "2" }],
    ["triggers taken away", undefined],
  ])("is a new one of the same lineage with %s", async (_what, triggers) => {
    const ctx = testContext();
    const first = await checkedJob(ctx, { ...JOB, triggers: { day: "1" } });
    const second = await checkedJob(ctx, { ...JOB, ...(triggers ? { triggers } : {}) }, first);
    expect(second.name).not.toBe(first.name);
    expect(second.name?.slice(0, "show-12345678".length)).toBe(first.name?.slice(0, "show-12345678".length));
  });

  test("comes back with the triggers it had", async () => {
    const ctx = testContext();
    const first = await checkedJob(ctx, { ...JOB, triggers: { day: "1" } });
    const second = await checkedJob(ctx, { ...JOB, triggers: { day: "2" } }, first);
    expect((await checkedJob(ctx, { ...JOB, triggers: { day: "1" } }, second)).name).toBe(first.name);
  });

  test("is not known while a trigger is not", async () => {
    expect((await checkedJob(testContext(), { ...JOB, triggers: { day: UNKNOWN } })).name).toBe(UNKNOWN);
  });

  test("takes no word of the stream or the triggers into it", async () => {
    const { name } = await checkedJob(testContext(), { ...JOB, triggers: { secret: "hunter2" } });
    expect(name).not.toContain("hunter2");
    expect(name).not.toContain("example");
  });
});

test("an explicit name is taken as it is, and forgets that an earlier one was made", async () => {
  const inputs = await checkedJob(
    testContext(),
    { ...JOB, name: "mine" },
    { __autoName: true, name: "show-1" },
  );
  expect(inputs.name).toBe("mine");
  expect(inputs.__autoName).toBeUndefined();
});

describe("rules between fields", () => {
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ["oss output without a bucket", { recordOutput: { type: "oss" } }, "recordOutput.bucket", /"oss"/],
    [
      'onReplace "stop" with onDelete "abandon"',
      {
        onReplace: "stop",
        onDelete: "abandon",
        stopCall: {
          kind: "forbidLiveStream",
          domainName: "push.example.com",
          appName: "live",
          streamName: "show",
        },
      },
      "onReplace",
      /abandon/,
    ],
    ['onReplace "overlap" with an explicit name', { onReplace: "overlap", name: "mine" }, "name", /overlap/],
    ['onReplace "stop" without a stopCall', { onReplace: "stop" }, "onReplace", /stopCall/],
    ["adoptExisting without a name", { adoptExisting: true }, "adoptExisting", /explicit name/],
  ])("%s is refused", async (_what, given, path, reason) => {
    const { failures } = await liveRecordJob.check(testContext(), undefined, { ...JOB, ...given });
    expect(failures).toEqual([{ path, reason: expect.stringMatching(reason) }]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a vod output without a bucket", { recordOutput: { type: "vod" } }],
    ["a bucket that is not known yet", { recordOutput: { type: "oss", bucket: UNKNOWN } }],
    ["an output that is not known yet", { recordOutput: UNKNOWN }],
    ['onReplace "stop" with a stopCall that is not known yet', { onReplace: "stop", stopCall: UNKNOWN }],
    ["adoptExisting with a name that is not known yet", { adoptExisting: true, name: UNKNOWN }],
    ["a stream that is not known yet", { streamInput: UNKNOWN }],
    ["an address that is not known yet", { streamInput: { type: "rtmp", url: UNKNOWN } }],
  ])("%s passes", async (_what, given) => {
    const { failures } = await liveRecordJob.check(testContext(), undefined, { ...JOB, ...given });
    expect(failures).toEqual([]);
  });
});

describe("a job that no call can end", () => {
  test("is told so at the first preview", async () => {
    const ctx = testContext();
    await checkedJob(ctx);
    expect(ctx.log.warnings).toEqual([expect.stringMatching(/"show" has no stopCall.*destroy waits/)]);
  });

  test.each<[string, Record<string, unknown>, object | undefined]>([
    ["has a stopCall", { stopCall: STOP_CALL }, undefined],
    ["is abandoned on delete", { onDelete: "abandon" }, undefined],
    ["was declared before", {}, { name: "show-1" }],
  ])("is not told again when it %s", async (_what, given, olds) => {
    const ctx = testContext();
    await checkedJob(ctx, { ...JOB, ...given }, olds);
    expect(ctx.log.warnings).toEqual([]);
  });

  test("is told of its failures first", async () => {
    const ctx = testContext();
    const { failures } = await liveRecordJob.check(ctx, undefined, { ...JOB, templateId: "" });
    expect(failures).toHaveLength(1);
    expect(ctx.log.warnings).toEqual([]);
  });
});

test("check makes no call", async () => {
  const ctx = testContext();
  await checkedJob(ctx);
  expect(ctx.ice.calls).toEqual([]);
});
