import { existsSync, readdirSync, readFileSync } from "node:fs";
import { run } from "./pulumi.mjs";

/**
 * A stack's own name, without its organisation and project: its file is called by it.
 * @param {string} stack
 */
function bareName(stack) {
  return stack.split("/").at(-1) ?? stack;
}

/** @param {string} stack */
export function fileOf(stack) {
  return `Pulumi.${bareName(stack)}.yaml`;
}

/**
 * Whether this repository has the stack's configuration. Pulumi itself makes a file that holds nothing but a salt.
 * @param {string} stack
 */
export function isDeclared(stack) {
  return existsSync(fileOf(stack)) && /^config:/m.test(readFileSync(fileOf(stack), "utf8"));
}

/** Every stack that this repository has a configuration of. */
export function declaredStacks() {
  return readdirSync(".")
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .filter(isDeclared)
    .sort();
}

/**
 * The stacks of this project that the backend has.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ name: string, resourceCount?: number }[]>}
 */
export async function stacksOfBackend(env) {
  const list = ["stack", "ls", "--json", "--non-interactive"];
  const { exitCode, stdout } = await run("pulumi", list, { ...(env ? { env } : {}), isShown: false });
  if (exitCode !== 0) throw new Error("The stacks of the backend could not be listed.");
  return JSON.parse(stdout);
}

/**
 * @param {readonly { name: string }[]} stacks of the backend
 * @param {string} stack
 */
export function has(stacks, stack) {
  return stacks.some(({ name }) => bareName(name) === bareName(stack));
}

/**
 * The events that still have something, and no configuration any more.
 * @param {readonly { name: string, resourceCount?: number }[]} stacks of the backend
 */
export function removedEvents(stacks) {
  return stacks
    .filter(({ name, resourceCount = 0 }) => bareName(name).startsWith("event-") && resourceCount > 0)
    .map(({ name }) => name)
    .filter((name) => !isDeclared(name));
}
