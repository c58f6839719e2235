/** A job's timeline as numbers: what to draw, without drawing it. Times are milliseconds since the epoch. */

/** @typedef {"pulling" | "recording" | "gap"} PhaseKind */
/** @typedef {{ kind: PhaseKind, start: number, end: number }} Phase */
/** @typedef {{ start: number, end: number }} Span */
/** @typedef {readonly { readonly time: string, readonly event: string }[]} Events */

/** What begins with an event. @type {Readonly<Record<string, PhaseKind | "closed" | "nothing">>} */
const PHASE_AFTER = {
  submitted: "pulling",
  started: "recording",
  resumed: "recording",
  interrupted: "gap",
  closed: "closed",
  ended: "nothing",
};

/**
 * The phases that a job has been through, in order. The last one of a job that goes on ends now.
 * @param {Events} events
 * @param {number} now
 * @returns {Phase[]}
 */
export function phasesOf(events, now) {
  /** @type {Phase[]} */
  const phases = [];
  for (const { event, time } of events) {
    const next = PHASE_AFTER[event];
    if (next === undefined) {
      continue;
    }
    const at = Date.parse(time);
    const last = phases.at(-1);
    if (last !== undefined && last.end > at) {
      last.end = at;
    }
    // An emulator that was stopped, and went on later with what it had kept, missed the stream meanwhile.
    const kind = next === "closed" ? (last?.kind === "pulling" ? "pulling" : "gap") : next;
    if (kind !== "nothing") {
      phases.push({ kind, start: at, end: Math.max(at, now) });
    }
  }
  return phases;
}

/**
 * When the job ended, unless it goes on.
 * @param {Events} events
 * @returns {number | undefined}
 */
export function endOf(events) {
  const last = events.findLast(({ event }) => event in PHASE_AFTER);
  return last?.event === "ended" ? Date.parse(last.time) : undefined;
}

/** A little room behind what has ended, so that its end can be seen. */
const ROOM = 0.02;
const SHORTEST_SPAN_MILLISECONDS = 5000;

/**
 * The time that the timelines of these jobs share: from the first submit to now, or to the last end.
 * @param {readonly { readonly timeline: Events, readonly createTime: string }[]} jobs
 * @param {number} now
 * @param {number} [longest] milliseconds; what is older is cut off
 * @returns {Span}
 */
export function spanOf(jobs, now, longest = Number.POSITIVE_INFINITY) {
  const starts = jobs.map(({ createTime }) => Date.parse(createTime));
  const ends = jobs.map(({ timeline }) => endOf(timeline) ?? now);
  const last = Math.max(...ends);
  const first = Math.max(Math.min(...starts), last - longest);
  const length = Math.max(last - first, SHORTEST_SPAN_MILLISECONDS);
  return { start: first, end: first + length * (1 + ROOM) };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 30, 90, 365].map((count) => count * DAY),
];

/**
 * Round times inside a span, at most `most` of them.
 * @param {Span} span
 * @param {number} most
 * @returns {{ at: number, label: string }[]}
 */
export function ticksOf({ start, end }, most) {
  const step = STEPS.find((candidate) => (end - start) / candidate <= most) ?? end - start;
  const ticks = [];
  for (let at = Math.ceil(start / step) * step; at < end; at += step) {
    ticks.push({ at, label: labelOf(at, step) });
  }
  return ticks;
}

/** @param {number} at @param {number} step */
function labelOf(at, step) {
  const iso = new Date(at).toISOString();
  if (step >= DAY) {
    return iso.slice(0, 10);
  }
  const isMidnight = at % DAY === 0;
  return isMidnight ? iso.slice(5, 10) : step >= MINUTE ? iso.slice(11, 16) : iso.slice(11, 19);
}
