import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../provider/context";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { callsOf, clientOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";
import { PRESET_BUCKET, presetJobProgram, startOver } from "../support/presetJob";
import { FakeEngine } from "../unit/support/fakeEngine";
import { JOB } from "../unit/support/recordings";
import { testContext } from "../unit/support/testContext";

const PRESET_FLV = "00000000-0000-4000-8000-0000000000a3";
/** More than eight hours of an operator that resyncs every minute. */
const RESYNCS = 500;
const RESTARTED_RESYNCS = 60;
const RESYNC_SECONDS = 60;
const ENGINE_RESYNCS = 2;

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
beforeEach(() => startOver(ims()));

const submits = (): number => callsOf(ims(), "SubmitLiveRecordJob");

/** The provider's own client on the local IMS, in this process; its time is the service's. */
function context(): Context {
  const { clock } = ims();
  return testContext({
    ice: clientOf(ims()),
    clock: { now: () => clock.now(), sleep: (milliseconds) => Promise.resolve(clock.advance(milliseconds)) },
  });
}

/** A stack with one job, deployed, and then resynced by `up --refresh` once a minute. */
async function resync(onEnded: "keep" | "restart", resyncs: number): Promise<string[]> {
  const engine = new FakeEngine(liveRecordJob, context());
  const program = {
    ...JOB,
    templateId: PRESET_FLV,
    recordOutput: { type: "oss", bucket: PRESET_BUCKET },
    onDelete: "abandon",
    onEnded,
  };
  const outcomes = [await engine.up(program)];
  for (let round = 0; round < resyncs; round++) {
    ims().clock.advance(RESYNC_SECONDS * 1_000);
    await engine.refresh();
    outcomes.push(await engine.up(program));
  }
  return [...new Set(outcomes)];
}

describe("an operator that resyncs every minute: the lifecycle in engine order, with its real client", () => {
  it(`submits a job that ended never again with onEnded "keep": after ${RESYNCS} resyncs the service counts one`, async () => {
    expect(await resync("keep", RESYNCS)).toEqual(["created", "unchanged"]);
    expect(submits()).toBe(1);
    expect(
      ims()
        .jobs()
        .map(({ status }) => status),
    ).toEqual(["paused"]);
  });

  it('submits again and again with "restart", one job at a time', async () => {
    expect(await resync("restart", RESTARTED_RESYNCS)).toContain("replaced");
    expect(submits()).toBeGreaterThan(RESTARTED_RESYNCS / 10);
    expect(recordingJobs(ims()).length).toBeLessThanOrEqual(1);
  });
});

it(`${ENGINE_RESYNCS} resyncs on the real engine, as the Kubernetes operator makes them, submit nothing after a job has ended`, async () => {
  const stack = await stacks.create(presetJobProgram());
  succeeded(await stack.up());
  stacks.pass(PAST_THE_WINDOW_SECONDS);
  for (let round = 0; round < ENGINE_RESYNCS; round++) {
    stacks.pass(RESYNC_SECONDS);
    succeeded(await stack.up("--refresh"));
  }
  expect(stack.resource("show").outputs?.ended).toBe(true);
  expect(submits()).toBe(1);
  expect(recordingJobs(ims())).toEqual([]);
});
