import { describe, expect, it } from "vitest";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";
import { FORBID_STOP_CALL, jobProgram } from "../support/programs";
import type { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

/** The ids of the jobs with this name that record, on the service's side. */
function recordingNamed(name: string): string[] {
  return recordingJobs(ims())
    .filter((job) => job.name === name)
    .map(({ jobId }) => jobId);
}

function nameOf(stack: Stack): string {
  return String(stack.resource("show").inputs?.name);
}

/** Runs `up` with a job that waits for its start, while the window passes without a stream. */
function failToStart(stack: Stack): Promise<CommandResult> {
  return stacks.runPastTheWindow(stack, "GetLiveRecordJob", "up", "--yes", "--skip-preview");
}

describe("a declared job", () => {
  it("is submitted once; while it records and after it has ended nothing is to be done", async () => {
    const stack = await stacks.create(jobProgram());
    const first = await stack.run("up", "--yes");
    succeeded(first);
    expect(first.output).toContain("4 created");
    expect(first.output).toContain("has no stopCall");
    succeeded(await stack.run("up", "--yes", "--expect-no-changes"));
    expect(recordingNamed(nameOf(stack))).toEqual([(await stack.outputs()).jobId]);

    stacks.pass(PAST_THE_WINDOW_SECONDS);
    succeeded(await stack.refresh("--expect-no-changes"));
    succeeded(await stack.preview("--refresh", "--expect-no-changes"));
    stacks.pass(PAST_THE_WINDOW_SECONDS);
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(stack.resource("show").outputs).toMatchObject({ status: "paused", ended: true });
    succeeded(await stack.up("--expect-no-changes"));
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
    expect(recordingNamed(nameOf(stack))).toEqual([]);
  });

  it("takes what is the provider's own in place, without a call to the service", async () => {
    const stack = await stacks.create(jobProgram());
    await stack.up();
    const { id } = stack.resource("show");
    const calls = ims().requests().length;
    for (const job of [
      'onDelete: "abandon"',
      `onDelete: "abandon", ${FORBID_STOP_CALL}`,
      `onReplace: "stop", waitFor: "started", ${FORBID_STOP_CALL}`,
    ]) {
      stack.writeProgram(jobProgram({ job }));
      const changed = await stack.up();
      succeeded(changed);
      expect(changed.output).toContain("1 updated");
    }
    stack.writeProgram(jobProgram({ jobOptions: 'customTimeouts: { delete: "90s" }' }));
    succeeded(await stack.up());
    expect(stack.resource("show")).toMatchObject({
      id,
      inputs: { __customTimeouts: { delete: "90s" } },
      outputs: { __customTimeouts: { delete: "90s" } },
    });
    expect(stack.resource("show").outputs).not.toHaveProperty("onDelete", "abandon");
    expect(ims().requests().length).toBe(calls);
    succeeded(await stack.up("--expect-no-changes"));
  });
});

describe("a job that is waited for", () => {
  it("and ends before it started fails create; its id is kept, and the next up waits again", async () => {
    const stack = await stacks.create(jobProgram({ job: 'waitFor: "started"' }));
    const submits = callsOf(ims(), "SubmitLiveRecordJob");
    const failed = await failToStart(stack);
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toContain("is paused, before it was seen to start");
    const { id = "", initErrors } = stack.resource("show");
    expect(failed.output).toContain(id);
    expect(initErrors?.join()).toContain("is paused, before it was seen to start");

    const again = await stack.up();
    expect(again.exitCode).not.toBe(0);
    expect(again.output).toContain(`Job ${id} is paused, before it was seen to start`);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits + 1);

    stack.writeProgram(jobProgram());
    succeeded(await stack.up());
    expect(stack.resource("show").id).toBe(id);
    succeeded(await stack.up("--expect-no-changes"));
  });

  it("and ended before it started is recorded again once its triggers change", async () => {
    const stack = await stacks.create(jobProgram({ job: 'waitFor: "started"' }));
    await failToStart(stack);
    const { id = "" } = stack.resource("show");
    const submits = callsOf(ims(), "SubmitLiveRecordJob");
    stack.writeProgram(jobProgram({ job: 'triggers: { take: "2" }' }));
    succeeded(await stack.up());
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits + 1);
    expect(stack.resource("show").id).not.toBe(id);
    expect(recordingNamed(nameOf(stack))).toEqual([stack.resource("show").id]);
  });
});

describe("an explicit name", () => {
  it("that a running job has is refused, until adoptExisting takes that job over", async () => {
    const shared = 'const taken = "evening-show";';
    const before = await stacks.create(shared + jobProgram({ job: "name: taken" }));
    succeeded(await before.up());
    const { id = "" } = before.resource("show");
    const submits = callsOf(ims(), "SubmitLiveRecordJob");
    const bucket = before.resource("recordings").id;
    const templateId = before.resource("hls").id;
    const programWith = (job: string): string => `
      const ice = require("pulumi-alicloud-ice");
      new ice.LiveRecordJob("mine", {
        name: "evening-show",
        templateId: "${templateId}",
        streamInput: { type: "rtmp", url: "rtmp://127.0.0.1:1/live/show" },
        recordOutput: { type: "oss", bucket: "${bucket}" },
        ${job}
      });
    `;
    const stack = await stacks.create(programWith(""));
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(id);
    expect(refused.output).toContain("adoptExisting: true");

    stack.writeProgram(programWith(`adoptExisting: true, templateId: "another"`));
    const different = await stack.up();
    expect(different.exitCode).not.toBe(0);
    expect(different.output).toContain("running with other settings");
    expect(different.output).toContain(id);

    stack.writeProgram(programWith("adoptExisting: true"));
    succeeded(await stack.up());
    expect(stack.resource("mine").id).toBe(id);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits);
  });
});
