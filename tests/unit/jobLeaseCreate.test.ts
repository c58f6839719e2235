import { describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { checkedJob, JOB, type JobProgram, STOP_CALL } from "./support/recordings";
import { throttled } from "./support/serviceErrors";
import { testContext } from "./support/testContext";

const GET = "GetLiveRecordJob";
const END_AT = "2026-03-01T13:00:00Z";
const HOUR_MILLISECONDS = 3_600_000;

describe("the create of a job with a lease", () => {
  test("reads the job once after its submit for maxDuration, and not for endAt", async () => {
    const ctx = testContext();
    await new FakeEngine(liveRecordJob, ctx).up({ ...JOB, maxDuration: 60 });
    expect(ctx.ice.actions).toEqual(["ListLiveRecordJobs", "SubmitLiveRecordJob", GET]);
    const other = testContext();
    await new FakeEngine(liveRecordJob, other).up({ ...JOB, endAt: END_AT });
    expect(other.ice.actions).toEqual(["ListLiveRecordJobs", "SubmitLiveRecordJob"]);
  });

  test("keeps the id when that read fails, and the next up reads again", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordJob, ctx);
    ctx.ice.fail(GET, throttled(GET));
    await expect(engine.up({ ...JOB, maxDuration: 60 })).rejects.toThrow("Throttling.User");
    expect(engine.state?.id).toBe("job-1");
    await engine.up({ ...JOB, maxDuration: 60 });
    expect(engine.state?.outs.createTime).toBe("2026-03-01T12:00:00Z");
    expect(ctx.ice.count("SubmitLiveRecordJob")).toBe(1);
  });

  test("is refused when endAt has passed, and an existing job with it is not", async () => {
    const ctx = testContext();
    ctx.clock.advance(HOUR_MILLISECONDS);
    const { failures } = await liveRecordJob.check(ctx, undefined, { ...JOB, endAt: END_AT });
    expect(failures).toEqual([
      {
        path: "endAt",
        reason: `must lie ahead for a job that is to be submitted, got "${END_AT}" (it is 2026-03-01T13:00:00Z)`,
      },
    ]);
    expect((await liveRecordJob.check(ctx, { name: "show-1" }, { ...JOB, endAt: END_AT })).failures).toEqual(
      [],
    );
  });

  test("that takes over a job whose time is over leaves the stop call to the next up, whose preview says so", async () => {
    const ctx = testContext();
    const { jobId = "" } = ctx.ice.addJob({ ...JOB, name: "mine" });
    ctx.clock.advance(HOUR_MILLISECONDS);
    const engine = new FakeEngine(liveRecordJob, ctx);
    const program = { ...JOB, name: "mine", adoptExisting: true, maxDuration: 60, stopCall: STOP_CALL };
    await engine.up(program);
    expect(engine.state?.id).toBe(jobId);
    expect(ctx.live.calls).toEqual([]);
    expect(await engine.preview(program)).toBe("update");
    expect(ctx.log.warnings).toEqual([expect.stringContaining("up ends it by its stopCall")]);
  });

  test("that waits for its start has its time from that read", async () => {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordJob, ctx);
    ctx.clock.after(5_000, () => ctx.ice.setStatus("job-1", "started"));
    await engine.up({ ...JOB, maxDuration: 60, waitFor: "started" });
    expect(engine.state?.outs).toMatchObject({ status: "started", createTime: "2026-03-01T12:00:00Z" });
  });

  test("without a stopCall is told at the first preview that nothing can end it", async () => {
    const ctx = testContext();
    await checkedJob(ctx, { ...JOB, maxDuration: 60, onDelete: "abandon" });
    expect(ctx.log.warnings).toEqual([expect.stringMatching(/maxDuration or endAt, but no stopCall/)]);
    ctx.log.warnings.length = 0;
    await checkedJob(ctx, { ...JOB, endAt: END_AT });
    expect(ctx.log.warnings).toHaveLength(2);
    await checkedJob(ctx, { ...JOB, endAt: END_AT, stopCall: STOP_CALL });
    expect(ctx.log.warnings).toHaveLength(2);
  });
});

describe("bad input", () => {
  test.each<[string, JobProgram, string, string]>([
    [
      "no whole number",
      { maxDuration: 1.5 },
      "maxDuration",
      "must be a whole number of seconds of at least 1, got 1.5",
    ],
    ["zero", { maxDuration: 0 }, "maxDuration", "must be a whole number of seconds of at least 1, got 0"],
    ["less than zero", { maxDuration: -60 }, "maxDuration", "got -60"],
    ["a text", { maxDuration: "1h" }, "maxDuration", 'got "1h"'],
    ["a list", { maxDuration: [60] }, "maxDuration", "got [60]"],
    [
      "no time",
      { endAt: "tomorrow" },
      "endAt",
      'must be a time in UTC such as 2026-03-01T18:00:00Z, got "tomorrow"',
    ],
    ["no seconds", { endAt: "2026-03-01T18:00Z" }, "endAt", "must be a time in UTC"],
    ["parts of seconds", { endAt: "2026-03-01T18:00:00.000Z" }, "endAt", "must be a time in UTC"],
    ["another zone", { endAt: "2026-03-01T18:00:00+08:00" }, "endAt", "must be a time in UTC"],
    ["a day that is none", { endAt: "2026-02-30T18:00:00Z" }, "endAt", "must be a time in UTC"],
    ["an hour that is none", { endAt: "2026-03-01T25:00:00Z" }, "endAt", "must be a time in UTC"],
    ["a number", { endAt: 1_772_000_000 }, "endAt", "must be text, got 1772000000"],
    ["nothing in it", { endAt: "" }, "endAt", "must not be empty"],
    ["another word", { preflight: "yes" }, "preflight", 'must be "off", "warn" or "error", got "yes"'],
    ["a truth", { preflight: true }, "preflight", 'must be "off", "warn" or "error", got true'],
  ])("%s: %o", async (_what, given, path, reason) => {
    const ctx = testContext();
    const { failures } = await liveRecordJob.check(ctx, undefined, { ...JOB, ...given });
    expect(failures).toEqual([{ path, reason: expect.stringContaining(reason) }]);
    expect(ctx.ice.calls).toEqual([]);
  });

  test("what is not known yet passes", async () => {
    const given = { maxDuration: UNKNOWN, endAt: UNKNOWN, preflight: UNKNOWN };
    const { failures } = await liveRecordJob.check(testContext(), undefined, { ...JOB, ...given });
    expect(failures).toEqual([]);
  });
});
