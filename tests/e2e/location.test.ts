import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";

const here = useLocalIms();
const elsewhere = useLocalIms();
let stack: Stack;
let jobId: string;
beforeEach(async () => {
  await startOver(here());
  await startOver(elsewhere());
  stack = await Stack.create({
    program: presetJobProgram(),
    config: configFor(here()),
    secretConfig: secretConfigFor(here()),
  });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  jobId = String(stack.resource("show").id);
});
afterEach(() => stack.remove());

describe("probe", () => {
  it("region", async () => {
    await stack.setConfig("alicloud-ice:region", "cn-beijing");
    for (const [verb, ...flags] of [
      ["refresh", "--yes", "--skip-preview"],
      ["refresh", "--yes", "--skip-preview", "--run-program"],
      ["preview", "--refresh"],
      ["up", "--yes", "--skip-preview"],
      ["refresh", "--yes", "--skip-preview"],
      ["destroy", "--yes", "--skip-preview"],
    ] as string[][]) {
      const r = await stack.run(verb ?? "", ...flags);
      console.log(verb, flags, r.exitCode, r.output);
      console.log(JSON.stringify(stack.export().resources.map((x) => [x.urn, x.inputs?.["alicloud-ice:region"]])));
    }
    await stack.setConfig("alicloud-ice:region", "cn-shanghai");
    for (const [verb, ...flags] of [
      ["refresh", "--yes", "--skip-preview"],
      ["refresh", "--yes", "--skip-preview", "--run-program"],
      ["up", "--yes", "--skip-preview"],
      ["refresh", "--yes", "--skip-preview"],
    ] as string[][]) {
      const r = await stack.run(verb ?? "", ...flags);
      console.log("BACK", verb, flags, r.exitCode, r.output);
    }
  });
});
