import type { Clock } from "../clock";
import type { Failure } from "../rules/check";
import { sameValue } from "../rules/equality";
import { utcTimeRule } from "../rules/times";
import { hasUnknown } from "../rules/unknown";
import { START_AT_ONCE, START_BY_TIME } from "./jobs";

/** Both times lie at most this far ahead. Source: SubmitLiveTranscodeJob, TimedConfig. */
const MAX_AHEAD_DAYS = 7;

/** The fields of a job that say something of each other. */
export interface TranscodeJobFields {
  readonly name?: string;
  readonly startMode?: number;
  readonly timedConfig?: { readonly startTime?: string; readonly endTime?: string };
  readonly onEnded?: string;
  readonly adoptExisting?: boolean;
}

/** Rules that more than one field of a job takes part in. */
export function checkTogether({
  name,
  startMode,
  timedConfig,
  onEnded,
  adoptExisting,
}: TranscodeJobFields): Failure[] {
  const failures: Failure[] = [];
  const must = (path: string, reason: string): number => failures.push({ path, reason });
  if (startMode === START_BY_TIME && timedConfig === undefined) {
    must("timedConfig", "must be given when startMode is 1, got nothing");
  }
  if (startMode === START_AT_ONCE && timedConfig !== undefined) {
    must("timedConfig", "must be left out when startMode is 0, which starts at once");
  }
  if (onEnded === "restart" && startMode === START_BY_TIME) {
    must("onEnded", 'must not be "restart" when startMode is 1: a timed job is over after its time');
  }
  if (adoptExisting === true && name === undefined) {
    must("adoptExisting", "must come with an explicit name, got none");
  }
  return failures;
}

/**
 * The times of a job, looked at while they are new: those that a job was submitted with pass by.
 * @param before the times in state
 */
export function checkTimes(
  clock: Clock,
  timedConfig: TranscodeJobFields["timedConfig"],
  before: TranscodeJobFields["timedConfig"],
): Failure[] {
  const failures: Failure[] = [];
  const must = (path: string, reason: string): number => failures.push({ path, reason });
  if (timedConfig === undefined || hasUnknown(timedConfig) || sameValue(timedConfig, before)) return failures;
  const { startTime, endTime } = timedConfig;
  const now = clock.now();
  const limit = now + MAX_AHEAD_DAYS * 24 * 3_600_000;
  for (const [name, text] of Object.entries({ startTime, endTime })) {
    const time = timeOf(text);
    if (time === undefined) continue;
    const path = `timedConfig.${name}`;
    if (time <= now) must(path, `must lie in the future, got ${JSON.stringify(text)}`);
    if (time > limit)
      must(path, `must lie at most ${MAX_AHEAD_DAYS} days ahead, got ${JSON.stringify(text)}`);
  }
  const [start, end] = [timeOf(startTime), timeOf(endTime)];
  if (start !== undefined && end !== undefined && end <= start) {
    must(
      "timedConfig.endTime",
      `must be later than startTime (${JSON.stringify(startTime)}), got ${JSON.stringify(endTime)}`,
    );
  }
  return failures;
}

function timeOf(text: unknown): number | undefined {
  return typeof text !== "string" || utcTimeRule(text) !== undefined ? undefined : Date.parse(text);
}
