import { nameOf } from "./preview.mjs";

/** @typedef {import("./preview.mjs").Step} Step */

const OPERATIONS = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "**replace**",
  "create-replacement": "**replace**",
  "delete-replaced": "**replace**",
  import: "take over",
  read: "read",
};

/** What a step means for a recording: the words that a reviewer has to see. */
const ON_A_RECORDING = {
  create: "starts a recording",
  update: "in place: the recording goes on",
  delete: "**ends the recording**",
  replace: "**ends the recording and starts another**",
};

/**
 * What a preview found, for a comment on the pull request. No value of any property is in it.
 * @param {string} stack
 * @param {{ succeeded: boolean, digest: import("./preview.mjs").Digest }} result
 * @param {boolean} isThrowAway
 */
export function commentOf(stack, { succeeded, digest }, isThrowAway) {
  const { steps = [], diagnostics = [], changeSummary = {} } = digest;
  const rows = steps.filter(({ op, urn }) => op in OPERATIONS && nameOf(urn).kind !== "Stack").map(rowOf);
  const lines = [
    `### Preview of \`${stack}\`: ${succeeded ? summaryOf(changeSummary) : "failed"}`,
    "",
    ...(isThrowAway ? ["As a new stack, with placeholders for encrypted values.", ""] : []),
    ...(rows.length > 0 ? ["| resource | operation | what it means |", "|---|---|---|", ...rows, ""] : []),
    ...diagnostics.filter(isWorthReading).map(({ message = "" }) => quoteOf(message)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/**
 * What becomes of an event whose configuration the change has removed.
 * @param {string} stack
 */
export function commentOfRemoved(stack) {
  return `### \`${stack}\` is not declared any more\n\nThe deployment **ends its recording**, keeps the manifest of its files and its bucket, and removes the rest.\n`;
}

/** @param {Record<string, number>} changes */
function summaryOf(changes) {
  const said = Object.entries(changes).filter(([op, count]) => op !== "same" && count > 0);
  return said.length === 0 ? "no changes" : said.map(([op, count]) => `${count} to ${op}`).join(", ");
}

/** @param {Step} step */
function rowOf({ op, urn, diffReasons = [], replaceReasons = [] }) {
  const { kind, name } = nameOf(urn);
  const meaning =
    kind === "LiveRecordJob" ? ON_A_RECORDING[/** @type {keyof typeof ON_A_RECORDING} */ (op)] : undefined;
  const reasons = [...new Set([...replaceReasons, ...diffReasons])].filter((key) => !key.startsWith("__"));
  const cells = [
    `${kind} \`${name}\``,
    OPERATIONS[/** @type {keyof typeof OPERATIONS} */ (op)],
    [meaning, reasons.map((key) => `\`${key}\``).join(", ")].filter(Boolean).join("; "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** @param {{ severity?: string }} diagnostic */
function isWorthReading({ severity }) {
  return severity === "warning" || severity === "error";
}

/** @param {string} text */
function quoteOf(text) {
  return `${text
    .trim()
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n")}\n`;
}
