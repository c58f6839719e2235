import { describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { JOB, recordingJob, STOP_CALL } from "./support/recordings";
import { refused, throttled } from "./support/serviceErrors";
import { seenWith, type TestContext, testContext } from "./support/testContext";
import { RELAY } from "./support/transcoding";

const GET = "GetLiveRecordJob";
const STOP = "SendLiveTranscodeJobCommand";
const relayed = (jobId: string, more: object = {}) => ({
  ...JOB,
  streamInput: { type: "rtmp", url: `rtmp://out.example.com/live/${jobId}` },
  stopCall: { kind: "stopLiveTranscodeJob", jobId },
  ...more,
});

/** A context with a relay; once it is stopped, the jobs that record its output end after the service's window. */
function withRelay(): TestContext {
  const ctx = testContext();
  ctx.ice.addTranscodeJob({ ...RELAY, name: "relay" });
  ctx.ice.submittedStatus = "started";
  ctx.ice.onRelayStopped = () =>
    ctx.clock.after(181_000, () => {
      for (const job of ctx.ice.jobs) job.status = "paused";
    });
  return ctx;
}

describe("check", () => {
  test.each<[string, object, string[]]>([
    [
      "a relay without its job",
      { kind: "stopLiveTranscodeJob" },
      ['stopCall.jobId: must be given when kind is "stopLiveTranscodeJob", got nothing'],
    ],
    [
      "a relay with a domain",
      { kind: "stopLiveTranscodeJob", jobId: "r", domainName: "a.b" },
      ['stopCall.domainName: must be left out when kind is "stopLiveTranscodeJob", got "a.b"'],
    ],
    [
      "a stream without its name",
      { kind: "forbidLiveStream", domainName: "a.b", appName: "live" },
      ['stopCall.streamName: must be given when kind is "forbidLiveStream", got nothing'],
    ],
    [
      "a stream with a job",
      { ...STOP_CALL, jobId: "r" },
      ['stopCall.jobId: must be left out when kind is "forbidLiveStream", got "r"'],
    ],
    [
      "no such kind",
      { kind: "kick", jobId: "r" },
      ['stopCall.kind: must be "forbidLiveStream" or "stopLiveTranscodeJob", got "kick"'],
    ],
    ["a relay that is not known yet", { kind: "stopLiveTranscodeJob", jobId: UNKNOWN }, []],
  ])("%s", async (_what, stopCall, expected) => {
    const { failures } = await liveRecordJob.check(testContext(), undefined, { ...JOB, stopCall });
    expect(failures.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(expected);
  });
});

describe("delete", () => {
  test("stops the relay, waits for the verified end, and forbids no stream", async () => {
    const ctx = withRelay();
    const { id, outs } = await recordingJob(ctx, relayed("relay-1"));
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.last(STOP)).toEqual({ jobId: "relay-1", command: "stop" });
    expect(ctx.ice.recording).toEqual([]);
    expect(ctx.clock.slept).toBeGreaterThan(190_000);
    expect(ctx.live.calls).toEqual([]);
    expect(ctx.log.infos).toEqual([expect.stringContaining("transcode job relay-1, is stopped")]);
  });

  test.each<[string, (ctx: TestContext) => void]>([
    [
      "has stopped already",
      (ctx) => {
        ctx.ice.transcodeJobOf("relay-1").status = 2;
      },
    ],
    [
      "is gone",
      (ctx) => {
        ctx.ice.transcodeJobs.length = 0;
      },
    ],
  ])("waits for the end behind a relay that %s", async (_what, happens) => {
    const ctx = withRelay();
    const { id, outs } = await recordingJob(ctx, relayed("relay-1"));
    happens(ctx);
    ctx.clock.after(100_000, () => ctx.ice.setStatus(id, "paused"));
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.count(STOP)).toBe(0);
  });

  test("of a job that has ended leaves the relay running", async () => {
    const ctx = withRelay();
    const { id, outs } = await recordingJob(ctx, relayed("relay-1"));
    ctx.ice.setStatus(id, "paused");
    await liveRecordJob.delete(ctx, id, outs);
    expect(ctx.ice.relaying).toEqual(["relay-1"]);
  });

  test("fails when the relay can't be stopped: the job is kept", async () => {
    const ctx = withRelay();
    const { id, outs } = await recordingJob(ctx, relayed("relay-1"));
    ctx.ice.fail(STOP, refused(STOP, "Forbidden.RAM", 403));
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow(
      /relay of job job-1, transcode job relay-1, could not be stopped for certain.*ice:SendLiveTranscodeJobCommand.*Job job-1 is kept in state/,
    );
    expect(ctx.ice.recording).toEqual([id]);
  });

  test("fails when the job goes on behind a stopped relay, and says that it is stopped", async () => {
    const ctx = withRelay();
    const { id, outs } = await recordingJob(ctx, relayed("relay-1"));
    ctx.ice.onRelayStopped = () => undefined;
    const brief = seenWith(ctx, { timeouts: { create: 1, update: 1, delete: 240_000 } });
    await expect(liveRecordJob.delete(brief, id, outs)).rejects.toThrow(
      /The relay, transcode job relay-1, is stopped, but job job-1 still records.*Does it record the relay's output/,
    );
    expect(ctx.clock.slept).toBe(240_000);
  });

  test("whose wait breaks says that the relay is stopped", async () => {
    const ctx = withRelay();
    const { id, outs } = await recordingJob(ctx, relayed("relay-1"));
    ctx.ice.onRelayStopped = () => ctx.ice.fail(GET, throttled(GET));
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow(
      /Throttling.User.*The relay, transcode job relay-1, is stopped/,
    );
  });
});

