import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../repository";
import { runCommand } from "../runCommand";
import { SetUpError } from "../setUpError";
import { CLI, type GoCommand, LANGUAGE_HOST, pinnedVersion } from "./pins";

const BUILD_TIME_LIMIT_MILLISECONDS = 30 * 60_000;
const VERSION_TIME_LIMIT_MILLISECONDS = 10_000;
const DYNAMIC_PROVIDER_LAUNCHER = "pulumi-resource-pulumi-nodejs";

/** Whether the Go command is there. */
export async function canBuild(): Promise<boolean> {
  const { exitCode } = await runCommand("go", ["version"], {
    cwd: REPOSITORY_ROOT,
    env: process.env,
    timeLimitMilliseconds: VERSION_TIME_LIMIT_MILLISECONDS,
  });
  return exitCode === 0;
}

/**
 * Builds one command into the folder, from the pinned modules.
 * @throws SetUpError with the last lines of what the compiler said.
 */
export async function buildCommand(command: GoCommand, folder: string): Promise<void> {
  const version = pinnedVersion(command);
  const { versionVariable } = command;
  const linkerFlags = versionVariable === undefined ? "-s -w" : `-s -w -X ${versionVariable}=${version}`;
  const output = path.join(folder, command.name);
  const args = [
    "build",
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    "-ldflags",
    linkerFlags,
    "-o",
    output,
  ];
  const { exitCode, stderr } = await runCommand("go", [...args, command.goPackage], {
    cwd: command.moduleFolder,
    // Without cgo no C compiler is needed; flags of the user's own could switch off the pinned versions.
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
    timeLimitMilliseconds: BUILD_TIME_LIMIT_MILLISECONDS,
  });
  if (exitCode !== 0) {
    const reasons = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("go: downloading"));
    throw new SetUpError(
      `go build of ${command.name} ${version} failed: ${reasons.slice(-5).join("\n    ")}`,
    );
  }
}

/** Builds the pinned CLI and language host into `folder/bin`, and puts the SDK's dynamic-provider launcher beside them. */
export async function buildFromModules(folder: string): Promise<void> {
  const bin = path.join(folder, "bin");
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  await buildCommand(LANGUAGE_HOST, bin);
  await buildCommand(CLI, bin);
  const sdkFolder = path.dirname(require.resolve("@pulumi/pulumi/package.json"));
  const launcher = path.join(bin, DYNAMIC_PROVIDER_LAUNCHER);
  copyFileSync(path.join(sdkFolder, DYNAMIC_PROVIDER_LAUNCHER), launcher);
  chmodSync(launcher, 0o755);
}
