import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** The environment variable by which every process that a stack started is recognised, however it was started. */
export const STACK_MARKER = "ICE_TEST_STACK_FOLDER";

const POLL_MILLISECONDS = 20;
const END_TIME_LIMIT_MILLISECONDS = 10_000;

/** What a process of a stack is. */
export type ProcessRole = "cli" | "provider" | "languageHost" | "program" | "other";

export interface MarkedProcess {
  pid: number;
  role: ProcessRole;
  commandLine: string;
}

function roleOf(commandLine: string): ProcessRole {
  const [executable = "", ...args] = commandLine.split("\0");
  const command = executable.split("/").at(-1);
  if (command === "pulumi") {
    return "cli";
  }
  if (command === "pulumi-language-nodejs") {
    return "languageHost";
  }
  // Beside the provider's own process there is the shell script that launched it: the script is "other".
  if (command === "node" && args.some((arg) => /\/cmd\/dynamic-provider(\/|$)/.test(arg))) {
    return "provider";
  }
  if (command === "node" && args.some((arg) => /\/cmd\/run(\/|$)/.test(arg))) {
    return "program";
  }
  return "other";
}

function readProcFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    // Ended meanwhile, or not ours to read.
    return "";
  }
}

/** The living processes whose marker is this folder or one inside it. Needs Linux: it reads /proc. */
export function findMarkedProcesses(folder: string): MarkedProcess[] {
  if (process.platform !== "linux") {
    throw new Error("Finding the processes of a stack needs Linux: it reads /proc.");
  }
  const found: MarkedProcess[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) {
      continue;
    }
    const marker = readProcFile(pid, "environ")
      .split("\0")
      .find((entry) => entry.startsWith(`${STACK_MARKER}=`))
      ?.slice(STACK_MARKER.length + 1);
    if (marker !== undefined && (marker === folder || marker.startsWith(`${folder}/`))) {
      const commandLine = readProcFile(pid, "cmdline");
      found.push({ pid, role: roleOf(commandLine), commandLine: commandLine.replaceAll("\0", " ").trim() });
    }
  }
  return found;
}

/** Kills a process by its id; one that has ended already is no error. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) {
      throw error;
    }
  }
}

/** Waits until `find` answers something, or fails after the limit with the name of what did not come. */
export async function waitUntil<Found>(
  name: string,
  find: () => Found | undefined,
  timeLimitMilliseconds: number,
): Promise<Found> {
  const giveUpAt = Date.now() + timeLimitMilliseconds;
  for (;;) {
    const found = find();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`${name} did not come within ${timeLimitMilliseconds / 1_000} s.`);
    }
    await delay(POLL_MILLISECONDS);
  }
}

/** Kills all that `find` answers, again and again, until there is none: a dying process may start another. */
export async function endProcesses(find: () => MarkedProcess[]): Promise<void> {
  await waitUntil(
    "The end of the stack's processes",
    () => {
      const living = find();
      for (const { pid } of living) {
        killProcess(pid);
      }
      return living.length === 0 ? true : undefined;
    },
    END_TIME_LIMIT_MILLISECONDS,
  );
}
