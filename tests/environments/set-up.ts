import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node" with { "resolution-mode": "import" };
import { PACKAGE_NAME, packPackage } from "../../tools/packedPackage";
import { findPulumi } from "../../tools/pulumi/find";
import { endProcesses, findMarkedProcesses } from "../../tools/stack/processes";

/** What the tests of all environments share; packages and Node are each environment's own. */
export interface SharedParts {
  pulumiCommand: string;
  /** PATH, without the Node of an environment. */
  searchPath: string;
  /** The packed package. Its name changes with its content. */
  tarball: string;
  runFolder: string;
}

declare module "vitest" {
  interface ProvidedContext {
    environments: SharedParts;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { command: pulumiCommand, searchPath } = await findPulumi();
  const runFolder = mkdtempSync(path.join(os.tmpdir(), `${PACKAGE_NAME}-environments-`));
  const packed = await packPackage(runFolder);
  const hash = createHash("sha256").update(readFileSync(packed)).digest("hex").slice(0, 16);
  const tarball = path.join(runFolder, `${PACKAGE_NAME}-${hash}.tgz`);
  renameSync(packed, tarball);
  project.provide("environments", { pulumiCommand, searchPath, tarball, runFolder });
  return async () => {
    await endProcesses(() => findMarkedProcesses(runFolder));
    rmSync(runFolder, { recursive: true, force: true });
  };
}
