import { afterAll, describe, expect, it } from "vitest";
import { callsOf, configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { Stack } from "../support/stack";

const JOBS = 20;
/** Over the 2,600 that were planned: what the engine itself keeps of a job with every field takes half of it. */
const MAX_STATE_BYTES = 3_800;
const READS = ["GetLiveRecordJob", "ListLiveRecordJobs"];

const ims = useLocalIms();
let stack: Stack;
afterAll(() => stack?.remove());

/** Jobs with every field that a job can have. */
function program(onEnded: "keep" | "restart"): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings");
    const template = new ice.LiveRecordTemplate("hls", { recordFormats: [{ format: "mp4" }] });
    for (let n = 0; n < ${JOBS}; n++) new ice.LiveRecordJob("show-" + n, {
      name: "evening show on stage " + n,
      templateId: template.id,
      streamInput: { type: "rtmp", url: "rtmp://play.example.com/live/show-" + n + "?auth_key=1700000000-0-0-0123456789abcdef0123456789abcdef" },
      recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
      notifyUrl: "https://hooks.example.com/recordings?token=0123456789abcdef",
      onEnded: ${JSON.stringify(onEnded)},
      triggers: { edition: "2026-11-23" },
      stopCall: ice.stopCalls.forbidLiveStream({ domainName: "push.example.com", appName: "live", streamName: "show-" + n }),
      onDelete: "stop",
      onReplace: "refuse",
      waitFor: "submitted",
      adoptExisting: false,
    }, { customTimeouts: { create: "4m", delete: "9m" } });
  `;
}

/** The calls that the work makes at the service, by action. */
async function callsDuring(work: () => Promise<{ exitCode: number; output: string }>): Promise<number> {
  const before = ims().requests().length;
  const { exitCode, output } = await work();
  expect(exitCode, output).toBe(0);
  return ims().requests().length - before;
}

describe(`${JOBS} jobs with all fields`, () => {
  it("cost two calls each to create", async () => {
    stack = await Stack.create({
      program: program("keep"),
      config: configFor(ims()),
      secretConfig: secretConfigFor(ims()),
    });
    expect((await stack.up()).exitCode).toBe(0);
    expect(callsOf(ims(), "SubmitLiveRecordJob")).toBe(JOBS);
    expect(callsOf(ims(), ...READS)).toBe(JOBS);
  });

  it(`leave at most ${MAX_STATE_BYTES} bytes each in state, with the program's own line`, () => {
    const stored = stack.resource("show-0");
    expect(stored).toHaveProperty("sourcePosition", expect.stringMatching(/index\.js#\d+,\d+$/));
    expect(JSON.stringify(stored).length).toBeLessThanOrEqual(MAX_STATE_BYTES);
  });

  it("cost no call in an unchanged up", async () => {
    expect(await callsDuring(() => stack.up("--expect-no-changes"))).toBe(0);
  });

  it("cost one call each to refresh", async () => {
    const before = callsOf(ims(), ...READS);
    expect((await stack.refresh()).exitCode).toBe(0);
    expect(callsOf(ims(), ...READS) - before).toBe(JOBS);
  });

  it("cost one call each in an unchanged up with restart", async () => {
    stack.writeProgram(program("restart"));
    expect((await stack.up()).exitCode).toBe(0);
    expect(await callsDuring(() => stack.up("--expect-no-changes"))).toBe(JOBS);
  });

  it("cost at most two calls each to delete once they have ended", async () => {
    ims().clock.advance(181_000);
    const before = callsOf(ims(), ...READS);
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(callsOf(ims(), ...READS) - before).toBeLessThanOrEqual(2 * JOBS);
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);
  });
});
