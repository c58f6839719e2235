import { describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { JOB, recordingJob, STOP_CALL, STREAM_KEY } from "./support/recordings";
import { brokenConnection, NOT_ABOUT_THE_JOB, noAnswer, refused, throttled } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

const GET = "GetLiveRecordJob";
const STOPPABLE = { ...JOB, stopCall: STOP_CALL };

/** Once its stream is forbidden, the job ends after the service's window. */
function endsAfterForbid(ctx: TestContext, jobId: string): void {
  ctx.live.onForbid = () => ctx.clock.after(181_000, () => ctx.ice.setStatus(jobId, "paused"));
}

describe("a job that records no longer", () => {
  test("that is gone is deleted, with two calls", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.forget(id);
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.actions).toEqual([GET, "ListLiveRecordJobs"]);
  });

  test("that is known to have ended is deleted with one call, at once", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "paused");
    await liveRecordJob.delete(ctx, id, { ...outs, ended: true, endedSeenAt: "2026-03-01T12:00:00Z" });
    expect(ctx.ice.actions).toEqual([GET]);
    expect(ctx.clock.slept).toBe(0);
  });

  test("whose end is news is deleted with two calls, 10 seconds apart", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    ctx.ice.setStatus(id, "paused");
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.actions).toEqual([GET, GET]);
    expect(ctx.clock.slept).toBeGreaterThanOrEqual(10_000);
    expect(ctx.clock.slept).toBeLessThan(12_000);
    expect(ctx.live.calls).toEqual([]);
  });

  test("that went on after its end is not taken for ended", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    await expect(liveRecordJob.delete(ctx, id, { ...outs, ended: true })).rejects.toThrow("still records");
  });
});

test.each(NOT_ABOUT_THE_JOB)("%s never counts as the end: delete fails", async (_what, error) => {
  const ctx = testContext();
  const { id, outs } = await recordingJob(ctx);
  ctx.ice.fail(GET, error(GET));
  await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow(GET);
});

describe("leaving a job recording", () => {
  test("onDelete abandon drops it without a call, and names it", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, { ...STOPPABLE, onDelete: "abandon" });
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.calls).toEqual([]);
    expect(ctx.live.calls).toEqual([]);
    expect(ctx.log.warnings).toEqual([expect.stringMatching(/job job-1 is dropped .* was not stopped/)]);
  });

  test("the setting abandonJobs drops it, also while the configuration points elsewhere", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    const settings = settingsWith({ region: "cn-beijing", abandonJobs: `job-9, ${id}` });
    await liveRecordJob.delete(seenWith(ctx, { settings }), id, outs);
    expect(ctx.ice.calls).toEqual([]);
    expect(ctx.log.warnings).toEqual([expect.stringContaining(id)]);
  });

  test("the setting abandonJobs leaves other jobs alone", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const other = seenWith(ctx, { settings: settingsWith({ abandonJobs: "job-11" }) });
    await expect(liveRecordJob.delete(other, id, outs)).rejects.toThrow("still records");
  });

  test("a configuration that points elsewhere refuses before any call", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    await expect(liveRecordJob.delete(elsewhere, id, outs)).rejects.toThrow(/Nothing was changed/);
    expect([...ctx.ice.calls, ...ctx.live.calls]).toEqual([]);
  });
});

describe("a stop call", () => {
  test("forbids the stream, waits for the verified end, and allows it again", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    endsAfterForbid(ctx, id);
    await liveRecordJob.delete(ctx, id, outs);
    const { kind: _kind, ...stream } = STOP_CALL;
    expect(ctx.live.calls).toEqual([
      {
        action: "ForbidLiveStream",
        request: {
          ...stream,
          regionId: "cn-shanghai",
          liveStreamType: "publisher",
          oneshot: "no",
          // The window of 180 s and a margin of 120 s.
          resumeTime: "2026-03-01T12:05:00Z",
        },
      },
      { action: "ResumeLiveStream", request: { ...stream, liveStreamType: "publisher" } },
    ]);
    expect(ctx.ice.recording).toEqual([]);
    expect(ctx.clock.slept).toBeGreaterThan(190_000);
    expect(ctx.log.infos).toEqual([expect.stringContaining("off the air")]);
    expect(ctx.log.warnings).toEqual([]);
  });

  test("is over before the stream allows itself again", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    endsAfterForbid(ctx, id);
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.clock.slept).toBeLessThan(300_000);
  });

  test("that is refused fails delete: nothing was waited for", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    ctx.live.fail("ForbidLiveStream", refused("ForbidLiveStream", "Forbidden.RAM", 403));
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow("live:ForbidLiveStream");
    expect(ctx.clock.slept).toBe(0);
  });

  test.each([
    ["lost", brokenConnection],
    ["not given in time", noAnswer],
  ])(
    "whose answer is %s keeps the job, and says until when the stream may be forbidden",
    async (_how, error) => {
      const ctx = testContext();
      const { id, outs } = await recordingJob(ctx, STOPPABLE);
      ctx.live.loseAnswer("ForbidLiveStream", error("ForbidLiveStream"));
      await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow(
        /ForbidLiveStream .*\. The stream live\/show on push\.example\.com may be forbidden until 2026-03-01T12:05:00Z .* run the same command again/,
      );
      expect(ctx.ice.recording).toEqual([id]);
    },
  );

  test("whose stream can't be allowed again warns until when it is forbidden; the job is deleted", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    endsAfterForbid(ctx, id);
    ctx.live.fail("ResumeLiveStream", throttled("ResumeLiveStream"));
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/live\/show on push\.example\.com.*forbidden until 2026-03-01T12:05:00Z/),
    ]);
  });

  test("that does not end the job in time keeps it, and says until when the stream is forbidden", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    const brief = seenWith(ctx, { timeouts: { create: 1, update: 1, delete: 240_000 } });
    await expect(liveRecordJob.delete(brief, id, outs)).rejects.toThrow(
      /job job-1 still records .* kept in state; .* forbidden until 2026-03-01T12:05:00Z/,
    );
    expect(ctx.clock.slept).toBe(240_000);
    expect(ctx.live.count("ResumeLiveStream")).toBe(0);
  });

  test("whose wait breaks says until when the stream is forbidden", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    ctx.live.onForbid = () => ctx.ice.fail(GET, throttled(GET));
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow(
      /Throttling\.User: too many requests\. The stream .*stays forbidden until 2026-03-01T12:05:00Z/,
    );
  });

  test("can be made again: the time of the block moves on", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    const brief = seenWith(ctx, { timeouts: { create: 1, update: 1, delete: 60_000 } });
    await expect(liveRecordJob.delete(brief, id, outs)).rejects.toThrow();
    endsAfterForbid(ctx, id);
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.live.last("ForbidLiveStream")).toMatchObject({ resumeTime: "2026-03-01T12:06:00Z" });
  });

  test("a job that says paused for a moment only is waited for on", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    ctx.live.onForbid = () => {
      ctx.clock.after(20_000, () => ctx.ice.setStatus(id, "paused"));
      ctx.clock.after(25_000, () => ctx.ice.setStatus(id, "started"));
      ctx.clock.after(200_000, () => ctx.ice.setStatus(id, "paused"));
    };
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.clock.slept).toBeGreaterThanOrEqual(210_000);
  });

  test("no word of it holds the stream's address", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, STOPPABLE);
    endsAfterForbid(ctx, id);
    await liveRecordJob.delete(ctx, id, outs);
    expect(JSON.stringify(ctx.log)).not.toContain(STREAM_KEY);
  });
});

