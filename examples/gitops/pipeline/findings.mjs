import { nameOf } from "./preview.mjs";

/** @typedef {import("./preview.mjs").Step} Step */
/** @typedef {"gone" | "changed" | "overdue" | "ended" | "pending"} What */

/**
 * Something that is otherwise than the stack's state has it, or than the program asks for.
 * @typedef {object} Finding
 * @property {What} what
 * @property {boolean} isDrift false: for information, a deployment changes nothing of it
 * @property {string} kind
 * @property {string} name
 * @property {string} urn
 * @property {string} [id]
 * @property {string} message
 */

/**
 * Reads a `preview --json --refresh --show-sames`. Of each resource in the state it has a step `refresh`, always with the
 * state as it was; then the step that the program asks for, whose old state is what the refresh saw. Of a resource that
 * is gone the second one is a `create`; where it is not declared any more, there is none.
 * @param {readonly Step[]} steps
 * @param {boolean} isWhole false: the preview failed, and steps may be missing
 * @returns {Finding[]}
 */
export function findingsIn(steps, isWhole) {
  /** @type {Map<string, { seen?: Step, asked?: Step }>} */
  const byUrn = new Map();
  for (const step of steps) {
    const known = byUrn.get(step.urn) ?? {};
    byUrn.set(step.urn, step.op === "refresh" ? { ...known, seen: step } : { ...known, asked: step });
  }
  return [...byUrn].flatMap(([urn, { seen, asked }]) => {
    const { kind, name } = nameOf(urn);
    const found =
      kind === "Stack" || urn.includes("::pulumi:providers:")
        ? undefined
        : findingOf(kind, isWhole, seen, asked);
    const id = (asked?.oldState ?? seen?.oldState)?.id;
    return found === undefined ? [] : [{ ...found, kind, name, urn, ...(id === undefined ? {} : { id }) }];
  });
}

/**
 * @param {string} kind
 * @param {boolean} isWhole
 * @param {Step | undefined} seen
 * @param {Step | undefined} asked
 * @returns {{ what: What, isDrift: boolean, message: string } | undefined}
 */
function findingOf(kind, isWhole, seen, asked) {
  if (asked === undefined) {
    return isWhole
      ? drift("gone", "it is not there any more, and the program does not declare it")
      : undefined;
  }
  if (asked.op === "create") {
    return seen === undefined
      ? drift("pending", "it is declared and was never deployed")
      : drift("gone", "it is not there any more; the next deployment makes another one");
  }
  const { ended, endedSeenAt, overdue } = asked.oldState?.outputs ?? {};
  if (kind === "LiveRecordJob" && overdue === true) {
    return drift("overdue", "it still records although its lease is over; the next deployment ends it");
  }
  if (kind === "LiveRecordJob" && (ended === true || endedSeenAt !== undefined)) {
    const since = `the service says paused, seen since ${endedSeenAt ?? "before"}`;
    if (asked.op === "same")
      return { what: "ended", isDrift: false, message: `it ended by itself: ${since}` };
    if (asked.replaceReasons?.includes("status")) {
      return drift("ended", `it ended, and the next deployment records again: ${since}`);
    }
  }
  if (asked.op === "same") return undefined;
  return isAsSeen(seen, asked)
    ? drift(
        "pending",
        `the next deployment would ${asked.op} it: a commit was not deployed, or something it needs is gone`,
      )
    : drift(
        "changed",
        `the service has it otherwise; the next deployment would ${asked.op} it: ${reasonsOf(asked)}`,
      );
}

/**
 * @param {What} what
 * @param {string} message
 */
function drift(what, message) {
  return { what, isDrift: true, message };
}

/**
 * Whether the refresh found a resource as the state had it: only what is really otherwise changes its inputs. Outputs
 * change by themselves, as a status does. Secrets are masked on both sides.
 * @param {Step | undefined} seen
 * @param {Step} asked
 */
function isAsSeen(seen, asked) {
  return JSON.stringify(seen?.oldState?.inputs ?? {}) === JSON.stringify(asked.oldState?.inputs ?? {});
}

/** @param {Step} step */
function reasonsOf({ diffReasons = [], replaceReasons = [] }) {
  return [...new Set([...replaceReasons, ...diffReasons])].join(", ");
}
