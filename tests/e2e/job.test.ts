import { afterEach, describe, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { Stack } from "../support/stack";

const ims = useLocalIms();
let stack: Stack | undefined;
afterEach(async () => {
  await stack?.remove();
});

function program(job: string): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings");
    const template = new ice.LiveRecordTemplate("hls", { recordFormats: [{ format: "mp4" }] });
    const job = new ice.LiveRecordJob("show", {
      templateId: template.id,
      streamInput: { type: "rtmp", url: "rtmp://127.0.0.1:1/live/show" },
      recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
      ${job}
    });
    exports.jobId = job.id;
  `;
}

describe("a declared job", () => {
  it("is submitted once, and a second up changes nothing", async () => {
    stack = await Stack.create({ program: program(""), config: configFor(ims()), secretConfig: secretConfigFor(ims()) });
    const first = await stack.run("up", "--yes");
    expect(first.output).toContain("4 created");
    expect(first.exitCode).toBe(0);
    const second = await stack.run("up", "--yes", "--expect-no-changes");
    expect(second.exitCode).toBe(0);
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([(await stack.outputs()).jobId]);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(1);
  });
});
