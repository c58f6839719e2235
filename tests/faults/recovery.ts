import { setTimeout as delay } from "node:timers/promises";
import type { CommandResult } from "../support/stackCommand";
import type { Bench } from "./bench";
import { setRight } from "./events";
import type { FaultCase } from "./faultCase";
import { PRESET_FLV, programAfter } from "./programs";
import { commandOf } from "./strikes";

/** A surviving provider gives up on its unanswered call after 20 s, and looks for what it made for 10 s more. */
const SURVIVOR_MILLISECONDS = 32_000;

/** What the documentation says to do after the fault of the case. Answers every command that it took. */
export async function recover(
  bench: Bench,
  faultCase: FaultCase,
  struck: CommandResult,
): Promise<readonly CommandResult[]> {
  const { stack } = bench;
  const { strike } = faultCase;
  switch (strike.by) {
    case "call":
    case "quota":
    case "clock skew":
      return struck.exitCode === 0 ? [] : [await stack.run(...commandOf(faultCase))];
    case "event":
      setRight(bench, faultCase, strike.event);
      if (strike.event === "stream lost") return struck.exitCode === 0 ? [] : [await stack.up()];
      if (faultCase.kind === "LiveRecordJob" && faultCase.operation === "create") {
        stack.writeProgram(programAfter(faultCase, PRESET_FLV));
      }
      return [await stack.up("--refresh")];
    case "interruption": {
      if (faultCase.fault === "kill -9 of the CLI" || faultCase.fault === "^C twice") await stack.cancel();
      const results = [await stack.up()];
      if (stack.export().pendingOperations.length > 0) {
        results.push(await stack.refresh("--clear-pending-creates"));
      }
      if (strike.aftermath.survivors === "live on") {
        await delay(SURVIVOR_MILLISECONDS);
      }
      return results;
    }
  }
}
