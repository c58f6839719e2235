import { describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { FakeEngine } from "./support/fakeEngine";
import { JOB, STOP_CALL } from "./support/recordings";
import { brokenConnection } from "./support/serviceErrors";
import { type TestContext, testContext } from "./support/testContext";

const A = JOB;
const B = { ...JOB, templateId: "template-2" };

function start(): { ctx: TestContext; engine: FakeEngine } {
  const ctx = testContext();
  ctx.ice.submittedStatus = "started";
  return { ctx, engine: new FakeEngine(liveRecordJob, ctx) };
}

test("create, preview, up, refresh, preview, destroy: one job, and nothing to do in between", async () => {
  const { ctx, engine } = start();
  expect(await engine.preview(A)).toBe("create");
  expect(ctx.ice.calls).toEqual([]);
  expect(await engine.up(A)).toBe("created");
  expect(await engine.preview(A)).toBe("same");
  expect(await engine.up(A)).toBe("unchanged");
  await engine.refresh();
  expect(await engine.preview(A)).toBe("same");
  ctx.ice.setStatus("job-1", "paused");
  await engine.refresh();
  ctx.clock.advance(60_000);
  await engine.refresh();
  expect(engine.state?.outs.ended).toBe(true);
  expect(await engine.preview(A)).toBe("same");
  await engine.destroy();
  expect(ctx.ice.count("SubmitLiveRecordJob")).toBe(1);
  expect(ctx.ice.recording).toEqual([]);
});

test("an auth_key that rotates at every up and refresh never shows, and the latest is what is submitted next", async () => {
  const { ctx, engine } = start();
  const signed = (key: string, more = {}) => ({
    ...A,
    ...more,
    streamInput: { type: "rtmp", url: `${JOB.streamInput.url}?auth_key=${key}` },
  });
  await engine.up(signed("1"));
  for (const key of ["2", "3"]) {
    expect(await engine.up(signed(key))).toBe("unchanged");
    await engine.refresh();
  }
  ctx.ice.setStatus("job-1", "paused");
  expect(await engine.up(signed("4", { triggers: { day: "2" } }))).toBe("replaced");
  expect(ctx.ice.last("SubmitLiveRecordJob")).toMatchObject({
    streamInput: { url: expect.stringMatching(/auth_key=4$/) },
  });
});

describe("A, then B, then A again", () => {
  test("after each end: exactly one job records, the one in state", async () => {
    const { ctx, engine } = start();
    await engine.up(A);
    for (const program of [B, A, B]) {
      ctx.ice.setStatus(engine.state?.id ?? "", "paused");
      expect(await engine.up(program)).toBe("replaced");
      expect(ctx.ice.recording).toEqual([engine.state?.id]);
    }
  });

  test("refused while recording: nothing is submitted, and going back leaves all as it was", async () => {
    const { ctx, engine } = start();
    await engine.up(A);
    await expect(engine.up(B)).rejects.toThrow("still records");
    expect(await engine.up(A)).toBe("unchanged");
    expect(ctx.ice.recording).toEqual(["job-1"]);
  });

  test("with onReplace stop: exactly one job records after each", async () => {
    const { ctx, engine } = start();
    const stopping = { onReplace: "stop", stopCall: STOP_CALL };
    ctx.live.onForbid = () =>
      ctx.clock.after(181_000, () => ctx.ice.setStatus(engine.state?.id ?? "", "paused"));
    await engine.up({ ...A, ...stopping });
    for (const program of [B, A]) {
      expect(await engine.up({ ...program, ...stopping })).toBe("replaced");
      expect(ctx.ice.recording).toEqual([engine.state?.id]);
    }
    expect(ctx.live.actions).toEqual([
      "ForbidLiveStream",
      "ResumeLiveStream",
      "ForbidLiveStream",
      "ResumeLiveStream",
    ]);
  });

  test("with onReplace overlap: each new job records before the old one is handed over", async () => {
    const { ctx, engine } = start();
    const overlapping = { onReplace: "overlap" };
    await engine.up({ ...A, ...overlapping }, true);
    for (const program of [B, A]) {
      ctx.clock.advance(60_000);
      expect(await engine.up({ ...program, ...overlapping }, true)).toBe("replaced");
    }
    expect(engine.state?.id).toBe("job-3");
    expect(ctx.log.warnings.filter((warning) => warning.includes("handed over"))).toHaveLength(2);
  });
});

describe("onEnded restart", () => {
  const RESTARTING = { ...A, onEnded: "restart" };

  test("a plain up submits an ended job again, once", async () => {
    const { ctx, engine } = start();
    await engine.up(RESTARTING);
    ctx.clock.advance(600_000);
    ctx.ice.setStatus("job-1", "paused");
    expect(await engine.up(RESTARTING)).toBe("replaced");
    expect(await engine.up(RESTARTING)).toBe("unchanged");
    expect(ctx.ice.recording).toEqual(["job-2"]);
    expect(engine.state?.id).toBe("job-2");
  });

  test("a job that ends at once is submitted again only after 3 minutes", async () => {
    const { ctx, engine } = start();
    await engine.up(RESTARTING);
    ctx.ice.setStatus("job-1", "paused");
    expect(await engine.up(RESTARTING)).toBe("unchanged");
    ctx.clock.advance(180_000);
    expect(await engine.up(RESTARTING)).toBe("replaced");
  });
});

test("a crash after the submit: the next up takes over the job that was made", async () => {
  const { ctx, engine } = start();
  await engine.up(A);
  engine.state = undefined;
  expect(await engine.up(A)).toBe("created");
  expect(engine.state).toMatchObject({ id: "job-1" });
  expect(ctx.ice.recording).toEqual(["job-1"]);
});

test("a lost answer in the create of a replacement: one job, in state", async () => {
  const { ctx, engine } = start();
  await engine.up(A);
  ctx.ice.setStatus("job-1", "paused");
  ctx.ice.loseAnswer("SubmitLiveRecordJob", brokenConnection("SubmitLiveRecordJob"));
  await engine.up(B);
  expect(ctx.ice.recording).toEqual([engine.state?.id]);
});

test("a destroy that fails keeps the job; it succeeds after the stream has ended", async () => {
  const { ctx, engine } = start();
  await engine.up(A);
  await expect(engine.destroy()).rejects.toThrow("It is kept in state");
  expect(engine.state?.id).toBe("job-1");
  ctx.ice.setStatus("job-1", "paused");
  await engine.destroy();
  expect(engine.state).toBeUndefined();
});
