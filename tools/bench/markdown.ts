import { CALLS_PER_SECOND } from "./benchStack";
import { ratioOfUp, verdicts } from "./budgets";
import { type Contender, contenders } from "./contenders";
import { OPERATIONS, type Operation } from "./measure";
import type { Checkpoints } from "./plan";
import { type CellResult, findCell, largestMeasured, type Results, sizesOf } from "./results";
import type { Spread } from "./statistics";

const CALLS_OF: Readonly<Record<Operation, string>> = {
  up: "create",
  preview: "unchanged preview",
  refresh: "refresh",
  destroy: "delete of a job that has ended",
};

/** The results as a page that explains itself. */
export function renderMarkdown(results: Results, plotFile: string): string {
  const { machine } = results;
  return [
    "# Benchmark",
    "",
    "Written by `npm run bench`; the figures behind it are in `results.json`.",
    "",
    `${machine.date}: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}, Pulumi engine ${machine.pulumiEngine}, SDK ${machine.pulumiSdk}, file backend, local IMS without media. Load average before the run: ${machine.loadBefore}.`,
    "",
    ...contenders.map(({ title, what }) => `- **${title}**: ${what}.`),
    "",
    `Seconds are those of the whole command, median (min–max) of its rounds; the contenders take turns within a round. Checkpoints off is \`PULUMI_EXPERIMENTAL=1 PULUMI_SKIP_CHECKPOINTS=true\`. Before \`destroy\` the jobs have ended by themselves and a refresh has seen it, as when a show is over: that refresh is not in the table. The stacks of ours hold a bucket and a template besides, and \`alicloud-ice:maxCallsPerSecond\` is ${CALLS_PER_SECOND}, since the local IMS throttles nobody: at the default of 50, 1,000 jobs wait 20 s for each call that all of them make.`,
    "",
    `![Seconds of each operation over the number of resources, and state bytes per resource](${plotFile})`,
    "",
    ...(["off", "on"] as const).flatMap((checkpoints) => timesSection(results, checkpoints)),
    "## State and calls, for each resource",
    "",
    ...table(
      ["", ...contenders.map(({ title }) => title)],
      [
        ["state, bytes of compact JSON", ...contenders.map(({ name }) => stateBytes(results, name))],
        ...OPERATIONS.map((operation) => [
          `calls to the service: ${CALLS_OF[operation]}`,
          ...contenders.map((contender) => calls(results, contender, operation)),
        ]),
      ],
    ),
    "",
    "Calls are counted by the local IMS; those for the bucket and the template are left out.",
    "",
    "## What the provider's process loads",
    "",
    "Cold, in a fresh process that has loaded `@pulumi/pulumi`; memory after a garbage collection, beyond that of a process with Pulumi alone. The no-op class loads nothing.",
    "",
    ...table(
      ["", "time, ms", "resident memory, MB", "modules"],
      results.moduleLoads.map((load) => [
        `${load.contender}: ${load.title}`,
        spread(load.milliseconds, 0),
        spread(load.residentMegabytes, 1),
        String(load.modules),
      ]),
    ),
    "",
    "## Budgets",
    "",
    ...table(
      ["what", "budget", "measured", ""],
      verdicts(results).map(({ what, budget, measured, verdict }) => [what, budget, measured, verdict]),
    ),
    "",
    ...checkpointsExplained(results),
    'That an unchanged `up` with `onEnded: "restart"` costs one call a job is kept by `tests/e2e/budget.test.ts`.',
    "",
  ].join("\n");
}

function timesSection(results: Results, checkpoints: Checkpoints): string[] {
  const isMeasured = results.cells.some((cell) => cell.checkpoints === checkpoints && cell.measured);
  if (!isMeasured) return [`## Seconds, checkpoints ${checkpoints}`, "", ...leftOut(results, checkpoints)];
  const rows = OPERATIONS.flatMap((operation) =>
    sizesOf(results).map((resources) => [
      operation === "preview" ? "preview, unchanged" : operation,
      resources.toLocaleString("en-US"),
      ...contenders.map(({ name }) => {
        const { measured } = findCell(results, name, resources, checkpoints) ?? {};
        return measured === undefined ? "–" : spread(measured.seconds[operation], 1);
      }),
    ]),
  );
  return [
    `## Seconds, checkpoints ${checkpoints}`,
    "",
    ...table(["operation", "resources", ...contenders.map(({ title }) => title)], rows),
    "",
    ...leftOut(results, checkpoints),
    ...singleRounds(results, checkpoints),
  ];
}

/** What the engine does at a step depends on what is in state, so the floor for a job is a no-op that has as much there. */
function checkpointsExplained(results: Results): string[] {
  const ratio = ratioOfUp(results, "fieldsFloor", "on");
  if (ratio === undefined) return [];
  return [
    `With checkpoints on, the engine goes through every property of every resource at each step, so the time depends on what a resource has in state: the no-op class has one input there. Beside the no-op class with a job's fields, \`up\` of 1,000 jobs takes ${ratio.toFixed(2)} × the time.`,
    "",
  ];
}

function leftOut(results: Results, checkpoints: Checkpoints): string[] {
  const cells = results.cells.filter((cell) => cell.checkpoints === checkpoints && cell.leftOut);
  const reasons = [...new Set(cells.map((cell) => cell.leftOut))];
  return reasons.flatMap((reason) => {
    const which = cells.filter((cell) => cell.leftOut === reason).map(describe);
    return [`–: ${which.join("; ")}: ${reason}.`, ""];
  });
}

function singleRounds(results: Results, checkpoints: Checkpoints): string[] {
  const cells = results.cells.filter(
    (cell) => cell.checkpoints === checkpoints && cell.measured?.rounds === 1,
  );
  return cells.length === 0 ? [] : [`One round only: ${cells.map(describe).join("; ")}.`, ""];
}

function describe({ contender, resources }: CellResult): string {
  const title = contenders.find(({ name }) => name === contender)?.title ?? contender;
  return `${title}, ${resources.toLocaleString("en-US")}`;
}

function stateBytes(results: Results, name: Contender["name"]): string {
  const bytes = largestMeasured(results, name)?.measured?.stateBytesPerResource;
  return bytes === undefined ? "–" : Math.round(bytes.median).toLocaleString("en-US");
}

function calls(results: Results, { name, makesJobs }: Contender, operation: Operation): string {
  const spreadOfCalls = largestMeasured(results, name)?.measured?.callsPerResource[operation];
  return spreadOfCalls === undefined || !makesJobs ? "–" : spread(spreadOfCalls, 0);
}

/** `2.1 (2.0–2.4)`, or one figure where there is no spread to show. */
function spread({ median, min, max }: Spread, digits: number): string {
  const show = (value: number): string =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return show(min) === show(max) ? show(median) : `${show(median)} (${show(min)}–${show(max)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)];
}
