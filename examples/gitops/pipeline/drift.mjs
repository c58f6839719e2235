// Compares a stack with the service and says what is otherwise, for a schedule. Changes nothing.
import { keep, onlyStack, readArguments } from "./arguments.mjs";
import { EXIT_CODES, exitWith } from "./exitCodes.mjs";
import { findingsIn } from "./findings.mjs";
import { errorsOf, preview } from "./preview.mjs";

const USAGE = "pipeline/drift.mjs STACK [--report FILE]";

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, { report: { type: "string" } });
  const stack = onlyStack(USAGE, stacks);
  const { succeeded, digest } = await preview(stack, ["--refresh", "--show-sames"]);
  // A preview refuses some of what a drift asks for: the drift is what has to be looked at then. A program that fails
  // by itself is no drift, whatever it asked for before.
  const errors = succeeded ? [] : errorsOf(digest);
  const all = findingsIn(digest.steps ?? [], succeeded);
  const findings = succeeded ? all : all.filter(({ what }) => what !== "pending");
  const hasDrifted = findings.some(({ isDrift }) => isDrift);
  if (!succeeded && !hasDrifted) {
    throw new Error(`Stack ${stack} could not be compared with the service:\n${errors.join("\n")}`);
  }
  const report = `${JSON.stringify({ stack, hasDrifted, findings, errors }, null, 2)}\n`;
  process.stdout.write(report);
  keep(values.report, report);
  return hasDrifted ? EXIT_CODES.found : EXIT_CODES.done;
});
