import { describe, expect, test } from "vitest";
import { liveSnapshotJob } from "../../provider/resources/liveSnapshotJob";
import { failureOf } from "./support/jobCreation";
import type { JobProgram } from "./support/recordings";
import { brokenConnection, noAnswer, refused } from "./support/serviceErrors";
import { checkedSnapshotJob, SNAPSHOT_JOB } from "./support/snapshots";
import { seenWith, type TestContext, testContext } from "./support/testContext";

const SUBMIT = "SubmitLiveSnapshotJob";
const COMMAND = "SendLiveSnapshotJobCommand";
const LIST = "ListLiveSnapshotJobs";
const GET = "GetLiveSnapshotJob";

async function create(ctx: TestContext, given: JobProgram = {}) {
  return liveSnapshotJob.create(ctx, await checkedSnapshotJob(ctx, { ...SNAPSHOT_JOB, ...given }));
}

describe("a job whose stream is there", () => {
  test("is submitted and read: it starts by itself", async () => {
    const ctx = testContext();
    const { id, outs } = await create(ctx);
    expect(ctx.ice.actions).toEqual([LIST, SUBMIT, GET]);
    expect(ctx.ice.last(SUBMIT)).toEqual({ ...SNAPSHOT_JOB, jobName: expect.stringMatching(/^show-/) });
    expect(id).toBe("snapshot-job-1");
    expect(outs).toMatchObject({
      status: "started",
      templateName: "a template",
      createTime: "2026-03-01T12:00:00Z",
      region: "cn-shanghai",
    });
    expect(outs).not.toHaveProperty("__awaitsStream");
  });

  test.each([0, 5_000])("that takes %i ms to start is told to, and started once", async (milliseconds) => {
    const ctx = testContext();
    ctx.ice.commandMilliseconds = milliseconds;
    const { outs } = await create(ctx);
    expect(outs).not.toHaveProperty("__awaitsStream");
    expect(ctx.log.warnings).toEqual([]);
    ctx.clock.advance(milliseconds);
    expect(ctx.ice.snapshotJobs).toMatchObject([{ status: "started" }]);
  });

  test("that starts between our look and our command is started", async () => {
    const ctx = testContext();
    ctx.ice.hasStreams = false;
    ctx.ice.fail(COMMAND, refused(COMMAND, "JobAlreadyStarted", 409));
    expect((await create(ctx)).outs).not.toHaveProperty("__awaitsStream");
    expect(ctx.log.warnings).toEqual([]);
  });

  test("and that is declared stopped is stopped, verified", async () => {
    const ctx = testContext();
    ctx.ice.commandMilliseconds = 3_000;
    const { outs } = await create(ctx, { desiredStatus: "stopped" });
    expect(outs.status).toBe("paused");
    expect(ctx.ice.last(COMMAND)).toEqual({ jobId: "snapshot-job-1", command: "stop" });
  });
});

describe("a job whose stream is away", () => {
  test("is made all the same: what is missing is said, and nothing fails", async () => {
    const ctx = testContext();
    ctx.ice.hasStreams = false;
    const { id, outs } = await create(ctx);
    expect(ctx.ice.actions).toEqual([LIST, SUBMIT, GET, COMMAND]);
    expect(outs).toMatchObject({ status: "init", __awaitsStream: true });
    expect(ctx.log.warnings).toEqual([
      expect.stringContaining(`job ${id} takes no pictures yet: its stream is not there`),
    ]);
  });

  test.each(["paused", "init"])(
    "and that is declared stopped is made, whether a stop then shows as %s",
    async (status) => {
      const ctx = testContext();
      ctx.ice.hasStreams = false;
      ctx.ice.stoppedInit = status;
      expect((await create(ctx, { desiredStatus: "stopped" })).outs.status).toBe(status);
      expect(ctx.log.warnings).toEqual([]);
    },
  );
});

describe("once the service has given an id", () => {
  test.each([
    ["a refused start", COMMAND, refused(COMMAND, "JobLimitExceeded", 400), "JobLimitExceeded"],
    ["a broken connection", COMMAND, brokenConnection(COMMAND), "before an answer came"],
    ["a read that fails", GET, refused(GET, "Forbidden.RAM", 403), "ice:GetLiveSnapshotJob"],
  ])("%s fails create and keeps it", async (_what, action, error, says) => {
    const ctx = testContext();
    ctx.ice.hasStreams = false;
    ctx.ice.fail(action, error);
    const failure = await failureOf(create(ctx));
    expect(failure.message).toContain(says);
    expect(failure.partial).toMatchObject({
      id: "snapshot-job-1",
      outs: { status: "init", ...SNAPSHOT_JOB },
    });
  });

  test("a stop that does not show in time fails create and keeps it", async () => {
    const ctx = testContext();
    ctx.ice.commandMilliseconds = 0;
    const slow = seenWith(ctx, { timeouts: { ...ctx.timeouts, create: 30_000 } });
    const inputs = await checkedSnapshotJob(ctx, { ...SNAPSHOT_JOB, desiredStatus: "stopped" });
    ctx.ice.sendLiveSnapshotJobCommand = () => Promise.resolve({});
    const failure = await failureOf(liveSnapshotJob.create(slow, inputs));
    expect(failure.message).toMatch(
      /Job snapshot-job-1 of LiveSnapshotJob "show" was told to stop and still says "started"/,
    );
    expect(failure.partial?.id).toBe("snapshot-job-1");
    expect(ctx.clock.slept).toBe(30_000);
  });
});

