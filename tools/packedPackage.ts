import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { cacheFolder, makeFolderOnce } from "./cacheFolder";
import { withProgress } from "./progress";
import { REPOSITORY_ROOT } from "./repository";
import { runNpm } from "./runNpm";
import { SetUpError } from "./setUpError";

export const PACKAGE_NAME = "pulumi-alicloud-ice";
const FOLDER_PREFIX = "installed-";
const KEPT_FOLDERS = 3;
/** A folder that was used this lately may belong to a run that goes on. */
const IN_USE_MILLISECONDS = 2 * 60 * 60_000;

function installedVersion(name: string): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(require.resolve(`${name}/package.json`), "utf8"),
  );
  return manifest.version;
}

/** Packs this package into the folder and answers the tarball. The repository has to be built before. */
export async function packPackage(folder: string): Promise<string> {
  // The build is the set-up's; prepack would make it a second time.
  await runNpm(["pack", "--ignore-scripts", "--pack-destination", folder], REPOSITORY_ROOT);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (!tarball) {
    throw new SetUpError(`npm pack wrote no tarball into ${folder}.`);
  }
  return path.join(folder, tarball);
}

function removeUnusedFolders(folder: string): void {
  const byLastUse = readdirSync(folder)
    .filter((name) => name.startsWith(FOLDER_PREFIX) && !name.includes("."))
    .map((name) => ({ place: path.join(folder, name), usedAt: statSync(path.join(folder, name)).mtimeMs }))
    .sort((one, other) => other.usedAt - one.usedAt);
  for (const { place, usedAt } of byLastUse.slice(KEPT_FOLDERS)) {
    if (Date.now() - usedAt > IN_USE_MILLISECONDS) {
      rmSync(place, { recursive: true, force: true });
    }
  }
}

/**
 * Packs this package, installs the tarball as a user does, and answers the `node_modules` that has it.
 *
 * It lies in the cache folder, outside the repository, beside the Pulumi SDK and TypeScript in the versions
 * that the repository itself uses. The same package is installed once. The repository has to be built before.
 */
export async function installPackedPackage(): Promise<string> {
  const packFolder = mkdtempSync(path.join(os.tmpdir(), `${PACKAGE_NAME}-pack-`));
  try {
    const tarball = await packPackage(packFolder);
    const dependencies = {
      [PACKAGE_NAME]: `file:./${PACKAGE_NAME}.tgz`,
      "@pulumi/pulumi": installedVersion("@pulumi/pulumi"),
      typescript: installedVersion("typescript"),
    };
    const key = createHash("sha256")
      .update(readFileSync(tarball))
      .update(readFileSync(path.join(REPOSITORY_ROOT, "package-lock.json")))
      .update(JSON.stringify(dependencies))
      .digest("hex")
      .slice(0, 16);
    const folder = path.join(cacheFolder(), FOLDER_PREFIX + key);
    await makeFolderOnce(folder, async (unfinished) => {
      copyFileSync(tarball, path.join(unfinished, `${PACKAGE_NAME}.tgz`));
      writeFileSync(
        path.join(unfinished, "package.json"),
        JSON.stringify({ private: true, dependencies }, null, 2),
      );
      const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
      await withProgress("Installing the packed package", () => runNpm(args, unfinished));
    });
    utimesSync(folder, new Date(), new Date());
    removeUnusedFolders(cacheFolder());
    return path.join(folder, "node_modules");
  } finally {
    rmSync(packFolder, { recursive: true, force: true });
  }
}
