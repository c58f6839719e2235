import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inject } from "vitest";
import { createProgramFolder } from "../../tools/programFolder";
import { stackEnvironment } from "../../tools/stack/environment";
import {
  endProcesses,
  findMarkedProcesses,
  killProcess,
  type MarkedProcess,
  waitUntil,
} from "../../tools/stack/processes";
import { type Deployment, StackState, type StoredResource } from "../../tools/stack/state";
import type { E2eParts } from "./e2e-setup";
import { type CommandResult, StackCommand } from "./stackCommand";

const DEFAULT_STACK_NAME = "test";
const PROVIDER_TIME_LIMIT_MILLISECONDS = 30_000;

/** What a stack is made of. */
export interface StackSpec {
  /** The source of the program's index file. */
  program: string;
  /** JavaScript (default) saves about a second a command: TypeScript is compiled and checked each time. */
  language?: "javascript" | "typescript";
  /** Files of the program folder, beside the usual ones or in place of them: path → content. */
  files?: Record<string, string>;
  /** The file that Pulumi runs, for a program that is compiled before; default: its index file. */
  main?: string;
  /** What it runs with; default: what all e2e tests share. */
  parts?: E2eParts;
  /** Full keys, with their namespace. */
  config?: Record<string, string>;
  secretConfig?: Record<string, string>;
  /** The project's name; default "e2e". It is part of every URN and of automatic names. */
  project?: string;
  /** The stack's name; default "test". */
  stackName?: string;
  /** Variables for the CLI and everything below it, over the cleared environment. */
  env?: Record<string, string>;
  /** After which a command is ended with exit code 124; default 180 seconds. */
  timeLimitMilliseconds?: number;
}

/**
 * One stack on the real Pulumi engine: a program folder outside the repository with the packed and installed
 * package, a file backend, a Pulumi home and a user home of its own.
 *
 * Its commands never throw for an exit code other than 0. `remove()` ends all that it started and deletes it.
 */
export class Stack {
  private constructor(
    /** The program's folder, the working directory of the program and of the provider. */
    readonly folder: string,
    private readonly root: string,
    private readonly command: string,
    private readonly language: "javascript" | "typescript",
    private readonly env: NodeJS.ProcessEnv,
    private readonly stored: StackState,
    private readonly timeLimitMilliseconds: number | undefined,
  ) {}

  /** Makes the folders, writes the configuration and initialises the stack. */
  static async create(spec: StackSpec): Promise<Stack> {
    const { language = "javascript", project = "e2e", config = {}, secretConfig = {} } = spec;
    const { parts = inject("e2e"), files = {}, main, stackName = DEFAULT_STACK_NAME } = spec;
    const folder = createProgramFolder(parts.runFolder, parts.nodeModules, {
      "Pulumi.yaml": `name: ${project}\nruntime: nodejs\n${main === undefined ? "" : `main: ${main}\n`}`,
      "package.json": JSON.stringify({ name: project, private: true }),
      ...(language === "typescript" ? { "tsconfig.json": TSCONFIG } : {}),
      ...files,
    });
    const root = `${folder}.files`;
    const backend = path.join(root, "backend");
    const home = path.join(root, "home");
    mkdirSync(backend, { recursive: true });
    mkdirSync(home);
    const env = stackEnvironment({ folder, backend, home, stack: stackName, searchPath: parts.searchPath });
    const state = new StackState(backend, project, stackName);
    const stack = new Stack(
      folder,
      root,
      parts.pulumiCommand,
      language,
      { ...env, ...spec.env },
      state,
      spec.timeLimitMilliseconds,
    );
    stack.writeProgram(spec.program);
    await stack.mustRun("stack", "init", stackName);
    if (Object.keys(config).length > 0) {
      const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
      appendFileSync(path.join(folder, `Pulumi.${stackName}.yaml`), `config:\n${lines.join("")}`);
    }
    const secrets = Object.entries(secretConfig).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    if (secrets.length > 0) {
      await stack.mustRun("config", "set-all", ...secrets);
    }
    return stack;
  }

  /** The home folder of everything that the stack starts. */
  get home(): string {
    return path.join(this.root, "home");
  }

  /** The folder of the file backend. */
  get backend(): string {
    return path.join(this.root, "backend");
  }

  /** Replaces the program's source. */
  writeProgram(source: string): void {
    writeFileSync(path.join(this.folder, this.language === "typescript" ? "index.ts" : "index.js"), source);
  }

