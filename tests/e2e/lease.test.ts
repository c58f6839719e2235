import { beforeEach, describe, expect, it } from "vitest";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { presetJobProgram, startOver } from "../support/presetJob";
import { FORBID_STOP_CALL } from "../support/programs";

const LEASE_SECONDS = 600;
const UP = ["up", "--yes", "--skip-preview"];

const ims = useLocalIms({});
const stacks = useLocalStacks(ims);
beforeEach(async () => {
  await startOver(ims());
  // A publisher that comes back as an encoder does.
  ims().streams.startSynthetic("live", "show", { reconnectAfterSeconds: 5 });
});

function recordingIds(): string[] {
  return recordingJobs(ims()).map(({ jobId }) => jobId);
}

describe("a job with maxDuration and a stop call", () => {
  it("shows as overdue once its time is over, is ended for certain by up, and is not submitted again", async () => {
    const program = presetJobProgram({
      job: `maxDuration: ${LEASE_SECONDS}, onEnded: "restart", ${FORBID_STOP_CALL}`,
    });
    const stack = await stacks.create(program);
    succeeded(await stack.up());
    const { id = "" } = stack.resource("show");
    expect(stack.resource("show").outputs).not.toHaveProperty("overdue");
    expect(callsOf(ims(), "GetLiveRecordJob")).toBe(1);

    stacks.pass(LEASE_SECONDS + 1);
    const refreshed = await stack.refresh();
    succeeded(refreshed);
    expect(refreshed.output).toContain(`job ${id} still records (started) after its lease, which ended at`);
    expect(stack.resource("show").outputs).toMatchObject({ overdue: true, status: "started" });
    const preview = await stack.preview();
    succeeded(preview);
    expect(preview.output).toContain("1 to update");
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);

    succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", ...UP));
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(1);
    expect(callsOf(ims(), "ResumeLiveStream")).toBe(1);
    expect(ims().jobs()).toMatchObject([{ jobId: id, status: "paused" }]);
    expect(stack.resource("show")).toMatchObject({ id, outputs: { status: "paused", ended: true } });
    expect(stack.resource("show").outputs).not.toHaveProperty("overdue");

    stacks.pass(LEASE_SECONDS);
    expect(ims().streams.online()).toHaveLength(1);
    const calls = ims().requests().length;
    succeeded(await stack.up("--expect-no-changes"));
    expect(ims().requests()).toHaveLength(calls);
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(recordingIds()).toEqual([]);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
    succeeded(await stack.destroy());
  });

  it("costs an unchanged up no call while its time lasts, and one Get after it", async () => {
    const stack = await stacks.create(
      presetJobProgram({ job: `maxDuration: ${LEASE_SECONDS}, ${FORBID_STOP_CALL}` }),
    );
    succeeded(await stack.up());
    stacks.pass(LEASE_SECONDS - 60);
    const before = ims().requests().length;
    succeeded(await stack.up("--expect-no-changes"));
    expect(ims().requests()).toHaveLength(before);

    ims().streams.stopSynthetic("live", "show");
    stacks.pass(LEASE_SECONDS);
    const ended = ims().requests().length;
    succeeded(await stack.up("--expect-no-changes"));
    expect(
      ims()
        .requests()
        .slice(ended)
        .map(({ action }) => action),
    ).toEqual(["GetLiveRecordJob"]);
  });
});

describe("a job with endAt and no stop call", () => {
  it("fails up once its time is over, is kept, and is satisfied by a later end or a stop call", async () => {
    const endAt = new Date(ims().clock.now() + LEASE_SECONDS * 1_000).toISOString().replace(/\.\d+Z$/, "Z");
    const stack = await stacks.create(presetJobProgram({ job: `endAt: "${endAt}"` }));
    const first = await stack.up();
    succeeded(first);
    expect(first.output).toContain("maxDuration or endAt, but no stopCall");
    const { id = "" } = stack.resource("show");

    stacks.pass(LEASE_SECONDS + 1);
    const failed = await stack.up();
    expect(failed.exitCode, failed.output).not.toBe(0);
    expect(failed.output).toContain(`Job ${id} of LiveRecordJob "show" still records after its lease`);
    expect(failed.output).toContain("set a stopCall");
    expect(stack.resource("show")).toMatchObject({ id, outputs: { overdue: true } });
    expect(recordingIds()).toEqual([id]);

    stack.writeProgram(presetJobProgram({ job: `endAt: "${endAt}", ${FORBID_STOP_CALL}` }));
    succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", ...UP));
    expect(recordingIds()).toEqual([]);
    succeeded(await stack.up("--expect-no-changes"));

    const replaced = await stack.up("--replace", stack.resource("show").urn);
    expect(replaced.exitCode, replaced.output).not.toBe(0);
    expect(replaced.output).toContain(
      `endAt: must lie ahead for a job that is to be submitted, got "${endAt}"`,
    );
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
  });
});
