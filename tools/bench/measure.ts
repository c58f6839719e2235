import { type Emulator, startEmulator } from "pulumi-alicloud-ice-emulator";
import { BenchStack, type Parts } from "./benchStack";
import type { Cell } from "./plan";
import { PRESET_BUCKET } from "./programs";

/** The measured operations, in the order in which they are run. */
export const OPERATIONS = ["up", "preview", "refresh", "destroy"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What one round of one cell has shown. */
export interface Measurement {
  readonly seconds: Readonly<Record<Operation, number>>;
  /** Calls that concern record jobs, each divided by the number of resources. */
  readonly callsPerResource: Readonly<Record<Operation, number>>;
  /** Compact JSON, the average of all resources after `up`. */
  readonly stateBytesPerResource: number;
}

const COMMANDS: Readonly<Record<Operation, readonly string[]>> = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview", "--expect-no-changes"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};
/** A little more than the 3 minutes after which a job without a stream ends, by both clocks. */
const PAST_THE_WINDOW_MILLISECONDS = 181_000;
/** A little more than what has to lie between two reads that both say paused. */
const PAST_THE_CONFIRMATION_MILLISECONDS = 11_000;

/**
 * One round of one cell, on a local IMS and a stack of its own. Before destroy the jobs have ended and a refresh has
 * seen it, as when a show is over: that refresh is made, and not measured.
 */
export async function measure(
  cell: Cell,
  parts: Parts,
  told: (operation: string, seconds: number) => void,
): Promise<Measurement> {
  const { contender, resources, checkpoints } = cell;
  const emulator = await startEmulator({ media: false });
  let stack: BenchStack | undefined;
  try {
    emulator.store.createBucket(PRESET_BUCKET);
    stack = await BenchStack.create(parts, contender.program(resources), checkpoints, emulator);
    const timed = new TimedOperations(stack, emulator, resources, told);
    await timed.run("up");
    const stored = stack.storedResources(contender.urnPart);
    requireCount("resources in state", stored.length, resources);
    if (contender.makesJobs) requireCount("jobs at the service", emulator.jobs().length, resources);
    await timed.run("preview");
    await timed.run("refresh");
    if (contender.makesJobs) await endJobs(stack, emulator, told);
    await timed.run("destroy");
    requireCount("resources after destroy", stack.storedResources(contender.urnPart).length, 0);
    const bytes = stored.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    return {
      seconds: timed.seconds,
      callsPerResource: timed.callsPerResource,
      stateBytesPerResource: bytes / resources,
    };
  } finally {
    await stack?.remove();
    await emulator.stop();
  }
}

class TimedOperations {
  readonly seconds: Record<Operation, number> = { up: 0, preview: 0, refresh: 0, destroy: 0 };
  readonly callsPerResource: Record<Operation, number> = { up: 0, preview: 0, refresh: 0, destroy: 0 };

  constructor(
    private readonly stack: BenchStack,
    private readonly emulator: Emulator,
    private readonly resources: number,
    private readonly told: (operation: string, seconds: number) => void,
  ) {}

  async run(operation: Operation): Promise<void> {
    const before = jobCalls(this.emulator);
    this.seconds[operation] = await this.stack.run(...COMMANDS[operation]);
    this.callsPerResource[operation] = (jobCalls(this.emulator) - before) / this.resources;
    this.told(operation, this.seconds[operation]);
  }
}

/** Those of the template and the bucket are left out: they do not grow with the jobs. */
function jobCalls(emulator: Emulator): number {
  return emulator.requests().filter(({ action }) => /LiveRecordJob|LiveStream/.test(action)).length;
}

async function endJobs(
  stack: BenchStack,
  emulator: Emulator,
  told: (operation: string, seconds: number) => void,
): Promise<void> {
  emulator.clock.advance(PAST_THE_WINDOW_MILLISECONDS);
  stack.setClockAhead(PAST_THE_WINDOW_MILLISECONDS);
  told("(refresh that sees the end)", await stack.run(...COMMANDS.refresh));
  emulator.clock.advance(PAST_THE_CONFIRMATION_MILLISECONDS);
  stack.setClockAhead(PAST_THE_WINDOW_MILLISECONDS + PAST_THE_CONFIRMATION_MILLISECONDS);
}

function requireCount(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`There are ${found} ${what}, not ${expected}.`);
}
