import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../runCommand";

const NPM_TIME_LIMIT_MILLISECONDS = 5 * 60_000;
const TARBALL = "pulumi-alicloud-ice.tgz";

export interface PackageSize {
  readonly tarballBytes: number;
  /** Production dependencies without peers, as `du -sm` says. */
  readonly dependenciesMegabytes: number;
}

/** Installs the packed package once more, without its peer, and weighs it. */
export async function measurePackageSize(nodeModules: string, parent: string): Promise<PackageSize> {
  const tarball = path.join(path.dirname(nodeModules), TARBALL);
  const folder = mkdtempSync(path.join(parent, "package-"));
  const run = async (command: string, ...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCommand(command, args, {
      cwd: folder,
      env: process.env,
      timeLimitMilliseconds: NPM_TIME_LIMIT_MILLISECONDS,
    });
    if (exitCode !== 0) throw new Error(`${command} ${args[0]} failed:\n${stderr}`);
    return stdout;
  };
  try {
    copyFileSync(tarball, path.join(folder, TARBALL));
    const dependencies = { "pulumi-alicloud-ice": `file:./${TARBALL}` };
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    // The older handling of peers installs none.
    await run("npm", "install", "--legacy-peer-deps", "--ignore-scripts", "--prefer-offline");
    rmSync(path.join(folder, "node_modules", "pulumi-alicloud-ice"), { recursive: true });
    const megabytes = Number((await run("du", "-sm", "node_modules")).split(/\s/)[0]);
    return { tarballBytes: statSync(tarball).size, dependenciesMegabytes: megabytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
