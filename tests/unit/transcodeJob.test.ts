import { describe, expect, test } from "vitest";
import { liveTranscodeJob } from "../../provider/resources/liveTranscodeJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { NOT_ABOUT_THE_JOB, noCredentials, refused } from "./support/serviceErrors";
import { seenWith, settingsWith } from "./support/testContext";
import {
  checkedRelay,
  type Program,
  RELAY,
  submittedRelay,
  TIMED,
  TIMES,
  transcodeContext,
} from "./support/transcoding";

const GET = "GetLiveTranscodeJob";
const UPDATE = "UpdateLiveTranscodeJob";

describe("diff", () => {
  const OTHER_STREAM = { streamInput: { type: "rtmp", inputUrl: "rtmp://pull.example.com/live/another" } };
  const LATER = { timedConfig: { ...TIMES, endTime: "2026-03-01T23:00:00Z" } };
  const signed = (key: string) => ({
    streamInput: { type: "rtmp", inputUrl: `${RELAY.streamInput.inputUrl}?auth_key=${key}` },
  });

  test.each<[string, Program, Program, string]>([
    ["the same", RELAY, RELAY, "same"],
    ["another auth_key alone", { ...RELAY, ...signed("1") }, { ...RELAY, ...signed("2") }, "same"],
    [
      "a default written out",
      RELAY,
      { ...RELAY, onEnded: "keep", adoptExisting: false, triggers: {} },
      "same",
    ],
    ["the name", RELAY, { ...RELAY, name: "mine" }, "update"],
    ["the template", RELAY, { ...RELAY, templateId: "another" }, "replace"],
    ["a template that is not known yet", RELAY, { ...RELAY, templateId: UNKNOWN }, "replace"],
    ["the start mode", RELAY, TIMED, "replace"],
    ["triggers", RELAY, { ...RELAY, triggers: { take: "2" } }, "replace"],
    ["the stream of a job that started at once", RELAY, { ...RELAY, ...OTHER_STREAM }, "replace"],
    [
      "the domain of a job that started at once",
      RELAY,
      { ...RELAY, transcodeOutput: { type: "LiveCenter", domainName: "b.example.com" } },
      "replace",
    ],
    ["the times of a timed job that waits", TIMED, { ...TIMED, ...LATER }, "update"],
    ["the stream of a timed job that waits", TIMED, { ...TIMED, ...OTHER_STREAM }, "update"],
    [
      "a stream that is not known yet of one that waits",
      TIMED,
      { ...TIMED, streamInput: { type: "rtmp", inputUrl: UNKNOWN } },
      "update",
    ],
    [
      "the domain of a timed job that waits",
      TIMED,
      { ...TIMED, transcodeOutput: { type: "LiveCenter", domainName: "b.example.com" } },
      "update",
    ],
    [
      "a domain taken out, which an update can't say",
      TIMED,
      { ...TIMED, transcodeOutput: { type: "LiveCenter" } },
      "replace",
    ],
    [
      "an end taken out, which an update can't say",
      TIMED,
      { ...TIMED, timedConfig: { startTime: TIMES.startTime } },
      "replace",
    ],
    ["an end put in", { ...TIMED, timedConfig: { startTime: TIMES.startTime } }, TIMED, "update"],
  ])("%s", async (_what, before, after, outcome) => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(before);
    expect(await engine.preview(after)).toBe(outcome);
  });

  test("the times of a timed job that has started meanwhile need a new job: one Get tells", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(TIMED);
    ctx.ice.transcodeJobOf("relay-1").status = 1;
    ctx.ice.calls.length = 0;
    expect(await engine.preview({ ...TIMED, ...LATER })).toBe("replace");
    expect(ctx.ice.actions).toEqual([GET]);
  });

  test("nothing is asked of a job that is known to have started", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(TIMED);
    ctx.ice.transcodeJobOf("relay-1").status = 1;
    await engine.refresh();
    ctx.ice.calls.length = 0;
    expect(await engine.preview({ ...TIMED, ...LATER })).toBe("replace");
    expect(ctx.ice.calls).toEqual([]);
  });

  test("a preview without credentials says what it could not see", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(TIMED);
    ctx.ice.fail(GET, noCredentials(GET));
    expect(await engine.preview({ ...TIMED, ...LATER })).toBe("update");
    expect(ctx.log.warnings).toEqual([expect.stringContaining("whether it has started")]);
  });

  test("a status that changes by itself is no change", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(TIMED);
    for (const status of [1, 2]) {
      ctx.ice.transcodeJobOf("relay-1").status = status;
      await engine.refresh();
      expect(engine.state?.outs.status).toBe(status);
      expect(await engine.preview(TIMED)).toBe("same");
    }
  });

  test("a configuration that points elsewhere is refused", async () => {
    const ctx = transcodeContext();
    const { id, inputs, outs } = await submittedRelay(ctx);
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    await expect(liveTranscodeJob.diff(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
    await expect(liveTranscodeJob.read(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
    await expect(liveTranscodeJob.update(elsewhere, id, outs, inputs)).rejects.toThrow("cn-beijing");
    await expect(liveTranscodeJob.delete(elsewhere, id, outs)).rejects.toThrow("cn-beijing");
    expect(ctx.ice.calls).toEqual([]);
  });
});

describe("update", () => {
  test("of a running job sends its name alone", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(RELAY);
    await engine.up({ ...RELAY, name: "mine" });
    expect(ctx.ice.last(UPDATE)).toEqual({ jobId: "relay-1", name: "mine" });
    expect(engine.state?.outs).toMatchObject({ name: "mine", status: 1 });
  });

  test("of a timed job that waits sends what has changed, and nothing else", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(TIMED);
    const timedConfig = { ...TIMES, endTime: "2026-03-01T23:00:00Z" };
    expect(await engine.up({ ...TIMED, timedConfig })).toBe("updated");
    expect(ctx.ice.last(UPDATE)).toEqual({
      jobId: "relay-1",
      name: expect.stringMatching(/^show-/),
      timedConfig,
    });
    expect(await engine.preview({ ...TIMED, timedConfig })).toBe("same");
    expect(ctx.ice.relaying).toEqual(["relay-1"]);
  });

  test("of what is the provider's own makes no call", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(RELAY);
    ctx.ice.calls.length = 0;
    await engine.up({ ...RELAY, onEnded: "restart" });
    expect(ctx.ice.actions.filter((action) => action !== GET)).toEqual([]);
    expect(engine.state?.outs).toMatchObject({ onEnded: "restart", outputStream: {} });
  });
});

