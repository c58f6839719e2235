import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { WrongUse } from "./exitCodes.mjs";

/**
 * The stacks and options of a script's command line.
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} Options
 * @param {string} usage what follows `node`
 * @param {Options} options
 */
export function readArguments(usage, options) {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return { values, stacks: positionals };
  } catch (thrown) {
    throw new WrongUse(`${thrown instanceof Error ? thrown.message : thrown}\nUsage: node ${usage}`);
  }
}

/**
 * The one stack that a script works on.
 * @param {string} usage
 * @param {readonly string[]} stacks
 */
export function onlyStack(usage, stacks) {
  const [stack, ...more] = stacks;
  if (stack === undefined || more.length > 0) throw new WrongUse(`Name one stack.\nUsage: node ${usage}`);
  return stack;
}

/**
 * Keeps a result for the pipeline, in a folder that is made where it is missing.
 * @param {string | undefined} file none: nothing is kept
 * @param {string} text
 */
export function keep(file, text) {
  if (file === undefined) return;
  const folder = path.dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
}
