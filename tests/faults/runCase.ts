import type { CommandResult } from "../support/stackCommand";
import { type Bench, openBench } from "./bench";
import { templateIdFor } from "./events";
import type { FaultCase } from "./faultCase";
import { programAfter, programBefore, SUBJECT } from "./programs";
import { recover } from "./recovery";
import { countAtService, type ServiceCount } from "./serviceCount";
import { strike } from "./strikes";

/** How a run ended: what the service counts, and what went wrong on our side. All empty is right. */
export interface RunReport extends ServiceCount {
  readonly complaints: readonly string[];
}

export const NOTHING_WRONG: RunReport = {
  orphans: [],
  doubles: [],
  falseStops: [],
  missing: [],
  complaints: [],
};

const OUR_DEFECT = "This is a defect of pulumi-alicloud-ice";

/** One stack of its own: set up, struck, recovered, counted. */
export async function runCase(faultCase: FaultCase): Promise<RunReport> {
  const bench = await openBench(faultCase);
  try {
    return await takeThrough(bench, faultCase);
  } finally {
    await bench.close();
  }
}

async function takeThrough(bench: Bench, faultCase: FaultCase): Promise<RunReport> {
  const { stack } = bench;
  const templateId = await templateIdFor(bench, faultCase);
  const before = programBefore(faultCase, templateId);
  if (before !== undefined) {
    stack.writeProgram(before);
    const { exitCode, output } = await stack.up();
    if (exitCode !== 0) throw new Error(`The stack could not be set up: ${output}`);
    if (faultCase.holdsObjects) await putObjects(bench);
  }
  stack.writeProgram(programAfter(faultCase, templateId));

  const struck = await strike(bench, faultCase);
  const recovery = await recover(bench, faultCase, struck);
  const preview = await stack.preview("--refresh", "--expect-no-changes");

  const count = await countAtService(bench, faultCase);
  return { ...count, complaints: complaints(bench, struck, [...recovery, preview]) };
}

async function putObjects({ ims, stack }: Bench): Promise<void> {
  const { id = "" } = stack.resource(SUBJECT);
  for (const key of ["a.mp4", "b.mp4"]) await ims.store.putText(id, key, "media", "video/mp4");
}

function complaints(bench: Bench, struck: CommandResult, after: readonly CommandResult[]): string[] {
  const failed = after.filter(({ exitCode }) => exitCode !== 0);
  const defects = [struck, ...after].filter(({ output }) => output.includes(OUR_DEFECT));
  const { pendingOperations } = bench.stack.export();
  return [
    ...failed.map(({ exitCode, output }) => `recovery ended with ${exitCode}: ${output}`),
    ...defects.map(({ output }) => `a defect by our own word: ${output}`),
    ...pendingOperations.map(({ type, resource }) => `pending: ${type} ${resource.urn}`),
    ...(failed.length > 0 ? [`the command that was struck: ${struck.output}`] : []),
  ];
}
