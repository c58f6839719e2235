import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { useLocalIms } from "../support/localIms";
import { useLocalStacks } from "../support/localStack";
import { jobProgram } from "../support/programs";
const ims = useLocalIms();
const stacks = useLocalStacks(ims);
it("x", async () => {
  stacks.pass(3600);
  const stack = await stacks.create(jobProgram());
  const r = stack.spawn("up", "--yes", "--skip-preview");
  const pid = await stack.waitForProvider();
  const e = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").filter((x) => /NODE|PULUMI/.test(x)).join("\n") + readFileSync(`/proc/${pid}/cmdline`, "utf8");
  await r.result;
  expect(e).toBe("");
});
