import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { afterEach, beforeEach } from "vitest";

const COMMAND = join(__dirname, "../../bin/pulumi-alicloud-ice.js");

/** The end of every question of the command. */
const QUESTION = "[y/N] ";

/** How a run of the package's command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `script` of util-linux gives a command a terminal; that of other systems takes other options. */
export const HAS_TERMINAL = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes(
  "util-linux",
);

/** A project of the stack `dev`, new for each test, in which the package's own command is run. */
export interface CommandProject {
  readonly folder: string;
  /** Writes the stack's file; `secretKey` as it stands in YAML. */
  writeStackFile(secretKey: string): void;
  run(args: readonly string[], env?: Record<string, string>): Promise<Ended>;
  /** The same on a terminal, where `keys` are typed once it asks. What is written there is all in `stdout`. */
  runOnTerminal(args: readonly string[], keys: string): Promise<Ended>;
  /** Writes a file as `pulumi stack export` does. @returns where it is */
  exportState(stack: string, resources: readonly object[]): string;
}

/** A job in a state. */
export function resourceOf(stack: string, jobId: string, outputs: object = {}) {
  const type = "pulumi-nodejs:dynamic/alicloud-ice:LiveRecordJob";
  return { urn: `urn:pulumi:${stack}::shop::${type}::show`, type, id: jobId, inputs: {}, outputs };
}

export function useCommandProject(ims: () => Emulator): () => CommandProject {
  let folder = "";
  const writeStackFile = (secretKey: string): void => {
    const lines = [
      "region: cn-shanghai",
      `endpoint: ${ims().ice}`,
      `ossEndpoint: ${ims().oss}`,
      `accessKey: ${ims().accessKeyId}`,
      secretKey,
    ];
    const config = lines.map((line) => `  alicloud-ice:${line}\n`).join("");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), `encryptionsalt: v1:x\nconfig:\n${config}`);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "own-command-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeStackFile(`secretKey: ${ims().accessKeySecret}`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => ({
    folder,
    writeStackFile,
    exportState: (stack, resources) => {
      const file = join(folder, `${stack}.json`);
      writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
      return file;
    },
    run: (args, env = {}) => ended(folder, [process.execPath, COMMAND, ...args], env),
    runOnTerminal: (args, keys) => {
      const command = [process.execPath, COMMAND, ...args].map((part) => `'${part}'`).join(" ");
      return ended(folder, ["script", "--quiet", "--return", "--command", command, "/dev/null"], {}, keys);
    },
  });
}

/** @param keys typed as soon as the command asks */
function ended(
  folder: string,
  [file = "", ...args]: readonly string[],
  env: Record<string, string>,
  keys = "",
): Promise<Ended> {
  return new Promise((resolve) => {
    let shown = "";
    const child = execFile(
      file,
      args,
      { cwd: folder, env: clearedEnvironment(folder, env) },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
    child.stdout?.on("data", (text: string) => {
      const wasAsked = shown.includes(QUESTION);
      shown += text;
      // What is typed before would be for the terminal, and the end of the input would be typed as ^D.
      if (!wasAsked && shown.includes(QUESTION)) child.stdin?.write(keys);
    });
  });
}

/** Nothing of this machine's own account or stack. */
function clearedEnvironment(home: string, env: Record<string, string>): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(ALI|OSS_|PULUMI_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    ...env,
  };
}
