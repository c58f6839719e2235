import { describe, expect, it } from "vitest";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";
import { FORBID_STOP_CALL, jobProgram } from "../support/programs";
import type { Stack } from "../support/stack";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

const STOP = `onReplace: "stop", ${FORBID_STOP_CALL}`;

/** The ids of the jobs that record in this stack's bucket, on the service's side. */
function recording(stack: Stack): string[] {
  const bucket = stack.resource("recordings").id;
  return recordingJobs(ims())
    .filter((job) => job.bucket === bucket)
    .map((job) => job.jobId);
}

const UP = ["up", "--yes", "--skip-preview"];

describe("a replacement of a job that still records", () => {
  it("fails at preview with the choices and changes nothing, unless the program has chosen", async () => {
    const stack = await stacks.create(jobProgram());
    succeeded(await stack.up());
    const [jobId = ""] = recording(stack);

    stack.writeProgram(jobProgram({ job: 'triggers: { take: "2" }' }));
    for (const refused of [await stack.preview(), await stack.up()]) {
      expect(refused.exitCode).not.toBe(0);
      expect(refused.output).toContain(`job ${jobId} still records`);
      expect(refused.output).toContain('onReplace: "stop"');
      expect(refused.output).toContain('onReplace: "overlap"');
      expect(refused.output).not.toMatch(/ at .*\.js:\d+/);
    }

    stack.writeProgram(jobProgram({ job: `triggers: { take: "2" }, ${STOP}` }));
    const tooLate = await stack.preview();
    expect(tooLate.exitCode).not.toBe(0);
    expect(tooLate.output).toContain("is not in state yet");

    expect(recording(stack)).toEqual([jobId]);
    expect(stack.resource("show").id).toBe(jobId);
    stack.writeProgram(jobProgram());
    succeeded(await stack.up("--expect-no-changes"));
  });

  it('with "stop" ends the old job before the new one is submitted, there and back', async () => {
    const stack = await stacks.create(jobProgram({ job: STOP }));
    succeeded(await stack.up());
    const submits = callsOf(ims(), "SubmitLiveRecordJob");

    stack.writeProgram(jobProgram({ job: `triggers: { take: "2" }, ${STOP}` }));
    expect((await stack.preview()).output).toContain("off the air");
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);
    succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", ...UP));
    expect(recording(stack)).toEqual([stack.resource("show").id]);

    stack.writeProgram(jobProgram({ job: STOP }));
    succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", ...UP));
    expect(recording(stack)).toEqual([stack.resource("show").id]);

    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits + 2);
    expect(callsOf(ims(), "ResumeLiveStream")).toBe(2);
    expect(stack.export().pendingOperations).toEqual([]);
    const order = ims()
      .requests()
      .map(({ action }) => action)
      .filter((action) => /^(Submit|Forbid|Resume)/.test(action))
      .slice(-3);
    expect(order).toEqual(["ForbidLiveStream", "ResumeLiveStream", "SubmitLiveRecordJob"]);
  });

  it("whose old job could not be ended in time is taken back by the program's former text", async () => {
    const patience = 'customTimeouts: { delete: "3s" }';
    const stack = await stacks.create(jobProgram({ job: STOP, jobOptions: patience }));
    succeeded(await stack.up());
    const { id = "" } = stack.resource("show");
    const submits = callsOf(ims(), "SubmitLiveRecordJob");
    stack.writeProgram(jobProgram({ job: `triggers: { take: "2" }, ${STOP}`, jobOptions: patience }));
    const late = await stack.up();
    expect(late.exitCode).not.toBe(0);
    expect(late.output).toContain(`job ${id} still records at the end of the time allowed`);
    expect(late.output).toContain("stays forbidden until");

    stack.writeProgram(jobProgram({ job: STOP, jobOptions: patience }));
    succeeded(await stack.up("--expect-no-changes"));
    expect(recording(stack)).toEqual([id]);
    expect(stack.resource("show").id).toBe(id);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits);
  });

  it("asked for by --replace waits for the old job's end and submits one", async () => {
    const stack = await stacks.create(jobProgram());
    succeeded(await stack.up());
    const { urn, id } = stack.resource("show");
    const replaced = await stacks.runPastTheWindow(stack, "GetLiveRecordJob", ...UP, "--replace", urn);
    succeeded(replaced);
    expect(recording(stack)).toEqual([stack.resource("show").id]);
    expect(stack.resource("show").id).not.toBe(id);
  });
});

describe("a replacement of a job that has ended", () => {
  it("by another template submits one job, and so does the way back", async () => {
    const programWith = (templateId: string): string =>
      jobProgram({
        job: `templateId: other.id, ${templateId}`,
      }).replace(
        "const job =",
        'const other = new ice.LiveRecordTemplate("flv", { recordFormats: [{ format: "flv" }] });\n    const job =',
      );
    const stack = await stacks.create(programWith("templateId: template.id"));
    succeeded(await stack.up());
    for (const [field, template] of [
      ["templateId: other.id", "flv"],
      ["templateId: template.id", "hls"],
    ] as const) {
      stacks.pass(PAST_THE_WINDOW_SECONDS);
      const submits = callsOf(ims(), "SubmitLiveRecordJob");
      stack.writeProgram(programWith(field));
      succeeded(await stack.up());
      expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits + 1);
      expect(recording(stack)).toEqual([stack.resource("show").id]);
      expect(stack.resource("show").inputs).toMatchObject({ templateId: stack.resource(template).id });
    }
  });
});
