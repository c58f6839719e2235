import { describe, expect, test } from "vitest";
import { create, failureOf } from "./support/jobCreation";
import { checkedJob, JOB, type JobProgram, STREAM_KEY } from "./support/recordings";
import { brokenConnection, refused, throttled } from "./support/serviceErrors";
import { seenWith, testContext } from "./support/testContext";

const SUBMIT = "SubmitLiveRecordJob";

describe("a new job", () => {
  test("is submitted once, after one look at the list, with every field of the service", async () => {
    const ctx = testContext();
    const { id, outs } = await create(ctx, { ...JOB, notifyUrl: "https://example.com/hook", name: "mine" });
    expect(ctx.ice.actions).toEqual(["ListLiveRecordJobs", SUBMIT]);
    expect(ctx.ice.last(SUBMIT)).toEqual({ name: "mine", notifyUrl: "https://example.com/hook", ...JOB });
    expect(ctx.ice.recording).toEqual([id]);
    expect(outs).toMatchObject({
      name: "mine",
      status: "initial",
      ended: false,
      region: "cn-shanghai",
      endpoint: "ice.cn-shanghai.aliyuncs.com",
    });
  });

  test("is looked for by name in the last 30 days, the clocks as far apart as a signature may be", async () => {
    const ctx = testContext();
    await create(ctx);
    expect(ctx.ice.last("ListLiveRecordJobs")).toMatchObject({
      startTime: "2026-01-30T12:16:00Z",
      endTime: "2026-03-01T12:16:00Z",
    });
  });

  test("does not carry the provider's own fields to the service", async () => {
    const ctx = testContext();
    await create(ctx, { ...JOB, onEnded: "restart", onDelete: "abandon", triggers: { a: "b" } });
    expect(Object.keys(ctx.ice.last(SUBMIT) as object).sort()).toEqual([
      "name",
      "recordOutput",
      "streamInput",
      "templateId",
    ]);
  });

  test("a refusal of the service is passed on, and nothing is in state", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, refused(SUBMIT, "OperationDenied", 403));
    await expect(create(ctx)).rejects.toThrow("OperationDenied");
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("a job of the same name that has ended is no obstacle", async () => {
    const ctx = testContext();
    ctx.ice.addJob({ ...JOB, name: "mine", status: "paused" });
    const { id } = await create(ctx, { ...JOB, name: "mine" });
    expect(ctx.ice.recording).toEqual([id]);
  });

  test("a job whose name only contains ours is no obstacle", async () => {
    const ctx = testContext();
    ctx.ice.addJob({ ...JOB, name: "mine-too" });
    await create(ctx, { ...JOB, name: "mine" });
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });
});

