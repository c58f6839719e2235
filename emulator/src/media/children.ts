import { type ChildProcess, spawn } from "node:child_process";

/** Children that still run. A parent that exits in whatever way short of SIGKILL leaves none of them behind. */
const running = new Set<ChildProcess>();

function killAll(): void {
  for (const child of running) {
    child.kill("SIGKILL");
  }
}

/** Puts a child under watch: it is killed when this process exits. */
export function own<Child extends ChildProcess>(child: Child): Child {
  if (running.size === 0) {
    process.on("exit", killAll);
  }
  running.add(child);
  const forget = () => {
    running.delete(child);
    if (running.size === 0) {
      process.off("exit", killAll);
    }
  };
  child.once("exit", forget);
  child.once("error", forget);
  return child;
}

export interface Finished {
  /** Exit code, or null when the process was killed or could not be started. */
  readonly code: number | null;
  readonly stderr: string;
  /** Set when the process could not be started at all. */
  readonly startError?: NodeJS.ErrnoException;
}

/** How much of a child's error output is kept, in characters; ffmpeg repeats itself on broken media. */
const MAX_STDERR_CHARACTERS = 64 * 1024;

/** Runs a program to its end. Never rejects: what went wrong is in the answer. */
export function run(path: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    let stderr = "";
    let startError: NodeJS.ErrnoException | undefined;
    const child = own(spawn(path, args, { stdio: ["ignore", "ignore", "pipe"], detached: true }));
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      if (stderr.length < MAX_STDERR_CHARACTERS) {
        stderr += text;
      }
    });
    child.once("error", (error) => {
      startError = error;
      resolve({ code: null, stderr, startError });
    });
    child.once("close", (code) =>
      resolve({ code: startError === undefined ? code : null, stderr, startError }),
    );
  });
}

/** Runs a program on `input` and resolves with what it wrote. @throws Error with the last that it complained about. */
export function pipeThrough(path: string, args: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const written: Buffer[] = [];
    let stderr = "";
    const child = own(spawn(path, args, { stdio: ["pipe", "pipe", "pipe"], detached: true }));
    child.stdout.on("data", (bytes: Buffer) => written.push(bytes));
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      stderr = text;
    });
    // A program that has read enough closes its input.
    child.stdin.on("error", () => {});
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 && written.length > 0
        ? resolve(Buffer.concat(written))
        : reject(new Error(`${path} answered ${code}: ${stderr.trim()}`)),
    );
    child.stdin.end(input);
  });
}
