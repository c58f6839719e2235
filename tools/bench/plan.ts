import { type Contender, contenders } from "./contenders";

export type Checkpoints = "on" | "off";

/** What is compared: resources of one contender, so many of them, with or without a checkpoint at every step. */
export interface Cell {
  readonly contender: Contender;
  readonly resources: number;
  readonly checkpoints: Checkpoints;
}

/** A cell with the times it is measured; without any, the reason is told in its place. */
export interface PlannedCell extends Cell {
  readonly rounds: number;
  readonly leftOut?: string;
}

export interface Plan {
  readonly cells: readonly PlannedCell[];
  readonly rounds: number;
  /** Cold loads of each module. */
  readonly loads: number;
}

export type Extent = "quick" | "default" | "full";

const ROUNDS = 3;
const LOADS = 5;
const SIZES = [1, 100, 1_000];
const QUICK_SIZES = [1, 20];
/** From here on, checkpoints that are rewritten at every step take minutes: one round, three with `--full`. */
const MANY_RESOURCES = 1_000;
/** The same for what carries its client in every resource. */
const MANY_HEAVY_RESOURCES = 100;

/** Which cells are measured, and how often. The default ends within about 35 minutes on two cores. */
export function planOf(extent: Extent, given: { sizes?: readonly number[]; rounds?: number } = {}): Plan {
  const isQuick = extent === "quick";
  const sizes = given.sizes ?? (isQuick ? QUICK_SIZES : SIZES);
  const rounds = given.rounds ?? (isQuick ? 1 : ROUNDS);
  const cells = sizes.flatMap((resources) =>
    (["off", "on"] as const).flatMap((checkpoints) =>
      contenders.map((contender): PlannedCell => {
        const cell = { contender, resources, checkpoints };
        const leftOut = reasonToLeaveOut(cell, extent);
        return leftOut === undefined
          ? { ...cell, rounds: extent === "full" || !isSlow(cell) ? rounds : 1 }
          : { ...cell, rounds: 0, leftOut };
      }),
    ),
  );
  return { cells, rounds, loads: isQuick ? 1 : LOADS };
}

function isSlow({ contender, resources, checkpoints }: Cell): boolean {
  return contender.isHeavy
    ? resources >= MANY_HEAVY_RESOURCES
    : resources >= MANY_RESOURCES && checkpoints === "on";
}

function reasonToLeaveOut({ contender, resources, checkpoints }: Cell, extent: Extent): string | undefined {
  if (extent === "quick" && checkpoints === "on") return "not in the quick form";
  if (!contender.isHeavy || resources < MANY_RESOURCES) return undefined;
  if (checkpoints === "on")
    return "not run: the state is rewritten at every step, about 180 kB for each resource: some 100 GB";
  return extent === "full" ? undefined : "only with `--full`: takes about a quarter of an hour a round";
}
