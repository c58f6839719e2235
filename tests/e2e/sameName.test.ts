import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";

const LIST = "ListLiveRecordJobs";
const SUBMIT = "SubmitLiveRecordJob";
/**
 * By the clock of the local IMS, which the test moves: the lists are held until both stacks have asked. Less than the
 * 5 minutes by which the two clocks may differ.
 */
const HELD_MILLISECONDS = 170_000;
const ARRIVAL_LIMIT_MILLISECONDS = 60_000;

const ims = useLocalIms();
let stacks: Stack[] = [];
beforeEach(() => startOver(ims()));
afterEach(async () => {
  await Promise.all(stacks.map((stack) => stack.remove()));
});

/** Two stacks that declare a job of one name, with the same settings; `job` are more of its args. */
async function createTwins(job = ""): Promise<void> {
  const program = presetJobProgram({ job: `name: "evening-show", ${job}` });
  stacks = await Promise.all(
    ["one", "two"].map((project) =>
      Stack.create({ project, program, config: configFor(ims()), secretConfig: secretConfigFor(ims()) }),
    ),
  );
}

/** Runs up in both, so that each has looked for the name before either has submitted. */
async function upTogether(): Promise<CommandResult[]> {
  ims().faults.add({ action: LIST, kind: "delay", milliseconds: HELD_MILLISECONDS, count: 2 });
  const commands = stacks.map((stack) => stack.spawn("up", "--yes", "--skip-preview"));
  const bothLooked = (): true | undefined =>
    ims()
      .faults.list()
      .some(({ kind }) => kind === "delay")
      ? undefined
      : true;
  await waitUntil("The look of both stacks", bothLooked, ARRIVAL_LIMIT_MILLISECONDS);
  expect(callsOf(ims(), SUBMIT)).toBe(0);
  ims().clock.advance(HELD_MILLISECONDS);
  return Promise.all(commands.map((command) => command.result));
}

function ownedIds(): string[] {
  return stacks.flatMap((stack) =>
    stack
      .export()
      .resources.filter(({ type }) => type.endsWith(":LiveRecordJob"))
      .map(({ id }) => String(id)),
  );
}

describe("two stacks that declare one explicit name at the same moment", () => {
  it("own a job each, and never the same one", async () => {
    await createTwins();
    const results = await upTogether();
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(new Set(ownedIds()).size).toBe(2);
    expect(ownedIds().sort()).toEqual(
      recordingJobs(ims())
        .map((job) => job.jobId)
        .sort(),
    );
  });

  it("do not share a job when the answer to one Submit is lost: that stack names the job and what to do", async () => {
    await createTwins();
    ims().faults.add({ action: SUBMIT, kind: "reset-before", count: 1 });
    const results = await upTogether();
    const lost = results.filter(({ exitCode }) => exitCode !== 0);
    const [owned] = ownedIds();
    expect(lost).toHaveLength(1);
    expect(ownedIds()).toHaveLength(1);
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([owned]);
    expect(lost[0]?.output).toContain(`Job ${owned} named "evening-show" runs since then`);
    expect(lost[0]?.output).toContain("adoptExisting: true");
  });

  it("can share one where the program says so with adoptExisting", async () => {
    await createTwins("adoptExisting: true");
    ims().faults.add({ action: SUBMIT, kind: "reset-before", count: 1 });
    const results = await upTogether();
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(new Set(ownedIds()).size).toBe(1);
    expect(recordingJobs(ims())).toHaveLength(1);
  });
});

describe("a template of an explicit name", () => {
  it("that turns up after a lost answer is named and not taken over", async () => {
    const program = `
      const ice = require("pulumi-alicloud-ice");
      new ice.LiveRecordTemplate("hls", { name: "evening-hls", recordFormats: [{ format: "mp4" }] });
    `;
    const access = { config: configFor(ims()), secretConfig: secretConfigFor(ims()) };
    const stack = await Stack.create({ program, ...access });
    stacks = [stack];
    ims().faults.add({ action: "CreateLiveRecordTemplate", kind: "reset-after", count: 1 });
    const lost = await stack.up();
    expect(lost.exitCode, lost.output).not.toBe(0);
    const [, templateId = ""] =
      /A template named "evening-hls" is there since then, (\S+):/.exec(lost.output) ?? [];
    expect(lost.output).toContain(`npx pulumi-alicloud-ice import LiveRecordTemplate ${templateId}`);
    expect(stack.export().resources.filter(({ type }) => type.endsWith(":LiveRecordTemplate"))).toEqual([]);
    expect((await stack.up()).exitCode).toBe(0);
    expect(stack.resource("hls").id).not.toBe(templateId);
    expect(callsOf(ims(), "CreateLiveRecordTemplate")).toBe(2);
  });
});
