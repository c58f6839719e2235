import { describe, expect, test } from "vitest";
import { liveSnapshotJob } from "../../provider/resources/liveSnapshotJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import type { JobProgram } from "./support/recordings";
import { refused } from "./support/serviceErrors";
import { commands, SNAPSHOT_JOB, snapshotEngine, snapshotProgram } from "./support/snapshots";
import { testContext } from "./support/testContext";

const COMMAND = "SendLiveSnapshotJobCommand";
const GET = "GetLiveSnapshotJob";

describe("nothing changed", () => {
  test.each<[string, JobProgram, JobProgram]>([
    ["the same program", {}, {}],
    [
      "only auth_key rotated",
      {},
      { streamInput: { type: "rtmp", url: `${SNAPSHOT_JOB.streamInput.url}?auth_key=2` } },
    ],
    [
      "defaults were written out",
      {},
      { desiredStatus: "running", triggers: {}, onDelete: "stop", adoptExisting: false },
    ],
  ])("%s: unchanged, without a call", async (_what, before, after) => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, before);
    expect(await engine.up(snapshotProgram(after))).toBe("unchanged");
    expect(ctx.ice.calls).toEqual([]);
  });

  test("a refresh takes one call, and brings no inputs", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    const { inputs } = engine.state ?? {};
    await engine.refresh();
    expect(ctx.ice.actions).toEqual([GET]);
    expect(engine.state?.inputs).toBe(inputs);
  });
});

describe("what the service takes", () => {
  test.each<[string, JobProgram]>([
    ["a name", { jobName: "mine" }],
    ["the template", { templateId: "other" }],
    ["a template that is not known yet", { templateId: UNKNOWN }],
    ["the stream", { streamInput: { type: "rtmp", url: "rtmp://h/a/other" } }],
    ["the bucket", { snapshotOutput: { ...SNAPSHOT_JOB.snapshotOutput, bucket: "other" } }],
    ["the callback URL", { callbackUrl: "https://h/x" }],
  ])("%s replaces the job", async (_what, given) => {
    const engine = await snapshotEngine(testContext());
    expect(await engine.preview(snapshotProgram(given))).toBe("replace");
  });

  test("a replacement stops the old job before the new one is submitted, under the same made name", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    expect(await engine.up(snapshotProgram({ templateId: "other" }))).toBe("replaced");
    expect(ctx.ice.actions).toEqual([
      GET,
      COMMAND,
      GET,
      "ListLiveSnapshotJobs",
      "SubmitLiveSnapshotJob",
      GET,
    ]);
    const [before, after] = ctx.ice.snapshotJobs;
    expect(before).toMatchObject({ status: "paused", jobName: after?.jobName });
    expect(after).toMatchObject({ status: "started", templateId: "other" });
  });
});

describe("what is the provider's own", () => {
  test.each<[string, JobProgram]>([
    ["onDelete", { onDelete: "abandon" }],
    ["adoptExisting", { jobName: "mine", adoptExisting: true }],
  ])("%s changes in place, without a call", async (_what, given) => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, "jobName" in given ? { jobName: "mine" } : {});
    expect(await engine.up(snapshotProgram(given))).toBe("updated");
    expect(ctx.ice.calls).toEqual([]);
  });

  test("desiredStatus stops the job in place, verified, and starts it again", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    ctx.ice.commandMilliseconds = 2_000;
    expect(await engine.up(snapshotProgram({ desiredStatus: "stopped" }))).toBe("updated");
    expect(engine.state?.outs.status).toBe("paused");
    expect(await engine.up(snapshotProgram({ desiredStatus: "stopped" }))).toBe("unchanged");
    expect(await engine.up(snapshotProgram())).toBe("updated");
    expect(commands(ctx)).toEqual(["stop", "start"]);
    expect(await engine.up(snapshotProgram())).toBe("unchanged");
    expect(ctx.ice.snapshotJobs).toHaveLength(1);
  });

  test("triggers restart a job that takes pictures", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    expect(await engine.up(snapshotProgram({ triggers: { take: "2" } }))).toBe("updated");
    expect(commands(ctx)).toEqual(["restart"]);
    expect(await engine.up(snapshotProgram({ triggers: { take: "2" } }))).toBe("unchanged");
  });

  test("triggers of a job that is to be stopped command nothing", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, { desiredStatus: "stopped" });
    expect(await engine.up(snapshotProgram({ desiredStatus: "stopped", triggers: { take: "2" } }))).toBe(
      "updated",
    );
    expect(ctx.ice.calls).toEqual([]);
  });

  test("a restart that fails is due again", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    ctx.ice.fail(COMMAND, refused(COMMAND, "JobLimitExceeded", 400));
    await expect(engine.up(snapshotProgram({ triggers: { take: "2" } }))).rejects.toThrow("JobLimitExceeded");
    expect(await engine.up(snapshotProgram({ triggers: { take: "2" } }))).toBe("updated");
    expect(commands(ctx)).toEqual(["restart", "restart"]);
  });

  test("a start that failed in create is made by the next up", async () => {
    const ctx = testContext();
    ctx.ice.hasStreams = false;
    ctx.ice.fail(COMMAND, refused(COMMAND, "JobLimitExceeded", 400));
    const engine = new FakeEngine(liveSnapshotJob, ctx);
    await expect(engine.up(snapshotProgram())).rejects.toThrow("JobLimitExceeded");
    ctx.ice.hasStreams = true;
    expect(await engine.up(snapshotProgram())).toBe("updated");
    expect(ctx.ice.snapshotJobs).toMatchObject([{ status: "started" }]);
  });

  test("a job that the service no longer knows is not started in silence", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, { desiredStatus: "stopped" });
    ctx.ice.snapshotJobs.length = 0;
    await expect(engine.up(snapshotProgram())).rejects.toThrow(
      /no longer knows job snapshot-job-1 .*--refresh/,
    );
    await engine.refresh();
    expect(await engine.up(snapshotProgram())).toBe("created");
  });
});

describe("a job that somebody else has", () => {
  test("stopped shows as a change of desiredStatus, and the next up starts it", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    Object.assign(ctx.ice.snapshotJobs[0] ?? {}, { status: "paused" });
    await engine.refresh();
    expect(engine.state).toMatchObject({
      inputs: { ...SNAPSHOT_JOB, desiredStatus: "stopped", __autoName: true },
      outs: { desiredStatus: "stopped", status: "paused" },
    });
    expect(await engine.preview(snapshotProgram())).toBe("update");
    expect(await engine.up(snapshotProgram())).toBe("updated");
    expect(commands(ctx)).toEqual(["start"]);
    expect(engine.state?.outs.status).toBe("started");
  });

  test("started although it is to be stopped is stopped again", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, { desiredStatus: "stopped" });
    Object.assign(ctx.ice.snapshotJobs[0] ?? {}, { status: "started" });
    await engine.refresh();
    expect(engine.state?.inputs.desiredStatus).toBe("running");
    expect(await engine.up(snapshotProgram({ desiredStatus: "stopped" }))).toBe("updated");
    expect(commands(ctx)).toEqual(["stop"]);
  });

  test("given a status that we do not know stays as it is; that is said once", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    Object.assign(ctx.ice.snapshotJobs[0] ?? {}, { status: "migrating" });
    await engine.refresh();
    await engine.refresh();
    expect(engine.state?.outs.status).toBe("migrating");
    expect(ctx.log.infos).toEqual([expect.stringContaining('"migrating", which this version does not know')]);
    expect(await engine.up(snapshotProgram())).toBe("unchanged");
  });
});