describe("read", () => {
  test("what the service does not tell is no drift", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx, TIMED);
    expect(await liveTranscodeJob.read(ctx, id, outs)).toEqual({ outs });
  });

  test("a job renamed behind our back comes back with its name, no longer as named by us; up puts it right", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(RELAY);
    ctx.ice.transcodeJobOf("relay-1").name = "theirs";
    await engine.refresh();
    expect(engine.state?.inputs).toMatchObject({ name: "theirs" });
    expect(engine.state?.inputs).not.toHaveProperty("__autoName");
    expect(await engine.up(RELAY)).toBe("updated");
    expect(ctx.ice.transcodeJobOf("relay-1").name).toMatch(/^show-/);
  });

  test("another stream of a timed job is drift, and is put right in place", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(TIMED);
    ctx.ice.transcodeJobOf("relay-1").streamInput = { type: "rtmp", inputUrl: "rtmp://h/a/theirs" };
    await engine.refresh();
    expect(await engine.up(TIMED)).toBe("updated");
    expect(ctx.ice.transcodeJobOf("relay-1").streamInput).toEqual(TIMED.streamInput);
  });

  test("an address that the service no longer tells is kept", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    const job = ctx.ice.transcodeJobOf(id);
    job.status = 2;
    delete job.outputStream;
    expect(await liveTranscodeJob.read(ctx, id, outs)).toEqual({ outs: { ...outs, status: 2 } });
  });

  test("a job that is read for the first time brings what the service tells; what it does not is taken in without a call", async () => {
    const ctx = transcodeContext();
    const { timedConfig: _times, transcodeOutput: _output, ...told } = TIMED;
    ctx.ice.addTranscodeJob({ ...told, name: "theirs" });
    const found = await liveTranscodeJob.read(ctx, "relay-1", {});
    if (found === "gone" || !found.inputs) throw new Error("the job is gone");
    const read = { ...told, name: "theirs", transcodeOutput: { type: "LiveCenter" } };
    expect(found.inputs).toEqual({ ...read, __untold: true });
    // A refresh in between forgets nothing of that.
    expect(await liveTranscodeJob.read(ctx, "relay-1", found.outs)).toEqual({ outs: found.outs });
    const news = await checkedRelay(ctx, { ...TIMED, name: "theirs" }, found.inputs);
    const diff = await liveTranscodeJob.diff(ctx, "relay-1", found.outs, news);
    expect(diff).toEqual({ changedPaths: ["transcodeOutput", "timedConfig"], replacePaths: [] });
    const outs = await liveTranscodeJob.update(ctx, "relay-1", found.outs, news);
    expect(ctx.ice.count(UPDATE)).toBe(0);
    expect(outs).not.toHaveProperty("__untold");
  });

  test("gone needs both: the code, and a list without it", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.fail(GET, refused(GET, "JobNotFound", 404));
    expect(await liveTranscodeJob.read(ctx, id, outs)).not.toBe("gone");
    ctx.ice.transcodeJobs.length = 0;
    expect(await liveTranscodeJob.read(ctx, id, outs)).toBe("gone");
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.fail(GET, error(GET));
    await expect(liveTranscodeJob.read(ctx, id, outs)).rejects.toThrow(GET);
  });
});

