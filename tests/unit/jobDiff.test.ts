import { describe, expect, test } from "vitest";
import type { LiveRecordJobInputs } from "../../provider/resources/liveRecordJob";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import {
  checkedJob,
  JOB,
  type JobProgram,
  type MadeJob,
  recordingJob,
  STOP_CALL,
} from "./support/recordings";
import { noCredentials, throttled } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

/** The diff of a job against a changed program, as the engine asks for it. */
async function diffOf(ctx: TestContext, job: MadeJob, program: JobProgram) {
  const news = await checkedJob(ctx, program, job.inputs);
  ctx.ice.calls.length = 0;
  return liveRecordJob.diff(ctx, job.id, job.outs, news as LiveRecordJobInputs);
}

const EQUAL = { changedPaths: [], replacePaths: [] };

describe("nothing changed", () => {
  const stream = (query: string) => ({
    streamInput: { type: "rtmp", url: `${JOB.streamInput.url}${query}` },
  });
  test.each<[string, JobProgram, JobProgram]>([
    ["the same program", {}, {}],
    ["only auth_key rotated", stream("?auth_key=1-a"), stream("?auth_key=2-b")],
    ["auth_key was added", {}, stream("?auth_key=2-b")],
    [
      "auth_key rotated between other parameters",
      stream("?a=1&auth_key=1&b=2"),
      stream("?a=1&auth_key=2&b=2"),
    ],
    [
      "defaults were written out",
      {},
      {
        onEnded: "keep",
        onDelete: "stop",
        onReplace: "refuse",
        waitFor: "submitted",
        adoptExisting: false,
        triggers: {},
      },
    ],
    ["defaults were left out", { onEnded: "keep", onDelete: "stop", waitFor: "submitted", triggers: {} }, {}],
  ])("%s: equal, without a call", async (_what, before, after) => {
    const ctx = testContext();
    const job = await recordingJob(ctx, { ...JOB, ...before });
    expect(await diffOf(ctx, job, { ...JOB, ...after })).toEqual(EQUAL);
    expect(ctx.ice.calls).toEqual([]);
  });

  test("but the status at the service: equal", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    const ended = { ...job, outs: { ...job.outs, status: "paused", ended: true } };
    expect(await diffOf(ctx, ended, JOB)).toEqual(EQUAL);
  });
});

describe("a field of the provider's own changes in place, without a call", () => {
  test.each<[string, JobProgram]>([
    ["onEnded", { onEnded: "restart" }],
    ["onDelete", { onDelete: "abandon" }],
    ["onReplace", { onReplace: "overlap" }],
    ["waitFor", { waitFor: "started" }],
    ["stopCall", { stopCall: STOP_CALL }],
  ])("%s", async (field, change) => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    const diff = await diffOf(ctx, job, { ...JOB, ...change });
    expect(diff).toEqual({ changedPaths: [field], replacePaths: [] });
    expect(ctx.ice.actions).toEqual(field === "onEnded" ? ["GetLiveRecordJob"] : []);
  });
});

