import { describe, expect, it } from "vitest";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { FORBID_STOP_CALL, jobProgram } from "../support/programs";
import type { Stack } from "../support/stack";
import { waitUntil } from "../support/stackProcesses";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

/** A little more than the 3 minutes after which a job without a stream ends. */
const WINDOW_SECONDS = 181;
const CALL_TIME_LIMIT_MILLISECONDS = 60_000;

const STOP = `onReplace: "stop", ${FORBID_STOP_CALL}`;

/** The ids of the jobs that record in this stack's bucket, on the service's side. */
function recording(stack: Stack): string[] {
  const bucket = stack.resource("recordings").id;
  return recordingJobs(ims())
    .filter((job) => job.bucket === bucket)
    .map((job) => job.jobId);
}

/** Runs a command to its end; once it has made `calls` of `action`, the time passes in which a job ends. */
async function runPastTheWindow(stack: Stack, action: string, ...args: string[]) {
  const before = callsOf(ims(), action);
  const command = stack.spawn(...args);
  await Promise.race([
    command.result,
    waitUntil(
      action,
      () => (callsOf(ims(), action) > before ? true : undefined),
      CALL_TIME_LIMIT_MILLISECONDS,
    ),
  ]);
  stacks.pass(WINDOW_SECONDS);
  return command.result;
}

const UP = ["up", "--yes", "--skip-preview"];

describe("a replacement of a job that still records", () => {
  it("fails at preview with the choices and changes nothing, unless the program has chosen", async () => {
    const stack = await stacks.create(jobProgram());
    await stack.up();
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
    await stack.up();
    const submits = callsOf(ims(), "SubmitLiveRecordJob");

    stack.writeProgram(jobProgram({ job: `triggers: { take: "2" }, ${STOP}` }));
    expect((await stack.preview()).output).toContain("off the air");
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);
    succeeded(await runPastTheWindow(stack, "ForbidLiveStream", ...UP));
    expect(recording(stack)).toEqual([stack.resource("show").id]);

    stack.writeProgram(jobProgram({ job: STOP }));
    succeeded(await runPastTheWindow(stack, "ForbidLiveStream", ...UP));
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

  it("asked for by --replace waits for the old job's end and submits one", async () => {
    const stack = await stacks.create(jobProgram());
    await stack.up();
    const { urn, id } = stack.resource("show");
    const replaced = await runPastTheWindow(stack, "GetLiveRecordJob", ...UP, "--replace", urn);
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
    await stack.up();
    for (const [field, template] of [
      ["templateId: other.id", "flv"],
      ["templateId: template.id", "hls"],
    ] as const) {
      stacks.pass(WINDOW_SECONDS);
      const submits = callsOf(ims(), "SubmitLiveRecordJob");
      stack.writeProgram(programWith(field));
      succeeded(await stack.up());
      expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(submits + 1);
      expect(recording(stack)).toEqual([stack.resource("show").id]);
      expect(stack.resource("show").inputs).toMatchObject({ templateId: stack.resource(template).id });
    }
  });
});

describe("what a job uses", () => {
  it("is edited in place without touching the job, which the preview says already", async () => {
    const stack = await stacks.create(jobProgram());
    await stack.up();
    const [jobId] = recording(stack);

    stack.writeProgram(
      jobProgram({ template: 'recordFormats: [{ format: "flv" }]', bucket: 'tags: { team: "live" }' }),
    );
    const preview = await stack.preview();
    expect(preview.output).toContain("2 to update");
    expect(preview.output).toContain("2 unchanged");
    succeeded(await stack.up());
    expect(recording(stack)).toEqual([jobId]);
    expect(stack.resource("show").id).toBe(jobId);
    succeeded(await stack.up("--expect-no-changes"));
  });

  it.each([
    ["template", "hls", "DeleteLiveRecordTemplate", "CreateLiveRecordTemplate"],
    ["bucket", "recordings", "DeleteBucket", "PutBucket"],
  ])("is replaced after the job has ended and gone: a %s", async (_kind, name, removal, making) => {
    const stack = await stacks.create(jobProgram({ job: STOP }));
    await stack.up();
    const before = ims().requests().length;
    const replaced = await runPastTheWindow(
      stack,
      "ForbidLiveStream",
      ...UP,
      "--replace",
      stack.resource(name).urn,
    );
    succeeded(replaced);
    const order = ims()
      .requests()
      .slice(before)
      .map(({ action }) => action)
      .filter((action) => ["ResumeLiveStream", removal, making, "SubmitLiveRecordJob"].includes(action));
    expect(order).toEqual(["ResumeLiveStream", removal, making, "SubmitLiveRecordJob"]);
    expect(recording(stack)).toEqual([stack.resource("show").id]);
    succeeded(await stack.refresh("--expect-no-changes"));
  });
});