describe("a job that has stopped", () => {
  const RESTARTING = { ...RELAY, onEnded: "restart" };

  async function stopped(program: Program) {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(program);
    ctx.clock.advance(600_000);
    ctx.ice.transcodeJobOf("relay-1").status = 2;
    return { ctx, engine };
  }

  test("is done with onEnded keep, after a refresh too", async () => {
    const { engine } = await stopped(RELAY);
    expect(await engine.preview(RELAY)).toBe("same");
    await engine.refresh();
    expect(await engine.preview(RELAY)).toBe("same");
  });

  test("is replaced by a plain up with onEnded restart, once", async () => {
    const { ctx, engine } = await stopped(RESTARTING);
    expect(await engine.up(RESTARTING)).toBe("replaced");
    expect(await engine.up(RESTARTING)).toBe("unchanged");
    expect(ctx.ice.transcodeJobs).toMatchObject([{ jobId: "relay-2", status: 1 }]);
  });

  test("is submitted again only 3 minutes after its submit", async () => {
    const ctx = transcodeContext();
    const engine = new FakeEngine(liveTranscodeJob, ctx);
    await engine.up(RESTARTING);
    ctx.ice.transcodeJobOf("relay-1").status = 2;
    expect(await engine.up(RESTARTING)).toBe("unchanged");
    expect(ctx.log.infos).toEqual([expect.stringContaining("not submitted again within 3 minutes")]);
    ctx.clock.advance(180_000);
    expect(await engine.up(RESTARTING)).toBe("replaced");
  });

  test("a job that is gone is submitted again too", async () => {
    const { ctx, engine } = await stopped(RESTARTING);
    ctx.ice.transcodeJobs.length = 0;
    expect(await engine.up(RESTARTING)).toBe("replaced");
  });

  test("with a number that nobody knows counts as going on", async () => {
    const { ctx, engine } = await stopped(RESTARTING);
    ctx.ice.transcodeJobOf("relay-1").status = 7;
    expect(await engine.up(RESTARTING)).toBe("unchanged");
  });
});
