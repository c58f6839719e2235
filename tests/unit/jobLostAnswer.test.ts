import { describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { create, failureOf } from "./support/jobCreation";
import { checkedJob, JOB } from "./support/recordings";
import { brokenConnection, noAnswer, throttled } from "./support/serviceErrors";
import { testContext } from "./support/testContext";

const SUBMIT = "SubmitLiveRecordJob";

describe("an answer to the submit that never came", () => {
  test("after the submit took effect: its job is found, not made again", async () => {
    const ctx = testContext();
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.recording).toEqual([id]);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("after a time-out: its job is found too", async () => {
    const ctx = testContext();
    ctx.ice.loseAnswer(SUBMIT, noAnswer(SUBMIT));
    expect(ctx.ice.recording).toEqual([]);
    expect((await create(ctx)).id).toBe("job-1");
  });

  test("a list that lags by 8 seconds is looked at until the job shows", async () => {
    const ctx = testContext();
    ctx.ice.listLagMilliseconds = 8_000;
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.recording).toEqual([id]);
    expect(ctx.clock.slept).toBe(10_000);
  });

  test("before the submit took effect: looked for four times, then submitted once more", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.recording).toEqual([id]);
    expect(ctx.ice.actions).toEqual([
      "ListLiveRecordJobs",
      SUBMIT,
      ...Array(4).fill("ListLiveRecordJobs"),
      SUBMIT,
    ]);
  });

  test("twice without an effect: gives up, and says that the next up looks first", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    await expect(create(ctx)).rejects.toThrow(/No job named .* was found afterwards\. Run up again/);
    expect(ctx.ice.count(SUBMIT)).toBe(2);
  });

  test("within the time-out is never submitted again: it may still take effect", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, noAnswer(SUBMIT));
    const failure = await failureOf(create(ctx));
    expect(failure.message).toContain("did not answer in time");
    expect(failure.message).not.toMatch(/\.\./);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("within the time-out of an overlapping job: says that the next up would submit another", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, noAnswer(SUBMIT));
    const { message } = await failureOf(create(ctx, { ...JOB, onReplace: "overlap" }));
    expect(message).toMatch(/before you run up again: .* submits another/);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("an answer without a job id counts as lost", async () => {
    const ctx = testContext();
    ctx.ice.submitLiveRecordJob = async (request) => {
      ctx.ice.addJob({ ...request });
      return {};
    };
    expect((await create(ctx)).id).toBe("job-1");
  });

  test("its job is found although the service's clock is 15 minutes ahead of ours", async () => {
    const ctx = testContext();
    const ahead = new Date(ctx.clock.now() + 15 * 60_000).toISOString();
    const { addJob } = ctx.ice;
    ctx.ice.addJob = (job) => addJob.call(ctx.ice, { ...job, createTime: ahead });
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    const { id } = await create(ctx);
    expect(ctx.ice.recording).toEqual([id]);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("under a name of the program's own, the job that turns up is named and not taken over", async () => {
    const ctx = testContext();
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    const failure = await failureOf(create(ctx, { ...JOB, name: "mine" }));
    expect(failure.message).toMatch(/Job job-1 named "mine" runs since then: .*adoptExisting: true/);
    expect(failure.partial).toBeUndefined();
    expect((await create(ctx, { ...JOB, name: "mine", adoptExisting: true })).id).toBe("job-1");
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("two new jobs of our name afterwards are refused and listed", async () => {
    const ctx = testContext();
    const inputs = await checkedJob(ctx);
    ctx.ice.loseAnswer(SUBMIT, brokenConnection(SUBMIT));
    ctx.clock.after(500, () => ctx.ice.addJob({ ...JOB, name: inputs.name }));
    await expect(liveRecordJob.create(ctx, inputs)).rejects.toThrow(/2 new jobs named .*job-2.*job-1/);
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });

  test("a job that somebody else submitted meanwhile, with other settings, is not taken for ours", async () => {
    const ctx = testContext();
    const inputs = await checkedJob(ctx);
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    ctx.clock.after(500, () => ctx.ice.addJob({ ...JOB, name: inputs.name, templateId: "other" }));
    expect((await liveRecordJob.create(ctx, inputs)).id).toBe("job-2");
  });

  test("a list that fails while looking fails create; nothing is submitted again", async () => {
    const ctx = testContext();
    ctx.ice.fail(SUBMIT, brokenConnection(SUBMIT));
    const inputs = await checkedJob(ctx);
    ctx.clock.after(500, () => ctx.ice.fail("ListLiveRecordJobs", throttled("ListLiveRecordJobs")));
    await expect(liveRecordJob.create(ctx, inputs)).rejects.toThrow("Throttling.User");
    expect(ctx.ice.count(SUBMIT)).toBe(1);
  });
});
