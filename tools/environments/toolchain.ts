import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder, makeFolderOnce } from "../cacheFolder";
import { withProgress } from "../progress";
import { runNpm } from "../runNpm";
import { MANAGER_VERSIONS, NODE_VERSIONS, type NodeMajor } from "./table";

async function fetchPackage(spec: string, folder: string): Promise<void> {
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  const args = ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", spec];
  await withProgress(`Fetching ${spec}`, () => runNpm(args, folder));
}

/** The folder whose `node` is of this major version. It comes from its npm package, once, into the cache folder. */
export async function nodeFolder(major: NodeMajor): Promise<string> {
  const version = NODE_VERSIONS[major];
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(cacheFolder(), `node-${version}`);
  await makeFolderOnce(folder, async (unfinished) => {
    await fetchPackage(`${name}@${version}`, unfinished);
    // The headers and manuals of the package are as large again as the command.
    const packages = path.join(unfinished, "node_modules");
    mkdirSync(path.join(unfinished, "bin"));
    renameSync(path.join(packages, name, "bin", "node"), path.join(unfinished, "bin", "node"));
    rmSync(packages, { recursive: true });
  });
  return path.join(folder, "bin");
}

async function managerFile(manager: keyof typeof MANAGER_VERSIONS, file: string): Promise<string> {
  const spec = `${manager}@${MANAGER_VERSIONS[manager]}`;
  const folder = path.join(cacheFolder(), spec);
  await makeFolderOnce(folder, (unfinished) => fetchPackage(spec, unfinished));
  return path.join(folder, "node_modules", manager, file);
}

/** A script for Node that hands over to pnpm's native command. */
export function pnpmScript(): Promise<string> {
  return managerFile("pnpm", "bin/pnpm.mjs");
}

export function yarnScript(): Promise<string> {
  return managerFile("yarn", "bin/yarn.js");
}
