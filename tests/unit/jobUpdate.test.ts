import { describe, expect, test } from "vitest";
import { ResourceError } from "../../provider/handler";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { FakeEngine } from "./support/fakeEngine";
import { JOB, recordingJob, STOP_CALL } from "./support/recordings";
import { throttled } from "./support/serviceErrors";
import { seenWith, settingsWith, testContext } from "./support/testContext";

test("an update makes no call and keeps what is known of the job", async () => {
  const ctx = testContext();
  const { id, inputs, outs } = await recordingJob(ctx);
  const known = {
    ...outs,
    status: "paused",
    ended: true,
    endedSeenAt: "2026-03-01T12:00:00Z",
    createTime: "2026-03-01T11:00:00Z",
    templateName: "a template",
  };
  const news = { ...inputs, stopCall: { ...STOP_CALL }, onDelete: "abandon" as const };
  const updated = await liveRecordJob.update(ctx, id, known, news);
  expect(ctx.ice.calls).toEqual([]);
  expect(updated).toEqual({ ...known, ...news });
});

test("a field that is taken out of the program is taken out of state", async () => {
  const ctx = testContext();
  const { id, inputs, outs } = await recordingJob(ctx, { ...JOB, stopCall: STOP_CALL });
  const { stopCall: _stopCall, ...news } = inputs;
  expect(await liveRecordJob.update(ctx, id, outs, news)).not.toHaveProperty("stopCall");
});

describe("after a create that failed while it waited for the start", () => {
  const WAITING = { ...JOB, waitFor: "started" };

  async function stranded() {
    const ctx = testContext();
    const engine = new FakeEngine(liveRecordJob, ctx);
    await expect(engine.up(WAITING)).rejects.toThrow("has not started in time");
    expect(engine.state?.id).toBe("job-1");
    return { ctx, engine };
  }

  test("the next up repeats the wait, and the job is there", async () => {
    const { ctx, engine } = await stranded();
    ctx.clock.after(20_000, () => ctx.ice.setStatus("job-1", "started"));
    expect(await engine.up(WAITING)).toBe("updated");
    expect(engine.state?.outs).toMatchObject({ status: "started", createTime: "2026-03-01T12:00:00Z" });
    expect(ctx.ice.count("SubmitLiveRecordJob")).toBe(1);
    expect(await engine.preview(WAITING)).toBe("same");
  });

  test("the next up fails again while the job does not start, and keeps its id", async () => {
    const { engine } = await stranded();
    const again = engine.up(WAITING);
    await expect(again).rejects.toBeInstanceOf(ResourceError);
    await expect(again).rejects.toThrow("has not started in time");
    expect(engine.state?.id).toBe("job-1");
  });

  test("a refresh in between does not make the wait forgotten", async () => {
    const { ctx, engine } = await stranded();
    await engine.refresh();
    expect(await engine.preview(WAITING)).toBe("update");
    ctx.clock.after(20_000, () => ctx.ice.setStatus("job-1", "started"));
    expect(await engine.up(WAITING)).toBe("updated");
    expect(engine.state?.outs.status).toBe("started");
  });

  test("a refresh that sees the job started ends the matter", async () => {
    const { ctx, engine } = await stranded();
    ctx.ice.setStatus("job-1", "started");
    await engine.refresh();
    expect(await engine.preview(WAITING)).toBe("same");
  });

  test("a configuration that points elsewhere refuses the update that comes without a diff", async () => {
    const { ctx, engine } = await stranded();
    const outs = engine.state?.outs ?? {};
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    ctx.ice.calls.length = 0;
    await expect(liveRecordJob.update(elsewhere, "job-1", outs as never, WAITING as never)).rejects.toThrow(
      "cn-beijing",
    );
    expect(ctx.ice.calls).toEqual([]);
  });

  test("a program that no longer waits is satisfied at once", async () => {
    const { ctx, engine } = await stranded();
    const { slept } = ctx.clock;
    expect(await engine.up(JOB)).toBe("updated");
    expect(ctx.clock.slept).toBe(slept);
    expect(await engine.preview(JOB)).toBe("same");
  });

  test("a changed template replaces the job once it ended; the one that never started is gone", async () => {
    const { ctx, engine } = await stranded();
    ctx.ice.setStatus("job-1", "paused");
    ctx.clock.after(15_000, () => ctx.ice.setStatus("job-2", "started"));
    expect(await engine.up({ ...WAITING, templateId: "template-2" })).toBe("replaced");
    expect(ctx.ice.recording).toEqual(["job-2"]);
  });

  test("a read that fails in the repeated wait keeps the id", async () => {
    const { ctx, engine } = await stranded();
    ctx.ice.fail("GetLiveRecordJob", throttled("GetLiveRecordJob"));
    await expect(engine.up(WAITING)).rejects.toThrow("Throttling.User");
    expect(engine.state).toMatchObject({ id: "job-1", initErrors: true });
  });
});
