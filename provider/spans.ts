import { type Clock, utcSeconds } from "./clock";
import { ProviderError } from "./error";
import { utcTimeRule } from "./rules/times";

/** A span of time as the lists of the service take it: UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
export interface Span {
  readonly startTime: string;
  readonly endTime: string;
}

/**
 * The service's clock may be ahead of ours by this much before something fresh falls out of the span. A signature is
 * taken up to 15 minutes off: what such a call has made must be found again, or it is made twice.
 */
const CLOCK_DIFFERENCE_SECONDS = 16 * 60;

/** The last so many seconds, by any clock that the service may have. */
export function recentSpan(clock: Clock, seconds: number): Span {
  const end = clock.now() + CLOCK_DIFFERENCE_SECONDS * 1_000;
  return { startTime: utcSeconds(end - seconds * 1_000), endTime: utcSeconds(end) };
}

/**
 * A span in pieces that the service takes, oldest first. Each begins where the one before it ends: whether the service
 * counts both ends in is not documented everywhere, so what lies on a border may come twice, and never not at all.
 */
export function piecesOf({ startTime, endTime }: Span, maxSeconds: number): Span[] {
  const pieces: Span[] = [];
  const end = Date.parse(endTime);
  for (let start = Date.parse(startTime); start < end; start += maxSeconds * 1_000) {
    pieces.push({
      startTime: utcSeconds(start),
      endTime: utcSeconds(Math.min(end, start + maxSeconds * 1_000)),
    });
  }
  return pieces;
}

/** A time that a program gave. @throws ProviderError that names the argument, its rule and the value */
export function requireTime(argument: string, time: string): string {
  const rule = utcTimeRule(time);
  if (rule === undefined) return time;
  throw new ProviderError("ArgumentError", `${argument} ${rule}, got "${time}".`);
}

/**
 * The span between two times that a program gave, each of which may be left out.
 * @param seconds how far it reaches back without a start
 * @param now where it ends without an end, in milliseconds since the epoch
 * @throws ProviderError for a malformed time, and for a start that is later than the end
 */
export function spanBetween(given: Partial<Span>, seconds: number, now: number): Span {
  const endTime = given.endTime === undefined ? utcSeconds(now) : requireTime("endTime", given.endTime);
  const startTime =
    given.startTime === undefined
      ? utcSeconds(Date.parse(endTime) - seconds * 1_000)
      : requireTime("startTime", given.startTime);
  if (startTime <= endTime) return { startTime, endTime };
  throw new ProviderError(
    "ArgumentError",
    `startTime must not be later than endTime, got ${startTime} and ${given.endTime ?? "now"}.`,
  );
}
