import type { Contender } from "./contenders";
import type { Operation } from "./measure";
import type { Checkpoints } from "./plan";
import { findCell, largestMeasured, type Results } from "./results";

/** A limit that the project has set itself, and how it is kept. */
export interface Verdict {
  readonly what: string;
  readonly budget: string;
  readonly measured: string;
  readonly verdict: string;
}

const MAX_STATE_BYTES = 2_600;
const MAX_SHARE_OF_FLOOR = 0.8;
const MAX_GROWTH = 11;
const MAX_LOAD_MILLISECONDS = 120;
const MAX_PACKAGE_KILOBYTES = 250;
const MAX_DEPENDENCIES_MEGABYTES = 30;
const MANY = 1_000;
const TENTH_OF_MANY = 100;
const MAX_CALLS: readonly (readonly [string, Operation, number])[] = [
  ["calls per job, create", "up", 2],
  ['calls per job, unchanged, `onEnded: "keep"`', "preview", 0],
  ["calls per job, refresh", "refresh", 1],
  ["calls per job, delete of one that has ended", "destroy", 2],
];

export function verdicts(results: Results): Verdict[] {
  const ours = largestMeasured(results, "ours")?.measured;
  return [
    limit("state bytes per job, all fields", MAX_STATE_BYTES, "bytes", ours?.stateBytesPerResource.median),
    ...(["off", "on"] as const).map((checkpoints) =>
      limit(
        `\`up\` of 1,000, checkpoints ${checkpoints}`,
        MAX_SHARE_OF_FLOOR,
        "× the no-op class",
        ratioOfUp(results, "floor", checkpoints),
      ),
    ),
    limit("time for 10 times the jobs (100 → 1,000), checkpoints off", MAX_GROWTH, "×", growth(results)),
    limit("host module, cold", MAX_LOAD_MILLISECONDS, "ms", results.moduleLoads[0]?.milliseconds.median),
    ...MAX_CALLS.map(([what, operation, most]) =>
      limit(what, most, "calls", ours?.callsPerResource[operation].max),
    ),
    limit("`npm pack`", MAX_PACKAGE_KILOBYTES, "kB", results.packageSize.tarballBytes / 1_000),
    limit(
      "production dependencies, peers aside",
      MAX_DEPENDENCIES_MEGABYTES,
      "MB",
      results.packageSize.dependenciesMegabytes,
    ),
  ];
}

/** Seconds of `up` of 1,000, ours over another contender's; without both, nothing. */
export function ratioOfUp(
  results: Results,
  other: Contender["name"],
  checkpoints: Checkpoints,
): number | undefined {
  const [ours, theirs] = (["ours", other] as const).map(
    (name) => findCell(results, name, MANY, checkpoints)?.measured?.seconds.up.median,
  );
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

function growth(results: Results): number | undefined {
  const [many, few] = [MANY, TENTH_OF_MANY].map(
    (resources) => findCell(results, "ours", resources, "off")?.measured?.seconds.up.median,
  );
  return many === undefined || few === undefined ? undefined : many / few;
}

function limit(what: string, most: number, unit: string, measured: number | undefined): Verdict {
  const budget = `≤ ${most.toLocaleString("en-US")} ${unit}`;
  if (measured === undefined) return { what, budget, measured: "–", verdict: "not measured in this run" };
  const shown = `${rounded(measured)} ${unit}`;
  if (measured <= most) return { what, budget, measured: shown, verdict: "met" };
  const over = most === 0 ? "" : ` (${Math.round((100 * (measured - most)) / most)} %)`;
  return {
    what,
    budget,
    measured: shown,
    verdict: `**missed by ${rounded(measured - most)} ${unit}**${over}`,
  };
}

function rounded(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : 0 });
}
