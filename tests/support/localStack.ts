import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { clockAhead } from "../../tools/stack/clockAhead";
import { waitUntil } from "../../tools/stack/processes";
import { callsOf, configFor, secretConfigFor } from "./localIms";
import { Stack, type StackSpec } from "./stack";
import type { CommandResult } from "./stackCommand";

/** What a stack has in place of the usual: another language, other files, other packages and Node, another name. */
export type Surroundings = Omit<StackSpec, "program" | "env" | "timeLimitMilliseconds">;

/** Stacks on a local IMS, for which time passes as it does for the service. */
export interface LocalStacks {
  /** A stack of its own with this program; it goes with the test. */
  create(program: string, surroundings?: Surroundings): Promise<Stack>;
  /** Moves the service's clock, and that of every command that is started from now on. */
  pass(seconds: number): void;
  /** Runs a command to its end; once it has called `action`, the time passes in which jobs without a stream end. */
  runPastTheWindow(stack: Stack, action: string, ...command: string[]): Promise<CommandResult>;
}

/** A little more than the 3 minutes after which a job without a stream ends. */
export const PAST_THE_WINDOW_SECONDS = 181;
const CALL_TIME_LIMIT_MILLISECONDS = 60_000;

export function useLocalStacks(ims: () => Emulator): LocalStacks {
  const created: Stack[] = [];
  let count = 0;
  let folder = "";
  let passedMilliseconds = 0;
  const shiftFile = (): string => path.join(folder, "ahead");
  const preload = (): string => path.join(folder, "clock.cjs");
  const tell = (): void => writeFileSync(shiftFile(), String(passedMilliseconds));

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "pulumi-alicloud-ice-clock-"));
    tell();
    writeFileSync(preload(), clockAhead(shiftFile()));
  });
  afterEach(async () => {
    await Promise.all(created.splice(0).map((stack) => stack.remove()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pass = (seconds: number): void => {
    ims().clock.advance(seconds * 1_000);
    passedMilliseconds += seconds * 1_000;
    tell();
  };

  return {
    create: async (program, surroundings) => {
      count += 1;
      const stack = await Stack.create({
        program,
        // Part of every automatic name: two stacks of one name would take over each other's jobs.
        project: `e2e-${count}`,
        config: configFor(ims()),
        secretConfig: secretConfigFor(ims()),
        ...surroundings,
        env: { NODE_OPTIONS: `--require ${preload()}` },
      });
      created.push(stack);
      return stack;
    },
    pass,
    runPastTheWindow: async (stack, action, ...args) => {
      const before = callsOf(ims(), action);
      const command = stack.spawn(...args);
      const called = waitUntil(
        action,
        () => (callsOf(ims(), action) > before ? true : undefined),
        CALL_TIME_LIMIT_MILLISECONDS,
      );
      await Promise.race([command.result, called]);
      pass(PAST_THE_WINDOW_SECONDS);
      return command.result;
    },
  };
}

/** Asserts the exit code, and shows what the command said if it is another one. */
export function succeeded({ exitCode, output }: CommandResult): void {
  expect(exitCode, output).toBe(0);
}