describe("a change of what was submitted replaces the job", () => {
  test.each<[string, JobProgram, string[]]>([
    ["templateId", { templateId: "template-2" }, ["templateId"]],
    ["a template that is not known yet", { templateId: UNKNOWN }, ["templateId"]],
    [
      "the stream",
      { streamInput: { type: "rtmp", url: "rtmp://other.example.com/live/a" } },
      ["streamInput"],
    ],
    ["a stream that is not known yet", { streamInput: { type: "rtmp", url: UNKNOWN } }, ["streamInput"]],
    [
      "a parameter of the stream beside auth_key",
      { streamInput: { type: "rtmp", url: `${JOB.streamInput.url}?a=1` } },
      ["streamInput"],
    ],
    ["the bucket", { recordOutput: { ...JOB.recordOutput, bucket: "elsewhere" } }, ["recordOutput"]],
    ["an output that is not known yet", { recordOutput: UNKNOWN }, ["recordOutput"]],
    ["the notify URL", { notifyUrl: "https://example.com/hook" }, ["notifyUrl"]],
    ["the name", { name: "mine" }, ["name"]],
    ["triggers", { triggers: { day: "2" } }, ["name", "triggers"]],
    ["triggers that are not known yet", { triggers: { day: UNKNOWN } }, ["name", "triggers"]],
  ])("%s", async (_what, change, replacePaths) => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    ctx.ice.setStatus(job.id, "paused");
    const diff = await diffOf(ctx, job, { ...JOB, ...change });
    expect([...diff.replacePaths].sort()).toEqual(replacePaths);
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob"]);
  });

  test("a job that has ended is replaced, after one look whether that is still so", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    ctx.ice.setStatus(job.id, "paused");
    const ended = { ...job, outs: { ...job.outs, ended: true } };
    expect(await diffOf(ctx, ended, { ...JOB, templateId: "template-2" })).toMatchObject({
      replacePaths: ["templateId"],
    });
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob"]);
  });

  test("a job that had ended and that the service resumed is not replaced: its stop call would end it", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, { ...JOB, stopCall: STOP_CALL });
    const ended = { ...job, outs: { ...job.outs, ended: true } };
    const change = { ...JOB, stopCall: STOP_CALL, templateId: "template-2" };
    await expect(diffOf(ctx, ended, change)).rejects.toThrow(`job ${job.id} still records (started)`);
  });
});

describe("while the old job still records", () => {
  const CHANGED = { ...JOB, templateId: "template-2" };

  test.each(["started", "initial", "a word of tomorrow"])(
    'a replacement is refused and the choices are named (status "%s")',
    async (status) => {
      const ctx = testContext();
      const job = await recordingJob(ctx);
      ctx.ice.setStatus(job.id, status);
      const diff = diffOf(ctx, job, CHANGED);
      await expect(diff).rejects.toThrow(`job ${job.id} still records (${status})`);
      await expect(diff).rejects.toThrow(
        /templateId of LiveRecordJob "show" changed.*onReplace: "stop".*onReplace: "overlap"/,
      );
    },
  );

  test.each<[string, JobProgram, JobProgram]>([
    ['onReplace: "stop"', {}, { onReplace: "stop", stopCall: STOP_CALL }],
    ["its stopCall", { onReplace: "overlap" }, { onReplace: "stop", stopCall: STOP_CALL }],
    ['onReplace: "overlap"', {}, { onReplace: "overlap" }],
  ])("a replacement is refused while %s is only in the program", async (_what, before, after) => {
    const ctx = testContext();
    const job = await recordingJob(ctx, { ...JOB, ...before });
    await expect(diffOf(ctx, job, { ...CHANGED, ...after })).rejects.toThrow(
      /is not in state yet.*Run up with that setting alone first/,
    );
  });

  test("onReplace stop replaces, and the preview says that the stream goes off the air", async () => {
    const ctx = testContext();
    const stopping = { onReplace: "stop", stopCall: STOP_CALL };
    const job = await recordingJob(ctx, { ...JOB, ...stopping });
    expect(await diffOf(ctx, job, { ...CHANGED, ...stopping })).toMatchObject({
      replacePaths: ["templateId"],
    });
    expect(ctx.log.warnings).toEqual([expect.stringMatching(/takes its stream off the air/)]);
  });

  test("onReplace overlap replaces, and the preview says that the old job goes on", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, { ...JOB, onReplace: "overlap" });
    await diffOf(ctx, job, { ...CHANGED, onReplace: "overlap", triggers: { day: "2" } });
    expect(ctx.log.warnings).toEqual([expect.stringMatching(/leaves it recording beside its successor/)]);
  });

  test("a job that the service no longer knows is replaced", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    ctx.ice.forget(job.id);
    expect((await diffOf(ctx, job, CHANGED)).replacePaths).toEqual(["templateId"]);
  });

  test("a preview without credentials warns and goes on", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    ctx.ice.fail("GetLiveRecordJob", noCredentials("GetLiveRecordJob"));
    expect((await diffOf(ctx, job, CHANGED)).replacePaths).toEqual(["templateId"]);
    expect(ctx.log.warnings).toEqual([expect.stringContaining("without credentials")]);
  });

  test("a service that does not answer fails the preview", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx);
    ctx.ice.fail("GetLiveRecordJob", throttled("GetLiveRecordJob"));
    await expect(diffOf(ctx, job, CHANGED)).rejects.toThrow("Throttling.User");
  });
});

