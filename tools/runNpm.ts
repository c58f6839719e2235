import { runCommand } from "./runCommand";
import { SetUpError } from "./setUpError";

const TIME_LIMIT_MILLISECONDS = 5 * 60_000;

/** Runs npm to its end; fails with what npm said. */
export async function runNpm(args: string[], cwd: string): Promise<void> {
  const { exitCode, stderr } = await runCommand("npm", args, {
    cwd,
    env: process.env,
    timeLimitMilliseconds: TIME_LIMIT_MILLISECONDS,
  });
  if (exitCode !== 0) {
    throw new SetUpError(`npm ${args[0]} failed:\n${stderr.trim()}`);
  }
}