describe("an answer to the submit that never came", () => {
  test.each([
    ["a broken connection", brokenConnection],
    ["no answer in time", noAnswer],
  ])("%s after it took effect: its job is found, not made again", async (_what, error) => {
    const ctx = testContext();
    ctx.ice.listLagMilliseconds = 8_000;
    ctx.ice.loseAnswer(SUBMIT, error(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.taking).toEqual([id]);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("before it took effect: looked for four times, then submitted once more", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.taking).toEqual([id]);
    expect(ctx.ice.actions).toEqual([LIST, SUBMIT, LIST, LIST, LIST, LIST, SUBMIT, GET]);
  });

  test("within the time-out is never submitted again: it may still take effect", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, noAnswer(SUBMIT));
    await expect(create(ctx)).rejects.toThrow(/No job named .* was found afterwards\. Run up again/);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("under a name of the program's own, the job that turns up is named and not taken over", async () => {
    const ctx = testContext();
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    await expect(create(ctx, { jobName: "mine" })).rejects.toThrow(
      /Job snapshot-job-1 named "mine" .*adoptExisting: true/,
    );
    expect((await create(ctx, { jobName: "mine", adoptExisting: true })).id).toBe("snapshot-job-1");
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("is not submitted at all once the engine is gone", async () => {
    const ctx = testContext({ callerAlive: () => Promise.resolve(false) });
    await expect(create(ctx)).rejects.toThrow("The Pulumi engine is gone");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });
});

describe("a job that has the name already", () => {
  async function madeName(ctx: TestContext): Promise<string> {
    return (await checkedSnapshotJob(ctx)).jobName ?? "";
  }

  test("is taken over when we made the name and the settings are the same but for auth_key", async () => {
    const ctx = testContext();
    const streamInput = { type: "rtmp", url: `${SNAPSHOT_JOB.streamInput.url}?auth_key=1` };
    ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, streamInput, jobName: await madeName(ctx), status: "init" });
    const { id, outs } = await create(ctx);
    expect(id).toBe("snapshot-job-1");
    expect(outs.status).toBe("started");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test.each<[string, object]>([
    ["template", { templateId: "other" }],
    ["stream", { streamInput: { type: "rtmp", url: "rtmp://h/a/other" } }],
    ["bucket", { snapshotOutput: { ...SNAPSHOT_JOB.snapshotOutput, bucket: "other" } }],
    ["callback URL", { callbackUrl: "https://h/x" }],
  ])("with another %s is refused and named", async (_what, given) => {
    const ctx = testContext();
    ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobName: await madeName(ctx), ...given });
    await expect(create(ctx)).rejects.toThrow(/snapshot-job-1 .* running with other settings/);
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("and is stopped is passed over: the service deletes none, so every job that ever was is listed", async () => {
    const ctx = testContext();
    ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobName: await madeName(ctx), status: "paused" });
    expect((await create(ctx)).id).toBe("snapshot-job-2");
  });

  test("twice is refused, and both are named", async () => {
    const ctx = testContext();
    for (let count = 0; count < 2; count++) {
      ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobName: await madeName(ctx) });
    }
    await expect(create(ctx)).rejects.toThrow(/2 jobs named .*snapshot-job-2 .*snapshot-job-1 /);
  });

  test("given by the program is refused, until adoptExisting takes it over", async () => {
    const ctx = testContext();
    ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobName: "mine" });
    await expect(create(ctx, { jobName: "mine" })).rejects.toThrow("adoptExisting: true");
    expect((await create(ctx, { jobName: "mine", adoptExisting: true })).id).toBe("snapshot-job-1");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("as a part of its own name only is nobody's business", async () => {
    const ctx = testContext();
    ctx.ice.addSnapshotJob({ ...SNAPSHOT_JOB, jobName: "mine too" });
    expect((await create(ctx, { jobName: "mine" })).id).toBe("snapshot-job-2");
  });
});
