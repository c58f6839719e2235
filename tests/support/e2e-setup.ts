import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node" with { "resolution-mode": "import" };
import { installPackedPackage } from "../../tools/packedPackage";
import { findPulumi } from "../../tools/pulumi/find";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { endProcesses, findMarkedProcesses } from "../../tools/stack/processes";

/** What the e2e tests share: made once before the first of them. */
export interface E2eParts {
  /** The absolute path of the `pulumi` command. */
  pulumiCommand: string;
  /** PATH for everything that a stack starts. */
  searchPath: string;
  /** The `node_modules` with the packed and installed package. */
  nodeModules: string;
  /** The folder of this run, outside the repository: all stacks lie in it, and it goes with the run. */
  runFolder: string;
}

declare module "vitest" {
  interface ProvidedContext {
    e2e: E2eParts;
  }
}

const BUILT_FILES = [
  "dist/sdk/index.js",
  "dist/provider/hosts/dynamic/index.js",
  "tools/dist/pulumi/find.js",
];

/** Provides the parts, and ends whatever a test has left behind when the run is over. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const missing = BUILT_FILES.filter((file) => !existsSync(path.join(REPOSITORY_ROOT, file)));
  if (missing.length > 0) {
    throw new Error(`The repository is not built (${missing.join(", ")}): run "npm run build" first.`);
  }
  const cli = await findPulumi();
  const nodeModules = await installPackedPackage();
  const runFolder = mkdtempSync(path.join(os.tmpdir(), "pulumi-alicloud-ice-e2e-"));
  project.provide("e2e", { pulumiCommand: cli.command, searchPath: cli.searchPath, nodeModules, runFolder });
  return async () => {
    await endProcesses(() => findMarkedProcesses(runFolder));
    rmSync(runFolder, { recursive: true, force: true });
  };
}
