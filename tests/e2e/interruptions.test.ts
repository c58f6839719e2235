import { setTimeout as delay } from "node:timers/promises";
import type { FaultKind, JobReport } from "pulumi-alicloud-ice-emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callsOf, configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";
import { waitUntil } from "../support/stackProcesses";

const SUBMIT = "SubmitLiveRecordJob";
const LIST = "ListLiveRecordJobs";
const ARRIVAL_LIMIT_MILLISECONDS = 30_000;
/** Longer than any command here takes: a delayed answer is never seen, unless the service's clock is advanced. */
const HELD_MILLISECONDS = 170_000;
/** A provider that survives its engine looks this long for a job after a lost answer, then would submit again. */
const SURVIVOR_MILLISECONDS = 11_000;

const ims = useLocalIms();
let stack: Stack;
beforeEach(async () => {
  await startOver(ims());
  stack = await Stack.create({
    program: presetJobProgram(),
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
  });
});
afterEach(() => stack.remove());

/** Whatever happened on the way: the service has one job, it is the one in state, and nothing is left over. */
function expectOneJob(): JobReport {
  const jobs = ims().jobs();
  expect(jobs).toHaveLength(1);
  expect(stack.resource("show").id).toBe(jobs[0]?.jobId);
  expect(stack.export().pendingOperations).toEqual([]);
  return jobs[0] as JobReport;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  await waitUntil(what, () => holds() || undefined, ARRIVAL_LIMIT_MILLISECONDS);
}

describe("one up makes one job of each declaration", () => {
  it("a lost answer, a lost call, a throttled one and one answered with a web page make four jobs of four", async () => {
    const names = ["one", "two", "three", "four"];
    const program = presetJobProgram({ job: "onEnded: name" }).replace('"show"', "name");
    stack.writeProgram(`for (const name of ${JSON.stringify(names)}) {${program}}`);
  });

  it("a Submit that is answered too late, and listed later still, fails up clearly; the next up takes its job over", async () => {
    ims().settings.listLagSeconds = 3_600;
    ims().faults.add({ action: SUBMIT, kind: "delay", milliseconds: HELD_MILLISECONDS });

    const unanswered = await stack.up();

    expect(unanswered.exitCode).not.toBe(0);
    expect(unanswered.output).toMatch(/SubmitLiveRecordJob got no usable answer: .* did not answer in time/);
    expect(unanswered.output).toContain("Run up again");
    expect(callsOf(ims(), SUBMIT)).toBe(0);
    ims().settings.listLagSeconds = 0;
    const next = await stack.up();
    expect(next).toMatchObject({ exitCode: 0 });
    expect(next.output).toContain("took over the running job");
    expectOneJob();
  });
});

describe("kill -9", () => {
  it("of the CLI after Submit: cancel and up take the job over", async () => {
    ims().faults.add({ action: SUBMIT, kind: "delay", milliseconds: HELD_MILLISECONDS });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("The job", () => ims().jobs().length === 1);

    command.killCli();
    await command.result;
    await stack.endSurvivors();

    expect(await stack.cancel()).toMatchObject({ exitCode: 0 });
    console.log(JSON.stringify(stack.export().pendingOperations.length));
    const next = await stack.up();
    console.log(next.output);
    expect(next).toMatchObject({ exitCode: 0 });
    console.log(JSON.stringify(stack.export().pendingOperations.length));
    console.log((await stack.refresh("--clear-pending-creates")).output);
    expectOneJob();
  });

  it("of the CLI while Submit is tried again: the provider that survives it submits nothing", async () => {
    ims().faults.add({ action: SUBMIT, kind: "reset-before" });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("Submit", () => callsOf(ims(), SUBMIT) === 1);

    command.killCli();
    await command.result;
    const survivors = stack.providerPids();
    expect(survivors).toHaveLength(1);
    await stack.cancel();
    const [next] = await Promise.all([stack.up(), delay(SURVIVOR_MILLISECONDS)]);

    expect(next).toMatchObject({ exitCode: 0 });
    console.log(survivors, stack.providerPids());
    expect(callsOf(ims(), SUBMIT)).toBe(2);
    await stack.refresh("--clear-pending-creates");
    expectOneJob();
  });

  it("of the CLI before Submit: the provider that survives it submits nothing", async () => {
    ims().faults.add({ action: LIST, kind: "delay", milliseconds: HELD_MILLISECONDS });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("The look by name", () => ims().faults.list().length === 0);

    command.killCli();
    await command.result;
    console.log(stack.providerPids());
    ims().clock.advance(HELD_MILLISECONDS);
    await until("The answer", () => callsOf(ims(), LIST) === 1);
    await delay(3_000);
    console.log(stack.processes());

    expect(callsOf(ims(), SUBMIT)).toBe(0);
    await stack.cancel();
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    await stack.refresh("--clear-pending-creates");
    expectOneJob();
  });

  it("of the provider in create: the next up takes the job over", async () => {
    ims().faults.add({ action: SUBMIT, kind: "delay", milliseconds: HELD_MILLISECONDS });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("The job", () => ims().jobs().length === 1);

    stack.killProvider();

    expect((await command.result).exitCode).not.toBe(0);
    const next = await stack.up();
    expect(next).toMatchObject({ exitCode: 0 });
    expect(next.output).toContain("took over the running job");
    expectOneJob();
  });
});
