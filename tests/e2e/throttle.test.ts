import { afterEach, beforeEach, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";

const JOBS = 1_000;
const CALLS_PER_SECOND = 10;
/** 1,000 calls at 10 a second take 100 s; the rest is for a pace that has to be found, and a busy machine. */
const TIME_LIMIT_MILLISECONDS = 400_000;

const ims = useLocalIms();
let stack: Stack;
beforeEach(() => startOver(ims()));
afterEach(() => stack.remove());

it(
  `${JOBS} jobs are made at a service that throttles at ${CALLS_PER_SECOND} calls a second, and no failure is shown`,
  async () => {
    stack = await Stack.create({
      program: presetJobProgram({
        names: Array.from({ length: JOBS }, (_, index) => `show-${index}`),
        job: 'onDelete: "abandon"',
      }),
      config: configFor(ims()),
      secretConfig: secretConfigFor(ims()),
      // The state file that is written anew at every step is not what is looked at here.
      env: { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "true" },
      timeLimitMilliseconds: TIME_LIMIT_MILLISECONDS,
    });
    for (const action of ["SubmitLiveRecordJob", "ListLiveRecordJobs"]) {
      ims().faults.add({ action, kind: "rate-limit", limit: CALLS_PER_SECOND });
    }

    const { exitCode, output } = await stack.up();

    expect(exitCode, output.slice(-2_000)).toBe(0);
    expect(output).not.toMatch(/error|fail|answered 4|trying again/i);
    // Said once: Pulumi prints it as it comes, and in its summary.
    expect(output.match(/The service throttles ListLiveRecordJobs/g)).toHaveLength(2);
    const inState = stack.export().resources.filter(({ type }) => type.endsWith(":LiveRecordJob"));
    expect(inState).toHaveLength(JOBS);
    expect(inState.map(({ id }) => String(id)).sort()).toEqual(
      recordingJobs(ims())
        .map((job) => job.jobId)
        .sort(),
    );
    // Whoever is throttled again and again does not make it worse by asking more often.
    expect(callsOf(ims(), "ListLiveRecordJobs", "SubmitLiveRecordJob")).toBeLessThan(3 * JOBS);
  },
  TIME_LIMIT_MILLISECONDS,
);
