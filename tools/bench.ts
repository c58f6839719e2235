import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readArguments, USAGE } from "./bench/arguments";
import type { Parts } from "./bench/benchStack";
import { describeMachine } from "./bench/machine";
import { renderMarkdown } from "./bench/markdown";
import { type Measurement, measure } from "./bench/measure";
import { measureModuleLoads } from "./bench/moduleLoad";
import { measurePackageSize } from "./bench/packageSize";
import { type Plan, type PlannedCell, planOf } from "./bench/plan";
import { renderPlot } from "./bench/plot";
import { cellResult, type Results } from "./bench/results";
import { installPackedPackage } from "./packedPackage";
import { findPulumi } from "./pulumi/find";

const startedAt = performance.now();

function say(message: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  process.stdout.write(`${seconds.padStart(6)} s  ${message}\n`);
}

async function main(): Promise<void> {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted === "help") {
    process.stdout.write(USAGE);
    return;
  }
  const cli = await findPulumi();
  const nodeModules = await installPackedPackage();
  const machine = describeMachine(cli.version, nodeModules);
  const parent = mkdtempSync(path.join(os.tmpdir(), "pulumi-alicloud-ice-bench-"));
  try {
    const plan = planOf(wanted.extent, wanted);
    const cells = await measureCells(plan, { cli, nodeModules, parent });
    say("module loads");
    const moduleLoads = await measureModuleLoads(nodeModules, plan.loads);
    say("package size");
    const packageSize = await measurePackageSize(nodeModules, parent);
    write(wanted.out, { machine, cells, moduleLoads, packageSize });
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** The contenders take turns within a round, so that what disturbs the machine disturbs all of them. */
async function measureCells(plan: Plan, parts: Parts): Promise<Results["cells"]> {
  const measurements = new Map<PlannedCell, Measurement[]>(plan.cells.map((cell) => [cell, []]));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const cell of plan.cells.filter(({ rounds }) => rounds >= round)) {
      const { contender, resources, checkpoints } = cell;
      const title = `round ${round} of ${cell.rounds}, ${contender.title}, ${resources}, checkpoints ${checkpoints}`;
      say(title);
      const measurement = await measure(cell, parts, (operation, seconds) =>
        say(`${title}: ${operation} ${seconds.toFixed(2)} s`),
      );
      measurements.get(cell)?.push(measurement);
    }
  }
  return plan.cells.map((cell) => cellResult(cell, measurements.get(cell) ?? []));
}

function write(folder: string, results: Results): void {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, content: string): void => writeFileSync(path.join(folder, name), content);
  put("results.json", `${JSON.stringify(results, null, 2)}\n`);
  put("results.svg", renderPlot(results));
  put("results.md", renderMarkdown(results, "results.svg"));
  say(`results.md, results.svg and results.json are in ${folder}`);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
