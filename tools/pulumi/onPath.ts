import { accessSync, constants } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../repository";
import { runCommand } from "../runCommand";
import type { PulumiCli } from "./find";
import { LOWEST_CLI_VERSION } from "./pins";

const VERSION_TIME_LIMIT_MILLISECONDS = 10_000;

function findExecutable(name: string, searchPath: string): string | undefined {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  for (const folder of searchPath.split(path.delimiter)) {
    const candidate = path.join(folder, file);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function isAtLeast(version: string, lowest: string): boolean {
  const numbers = version.split(".").map(Number);
  for (const [place, least] of lowest.split(".").map(Number).entries()) {
    const number = numbers[place] ?? Number.NaN;
    if (number !== least) {
      return number > least;
    }
  }
  return true;
}

/** The CLI that the user has installed, or why it cannot be used. */
export async function findOnPath(): Promise<PulumiCli | { reason: string }> {
  const searchPath = process.env.PATH ?? "";
  const command = findExecutable("pulumi", searchPath);
  if (!command) {
    return { reason: "pulumi is not there" };
  }
  if (!findExecutable("pulumi-language-nodejs", searchPath)) {
    return { reason: `${command} has no pulumi-language-nodejs beside it` };
  }
  const { exitCode, stdout, stderr } = await runCommand(command, ["version"], {
    cwd: REPOSITORY_ROOT,
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeLimitMilliseconds: VERSION_TIME_LIMIT_MILLISECONDS,
  });
  if (exitCode !== 0) {
    return { reason: `${command} version: ${stderr.trim()}` };
  }
  const version = stdout.trim().replace(/^v/, "");
  if (!isAtLeast(version, LOWEST_CLI_VERSION)) {
    return { reason: `${command} is ${version}, and ${LOWEST_CLI_VERSION} or newer is needed` };
  }
  const hasLauncher = findExecutable("pulumi-resource-pulumi-nodejs", searchPath) !== undefined;
  const sdkFolder = path.dirname(require.resolve("@pulumi/pulumi/package.json"));
  return {
    command,
    version,
    source: "PATH",
    searchPath: hasLauncher ? searchPath : [searchPath, sdkFolder].join(path.delimiter),
  };
}
