import path from "node:path";
import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { expect, inject, test } from "vitest";
import { installEnvironment } from "../../tools/environments/installation";
import {
  ENVIRONMENTS,
  type Environment,
  NODE_VERSIONS,
  type PackageManager,
  TYPESCRIPT_7_ALIAS,
  titleOf,
} from "../../tools/environments/table";
import { runCommand } from "../../tools/runCommand";
import type { E2eParts } from "../support/e2e-setup";
import { callsOf, recordingJobs, useLocalIms } from "../support/localIms";
import {
  type LocalStacks,
  PAST_THE_WINDOW_SECONDS,
  type Surroundings,
  succeeded,
  useLocalStacks,
} from "../support/localStack";
import { filesOf, programOf } from "./program";

const COMPILE_TIME_LIMIT_MILLISECONDS = 120_000;
/** More than the provider lets pass between two looks at an ended job. */
const BETWEEN_TWO_LOOKS_SECONDS = 11;

/** Tests the environments of a package manager, one after the other: with ALL_ENVIRONMENTS every one. */
export function testEnvironmentsOf(manager: PackageManager): void {
  const ims = useLocalIms();
  const stacks = useLocalStacks(ims);
  const rows = ENVIRONMENTS.filter((row) => row.manager === manager);
  const chosen = process.env.ALL_ENVIRONMENTS ? rows : rows.filter(({ inEveryRun }) => inEveryRun);
  // In a loop: `test.each` cuts titles short.
  for (const row of chosen) {
    test(titleOf(row), () => live(row, ims(), stacks));
  }
}

/** What a stack has in place of the usual, so that it runs in this environment; installs what is not there yet. */
export async function surroundingsOf(environment: Environment): Promise<Surroundings & { parts: E2eParts }> {
  const { tarball, ...shared } = inject("environments");
  const { nodeModules, nodeFolder } = await installEnvironment(environment, tarball);
  const { language } = environment;
  return {
    language: language === "JavaScript" ? "javascript" : "typescript",
    ...(language !== "JavaScript" && language.runBy === "tsc" ? { main: "dist/index.js" } : {}),
    files: filesOf(environment),
    parts: { ...shared, nodeModules, searchPath: [nodeFolder, shared.searchPath].join(path.delimiter) },
  };
}

async function live(environment: Environment, ims: Emulator, stacks: LocalStacks): Promise<void> {
  await ims.reset();
  const surroundings = await surroundingsOf(environment);
  const stack = await stacks.create(programOf(environment), surroundings);
  await compile(environment, stack.folder, surroundings.parts.searchPath);

  succeeded(await stack.up());
  expect(callsOf(ims, "SubmitLiveRecordJob")).toBe(1);
  const { id: jobId } = stack.resource("show");
  expect(recordingJobs(ims).map((job) => job.jobId)).toEqual([jobId]);
  const [program] = stack.export().resources;
  expect(program?.outputs).toMatchObject({ jobId, nodeVersion: `v${NODE_VERSIONS[environment.node]}` });

  const calls = ims.requests().length;
  succeeded(await stack.preview("--expect-no-changes"));
  expect(ims.requests().length).toBe(calls);

  stacks.pass(PAST_THE_WINDOW_SECONDS);
  succeeded(await stack.refresh("--expect-no-changes"));
  stacks.pass(BETWEEN_TWO_LOOKS_SECONDS);
  const { id: bucket = "" } = stack.resource("recordings");
  succeeded(await stack.destroy());
  expect(stack.export().resources).toEqual([]);
  expect(recordingJobs(ims)).toEqual([]);
  expect(ims.store.hasBucket(bucket)).toBe(false);
  expect(callsOf(ims, "DeleteLiveRecordTemplate")).toBe(1);
  expect(callsOf(ims, "SubmitLiveRecordJob")).toBe(1);
}

/** The environment's own compiler checks the program against the installed types, and writes JavaScript where that runs. */
async function compile({ language }: Environment, folder: string, searchPath: string): Promise<void> {
  if (language === "JavaScript") return;
  const { typescript, runBy } = language;
  const compiler = path.join(
    "node_modules",
    typescript === 7 ? TYPESCRIPT_7_ALIAS : "typescript",
    "bin",
    "tsc",
  );
  const flags = runBy === "tsc" ? [] : ["--noEmit"];
  const { exitCode, stdout, stderr } = await runCommand("node", [compiler, ...flags], {
    cwd: folder,
    env: { ...process.env, PATH: searchPath },
    timeLimitMilliseconds: COMPILE_TIME_LIMIT_MILLISECONDS,
  });
  expect(exitCode, stdout + stderr).toBe(0);
}
