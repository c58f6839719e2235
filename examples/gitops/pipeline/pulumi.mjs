import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/**
 * How a command ended.
 * @typedef {{ exitCode: number, stdout: string, output: string }} CommandEnd
 */

/**
 * Where and how a command runs.
 * @typedef {{ env?: NodeJS.ProcessEnv, cwd?: string, isShown?: boolean }} Place
 */

/**
 * Runs `pulumi` on a stack. What it says goes to stderr as it comes, since stdout belongs to the script's own result;
 * with `isShown: false` its stdout is for the script alone.
 * @param {string} stack
 * @param {readonly string[]} args
 * @param {Place} [place]
 * @returns {Promise<CommandEnd>}
 */
export function pulumi(stack, args, place = {}) {
  return run("pulumi", [...args, "--stack", stack, "--non-interactive", "--color", "never"], place);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Place} [place]
 * @returns {Promise<CommandEnd>}
 */
export function run(command, args, { env = process.env, cwd = process.cwd(), isShown = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
      if (isShown) process.stderr.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
      process.stderr.write(text);
    });
    child.once("error", (error) => reject(new Error(`${command} can't be started: ${error.message}`)));
    child.once("close", (code) => resolve({ exitCode: code ?? 1, stdout, output }));
  });
}

/** As the CLI says that somebody else works on the stack: of backends of files, then of Pulumi Cloud. */
const LOCKED = /the stack is currently locked by|common-issues\/update-conflicts/;
const POLL_SECONDS = 2;

/**
 * Runs a command that changes the stack. Backends of files refuse at once while another command runs, so it is started
 * again until the lock is gone; nothing has begun as long as there is one.
 * @param {string} stack
 * @param {readonly string[]} args
 * @param {number} lockWaitSeconds how long another command is waited for
 * @returns {Promise<CommandEnd>}
 */
export async function pulumiOnceUnlocked(stack, args, lockWaitSeconds) {
  const giveUpAt = Date.now() + lockWaitSeconds * 1_000;
  for (;;) {
    const end = await pulumi(stack, args);
    if (end.exitCode === 0 || !LOCKED.test(end.output)) return end;
    if (Date.now() + POLL_SECONDS * 1_000 > giveUpAt) {
      throw new Error(
        `Stack ${stack} was locked for ${lockWaitSeconds} s: nothing was done. If the command that holds the lock is dead, run \`pulumi cancel --stack ${stack}\`, then this again.`,
      );
    }
    process.stderr.write(`Stack ${stack} is locked; trying again in ${POLL_SECONDS} s.\n`);
    await delay(POLL_SECONDS * 1_000);
  }
}

/** An option of the scripts that change a stack. Delete waits up to 8 minutes for the end of a recording. */
export const LOCK_WAIT_OPTION = /** @type {const} */ ({ type: "string", default: "600" });

/**
 * Fails unless the command succeeded.
 * @param {CommandEnd} end
 * @param {string} doing
 */
export function mustSucceed({ exitCode, stdout }, doing) {
  if (exitCode !== 0) throw new Error(`${doing} failed: pulumi ended with ${exitCode}.`);
  return stdout;
}
