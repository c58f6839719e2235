import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const COMMAND = join(__dirname, "../../emulator/bin/ice-emulator.js");

export interface CommandRun {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** Exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  /** The first line on stdout; rejects when it ends without one. */
  readonly firstLine: Promise<string>;
}

/** Runs the emulator's own command. Whoever runs it ends it. */
export function runCommand(...args: string[]): CommandRun {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const printed = { stdout: "", stderr: "" };
  child.stderr.on("data", (data) => {
    printed.stderr += data;
  });
  const exited = new Promise<number | null>((resolve) => child.on("close", resolve));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (data) => {
      printed.stdout += data;
      if (printed.stdout.includes("\n")) {
        resolve(printed.stdout.split("\n", 1)[0] ?? "");
      }
    });
    void exited.then((code) => reject(new Error(`it ended with ${code}: ${printed.stderr}`)));
  });
  firstLine.catch(() => undefined);
  return { child, printed, exited, firstLine };
}