describe("a job that no call can end", () => {
  test("is deleted when it ends by itself within the window", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.clock.after(170_000, () => ctx.ice.setStatus(id, "paused"));
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.recording).toEqual([]);
  });

  test("fails after the window, is kept, and the ways out are named", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    const deleting = liveRecordJob.delete(ctx, id, outs);
    await expect(deleting).rejects.toThrow(/job job-1 still records.*no call that stops a record job/);
    await expect(deleting).rejects.toThrow(
      /end its stream.*set a stopCall.*onDelete: "abandon".*pulumi config set alicloud-ice:abandonJobs job-1/,
    );
    expect(ctx.clock.slept).toBe(200_000);
  });

  test("fails at the time allowed when that is shorter", async () => {
    const ctx = testContext({ timeouts: { create: 1, update: 1, delete: 30_000 } });
    const { id, outs } = await recordingJob(ctx);
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow("still records");
    expect(ctx.clock.slept).toBe(30_000);
  });
});

describe("onReplace overlap", () => {
  const OVERLAPPING = { ...JOB, onReplace: "overlap" };

  test("hands the job over once its successor records: it is left alone, and named", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, { ...OVERLAPPING, stopCall: STOP_CALL });
    ctx.clock.advance(60_000);
    const next = await recordingJob(ctx, { ...OVERLAPPING, stopCall: STOP_CALL });
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(`job ${id} is handed over to its successor ${next.id}`),
    ]);
    expect(ctx.ice.recording).toEqual([id, next.id]);
    expect(ctx.live.calls).toEqual([]);
  });

  test("waits until the successor records", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, OVERLAPPING);
    ctx.clock.advance(60_000);
    const next = await recordingJob(ctx, OVERLAPPING);
    ctx.ice.setStatus(next.id, "initial");
    ctx.clock.after(30_000, () => ctx.ice.setStatus(next.id, "started"));
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.clock.slept).toBeGreaterThanOrEqual(30_000);
  });

  test("keeps the job while the successor does not record in time", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, OVERLAPPING);
    ctx.clock.advance(60_000);
    const next = await recordingJob(ctx, OVERLAPPING);
    ctx.ice.setStatus(next.id, "initial");
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow(
      `the successor of job ${id}, does not record yet; job ${id} is kept`,
    );
  });

  test("of triggers hands over to the job of the new name", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, { ...OVERLAPPING, triggers: { day: "1" } });
    ctx.clock.advance(60_000);
    await recordingJob(ctx, { ...OVERLAPPING, triggers: { day: "2" } });
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.log.warnings).toEqual([expect.stringContaining("is handed over")]);
  });

  test("in a plain destroy there is no successor: the stop call is made", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, { ...OVERLAPPING, stopCall: STOP_CALL });
    endsAfterForbid(ctx, id);
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.live.actions).toEqual(["ForbidLiveStream", "ResumeLiveStream"]);
  });

  test("the successor itself is not handed to the job before it", async () => {
    const ctx = testContext();
    await recordingJob(ctx, OVERLAPPING);
    ctx.clock.advance(60_000);
    const next = await recordingJob(ctx, OVERLAPPING);
    await expect(liveRecordJob.delete(ctx, next.id, next.outs)).rejects.toThrow("still records");
  });

  test("a job that was submitted in the same second is no successor", async () => {
    const ctx = testContext();
    await recordingJob(ctx, OVERLAPPING);
    const { id, outs } = await recordingJob(ctx, OVERLAPPING);
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow("still records");
  });

  test("a job of another declaration is no successor", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx, OVERLAPPING);
    ctx.clock.advance(60_000);
    await recordingJob(seenWith(ctx, { urn: `${ctx.urn}-two` }), OVERLAPPING);
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow("still records");
  });
});
