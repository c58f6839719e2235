import { afterEach, beforeEach, expect, it } from "vitest";
import { configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { STREAM_URL } from "../support/programs";
import { useRewritingProxy } from "../support/rewritingProxy";
import { Stack } from "../support/stack";

const PAST_THE_WINDOW_MILLISECONDS = 181_000;

const ims = useLocalIms();
const proxy = useRewritingProxy(() => ims().ice);
let stack: Stack;
beforeEach(() => startOver(ims()));
afterEach(() => stack.remove());

function programWith(authKey: string, job = ""): string {
  return presetJobProgram({ url: `${STREAM_URL}?auth_key=${authKey}`, job });
}

/** The addresses that the service was given, one for each job that was submitted. */
function submitted(): string[] {
  return proxy()
    .calls.filter(({ action }) => action === "SubmitLiveRecordJob")
    .map(({ parameters }) => JSON.parse(parameters.StreamInput ?? "{}").Url);
}

/** The address in the state's inputs and outputs, in clear. */
async function stored(): Promise<unknown[]> {
  const { stdout } = await stack.run("stack", "export", "--show-secrets");
  const { deployment } = JSON.parse(stdout);
  const job = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::show"));
  return [job.inputs, job.outputs].map(({ streamInput }) => JSON.parse(streamInput.plaintext).url);
}

it("an auth_key that rotates is no change anywhere, and a later replacement records with the new one", async () => {
  const config = { ...configFor(ims()), "alicloud-ice:endpoint": proxy().url };
  stack = await Stack.create({ program: programWith("k1"), config, secretConfig: secretConfigFor(ims()) });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  const { id } = stack.resource("show");

  stack.writeProgram(programWith("k2"));
  for (const command of [
    ["preview", "--expect-no-changes"],
    ["up", "--yes", "--expect-no-changes"],
    ["preview", "--expect-no-changes"],
    ["refresh", "--yes", "--expect-no-changes"],
    ["preview", "--refresh", "--expect-no-changes"],
    ["up", "--yes", "--refresh", "--expect-no-changes"],
  ]) {
    const { exitCode, output } = await stack.run(...command);
    expect({ command, exitCode, output }).toMatchObject({ command, exitCode: 0 });
  }
  expect(stack.resource("show").id).toBe(id);
  expect(submitted()).toEqual([`${STREAM_URL}?auth_key=k1`]);
  // The engine takes the inputs of a resource that is unchanged, and keeps its outputs.
  expect(await stored()).toEqual([`${STREAM_URL}?auth_key=k2`, `${STREAM_URL}?auth_key=k1`]);

  ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
  stack.writeProgram(programWith("k3", 'triggers: { again: "1" }'));
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  expect(submitted()).toEqual([`${STREAM_URL}?auth_key=k1`, `${STREAM_URL}?auth_key=k3`]);
  expect(await stored()).toEqual([`${STREAM_URL}?auth_key=k3`, `${STREAM_URL}?auth_key=k3`]);
});
