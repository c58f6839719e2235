import { describe, expect, test } from "vitest";
import { liveSnapshotJob } from "../../provider/resources/liveSnapshotJob";
import type { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, NOT_ABOUT_THE_JOB, noCredentials, refused } from "./support/serviceErrors";
import {
  commands,
  SNAPSHOT_JOB,
  SNAPSHOT_STREAM,
  snapshotEngine,
  snapshotProgram,
  submittedSnapshotJob,
} from "./support/snapshots";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

const COMMAND = "SendLiveSnapshotJobCommand";
const GET = "GetLiveSnapshotJob";
const ONLINE = "DescribeLiveStreamsOnlineList";

describe("a job whose stream is away", () => {
  async function waiting(ctx: TestContext): Promise<FakeEngine> {
    ctx.ice.hasStreams = false;
    return snapshotEngine(ctx);
  }

  test("is no change, before and after a refresh, as long as the stream is away", async () => {
    const ctx = testContext();
    const engine = await waiting(ctx);
    for (let times = 0; times < 2; times++) {
      expect(await engine.up(snapshotProgram())).toBe("unchanged");
      await engine.refresh();
    }
    expect(commands(ctx)).toEqual([]);
    expect(ctx.live.last(ONLINE)).toEqual({
      regionId: "cn-shanghai",
      domainName: "pull.example.com",
      appName: "live",
      streamName: "show-key-7f3a",
      queryType: "strict",
    });
  });

  test("is started by the next up once ApsaraVideo Live says that the stream is there", async () => {
    const ctx = testContext();
    const engine = await waiting(ctx);
    ctx.ice.hasStreams = true;
    ctx.live.online.add(SNAPSHOT_STREAM);
    expect(await engine.preview(snapshotProgram())).toBe("update");
    expect(commands(ctx)).toEqual([]);
    expect(await engine.up(snapshotProgram())).toBe("updated");
    expect(commands(ctx)).toEqual(["start"]);
    expect(engine.state?.outs).not.toHaveProperty("__awaitsStream");
    ctx.live.calls.length = 0;
    expect(await engine.up(snapshotProgram())).toBe("unchanged");
    expect(ctx.live.calls).toEqual([]);
  });

  test("and whose stream another stream's name contains is not started", async () => {
    const ctx = testContext();
    const engine = await waiting(ctx);
    ctx.live.online.add(`${SNAPSHOT_STREAM}-2`);
    expect(await engine.preview(snapshotProgram())).toBe("same");
  });

  test("and that has started by itself meanwhile is no change, and forgotten by the next read", async () => {
    const ctx = testContext();
    const engine = await waiting(ctx);
    Object.assign(ctx.ice.snapshotJobs[0] ?? {}, { status: "started" });
    expect(await engine.up(snapshotProgram())).toBe("unchanged");
    expect(ctx.live.calls).toEqual([]);
    await engine.refresh();
    expect(engine.state?.outs).not.toHaveProperty("__awaitsStream");
  });

  test("and of which Live does not know is no change: it is said how to start it", async () => {
    const ctx = testContext();
    const engine = await waiting(ctx);
    ctx.live.fail(ONLINE, refused(ONLINE, "InvalidDomain.NotFound", 404));
    expect(await engine.up(snapshotProgram())).toBe("unchanged");
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/InvalidDomain\.NotFound\)\. Once it is, change triggers/),
    ]);
    ctx.ice.hasStreams = true;
    expect(await engine.up(snapshotProgram({ triggers: { on: "air" } }))).toBe("updated");
    expect(commands(ctx)).toEqual(["start"]);
  });

  test("previews without credentials too, with a word on what is not known", async () => {
    const ctx = testContext();
    const engine = await waiting(ctx);
    ctx.ice.fail(GET, noCredentials(GET));
    expect(await engine.preview(snapshotProgram())).toBe("same");
    expect(ctx.log.warnings).toEqual([expect.stringContaining("without credentials")]);
  });

  test("when it is to run again: that is a warning, and no drift afterwards", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, { desiredStatus: "stopped" });
    ctx.ice.hasStreams = false;
    expect(await engine.up(snapshotProgram())).toBe("updated");
    expect(ctx.log.warnings).toEqual([expect.stringContaining("its stream is not there")]);
    await engine.refresh();
    expect(engine.state?.inputs).not.toHaveProperty("desiredStatus");
    expect(await engine.up(snapshotProgram())).toBe("unchanged");
  });
});

