import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { callsOf, configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";

const SUBMIT = "SubmitLiveRecordJob";
const LIST = "ListLiveRecordJobs";
const ARRIVAL_LIMIT_MILLISECONDS = 30_000;
/** Longer than any command here takes: an answer held for so long is not seen, unless the service's clock is moved. */
const HELD_MILLISECONDS = 170_000;
/** After a lost answer a provider looks for the job for 10 seconds before it would submit again. */
const LOOKS_MILLISECONDS = 11_000;
/** From an answered look to the Submit that it leads to. */
const NEXT_CALL_MILLISECONDS = 2_000;

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

/** Whatever happened on the way: one job of each declaration, all in state, and nothing left over. */
function expectOneJobEach(...names: string[]): void {
  const inState = names.map((name) => String(stack.resource(name).id));
  const atService = ims().jobs();
  expect(atService.map((job) => job.jobId).sort()).toEqual(inState.sort());
  expect(stack.export().pendingOperations).toEqual([]);
}

async function until(what: string, holds: () => boolean): Promise<void> {
  await waitUntil(what, () => holds() || undefined, ARRIVAL_LIMIT_MILLISECONDS);
}

describe("a Submit without a usable answer", () => {
  it("lost before or after its effect, throttled, or answered with a web page: four jobs make four", async () => {
    const names = ["one", "two", "three", "four"];
    stack.writeProgram(presetJobProgram({ names }));
    ims().settings.listLagSeconds = 3;
    ims().faults.add({ action: SUBMIT, kind: "reset-after" });
    ims().faults.add({ action: SUBMIT, kind: "reset-before" });
    ims().faults.add({ action: SUBMIT, kind: "throttle" });
    ims().faults.add({ action: SUBMIT, kind: "non-json" });

    expect(await stack.up()).toMatchObject({ exitCode: 0 });

    expect(ims().faults.list()).toEqual([]);
    expectOneJobEach(...names);
    const callsWithoutEffect = 3;
    expect(callsOf(ims(), SUBMIT)).toBe(names.length + callsWithoutEffect);
  });

  it("answered too late and listed later still, fails up clearly; the next up takes its job over", async () => {
    ims().settings.listLagSeconds = 3_600;
    ims().faults.add({ action: SUBMIT, kind: "delay", milliseconds: HELD_MILLISECONDS });

    const unanswered = await stack.up();

    expect(unanswered.exitCode).not.toBe(0);
    expect(unanswered.output).toMatch(/SubmitLiveRecordJob got no usable answer: .* did not answer in time/);
    expect(unanswered.output).toContain("Run up again");
    ims().settings.listLagSeconds = 0;
    const next = await stack.up();
    expect(next).toMatchObject({ exitCode: 0 });
    expect(next.output).toContain("took over the running job");
    expectOneJobEach("show");
  });
});

describe("kill -9", () => {
  it("of the CLI after Submit leaves one pending operation; cancel and up take the job over", async () => {
    ims().faults.add({ action: SUBMIT, kind: "delay", milliseconds: HELD_MILLISECONDS });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("The job", () => ims().jobs().length === 1);

    command.killCli();
    await command.result;
    await stack.endSurvivors();

    expect(await stack.cancel()).toMatchObject({ exitCode: 0 });
    expect(stack.export().pendingOperations).toHaveLength(1);
    const next = await stack.up();
    expect(next).toMatchObject({ exitCode: 0 });
    expect(next.output).toContain("took over the running job");
    expect(await stack.refresh("--clear-pending-creates")).toMatchObject({ exitCode: 0 });
    expectOneJobEach("show");
    expect(await stack.up("--expect-no-changes")).toMatchObject({ exitCode: 0 });
  });

  it("of the CLI after a lost Submit: the provider that lives on does not submit again", async () => {
    ims().faults.add({ action: SUBMIT, kind: "reset-before" });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("Submit", () => callsOf(ims(), SUBMIT) === 1);

    command.killCli();
    const killed = delay(LOOKS_MILLISECONDS);
    await command.result;
    const [survivor] = stack.providerPids();
    await stack.cancel();
    // The recovering job is another one to the survivor: all that keeps it from submitting is that its engine is gone.
    stack.writeProgram(presetJobProgram({ names: ["other"] }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    await killed;

    expect(stack.providerPids()).toContain(survivor);
    expect(callsOf(ims(), SUBMIT)).toBe(2);
    await stack.refresh("--clear-pending-creates");
    expectOneJobEach("other");
  });

  it("of the CLI before Submit: the provider that lives on submits nothing", async () => {
    ims().faults.add({ action: LIST, kind: "delay", milliseconds: HELD_MILLISECONDS });
    const command = stack.spawn("up", "--yes", "--skip-preview");
    await until("The look by name", () => ims().faults.list().length === 0);

    command.killCli();
    await command.result;
    expect(stack.providerPids()).toHaveLength(1);
    ims().clock.advance(HELD_MILLISECONDS);
    await until("The answer", () => callsOf(ims(), LIST) === 1);
    await delay(NEXT_CALL_MILLISECONDS);

    expect(ims().jobs()).toEqual([]);
    await stack.cancel();
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    await stack.refresh("--clear-pending-creates");
    expectOneJobEach("show");
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
    expectOneJobEach("show");
  });
});
