// Finds recordings that run and are in no stack, for a schedule. All stacks of the account and region have to be named.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { keep, readArguments } from "./arguments.mjs";
import { exitWith, WrongUse } from "./exitCodes.mjs";
import { mustSucceed, pulumi, run } from "./pulumi.mjs";
import { declaredStacks } from "./stacks.mjs";

const USAGE = "pipeline/orphans.mjs [STACK …] [--report FILE]";

await exitWith(async () => {
  const { values, stacks } = readArguments(USAGE, { report: { type: "string" } });
  const named = stacks.length > 0 ? stacks : declaredStacks();
  const [first] = named;
  if (first === undefined) throw new WrongUse(`There is no stack here.\nUsage: node ${USAGE}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), "states-"));
  try {
    for (const stack of named) {
      const file = path.join(folder, `${encodeURIComponent(stack)}.json`);
      mustSucceed(await pulumi(stack, ["stack", "export", "--file", file]), `Reading the state of ${stack}`);
    }
    // The region and the endpoint are those of the first stack; keys come from the environment.
    const args = ["orphans", "--stack", first.split("/").at(-1) ?? first, "--state", folder, "--json"];
    const { exitCode, stdout } = await run("npx", ["--no-install", "pulumi-alicloud-ice", ...args], {
      isShown: false,
    });
    process.stdout.write(stdout);
    keep(values.report, stdout);
    return exitCode;
  } finally {
    // States hold stream URLs, encrypted.
    rmSync(folder, { recursive: true, force: true });
  }
});