describe("a running job of our name", () => {
  test("with a made name and the same settings is ours: taken over, and said so", async () => {
    const ctx = testContext();
    const first = await create(ctx);
    ctx.ice.setStatus(first.id, "started");
    const second = await create(ctx);
    expect(second.id).toBe(first.id);
    expect(second.outs).toMatchObject({ status: "started", templateName: "a template" });
    expect(ctx.ice.count(SUBMIT)).toBe(1);
    expect(ctx.log.infos).toEqual([expect.stringContaining("took over the running job job-1")]);
  });

  test("is found on the last page of the list", async () => {
    const ctx = testContext();
    const first = await create(ctx);
    const { name } = await checkedJob(ctx);
    ctx.ice.maxPageSize = 10;
    for (let other = 0; other < 25; other++) {
      ctx.ice.addJob({ ...JOB, name: `${name}-${other}` });
    }
    expect((await create(ctx)).id).toBe(first.id);
  });

  test.each<[string, JobProgram]>([
    ["template", { templateId: "template-2" }],
    ["stream", { streamInput: { type: "rtmp", url: "rtmp://other.example.com/live/a" } }],
    ["bucket", { recordOutput: { type: "oss", bucket: "elsewhere" } }],
    ["notify URL", { notifyUrl: "https://example.com/hook" }],
  ])("with another %s is refused, named, and not in clear", async (_what, change) => {
    const ctx = testContext();
    const first = await create(ctx);
    const creating = create(ctx, { ...JOB, ...change });
    await expect(creating).rejects.toThrow(new RegExp(`${first.id}.*is running with other settings`));
    await expect(creating).rejects.not.toThrow(STREAM_KEY);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("with a rotated auth_key, and an endpoint that the service filled in, is the same", async () => {
    const ctx = testContext();
    const url = `${JOB.streamInput.url}?auth_key=1`;
    const output = { type: "oss", bucket: "recordings" } as const;
    const first = await create(ctx, { ...JOB, streamInput: { type: "rtmp", url }, recordOutput: output });
    const job = ctx.ice.jobs[0];
    if (job) job.recordOutput = { ...output, endpoint: "oss-cn-shanghai.aliyuncs.com" };
    expect((await create(ctx, { ...JOB, recordOutput: output })).id).toBe(first.id);
  });

  test("with an explicit name is refused, and adoptExisting named", async () => {
    const ctx = testContext();
    ctx.ice.addJob({ ...JOB, name: "mine" });
    await expect(create(ctx, { ...JOB, name: "mine" })).rejects.toThrow(/job-1.*adoptExisting: true/);
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("with an explicit name and adoptExisting is taken over", async () => {
    const ctx = testContext();
    ctx.ice.addJob({ ...JOB, name: "mine" });
    const { id } = await create(ctx, { ...JOB, name: "mine", adoptExisting: true });
    expect(id).toBe("job-1");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("one without an id, which can't be taken over, is not passed over: nothing is submitted", async () => {
    const ctx = testContext();
    const { name = "" } = await checkedJob(ctx);
    ctx.ice.addJob({ ...JOB, name, jobId: undefined });
    await expect(create(ctx)).rejects.toThrow("a running job has no JobId");
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("several of them are refused and listed", async () => {
    const ctx = testContext();
    const { name } = await checkedJob(ctx);
    ctx.ice.addJob({ ...JOB, name });
    ctx.ice.addJob({ ...JOB, name });
    await expect(create(ctx)).rejects.toThrow(/2 jobs named .* job-2 \(started.*job-1 \(started/);
    expect(ctx.ice.count(SUBMIT)).toBe(0);
  });

  test("a predecessor that overlaps is left alone, and never taken for the new job", async () => {
    const ctx = testContext();
    const program = { ...JOB, onReplace: "overlap" };
    const first = await create(ctx, program);
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    const second = await create(ctx, program);
    expect(second.id).not.toBe(first.id);
    expect(ctx.ice.recording).toEqual([first.id, second.id]);
  });
});

describe("an engine that is gone", () => {
  test("before the submit: nothing is submitted", async () => {
    const ctx = testContext({ callerAlive: () => Promise.resolve(false) });
    await expect(create(ctx)).rejects.toThrow(/engine is gone: nothing was submitted/);
    expect(ctx.ice.recording).toEqual([]);
  });

  test("while a lost answer was looked for: nothing is submitted again", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    const alive = seenWith(ctx, { callerAlive: () => Promise.resolve(ctx.clock.slept === 0) });
    await expect(create(alive)).rejects.toThrow(/engine is gone/);
    expect(ctx.ice.recording).toEqual([]);
  });
});

describe('waitFor: "started"', () => {
  const WAITING = { ...JOB, waitFor: "started" };

  test("create returns once the service says started", async () => {
    const ctx = testContext();
    ctx.clock.after(42_000, () => ctx.ice.setStatus("job-1", "started"));
    const { outs } = await create(ctx, WAITING);
    expect(outs).toMatchObject({ status: "started", ended: false, createTime: "2026-03-01T12:00:00Z" });
    expect(outs).not.toHaveProperty("__awaitsStart");
    expect(ctx.log.statuses.at(-1)).toMatch(/waiting \d\d s for job job-1 to start, at most 26\d s more/);
  });

  test("a taken-over job that records already costs no further call", async () => {
    const ctx = testContext();
    const { name } = await checkedJob(ctx, WAITING);
    ctx.ice.addJob({ ...JOB, name });
    await create(ctx, WAITING);
    expect(ctx.ice.actions).toEqual(["ListLiveRecordJobs"]);
  });

  test("a job that ends before it started fails create with its id kept", async () => {
    const ctx = testContext();
    ctx.clock.after(180_000, () => ctx.ice.setStatus("job-1", "paused"));
    const failure = await failureOf(create(ctx, WAITING));
    expect(failure.message).toContain("Job job-1 is paused, before it was seen to start");
    expect(failure.partial).toMatchObject({
      id: "job-1",
      outs: { name: expect.stringMatching(/^show-/), region: "cn-shanghai", __awaitsStart: true },
    });
  });

  test("a job that does not start in time fails create at the limit, with its id kept", async () => {
    const ctx = testContext({ timeouts: { create: 60_000, update: 1, delete: 1 } });
    const failure = await failureOf(create(ctx, WAITING));
    expect(failure.message).toMatch(/job-1 was submitted but has not started in time.*Run up again/i);
    expect(failure.partial?.id).toBe("job-1");
    expect(ctx.clock.slept).toBe(60_000);
  });

  test("a read that fails keeps the id", async () => {
    const ctx = testContext();
    ctx.ice.fail("GetLiveRecordJob", throttled("GetLiveRecordJob"));
    const failure = await failureOf(create(ctx, WAITING));
    expect(failure.message).toContain("Throttling.User");
    expect(failure.partial).toMatchObject({ id: "job-1", outs: { templateId: "template-1" } });
  });

  test("a job that the service forgets meanwhile keeps its id", async () => {
    const ctx = testContext();
    ctx.clock.after(10_000, () => ctx.ice.forget("job-1"));
    expect((await failureOf(create(ctx, WAITING))).partial?.id).toBe("job-1");
  });
});
