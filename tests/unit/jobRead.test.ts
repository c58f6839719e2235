import { describe, expect, test } from "vitest";
import type { LiveRecordJobOutputs } from "../../provider/resources/liveRecordJob";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { JOB, recordingJob } from "./support/recordings";
import { NOT_ABOUT_THE_JOB } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

/** What a refresh leaves in state; the job has to be there. */
async function refreshed(ctx: TestContext, id: string, outs: Partial<LiveRecordJobOutputs>) {
  const found = await liveRecordJob.read(ctx, id, outs);
  if (found === "gone") throw new Error("the job is gone");
  return found;
}

describe("a job that the service knows", () => {
  test("is read with one call, and what the service says goes into the outputs", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const found = await refreshed(ctx, id, outs);
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob"]);
    expect(found.outs).toEqual({
      ...outs,
      status: "started",
      createTime: "2026-03-01T12:00:00Z",
      templateName: "a template",
    });
    expect(found.inputs).toBeUndefined();
  });

  test("keeps the inputs as declared, whatever the service fills in or rotates", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const job = ctx.ice.jobs[0];
    if (job) job.streamInput = { type: "rtmp", url: `${JOB.streamInput.url}?auth_key=2` };
    const found = await refreshed(ctx, id, outs);
    expect(found.inputs).toBeUndefined();
    expect(found.outs.streamInput).toEqual(JOB.streamInput);
  });

  test("that is read for the first time brings its inputs, and nothing that is not its own", async () => {
    const ctx = testContext();
    ctx.ice.addJob({ ...JOB, name: "theirs", notifyUrl: "", templateName: "a template" });
    const found = await refreshed(ctx, "job-1", {});
    expect(found.inputs).toEqual({ ...JOB, name: "theirs" });
    expect(found.outs).toMatchObject({ ...JOB, name: "theirs", status: "started", region: "cn-shanghai" });
  });
});

describe("the end of a job", () => {
  test("is not believed at first sight: paused once is not ended", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "paused");
    expect((await refreshed(ctx, id, outs)).outs).toMatchObject({
      status: "paused",
      ended: false,
      endedSeenAt: "2026-03-01T12:00:00Z",
    });
    expect(ctx.clock.slept).toBe(0);
  });

  test.each([
    [9_999, false],
    [10_000, true],
  ])("is certain by a second read %i ms later: %s", async (pause, ended) => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "paused");
    const first = await refreshed(ctx, id, outs);
    ctx.clock.advance(pause);
    const second = await refreshed(ctx, id, first.outs);
    expect(second.outs).toMatchObject({ ended, endedSeenAt: "2026-03-01T12:00:00Z" });
  });

  test("is not certain a moment early because times are kept in whole seconds", async () => {
    const ctx = testContext();
    ctx.clock.advance(999);
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "paused");
    const first = await refreshed(ctx, id, outs);
    ctx.clock.advance(9_500);
    expect((await refreshed(ctx, id, first.outs)).outs.ended).toBe(false);
  });

  test("that a look in between contradicted counts from anew", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "paused");
    const first = await refreshed(ctx, id, outs);
    ctx.ice.setStatus(id, "started");
    ctx.clock.advance(10_000);
    const second = await refreshed(ctx, id, first.outs);
    expect(second.outs).not.toHaveProperty("endedSeenAt");
    ctx.ice.setStatus(id, "paused");
    ctx.clock.advance(10_000);
    expect((await refreshed(ctx, id, second.outs)).outs.ended).toBe(false);
  });

  test.each(["initial", "started", "stopping", ""])('is never read into the status "%s"', async (status) => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, status);
    const first = await refreshed(ctx, id, outs);
    ctx.clock.advance(60_000);
    expect((await refreshed(ctx, id, first.outs)).outs.ended).toBe(false);
  });

  test("a job that goes on after its end is said so loudly, and is no longer ended", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const ended = { ...outs, ended: true, endedSeenAt: "2026-03-01T12:00:00Z" };
    const found = await refreshed(ctx, id, ended);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/job job-1 had ended and is now "started" again/),
    ]);
    expect(found.outs).toMatchObject({ status: "started", ended: false });
    expect(found.outs).not.toHaveProperty("endedSeenAt");
  });

  test("a job that goes on after it said paused once is said so loudly, too", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "paused");
    const first = await refreshed(ctx, id, outs);
    expect(ctx.log.warnings).toEqual([]);
    ctx.ice.setStatus(id, "started");
    await refreshed(ctx, id, first.outs);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/job job-1 said paused and is now "started" again/),
    ]);
  });

  test("stays an end when the service has forgotten the job", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const ended = { ...outs, status: "paused", ended: true, endedSeenAt: "2026-03-01T12:00:00Z" };
    ctx.ice.forget(id);
    expect(await refreshed(ctx, id, ended)).toEqual({ outs: ended });
  });
});

describe("a job that is gone", () => {
  test("is gone when a code says so and the list does not have it", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.forget(id);
    expect(await liveRecordJob.read(ctx, id, outs)).toBe("gone");
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob", "ListLiveRecordJobs"]);
    expect(ctx.ice.last("ListLiveRecordJobs")).toMatchObject({ keyword: id });
  });

  test("is not gone while the list has it", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.fail("GetLiveRecordJob", ctx.ice.jobUnknown());
    expect((await refreshed(ctx, id, outs)).outs.status).toBe("started");
  });

  test.each(NOT_ABOUT_THE_JOB)("is not gone by %s: read fails", async (_what, error) => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.fail("GetLiveRecordJob", error("GetLiveRecordJob"));
    await expect(liveRecordJob.read(ctx, id, outs)).rejects.toThrow("GetLiveRecordJob");
    expect(ctx.ice.count("ListLiveRecordJobs")).toBe(0);
  });

  test.each(NOT_ABOUT_THE_JOB)("is not gone when the list fails by %s", async (_what, error) => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.forget(id);
    ctx.ice.fail("ListLiveRecordJobs", error("ListLiveRecordJobs"));
    await expect(liveRecordJob.read(ctx, id, outs)).rejects.toThrow("ListLiveRecordJobs");
  });

  test("is not gone by an answer without a job", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.getLiveRecordJob = () => Promise.resolve({});
    await expect(liveRecordJob.read(ctx, id, outs)).rejects.toThrow("the answer holds no RecordJob");
  });
});

describe("a configuration that points elsewhere", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ["another region", { region: "cn-beijing" }, /lives in region cn-shanghai.*region cn-beijing/],
    [
      "another endpoint",
      { endpoint: "ice-vpc.cn-shanghai.aliyuncs.com" },
      /at ice\.cn-shanghai\.aliyuncs\.com.*at ice-vpc\.cn-shanghai\.aliyuncs\.com/,
    ],
  ])("%s refuses, makes no call and drops nothing", async (_what, settings, message) => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const elsewhere = seenWith(ctx, { settings: settingsWith(settings) });
    await expect(liveRecordJob.read(elsewhere, id, outs)).rejects.toThrow(message);
    expect(ctx.ice.calls).toEqual([]);
  });
});
