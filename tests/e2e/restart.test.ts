import { afterEach, describe, expect, it } from "vitest";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { jobProgram } from "../support/programs";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

/** A little more than the 3 minutes within which a job is never submitted again. */
const MIN_RESTART_INTERVAL_SECONDS = 181;
const RESTART = 'onEnded: "restart"';

afterEach(() => ims().reset());

function submits(): number {
  return callsOf(ims(), "SubmitLiveRecordJob");
}

function recordingIds(): string[] {
  return recordingJobs(ims()).map(({ jobId }) => jobId);
}

describe('a job with onEnded "restart"', () => {
  it("is submitted again by a plain up, once, and never within 3 minutes of the last submit", async () => {
    // A window of seconds: the job ends long before it may be submitted again.
    ims().settings.streamWindowSeconds = 5;
    const stack = await stacks.create(jobProgram({ job: RESTART }));
    succeeded(await stack.up());
    const first = stack.resource("show").id;
    expect(recordingIds()).toEqual([first]);

    stacks.pass(6);
    expect(recordingIds()).toEqual([]);
    const tooSoon = await stack.up("--expect-no-changes");
    succeeded(tooSoon);
    expect(tooSoon.output).toContain("is not submitted again within 3 minutes");
    expect(submits()).toBe(1);

    ims().settings.streamWindowSeconds = 180;
    stacks.pass(MIN_RESTART_INTERVAL_SECONDS);
    const preview = await stack.preview();
    expect(preview.output).toContain("1 to replace");
    expect(submits()).toBe(1);
    succeeded(await stack.up());
    expect(submits()).toBe(2);
    const second = stack.resource("show").id;
    expect(second).not.toBe(first);
    expect(recordingIds()).toEqual([second]);

    const calls = ims().requests().length;
    succeeded(await stack.up("--expect-no-changes"));
    expect(
      ims()
        .requests()
        .slice(calls)
        .map(({ action }) => action),
    ).toEqual(["GetLiveRecordJob"]);
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(recordingIds()).toEqual([second]);
  });

  it("is left alone while protect or a missing credential stands in the way", async () => {
    const stack = await stacks.create(jobProgram({ job: RESTART, jobOptions: "protect: true" }));
    succeeded(await stack.up());
    const { id } = stack.resource("show");
    stacks.pass(MIN_RESTART_INTERVAL_SECONDS);
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain("protect");

    await stack.removeConfig("alicloud-ice:accessKey");
    await stack.removeConfig("alicloud-ice:secretKey");
    const blind = await stack.preview("--expect-no-changes");
    succeeded(blind);
    expect(blind.output).toContain("without credentials");
    expect(submits()).toBe(1);
    expect(stack.resource("show").id).toBe(id);
  });
});
