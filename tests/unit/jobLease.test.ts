import { describe, expect, test } from "vitest";
import { ResourceError } from "../../provider/handler";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { FakeEngine } from "./support/fakeEngine";
import { checkedJob, JOB, type JobProgram, STOP_CALL, STREAM_KEY } from "./support/recordings";
import { noCredentials, refused, throttled } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

const GET = "GetLiveRecordJob";
/** The test's clock begins at 12:00. */
const END_AT = "2026-03-01T13:00:00Z";
const HOUR_MILLISECONDS = 3_600_000;
const LEASES: [string, JobProgram][] = [
  ["maxDuration", { maxDuration: 3_600 }],
  ["endAt", { endAt: END_AT }],
  ["both, of which the earlier counts", { maxDuration: 7_200, endAt: END_AT }],
  ["both, the other way round", { maxDuration: 3_600, endAt: "2026-03-01T14:00:00Z" }],
];

/** A job that records under this program; the calls it took are forgotten. */
async function leased(program: JobProgram) {
  const ctx = testContext();
  const engine = new FakeEngine(liveRecordJob, ctx);
  await engine.up({ ...JOB, ...program });
  ctx.ice.setStatus("job-1", "started");
  ctx.ice.calls.length = 0;
  ctx.log.warnings.length = 0;
  return { ctx, engine, program: { ...JOB, ...program } };
}

/** Once its stream is forbidden, the job ends after the service's window. */
function endsAfterForbid(ctx: TestContext): void {
  ctx.live.onForbid = () => ctx.clock.after(181_000, () => ctx.ice.setStatus("job-1", "paused"));
}

describe.each(LEASES)("a lease by %s", (_by, lease) => {
  test("makes no call while it lasts, in up and refresh the same as without one", async () => {
    const { ctx, engine, program } = await leased({ ...lease, stopCall: STOP_CALL });
    ctx.clock.advance(HOUR_MILLISECONDS - 1_000);
    expect(await engine.preview(program)).toBe("same");
    expect(await engine.up(program)).toBe("unchanged");
    expect(ctx.ice.calls).toEqual([]);
    await engine.refresh();
    expect(ctx.ice.actions).toEqual([GET]);
    expect(engine.state?.outs).not.toHaveProperty("overdue");
    expect(ctx.log.warnings).toEqual([]);
  });

  test("that is over shows as overdue after a refresh, and up ends the job for certain", async () => {
    const { ctx, engine, program } = await leased({ ...lease, stopCall: STOP_CALL });
    ctx.clock.advance(HOUR_MILLISECONDS);
    await engine.refresh();
    expect(engine.state?.outs).toMatchObject({ overdue: true, status: "started", ended: false });
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(
        /job job-1 still records \(started\) after its lease, which ended at 2026-03-01T13:00:00Z; up ends it by its stopCall, forbidLiveStream/,
      ),
    ]);
    expect(await engine.preview(program)).toBe("update");
    endsAfterForbid(ctx);
    expect(await engine.up(program)).toBe("updated");
    expect(ctx.live.actions).toEqual(["ForbidLiveStream", "ResumeLiveStream"]);
    expect(engine.state?.outs).toMatchObject({ status: "paused", ended: true });
    expect(engine.state?.outs).not.toHaveProperty("overdue");
    expect(ctx.ice.recording).toEqual([]);
    ctx.ice.calls.length = 0;
    expect(await engine.up(program)).toBe("unchanged");
    expect(ctx.ice.calls).toEqual([]);
    await engine.refresh();
    expect(engine.state?.outs).toMatchObject({ status: "paused", ended: true });
  });

  test("that is over is seen by up without a refresh, with one call", async () => {
    const { ctx, engine, program } = await leased({ ...lease, stopCall: STOP_CALL });
    ctx.clock.advance(HOUR_MILLISECONDS);
    expect(await engine.preview(program)).toBe("update");
    expect(ctx.ice.actions).toEqual([GET]);
    endsAfterForbid(ctx);
    expect(await engine.up(program)).toBe("updated");
    expect(engine.state?.outs.ended).toBe(true);
  });
});

