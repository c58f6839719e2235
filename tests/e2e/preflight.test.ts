import { beforeEach, describe, expect, it } from "vitest";
import { callsOf, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { PRESET_BUCKET, presetJobProgram, startOver } from "../support/presetJob";
import { jobProgram } from "../support/programs";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
beforeEach(() => startOver(ims()));

function actions(): string[] {
  return ims()
    .requests()
    .map(({ action }) => action);
}

/** A job with a template and a bucket that are nowhere. */
const ASTRAY = (preflight: string): string => `
  const ice = require("pulumi-alicloud-ice");
  new ice.LiveRecordJob("show", {
    templateId: "nowhere",
    streamInput: { type: "rtmp", url: "rtmp://127.0.0.1:1/live/show?auth_key=planted" },
    recordOutput: { type: "oss", bucket: "nowhere" },
    onDelete: "abandon",
    preflight: "${preflight}",
  });
`;

describe("what stands in the way of a job", () => {
  it("fails the preview with every finding, before anything is submitted", async () => {
    const stack = await stacks.create(ASTRAY("error"));
    const { exitCode, output } = await stack.preview();
    expect(exitCode, output).not.toBe(0);
    expect(output).toContain(
      "templateId: preflight: there is no record template nowhere in region cn-shanghai",
    );
    expect(output).toContain('recordOutput.bucket: preflight: there is no bucket "nowhere"');
    expect(output).not.toContain("planted");
    expect((await stack.up()).exitCode).not.toBe(0);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(0);
  });

  it("is a warning of the preview, which goes on", async () => {
    const stack = await stacks.create(ASTRAY("warn"));
    const preview = await stack.preview();
    succeeded(preview);
    expect(preview.output).toContain(
      'preflight of LiveRecordJob "show": templateId: there is no record template',
    );
    expect(preview.output).toContain("2 to create");
  });

  it("is a warning without credentials, and no failure", async () => {
    const stack = await stacks.create(ASTRAY("error"));
    await stack.removeConfig("alicloud-ice:accessKey");
    await stack.removeConfig("alicloud-ice:secretKey");
    const preview = await stack.preview();
    succeeded(preview);
    expect(preview.output).toContain("without credentials nothing at the service could be looked at");
  });

  it("may be another stack's job on the same stream, told by its name and id", async () => {
    const theirs = await stacks.create(presetJobProgram());
    succeeded(await theirs.up());
    const { id = "" } = theirs.resource("show");
    const ours = await stacks.create(presetJobProgram({ names: ["ours"], job: 'preflight: "error"' }));
    const refused = await ours.preview();
    expect(refused.exitCode, refused.output).not.toBe(0);
    expect(refused.output).toContain(`streamInput: preflight: job ${id} named`);
    expect(refused.output).toContain("records the same stream");
    ours.writeProgram(presetJobProgram({ names: ["ours"], job: 'preflight: "warn"' }));
    succeeded(await ours.up());
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(2);
  });
});

describe("with nothing in the way", () => {
  it("a preview makes four calls, and none once the job is there", async () => {
    const stack = await stacks.create(presetJobProgram({ job: 'preflight: "error"' }));
    succeeded(await stack.preview());
    expect(actions()).toEqual([
      "GetLiveRecordTemplate",
      "GetStorageList",
      "ListLiveRecordJobs",
      "ListLiveRecordJobs",
    ]);
    succeeded(await stack.up());
    const before = actions().length;
    succeeded(await stack.up("--expect-no-changes"));
    expect(actions().length).toBe(before);
    expect(ims().store.hasBucket(PRESET_BUCKET)).toBe(true);
  });

  it("a job that is renamed is not told of itself", async () => {
    const named = (name: string): string =>
      presetJobProgram({
        job: `name: "${name}", preflight: "error", onReplace: "stop", stopCall: ice.stopCalls.forbidLiveStream({
          domainName: "push.example.com", appName: "live", streamName: "show",
        })`,
      });
    const stack = await stacks.create(named("evening show"));
    succeeded(await stack.up());
    stack.writeProgram(named("late show"));
    const preview = await stack.preview();
    succeeded(preview);
    expect(preview.output).toMatch(/1 to replace/);
  });

  it("what the same program makes is looked at as soon as it is known", async () => {
    const stack = await stacks.create(jobProgram({ job: 'preflight: "error"' }));
    succeeded(await stack.preview());
    expect(actions()).toEqual(["ListLiveRecordJobs", "ListLiveRecordJobs"]);
    succeeded(await stack.up());
    expect(actions()).toContain("GetStorageList");
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
    succeeded(await stack.up("--expect-no-changes"));
  });
});
