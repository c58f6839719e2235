import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { jobProgram } from "../support/programs";
import { Stack } from "../support/stack";
import type { CommandResult } from "../support/stackCommand";

const home = useLocalIms();
const elsewhere = useLocalIms();
let stack: Stack;
beforeEach(async () => {
  await startOver(home());
  await startOver(elsewhere());
});
afterEach(() => stack.remove());

function hostOf(url: string): string {
  return new URL(url).host;
}

