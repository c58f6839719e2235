/** A logarithmic axis: where a value lies, and which values are named. */
export interface LogScale {
  place(value: number): number;
  readonly ticks: readonly number[];
  readonly between: readonly number[];
}

/** Whole decades around the values, from `start` to `end` on the page. */
export function logScale(values: readonly number[], start: number, end: number): LogScale {
  const logs = values.map(Math.log10);
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
  const place = (value: number): number => start + ((Math.log10(value) - low) / (high - low)) * (end - start);
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const between = ticks.slice(0, -1).flatMap((tick) => [2, 3, 4, 5, 6, 7, 8, 9].map((digit) => digit * tick));
  return { place, ticks, between };
}