describe("a lease that is over", () => {
  const WITH_CALL = { maxDuration: 3_600, stopCall: STOP_CALL };

  test("of a job that ended by itself: nothing is due, and once that is in state up makes no call", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.ice.setStatus("job-1", "paused");
    ctx.clock.advance(HOUR_MILLISECONDS);
    expect(await engine.up(program)).toBe("unchanged");
    expect(ctx.ice.actions).toEqual([GET]);
    await engine.refresh();
    ctx.clock.advance(20_000);
    await engine.refresh();
    ctx.ice.calls.length = 0;
    expect(await engine.up(program)).toBe("unchanged");
    expect(ctx.ice.calls).toEqual([]);
    expect(ctx.live.calls).toEqual([]);
  });

  test("of a job that the service no longer knows: nothing is due", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.ice.forget("job-1");
    ctx.clock.advance(HOUR_MILLISECONDS);
    expect(await engine.preview(program)).toBe("same");
  });

  test("of a job that ends between preview and up: no stop call is made, and its end is in state", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.clock.advance(HOUR_MILLISECONDS);
    await engine.refresh();
    const { id = "", outs = {} } = engine.state ?? {};
    ctx.ice.setStatus("job-1", "paused");
    const inputs = await checkedJob(ctx, program, outs);
    const updated = await liveRecordJob.update(ctx, id, outs as never, inputs);
    expect(updated).toMatchObject({ status: "paused", ended: true });
    expect(updated).not.toHaveProperty("overdue");
    expect(ctx.live.calls).toEqual([]);
  });

  test("without a stopCall fails up with the ways out, keeps the job, and is over once the stream is", async () => {
    const { ctx, engine, program } = await leased({ maxDuration: 3_600 });
    ctx.clock.advance(HOUR_MILLISECONDS);
    const failed = engine.up(program);
    await expect(failed).rejects.toBeInstanceOf(ResourceError);
    await expect(failed).rejects.toThrow(
      /Job job-1 of LiveRecordJob "show" still records after its lease, which ended at 2026-03-01T13:00:00Z\..*no stopCall.*kept in state.*end the stream and wait 3 minutes; set a stopCall; or raise or remove maxDuration and endAt/,
    );
    expect(engine.state).toMatchObject({ id: "job-1", outs: { overdue: true } });
    await engine.refresh();
    await expect(engine.up(program)).rejects.toThrow("still records");
    ctx.ice.setStatus("job-1", "paused");
    ctx.clock.advance(20_000);
    expect(await engine.up(program)).toBe("updated");
    expect(engine.state?.outs).toMatchObject({ ended: true });
    expect(engine.state?.outs).not.toHaveProperty("overdue");
  });

  test.each<[string, JobProgram]>([
    ["a stopCall is set", { maxDuration: 3_600, stopCall: STOP_CALL }],
    ["the lease is raised", { maxDuration: 7_200 }],
    ["the lease is removed", {}],
    ["the lease is moved to another field", { endAt: "2026-03-01T20:00:00Z" }],
  ])("without a stopCall is satisfied by the next up when %s", async (_what, change) => {
    const { ctx, engine, program } = await leased({ maxDuration: 3_600 });
    ctx.clock.advance(HOUR_MILLISECONDS);
    await expect(engine.up(program)).rejects.toThrow("still records");
    endsAfterForbid(ctx);
    expect(await engine.up({ ...JOB, ...change })).toBe("updated");
    expect(engine.state?.outs).not.toHaveProperty("overdue");
    expect(ctx.live.count("ForbidLiveStream")).toBe("stopCall" in change ? 1 : 0);
    expect(await engine.preview({ ...JOB, ...change })).toBe("same");
  });

  test("is not submitted again by onEnded restart, before and after its end is known", async () => {
    const { ctx, engine, program } = await leased({ ...WITH_CALL, onEnded: "restart" });
    ctx.clock.advance(HOUR_MILLISECONDS);
    endsAfterForbid(ctx);
    expect(await engine.up(program)).toBe("updated");
    ctx.clock.advance(HOUR_MILLISECONDS);
    expect(await engine.up(program)).toBe("unchanged");
    expect(ctx.ice.count("SubmitLiveRecordJob")).toBe(0);
  });

  test("but while it lasts, onEnded restart submits a job that lost its stream, with a time of its own", async () => {
    const { ctx, engine, program } = await leased({ ...WITH_CALL, onEnded: "restart" });
    ctx.clock.advance(HOUR_MILLISECONDS / 2);
    ctx.ice.setStatus("job-1", "paused");
    expect(await engine.up(program)).toBe("replaced");
    ctx.ice.setStatus("job-2", "started");
    ctx.clock.advance(HOUR_MILLISECONDS / 2 + 60_000);
    expect(await engine.preview(program)).toBe("same");
    ctx.clock.advance(HOUR_MILLISECONDS / 2);
    expect(await engine.preview(program)).toBe("update");
  });

  test("whose stop call is refused fails up; the job is kept with what the program says now", async () => {
    const { ctx, engine, program } = await leased({ maxDuration: 3_600 });
    ctx.clock.advance(HOUR_MILLISECONDS);
    ctx.live.fail("ForbidLiveStream", refused("ForbidLiveStream", "Forbidden.RAM", 403));
    const stoppable = { ...program, stopCall: STOP_CALL };
    await expect(engine.up(stoppable)).rejects.toThrow("live:ForbidLiveStream");
    expect(engine.state).toMatchObject({ id: "job-1", outs: { overdue: true, stopCall: STOP_CALL } });
    endsAfterForbid(ctx);
    expect(await engine.up(stoppable)).toBe("updated");
    expect(engine.state?.outs.ended).toBe(true);
  });

  test("that does not end in time fails up, and says until when the stream is forbidden", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.clock.advance(HOUR_MILLISECONDS);
    await expect(engine.up(program)).rejects.toThrow(
      /job job-1 still records .* forbidden until 2026-03-01T13:05:00Z/,
    );
    expect(ctx.clock.slept).toBe(480_000);
    expect(engine.state?.id).toBe("job-1");
  });

  test("a read that fails fails up, and keeps the id", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.clock.advance(HOUR_MILLISECONDS);
    ctx.clock.after(0, () => undefined);
    await engine.refresh();
    const { id = "", outs = {} } = engine.state ?? {};
    ctx.ice.fail(GET, throttled(GET));
    const inputs = await checkedJob(ctx, program, outs);
    const failure = await liveRecordJob.update(ctx, id, outs as never, inputs).catch((thrown) => thrown);
    expect(failure).toBeInstanceOf(ResourceError);
    expect(failure.partial).toMatchObject({ id: "job-1", outs: { maxDuration: 3_600 } });
  });

  test("without credentials the preview warns and shows nothing to do", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.clock.advance(HOUR_MILLISECONDS);
    ctx.ice.fail(GET, noCredentials(GET));
    expect(await engine.preview(program)).toBe("same");
    expect(ctx.log.warnings).toEqual([expect.stringMatching(/without credentials.*after its lease/)]);
  });

  test("makes no stop call with another account's credentials, or in another region", async () => {
    const { ctx, engine, program } = await leased(WITH_CALL);
    ctx.clock.advance(HOUR_MILLISECONDS);
    const { id = "", outs = {} } = engine.state ?? {};
    const inputs = await checkedJob(ctx, program, outs);
    const theirs = seenWith(ctx, { account: () => Promise.resolve("2") });
    await expect(liveRecordJob.update(theirs, id, outs as never, inputs)).rejects.toThrow("account");
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    await expect(liveRecordJob.update(elsewhere, id, outs as never, inputs)).rejects.toThrow("cn-beijing");
    expect(ctx.live.calls).toEqual([]);
  });

  test("says nothing of the stream's address", async () => {
    const { ctx, engine, program } = await leased({ maxDuration: 3_600 });
    ctx.clock.advance(HOUR_MILLISECONDS);
    const failure = await engine.up(program).catch((thrown: Error) => thrown.message);
    expect(`${failure}${JSON.stringify(ctx.log)}`).not.toContain(STREAM_KEY);
  });
});