  /** `pulumi up` without the preview before it; `run("up", "--yes")` has both. */
  up(...flags: string[]): Promise<CommandResult> {
    return this.run("up", "--yes", "--skip-preview", ...flags);
  }

  preview(...flags: string[]): Promise<CommandResult> {
    return this.run("preview", ...flags);
  }

  refresh(...flags: string[]): Promise<CommandResult> {
    return this.run("refresh", "--yes", "--skip-preview", ...flags);
  }

  destroy(...flags: string[]): Promise<CommandResult> {
    return this.run("destroy", "--yes", "--skip-preview", ...flags);
  }

  /** Removes the lock that a killed command has left. */
  cancel(): Promise<CommandResult> {
    return this.run("cancel", "--yes");
  }

  /** Sets a plain configuration value, as a user does. */
  async setConfig(key: string, value: string): Promise<void> {
    await this.mustRun("config", "set", "--", key, value);
  }

  async removeConfig(key: string): Promise<void> {
    await this.mustRun("config", "rm", key);
  }

  /** Runs any `pulumi` command on this stack, to its end; at its time limit it is ended with exit code 124. */
  run(...args: string[]): Promise<CommandResult> {
    return this.spawn(...args).result;
  }

  /** Starts any `pulumi` command on this stack, for tests that interfere while it runs. */
  spawn(...args: string[]): StackCommand {
    return new StackCommand(
      this.command,
      ["--non-interactive", "--color", "never", ...args],
      this.folder,
      this.env,
      this.timeLimitMilliseconds,
    );
  }

  /** Runs a line of shell in the program's folder, as its user does beside the `pulumi` command. */
  shell(line: string, env: Record<string, string> = {}): Promise<CommandResult> {
    return this.spawnShell(line, env).result;
  }

  /** Starts a line of shell, for tests that interfere while it runs. */
  spawnShell(line: string, env: Record<string, string> = {}): StackCommand {
    return new StackCommand("sh", ["-c", line], this.folder, { ...this.env, ...env });
  }

  /** The stack's outputs, secrets in clear. */
  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.mustRun("stack", "output", "--json", "--show-secrets");
    return JSON.parse(stdout);
  }

  /** The stored state, secrets encrypted. Read from the backend's file: no process, possible at any moment. */
  export(): Deployment {
    return this.stored.deployment();
  }

  /** The one stored resource with this logical name. */
  resource(name: string): StoredResource {
    const found = this.export().resources.filter(({ urn }) => urn.endsWith(`::${name}`));
    if (found[0] === undefined || found.length > 1) {
      throw new Error(`The state has ${found.length} resources named ${name}, not one.`);
    }
    return found[0];
  }

  /** The stored checkpoint as text, for sizes and searches. */
  stateText(): string {
    return this.stored.checkpointText();
  }

  /** All that the backend keeps, with history and backups, as text. */
  allStoredText(): string {
    return this.stored.allText();
  }

  /** The living processes of this stack, whether their CLI lives or not. */
  processes(): MarkedProcess[] {
    return findMarkedProcesses(this.folder);
  }

  /** The process ids of the living dynamic providers. */
  providerPids(): number[] {
    return this.processes()
      .filter(({ role }) => role === "provider")
      .map(({ pid }) => pid);
  }

  /** Waits for a provider to run and answers its process id. */
  waitForProvider(): Promise<number> {
    return waitUntil("The dynamic provider", () => this.providerPids()[0], PROVIDER_TIME_LIMIT_MILLISECONDS);
  }

  /** Kills the running dynamic provider as a crash would. */
  killProvider(): void {
    const pids = this.providerPids();
    if (pids.length === 0) {
      throw new Error("No dynamic provider runs.");
    }
    pids.forEach(killProcess);
  }

  /** Ends everything that this stack started and that still lives, each by its process id. */
  endSurvivors(): Promise<void> {
    return endProcesses(() => this.processes());
  }

  /** Ends what lives and deletes every folder. The resources are not destroyed. */
  async remove(): Promise<void> {
    await this.endSurvivors();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.root, { recursive: true, force: true });
  }

  private async mustRun(...args: string[]): Promise<CommandResult> {
    const result = await this.run(...args);
    if (result.exitCode !== 0) {
      throw new Error(`pulumi ${args[0]} ${args[1]} ended with ${result.exitCode}: ${result.output}`);
    }
    return result;
  }
}

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: "es2022",
    module: "node16",
    moduleResolution: "node16",
    types: ["node"],
  },
  files: ["index.ts"],
});
