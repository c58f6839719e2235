import { describe, expect, test } from "vitest";
import { liveTranscodeJob } from "../../provider/resources/liveTranscodeJob";
import { FakeEngine } from "./support/fakeEngine";
import { failureOf } from "./support/jobCreation";
import { STREAM_KEY } from "./support/recordings";
import { brokenConnection, noAnswer, refused, throttled } from "./support/serviceErrors";
import type { TestContext } from "./support/testContext";
import { checkedRelay, type Program, RELAY, TIMED, TIMES, transcodeContext } from "./support/transcoding";

const SUBMIT = "SubmitLiveTranscodeJob";
const GET = "GetLiveTranscodeJob";
const LIST = "ListLiveTranscodeJobs";
const UPDATE = "UpdateLiveTranscodeJob";

async function create(ctx: TestContext, program: Program = RELAY) {
  return liveTranscodeJob.create(ctx, await checkedRelay(ctx, program));
}

describe("create", () => {
  test("looks by name, submits once, and learns the output", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await create(ctx);
    expect(ctx.ice.actions).toEqual([LIST, SUBMIT, GET]);
    expect(ctx.ice.last(SUBMIT)).toEqual({ ...RELAY, name: expect.stringMatching(/^show-/) });
    expect(outs).toMatchObject({
      status: 1,
      outputStream: { streamInfos: [{ outputUrl: `rtmp://out.example.com/live/${id}` }] },
      createTime: "2026-03-01T12:00:00Z",
      templateType: "origin",
      region: "cn-shanghai",
    });
  });

  test("of a timed job sends its times, and waits for no output", async () => {
    const ctx = transcodeContext();
    ctx.ice.outputLagMilliseconds = 60_000;
    const { outs } = await create(ctx, TIMED);
    expect(ctx.ice.last(SUBMIT)).toMatchObject({ startMode: 1, timedConfig: TIMES });
    expect(ctx.ice.count(GET)).toBe(1);
    expect(outs).toMatchObject({ status: 0 });
  });

  test("waits a little while for an output that the service does not tell at once", async () => {
    const ctx = transcodeContext();
    ctx.ice.outputLagMilliseconds = 8_000;
    expect((await create(ctx)).outs.outputStream?.streamInfos).toHaveLength(1);
    expect(ctx.clock.slept).toBeLessThan(15_000);
  });

  test("goes on without an output that the service never tells, and says so", async () => {
    const ctx = transcodeContext();
    ctx.ice.outputLagMilliseconds = 600_000;
    expect((await create(ctx)).outs).not.toHaveProperty("outputStream");
    expect(ctx.clock.slept).toBe(30_000);
    expect(ctx.log.infos).toEqual([
      expect.stringContaining("does not tell the output of transcode job relay-1"),
    ]);
  });

  test("keeps the id when the read after the submit fails; the next up reads again", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    ctx.ice.fail(GET, throttled(GET));
    await expect(engine.up(RELAY)).rejects.toThrow("Throttling.User");
    expect(engine.state).toMatchObject({ id: "relay-1", initErrors: true });
    expect(await engine.up(RELAY)).toBe("updated");
    expect(engine.state?.outs).toMatchObject({ outputStream: {}, createTime: "2026-03-01T12:00:00Z" });
    expect(ctx.ice.count(SUBMIT)).toBe(1);
    expect(ctx.ice.count(UPDATE)).toBe(0);
  });

  test("takes over a job of our made name with the same settings, and says so", async () => {
    const ctx = transcodeContext();
    const { name } = await checkedRelay(ctx);
    ctx.ice.addTranscodeJob({ ...RELAY, name: name ?? "" });
    expect((await create(ctx)).id).toBe("relay-1");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
    expect(ctx.log.infos[0]).toContain("took over the running job relay-1 (running");
  });

  test("brings the times of a taken over job in line, of which no answer tells", async () => {
    const ctx = transcodeContext();
    const { name = "" } = await checkedRelay(ctx, TIMED);
    const { timedConfig: _times, transcodeOutput: _output, ...told } = TIMED;
    ctx.ice.addTranscodeJob({ ...told, name });
    await create(ctx, TIMED);
    expect(ctx.ice.untold.get("relay-1")).toMatchObject({
      timedConfig: TIMES,
      transcodeOutput: TIMED.transcodeOutput,
    });
  });

  test("keeps the id when that fails", async () => {
    const ctx = transcodeContext();
    const { name = "" } = await checkedRelay(ctx, TIMED);
    ctx.ice.addTranscodeJob({ ...TIMED, name });
    ctx.ice.fail(UPDATE, refused(UPDATE, "InvalidParam", 400));
    expect((await failureOf(create(ctx, TIMED))).partial).toMatchObject({ id: "relay-1" });
  });

  test("passes over a job of our name that has stopped", async () => {
    const ctx = transcodeContext();
    const { name = "" } = await checkedRelay(ctx);
    ctx.ice.addTranscodeJob({ ...RELAY, name, status: 2 });
    expect((await create(ctx)).id).toBe("relay-2");
  });

  test.each<[string, object]>([
    ["template", { templateId: "another" }],
    ["start mode", { startMode: 1 }],
    ["stream", { streamInput: { type: "rtmp", inputUrl: "rtmp://h/a/another" } }],
  ])("refuses a job of our name with another %s", async (_what, other) => {
    const ctx = transcodeContext();
    const { name = "" } = await checkedRelay(ctx);
    ctx.ice.addTranscodeJob({ ...RELAY, name, ...other });
    await expect(create(ctx)).rejects.toThrow(/relay-1 .*other settings \(template, start mode or stream\)/);
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("a name of the program's own that a running job has is refused, unless it may be taken over", async () => {
    const ctx = transcodeContext();
    ctx.ice.addTranscodeJob({ ...RELAY, name: "mine" });
    await expect(create(ctx, { ...RELAY, name: "mine" })).rejects.toThrow(/relay-1 .*adoptExisting: true/);
    expect((await create(ctx, { ...RELAY, name: "mine", adoptExisting: true })).id).toBe("relay-1");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("whose engine is gone submits nothing", async () => {
    const ctx = transcodeContext({ callerAlive: () => Promise.resolve(false) });
    await expect(create(ctx)).rejects.toThrow("engine is gone");
    expect(ctx.ice.relaying).toEqual([]);
  });
});

describe("an answer to the submit that never came", () => {
  test.each([
    ["broken", brokenConnection],
    ["timed out", noAnswer],
  ])("%s after the submit took effect: its job is found, not made again", async (_how, error) => {
    const ctx = transcodeContext();
    ctx.ice.listLagMilliseconds = 8_000;
    ctx.ice.loseAnswer(SUBMIT, error(SUBMIT));
    const { id, outs } = await create(ctx);
    expect(ctx.ice.relaying).toEqual([id]);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
    expect(outs.outputStream).toBeDefined();
  });

  test("before it took effect: looked for four times, then submitted once more", async () => {
    const ctx = transcodeContext();
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.relaying).toEqual([id]);
    expect(ctx.ice.actions).toEqual([LIST, SUBMIT, LIST, LIST, LIST, LIST, SUBMIT, GET]);
  });

  test("within the time-out is never submitted again: it may still take effect", async () => {
    const ctx = transcodeContext();
    ctx.ice.fail(SUBMIT, noAnswer(SUBMIT));
    await expect(create(ctx)).rejects.toThrow(/did not answer in time.*Run up again/);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("under a name of the program's own, the job that turns up is named and not taken over", async () => {
    const ctx = transcodeContext();
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    const failure = await failureOf(create(ctx, { ...RELAY, name: "mine" }));
    expect(failure.message).toMatch(/Job relay-1 named "mine" runs since then/);
    expect(failure.partial).toBeUndefined();
  });

  test("no word of a failed create holds the stream's address", async () => {
    const ctx = transcodeContext();
    ctx.ice.fail(SUBMIT, noAnswer(SUBMIT));
    const { message } = await failureOf(create(ctx));
    expect(`${message}${JSON.stringify(ctx.log)}`).not.toContain(STREAM_KEY);
  });
});
