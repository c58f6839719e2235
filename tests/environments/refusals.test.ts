import { mkdtempSync } from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { installEnvironment, runInstall } from "../../tools/environments/installation";
import { REFUSALS } from "../../tools/environments/refusals";
import type { Environment, PackageManager } from "../../tools/environments/table";
import { callsOf, useLocalIms } from "../support/localIms";
import { useLocalStacks } from "../support/localStack";
import { surroundingsOf } from "./lifeOfARow";
import { programOf } from "./program";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

function emptyFolder(): string {
  return mkdtempSync(path.join(inject("environments").runFolder, "refused-"));
}

describe("is refused when its packages are installed", () => {
  const refusals = REFUSALS.filter(({ endsAt }) => endsAt === "install");
  test.each(refusals)("$title", async ({ environment, says }) => {
    const { tarball } = inject("environments");
    const { exitCode, stdout, stderr } = await runInstall(environment, tarball, emptyFolder());
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toContain(says);
  });
});

describe("is refused by up, before anything is made", () => {
  const refusals = REFUSALS.filter(({ endsAt }) => endsAt === "up");
  test.each(refusals)("$title", async ({ environment, says }) => {
    const surroundings = await surroundingsOf(environment);
    const stack = await stacks.create(programOf(environment), surroundings);
    const { exitCode, output } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output).toContain(says);
    expect(callsOf(ims(), "SubmitLiveRecordJob", "PutBucket", "CreateLiveRecordTemplate")).toBe(0);
  });
});

test.each<PackageManager>(["npm", "pnpm", "yarn"])(
  "a version that the registry lacks is called that by the set-up with %s",
  async (manager) => {
    const environment: Environment = {
      manager,
      sdk: "lowest",
      node: 22,
      modules: "CommonJS",
      language: "JavaScript",
      also: { "@pulumi/pulumi": "3.216.999" },
    };
    const { tarball } = inject("environments");
    const installing = installEnvironment(environment, tarball);
    await expect(installing).rejects.toThrow(
      "the registry lacks a version that tools/environments/table.ts names",
    );
    await expect(installing).rejects.toThrow("3.216.999");
  },
);
