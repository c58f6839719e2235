import { spawn } from "node:child_process";

/** How a command ended. */
export interface CommandEnd {
  /** The command's own exit code; 127 when it does not exist, 124 when it was ended at its time limit. */
  exitCode: number;
  stdout: string;
  stderr: string;
}

const EXIT_CODE_TIME_LIMIT = 124;
const EXIT_CODE_NOT_FOUND = 127;
const EXIT_CODE_SIGNAL = 128;

/**
 * Runs a command to its end, without a shell and without stdin. Never throws for what the command does.
 *
 * The command gets a process group of its own, so that at the time limit its children end with it.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  place: { cwd: string; env: NodeJS.ProcessEnv; timeLimitMilliseconds: number },
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: place.cwd,
      env: place.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let stdout = "";
    let stderr = "";
    let isPastLimit = false;
    const endGroup = () => {
      if (child.pid !== undefined) {
        try {
          process.kill(-child.pid, "SIGKILL");
        } catch {
          // The group has ended by itself.
        }
      }
    };
    const onSignal = (signal: NodeJS.Signals) => {
      endGroup();
      process.kill(process.pid, signal);
    };
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
    const limit = setTimeout(() => {
      isPastLimit = true;
      endGroup();
    }, place.timeLimitMilliseconds);
    const end = (exitCode: number) => {
      clearTimeout(limit);
      process.removeListener("SIGINT", onSignal).removeListener("SIGTERM", onSignal);
      resolve({ exitCode, stdout, stderr });
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", (error) => {
      stderr += error.message;
      end(EXIT_CODE_NOT_FOUND);
    });
    child.once("close", (code) => {
      if (isPastLimit) {
        stderr += `\nended after ${place.timeLimitMilliseconds / 1_000} s`;
      }
      end(isPastLimit ? EXIT_CODE_TIME_LIMIT : (code ?? EXIT_CODE_SIGNAL));
    });
  });
}
