import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { installPackedPackage } from "../packedPackage";
import { createProgramFolder } from "../programFolder";
import type { PulumiCli } from "../pulumi/find";
import { REPOSITORY_ROOT } from "../repository";
import { quote } from "./screen";

const TIME_LIMIT_MILLISECONDS = 120_000;
const COPIED_FILES = [
  "Pulumi.yaml",
  "examples/live-recording/index.ts",
  "examples/live-recording/tsconfig.json",
];

export interface CommandEnd {
  readonly exitCode: number;
  readonly output: string;
}

/** The root program in a folder outside the repository, with the packed and installed package, and its stack. */
export class Project {
  private constructor(
    readonly folder: string,
    private readonly command: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async create(cli: PulumiCli): Promise<Project> {
    const parent = mkdtempSync(path.join(os.tmpdir(), "live-recording-demo-"));
    const copied = Object.fromEntries(
      COPIED_FILES.map((file) => [file, readFileSync(path.join(REPOSITORY_ROOT, file), "utf8")]),
    );
    const folder = createProgramFolder(parent, await installPackedPackage(), {
      ...copied,
      "package.json": JSON.stringify({ name: "live-recording", private: true }),
    });
    const home = path.join(parent, "pulumi-home");
    const backend = path.join(parent, "state");
    mkdirSync(home);
    mkdirSync(backend);
    return new Project(folder, cli.command, {
      ...process.env,
      PATH: cli.searchPath,
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_STACK: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  }

  /** The folder that outlives the demonstration. */
  get parent(): string {
    return path.dirname(this.folder);
  }

  /** The variables that a person needs to look at the stack by hand. */
  get shellVariables(): Record<string, string | undefined> {
    const { PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE, PULUMI_STACK } = this.env;
    return { PULUMI_HOME, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE, PULUMI_STACK };
  }

  /** Runs a command without showing it, and fails when it fails. */
  async prepare(...args: string[]): Promise<string> {
    const { exitCode, output } = await this.spawn(args, () => undefined);
    if (exitCode !== 0) throw new Error(`pulumi ${args[0]} ended with ${exitCode}:\n${output}`);
    return output;
  }

  /** Runs a command and shows what it says, without what is only of use on a terminal. */
  run(...args: string[]): Promise<CommandEnd> {
    quote(`$ pulumi ${args.join(" ")}`);
    return this.spawn(args, (text) => {
      if (isWorthShowing(text)) quote(text.trimEnd());
    });
  }

  private spawn(args: readonly string[], onLine: (text: string) => void): Promise<CommandEnd> {
    return new Promise((resolve) => {
      const child = spawn(this.command, [...args, "--non-interactive", "--color", "never"], {
        cwd: this.folder,
        env: this.env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      let pending = "";
      const take = (chunk: string): void => {
        output += chunk;
        const lines = (pending + chunk).split("\n");
        pending = lines.pop() ?? "";
        for (const text of lines) onLine(text);
      };
      child.stdout.setEncoding("utf8").on("data", take);
      child.stderr.setEncoding("utf8").on("data", take);
      const limit = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MILLISECONDS);
      child.once("close", (code) => {
        clearTimeout(limit);
        if (pending !== "") onLine(pending);
        resolve({ exitCode: code ?? 1, output });
      });
    });
  }
}

function isWorthShowing(text: string): boolean {
  return (
    text.trim() !== "" &&
    !/^\s*@ |^(Previewing|Updating|Refreshing|Destroying|View)|pulumi:pulumi:Stack|^\s*The resources in the stack|^\s*If you want to remove/.test(
      text,
    )
  );
}