describe("onEnded restart", () => {
  const RESTARTING = { ...JOB, onEnded: "restart" };
  const THREE_MINUTES = 180_000;

  test("a job that records: equal, with one call", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    expect(await diffOf(ctx, job, RESTARTING)).toEqual(EQUAL);
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob"]);
  });

  test("an ended job is due, once its end is seen twice 10 seconds apart", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    ctx.clock.advance(THREE_MINUTES);
    ctx.ice.setStatus(job.id, "paused");
    expect(await diffOf(ctx, job, RESTARTING)).toMatchObject({ drifted: true, replacePaths: ["status"] });
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob", "GetLiveRecordJob"]);
    expect(ctx.clock.slept).toBeGreaterThanOrEqual(10_000);
  });

  test("a job that is known to have ended is due after one call", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    ctx.clock.advance(THREE_MINUTES);
    ctx.ice.setStatus(job.id, "paused");
    const ended = { ...job, outs: { ...job.outs, ended: true, endedSeenAt: "2026-03-01T12:02:00Z" } };
    expect(await diffOf(ctx, ended, RESTARTING)).toMatchObject({ drifted: true });
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob"]);
  });

  test("never within 3 minutes of the last submit", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    ctx.ice.setStatus(job.id, "paused");
    expect(await diffOf(ctx, job, RESTARTING)).toEqual(EQUAL);
    expect(ctx.log.infos).toEqual([expect.stringContaining("not submitted again within 3 minutes")]);
  });

  test("nor within 3 minutes of its end, where the service does not say when it was submitted", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    const [listed] = ctx.ice.jobs;
    if (listed) delete listed.createTime;
    ctx.ice.setStatus(job.id, "paused");
    const endedSeenAt = "2026-03-01T12:00:00Z";
    const ended = { ...job, outs: { ...job.outs, ended: true, endedSeenAt } };
    ctx.clock.advance(THREE_MINUTES - 1_000);
    expect(await diffOf(ctx, ended, RESTARTING)).toEqual(EQUAL);
    ctx.clock.advance(1_000);
    expect(await diffOf(ctx, ended, RESTARTING)).toMatchObject({ drifted: true });
  });

  test("a job that the service no longer knows is due", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    ctx.ice.forget(job.id);
    expect(await diffOf(ctx, job, RESTARTING)).toMatchObject({ drifted: true });
  });

  test("one that says paused once and then started again is not due", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    ctx.clock.advance(THREE_MINUTES);
    ctx.ice.setStatus(job.id, "paused");
    ctx.clock.after(5_000, () => ctx.ice.setStatus(job.id, "started"));
    expect(await diffOf(ctx, job, RESTARTING)).toEqual(EQUAL);
  });

  test("without credentials: equal, and a warning says what is not known", async () => {
    const ctx = testContext();
    const job = await recordingJob(ctx, RESTARTING);
    ctx.ice.fail("GetLiveRecordJob", noCredentials("GetLiveRecordJob"));
    expect(await diffOf(ctx, job, RESTARTING)).toEqual(EQUAL);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/without credentials.*is to be submitted again/),
    ]);
  });
});

test("a configuration that points elsewhere refuses the diff before any call", async () => {
  const ctx = testContext();
  const job = await recordingJob(ctx);
  const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
  await expect(diffOf(elsewhere, job, { ...JOB, templateId: "template-2" })).rejects.toThrow(
    /lives in region cn-shanghai .* now points to region cn-beijing/,
  );
  expect(ctx.ice.calls).toEqual([]);
});
