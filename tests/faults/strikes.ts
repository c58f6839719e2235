import { setTimeout as delay } from "node:timers/promises";
import { waitUntil } from "../../tools/stack/processes";
import { callsOf } from "../support/localIms";
import type { CommandResult, StackCommand } from "../support/stackCommand";
import type { Bench } from "./bench";
import { NEVER_MILLISECONDS } from "./callCases";
import { happen, loseStream } from "./events";
import type { FaultCase, Strike } from "./faultCase";
import { STREAM_APP, SUBJECT } from "./programs";

const SKEW_MILLISECONDS = 20 * 60_000;
const SKEW_CODES = ["InvalidTimeStamp.Expired", "RequestTimeTooSkewed"];
const ARRIVAL_LIMIT_MILLISECONDS = 120_000;
/** From the first ^C to what comes after it. */
const INTERRUPT_PAUSE_MILLISECONDS = 1_000;
/** By the emulator's clock: what is held is let go by moving it. */
const HELD_MILLISECONDS = 60_000;
const EFFECT_MILLISECONDS = 200;

type Interruption = Extract<Strike, { by: "interruption" }>;

/** The command that a case strikes, as a user types it. */
export function commandOf({ operation }: FaultCase): readonly string[] {
  return [operation === "read" ? "refresh" : "up", "--yes", "--skip-preview"];
}

/**
 * Runs the command under the fault of the case and answers how it ended.
 * @throws Error when the fault has not struck: then nothing was shown.
 */
export async function strike(bench: Bench, faultCase: FaultCase): Promise<CommandResult> {
  const { ims, stack, clock } = bench;
  const command = commandOf(faultCase);
  const { strike: by } = faultCase;
  switch (by.by) {
    case "call":
    case "quota": {
      ims.faults.add(by.fault);
      const result = await stack.run(...command);
      // Each strikes once, and a call that is answered late is not in the log yet.
      mustHaveStruck(ims.faults.list().length === 0, result);
      ims.faults.clear();
      return result;
    }
    case "event":
      await happen(bench, faultCase, by.event);
      return stack.run(...command);
    case "clock skew": {
      clock.setSkew(SKEW_MILLISECONDS);
      const result = await stack.run(...command);
      mustHaveStruck(
        ims.requests().some(({ code = "" }) => SKEW_CODES.includes(code)),
        result,
      );
      clock.setSkew(0);
      return result;
    }
    case "interruption":
      return interrupt(bench, faultCase, by);
  }
}

function mustHaveStruck(hasStruck: boolean, { output }: CommandResult): void {
  if (!hasStruck) throw new Error(`The fault has not struck: ${output}`);
}

async function interrupt(bench: Bench, faultCase: FaultCase, by: Interruption): Promise<CommandResult> {
  const { ims, stack } = bench;
  const { fault } = faultCase;
  const { aftermath } = by;
  // Before Resume the job has to end; everywhere else it must not end before the strike.
  bench.timePasses = by.hold.action === "ResumeLiveStream";
  const isLetGo = fault === "^C" || aftermath.heldCall === "arrives before the recovery";
  const command = stack.spawn(...commandOf(faultCase));
  await held(bench, command, by, isLetGo ? HELD_MILLISECONDS : NEVER_MILLISECONDS);
  const letGo = async (): Promise<void> => {
    bench.pass(HELD_MILLISECONDS / 1_000);
    await delay(EFFECT_MILLISECONDS);
  };
  switch (fault) {
    case "kill -9 of the provider":
      stack.killProvider();
      break;
    case "^C":
      command.interrupt();
      await delay(INTERRUPT_PAUSE_MILLISECONDS);
      await letGo();
      bench.timePasses = true;
      break;
    case "^C twice":
      command.interrupt();
      await delay(INTERRUPT_PAUSE_MILLISECONDS);
      command.interrupt();
      break;
    default:
      command.killCli();
  }
  const result = await command.result;
  if (aftermath.survivors === "ended") await stack.endSurvivors();
  if (aftermath.heldCall === "arrives before the recovery") await letGo();
  if (aftermath.streamIsLost) {
    loseStream(bench);
    ims.streams.startSynthetic(STREAM_APP, SUBJECT);
  }
  bench.timePasses = true;
  return result;
}

/** Resolves once the command waits for the call at which it is to be interrupted. */
async function held(
  { ims }: Bench,
  command: StackCommand,
  { hold }: Interruption,
  milliseconds: number,
): Promise<void> {
  const { once, isSecond, ...call } = hold;
  if (once !== undefined) await called(() => callsOf(ims, once) > 0, command);
  ims.faults.add({ ...call, milliseconds, ...(isSecond ? { rate: 1 / 2, count: 1 } : {}) });
  await called(() => ims.faults.list().length === 0, command);
  await delay(EFFECT_MILLISECONDS);
}

async function called(holds: () => boolean, command: StackCommand): Promise<void> {
  const ended = command.result.then(({ output }) => {
    throw new Error(`The command ended before it was held: ${output}`);
  });
  ended.catch(() => undefined);
  await Promise.race([waitUntil("The call", () => holds() || undefined, ARRIVAL_LIMIT_MILLISECONDS), ended]);
}