describe("a replacement behind a relay stop", () => {
  const STOPPING = { onReplace: "stop", triggers: { take: "1" } };
  const AGAIN = { onReplace: "stop", triggers: { take: "2" } };

  async function recordingBehindRelay() {
    const ctx = withRelay();
    const engine = new FakeEngine(liveRecordJob, ctx);
    await engine.up(relayed("relay-1", STOPPING));
    return { ctx, engine };
  }

  test("is refused with the same relay: it would be stopped for good", async () => {
    const { ctx, engine } = await recordingBehindRelay();
    await expect(engine.up(relayed("relay-1", AGAIN))).rejects.toThrow(
      /stops its relay, transcode job relay-1, for good.*Nothing was changed. Replace the relay in the same up/,
    );
    expect(ctx.ice.relaying).toEqual(["relay-1"]);
    expect(ctx.ice.recording).toEqual([engine.state?.id]);
  });

  test("is refused when it goes on with the stopped relay's output, whatever its own stop call", async () => {
    const { engine } = await recordingBehindRelay();
    const program = relayed("relay-1", { ...AGAIN, stopCall: STOP_CALL });
    await expect(engine.up(program)).rejects.toThrow("for good");
  });

  test.each<[string, object]>([
    ["another relay", relayed("relay-2", AGAIN)],
    ["a relay that is replaced in the same up", relayed(UNKNOWN, AGAIN)],
    ["another stream", { ...JOB, ...AGAIN, stopCall: STOP_CALL }],
  ])("is made with %s", async (_what, program) => {
    const { ctx, engine } = await recordingBehindRelay();
    expect(await engine.preview({ ...program })).toBe("replace");
    expect(ctx.log.warnings.at(-1)).toContain("takes the output of its relay off the air");
  });

  test("with a new relay ends the old recording and makes one new one", async () => {
    const { ctx, engine } = await recordingBehindRelay();
    ctx.ice.addTranscodeJob({ ...RELAY, name: "relay" });
    expect(await engine.up(relayed(ctx.ice.relaying[1] ?? "", AGAIN))).toBe("replaced");
    expect(ctx.ice.recording).toEqual([engine.state?.id]);
    expect(ctx.live.calls).toEqual([]);
  });

  test("of a job that has ended needs no new relay", async () => {
    const { ctx, engine } = await recordingBehindRelay();
    ctx.ice.setStatus(engine.state?.id ?? "", "paused");
    expect(await engine.up(relayed("relay-1", AGAIN))).toBe("replaced");
    expect(ctx.ice.relaying).toEqual(["relay-1"]);
  });
});

describe("a preview in which the relay changes in place", () => {
  test("leaves the job alone, although the address is not known then", async () => {
    const ctx = withRelay();
    const engine = new FakeEngine(liveRecordJob, ctx);
    await engine.up(relayed("relay-1"));
    expect(await engine.preview(relayed("relay-1", { streamInput: UNKNOWN }))).toBe("same");
    expect(await engine.preview(relayed("relay-1", { streamInput: { type: "rtmp", url: UNKNOWN } }))).toBe(
      "same",
    );
  });

  test("of another relay replaces the job", async () => {
    const ctx = withRelay();
    const engine = new FakeEngine(liveRecordJob, ctx);
    await engine.up(relayed("relay-1"));
    ctx.ice.setStatus("job-1", "paused");
    for (const jobId of [UNKNOWN, "relay-2"]) {
      expect(await engine.preview(relayed(jobId, { streamInput: UNKNOWN }))).toBe("replace");
    }
  });
});

test("the end of a lease stops the relay and nothing else, and the job ends for certain", async () => {
  const ctx = withRelay();
  const engine = new FakeEngine(liveRecordJob, ctx);
  const program = relayed("relay-1", { maxDuration: 3_600 });
  await engine.up(program);
  ctx.clock.advance(3_600_000);
  expect(await engine.preview(program)).toBe("update");
  expect(ctx.log.warnings).toEqual([
    expect.stringContaining("up ends it by its stopCall, stopLiveTranscodeJob"),
  ]);
  expect(await engine.up(program)).toBe("updated");
  expect(ctx.ice.count(STOP)).toBe(1);
  expect(ctx.live.calls).toEqual([]);
  expect(engine.state?.outs).toMatchObject({ status: "paused", ended: true });
  expect(await engine.preview(program)).toBe("same");
});
