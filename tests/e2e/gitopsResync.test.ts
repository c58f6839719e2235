import Credential, { Config } from "@alicloud/credentials";
import { beforeEach, describe, expect, it } from "vitest";
import { openIceApi } from "../../provider/client/transport";
import type { Context } from "../../provider/context";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";
import { PRESET_BUCKET, presetJobProgram, startOver } from "../support/presetJob";
import { standardCalls } from "../unit/support/calls";
import { FakeEngine } from "../unit/support/fakeEngine";
import { JOB } from "../unit/support/recordings";
import { settingsWith, testContext } from "../unit/support/testContext";

const PRESET_FLV = "00000000-0000-4000-8000-0000000000a3";
/** More than eight hours of an operator that resyncs every minute. */
const RESYNCS = 500;
const RESYNC_SECONDS = 60;
const ENGINE_RESYNCS = 3;

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
beforeEach(() => startOver(ims()));

const submits = (): number => callsOf(ims(), "SubmitLiveRecordJob");

/** The provider's own client on the local IMS, in this process; its time is the service's. */
function context(): Context {
  const { ice, clock, accessKeyId, accessKeySecret } = ims();
  const { ice: endpoint } = settingsWith({ endpoint: ice, ossEndpoint: ice });
  return testContext({
    ice: openIceApi({
      endpoint: endpoint.host,
      protocol: endpoint.protocol,
      credential: new Credential(new Config({ type: "access_key", accessKeyId, accessKeySecret })),
      userAgent: "resync",
      calls: standardCalls(),
    }),
    clock: { now: () => clock.now(), sleep: (milliseconds) => Promise.resolve(clock.advance(milliseconds)) },
  });
}

/** A stack with one job, deployed, and then resynced by `up --refresh` once a minute. */
async function resync(onEnded: "keep" | "restart"): Promise<string[]> {
  const engine = new FakeEngine(liveRecordJob, context());
  const program = {
    ...JOB,
    templateId: PRESET_FLV,
    recordOutput: { type: "oss", bucket: PRESET_BUCKET },
    onDelete: "abandon",
    onEnded,
  };
  const outcomes = [await engine.up(program)];
  for (let round = 0; round < RESYNCS; round++) {
    ims().clock.advance(RESYNC_SECONDS * 1_000);
    await engine.refresh();
    outcomes.push(await engine.up(program));
  }
  return [...new Set(outcomes)];
}

describe(`${RESYNCS} resyncs, one a minute, of the lifecycle with its real clients`, () => {
  it('of a job that ended: with onEnded "keep" the service counts one submit, and nothing records', async () => {
    expect(await resync("keep")).toEqual(["created", "unchanged"]);
    expect(submits()).toBe(1);
    expect(
      ims()
        .jobs()
        .map(({ status }) => status),
    ).toEqual(["paused"]);
  });

  it('with onEnded "restart" the service counts one more submit every few minutes, for ever', async () => {
    expect(await resync("restart")).toContain("replaced");
    expect(submits()).toBeGreaterThan(RESYNCS / 10);
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