describe("read", () => {
  test("for the first time brings the inputs, and that the job is stopped", async () => {
    const ctx = testContext();
    ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobName: "theirs", callbackUrl: "", status: "paused" });
    expect(await liveSnapshotJob.read(ctx, "snapshot-job-1", {})).toMatchObject({
      inputs: { ...SNAPSHOT_JOB, jobName: "theirs", desiredStatus: "stopped" },
      outs: { status: "paused", desiredStatus: "stopped" },
    });
  });

  test("gone needs both: the code, and a list without it", async () => {
    const ctx = testContext();
    const { id, outs } = await submittedSnapshotJob(ctx);
    ctx.ice.fail(GET, refused(GET, "JobNotFound", 404));
    await expect(liveSnapshotJob.read(ctx, id, outs)).rejects.toThrow("JobNotFound");
    ctx.ice.snapshotJobs.length = 0;
    expect(await liveSnapshotJob.read(ctx, id, outs)).toBe("gone");
  });

  test.each(NOT_ABOUT_THE_JOB)("%s drops nothing: read fails", async (_what, error) => {
    const ctx = testContext();
    const { id, outs } = await submittedSnapshotJob(ctx);
    ctx.ice.fail(GET, error(GET));
    await expect(liveSnapshotJob.read(ctx, id, outs)).rejects.toThrow(GET);
  });
});

describe("delete", () => {
  test("stops the job and makes sure of it", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    ctx.ice.commandMilliseconds = 4_000;
    await engine.destroy();
    expect(ctx.ice.taking).toEqual([]);
    expect(commands(ctx)).toEqual(["stop"]);
    expect(ctx.log.statuses[0]).toContain("for job snapshot-job-1 to stop");
  });

  test("of a stopped job takes one call", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx, { desiredStatus: "stopped" });
    await engine.destroy();
    expect(ctx.ice.actions).toEqual([GET]);
  });

  test.each([true, false])("of a job that is gone succeeds, seen before the stop: %s", async (isSeen) => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    if (isSeen) ctx.ice.snapshotJobs.length = 0;
    else {
      ctx.ice.sendLiveSnapshotJobCommand = () => {
        ctx.ice.snapshotJobs.length = 0;
        return Promise.reject(refused(COMMAND, "JobNotFound", 404));
      };
    }
    await engine.destroy();
    expect(engine.state).toBeUndefined();
  });

  test("of a job that never started takes init for an answer only when it stays", async () => {
    const ctx = testContext();
    ctx.ice.hasStreams = false;
    ctx.ice.stoppedInit = "init";
    const engine = await snapshotEngine(ctx);
    await engine.destroy();
    expect(ctx.clock.slept).toBeGreaterThanOrEqual(10_000);
  });

  test("of a job that starts although it was told to stop does not succeed", async () => {
    const ctx = testContext();
    ctx.ice.hasStreams = false;
    ctx.ice.stoppedInit = "init";
    const engine = await snapshotEngine(ctx);
    const job = ctx.ice.snapshotJobs[0] ?? {};
    ctx.clock.after(5_000, () => Object.assign(job, { status: "started" }));
    await expect(engine.destroy()).rejects.toThrow(/still says "started".*kept in state.*abandon/s);
    expect(engine.state).toBeDefined();
    expect(ctx.clock.slept).toBe(ctx.timeouts.delete);
  });

  test.each<[string, (ctx: TestContext) => Promise<unknown>]>([
    ["onDelete abandon", async (ctx) => (await snapshotEngine(ctx, { onDelete: "abandon" })).destroy()],
    [
      "abandonJobs",
      async (ctx) => {
        const { id, outs } = await submittedSnapshotJob(ctx);
        const told = seenWith(ctx, { settings: settingsWith({ abandonJobs: id }) });
        return liveSnapshotJob.delete(told, id, outs);
      },
    ],
  ])("with %s drops the job as it is, and names it", async (_what, remove) => {
    const ctx = testContext();
    await remove(ctx);
    expect(ctx.ice.calls).toEqual([]);
    expect(ctx.ice.taking).toEqual(["snapshot-job-1"]);
    expect(ctx.log.warnings).toEqual([expect.stringContaining("job snapshot-job-1 is dropped from state")]);
  });

  test("fails by whatever else the service says", async () => {
    const ctx = testContext();
    const engine = await snapshotEngine(ctx);
    ctx.ice.fail(COMMAND, brokenConnection(COMMAND));
    await expect(engine.destroy()).rejects.toThrow("before an answer came");
    expect(engine.state).toBeDefined();
  });
});