describe("a lease that is given to a job that records already", () => {
  test.each<[string, JobProgram]>(LEASES)("%s: in place, without a stop call", async (_by, lease) => {
    const { ctx, engine } = await leased({});
    await engine.refresh();
    ctx.ice.calls.length = 0;
    expect(await engine.up({ ...JOB, ...lease })).toBe("updated");
    expect(ctx.ice.calls).toEqual([]);
    expect(engine.state?.outs).toMatchObject(lease);
  });

  test("maxDuration of a job that was never read costs one read: its time counts from the job's making", async () => {
    const { ctx, engine } = await leased({});
    expect(engine.state?.outs).not.toHaveProperty("createTime");
    expect(await engine.up({ ...JOB, maxDuration: 3_600 })).toBe("updated");
    expect(ctx.ice.actions).toEqual([GET]);
    expect(engine.state?.outs.createTime).toBe("2026-03-01T12:00:00Z");
  });

  test("and that is over already ends it in the same up", async () => {
    const { ctx, engine } = await leased({ stopCall: STOP_CALL });
    ctx.clock.advance(HOUR_MILLISECONDS);
    endsAfterForbid(ctx);
    const program = { ...JOB, stopCall: STOP_CALL, maxDuration: 60 };
    expect(await engine.up(program)).toBe("updated");
    expect(engine.state?.outs).toMatchObject({ ended: true, maxDuration: 60 });
    expect(await engine.preview(program)).toBe("same");
  });
});
