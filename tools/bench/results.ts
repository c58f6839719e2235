import type { Contender } from "./contenders";
import type { Machine } from "./machine";
import { type Measurement, OPERATIONS, type Operation } from "./measure";
import type { ModuleLoad } from "./moduleLoad";
import type { PackageSize } from "./packageSize";
import type { Checkpoints, PlannedCell } from "./plan";
import { type Spread, spreadOf } from "./statistics";

/** One cell as it was measured, or why it was not. */
export interface CellResult {
  readonly contender: Contender["name"];
  readonly resources: number;
  readonly checkpoints: Checkpoints;
  readonly leftOut?: string;
  readonly measured?: {
    readonly rounds: number;
    readonly seconds: Readonly<Record<Operation, Spread>>;
    readonly callsPerResource: Readonly<Record<Operation, Spread>>;
    readonly stateBytesPerResource: Spread;
  };
}

export interface Results {
  readonly machine: Machine;
  readonly cells: readonly CellResult[];
  readonly moduleLoads: readonly ModuleLoad[];
  readonly packageSize: PackageSize;
}

export function cellResult(cell: PlannedCell, measurements: readonly Measurement[]): CellResult {
  const { contender, resources, checkpoints, leftOut } = cell;
  const place = { contender: contender.name, resources, checkpoints };
  if (leftOut !== undefined) return { ...place, leftOut };
  const perOperation = (of: (measurement: Measurement, operation: Operation) => number) =>
    Object.fromEntries(
      OPERATIONS.map((operation) => [
        operation,
        spreadOf(measurements.map((measurement) => of(measurement, operation))),
      ]),
    ) as Record<Operation, Spread>;
  return {
    ...place,
    measured: {
      rounds: measurements.length,
      seconds: perOperation(({ seconds }, operation) => seconds[operation]),
      callsPerResource: perOperation(({ callsPerResource }, operation) => callsPerResource[operation]),
      stateBytesPerResource: spreadOf(measurements.map((one) => one.stateBytesPerResource)),
    },
  };
}

export function findCell(
  { cells }: Pick<Results, "cells">,
  contender: Contender["name"],
  resources: number,
  checkpoints: Checkpoints,
): CellResult | undefined {
  return cells.find(
    (cell) =>
      cell.contender === contender && cell.resources === resources && cell.checkpoints === checkpoints,
  );
}

/** The measured cell with the most resources, which says most about one of them. */
export function largestMeasured(
  { cells }: Pick<Results, "cells">,
  contender: Contender["name"],
): CellResult | undefined {
  return cells
    .filter((cell) => cell.contender === contender && cell.measured !== undefined)
    .sort((one, other) => other.resources - one.resources)[0];
}

export function sizesOf({ cells }: Pick<Results, "cells">): number[] {
  return [...new Set(cells.map(({ resources }) => resources))].sort((one, other) => one - other);
}
