import { afterAll, describe, expect, it } from "vitest";
import { oursProgram } from "../../tools/bench/programs";
import { callsOf, configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { Stack } from "../support/stack";

const JOBS = 20;
/** Over the 2,600 that were planned: what the engine itself keeps of a job with every field takes half of it. */
const MAX_STATE_BYTES = 3_800;
const READS = ["GetLiveRecordJob", "ListLiveRecordJobs"];

const ims = useLocalIms();
let stack: Stack;
afterAll(() => stack?.remove());

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
      program: oursProgram(JOBS),
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
    stack.writeProgram(oursProgram(JOBS, "restart"));
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
