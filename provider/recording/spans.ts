import { ProviderError } from "../error";
import { utcTimeRule } from "../rules/times";

/** Milliseconds since the epoch, from the earlier to the later. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether both ends of a list's span are part of it is not documented: pieces lap over each other. */
const OVERLAP_MILLISECONDS = 1_000;

/** A span in pieces that a list takes in one call, the earliest first. */
export function pieces({ start, end }: Span, maxSpanSeconds: number): Span[] {
  const found: Span[] = [];
  for (let from = start; ; ) {
    const to = Math.min(end, from + maxSpanSeconds * 1_000);
    found.push({ start: from, end: to });
    if (to >= end) return found;
    from = to - OVERLAP_MILLISECONDS;
  }
}

/** A time that a program gave, in milliseconds since the epoch. @throws ProviderError that names the argument and its rule */
export function timeOf(argument: string, time: string): number {
  const rule = utcTimeRule(time);
  if (rule !== undefined) throw new ProviderError("ArgumentError", `${argument} ${rule}, got "${time}".`);
  return Date.parse(time);
}

/**
 * The span between two times that a program gave, each of which may be left out.
 * @throws ProviderError for a malformed time, and for one that is later than the other
 */
export function spanBetween(
  { startTime, endTime }: { readonly startTime?: string; readonly endTime?: string },
  standard: (end: number) => number,
  now: number,
): Span {
  const end = endTime === undefined ? now : timeOf("endTime", endTime);
  const start = startTime === undefined ? standard(end) : timeOf("startTime", startTime);
  if (start <= end) return { start, end };
  throw new ProviderError(
    "ArgumentError",
    `startTime must not be later than endTime, got ${startTime} and ${endTime ?? "now"}.`,
  );
}
