import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { createProgramFolder } from "../programFolder";
import type { PulumiCli } from "../pulumi/find";
import { runCommand } from "../runCommand";
import { clockAhead } from "../stack/clockAhead";
import { stackEnvironment } from "../stack/environment";
import { endProcesses, findMarkedProcesses } from "../stack/processes";
import { StackState } from "../stack/state";
import type { Checkpoints } from "./plan";

const PROJECT = "bench";
const STACK = "bench";
const COMMAND_TIME_LIMIT_MILLISECONDS = 30 * 60_000;
const SHOWN_CHARACTERS = 2_000;
/** The local IMS throttles nobody: at the default pace, 50, what is measured would be our own waiting. */
export const CALLS_PER_SECOND = 1_000;
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "true" };

/** What every stack of a run needs, made once. */
export interface Parts {
  readonly cli: PulumiCli;
  /** The `node_modules` with the packed and installed package. */
  readonly nodeModules: string;
  /** An existing folder outside the repository. */
  readonly parent: string;
}

/** A stack on the real engine whose commands are timed. Everything of it lies in one folder, and goes with it. */
export class BenchStack {
  private constructor(
    private readonly command: string,
    private readonly root: string,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly aheadFile: string,
    private readonly state: StackState,
  ) {}

  static async create(
    parts: Parts,
    program: string,
    checkpoints: Checkpoints,
    emulator: Emulator,
  ): Promise<BenchStack> {
    const root = mkdtempSync(path.join(parts.parent, "stack-"));
    const folder = createProgramFolder(root, parts.nodeModules, {
      "Pulumi.yaml": `name: ${PROJECT}\nruntime: nodejs\n`,
      "package.json": JSON.stringify({ name: PROJECT, private: true }),
      "index.js": program,
    });
    const backend = path.join(root, "backend");
    const home = path.join(root, "home");
    const aheadFile = path.join(root, "ahead");
    const preload = path.join(root, "clock.cjs");
    mkdirSync(backend);
    mkdirSync(home);
    writeFileSync(aheadFile, "0");
    writeFileSync(preload, clockAhead(aheadFile));
    const env = {
      ...stackEnvironment({ folder, backend, home, stack: STACK, searchPath: parts.cli.searchPath }),
      NODE_OPTIONS: `--require ${preload}`,
      ...(checkpoints === "off" ? WITHOUT_CHECKPOINTS : {}),
    };
    const state = new StackState(backend, PROJECT, STACK);
    const stack = new BenchStack(parts.cli.command, root, folder, env, aheadFile, state);
    await stack.run("stack", "init", STACK);
    const plain = {
      "alicloud-ice:region": "cn-shanghai",
      "alicloud-ice:endpoint": emulator.ice,
      "alicloud-ice:ossEndpoint": emulator.oss,
      "alicloud-ice:accessKey": emulator.accessKeyId,
      "alicloud-ice:maxCallsPerSecond": String(CALLS_PER_SECOND),
    };
    const lines = Object.entries(plain).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
    appendFileSync(path.join(folder, `Pulumi.${STACK}.yaml`), `config:\n${lines.join("")}`);
    await stack.run("config", "set-all", "--secret", `alicloud-ice:secretKey=${emulator.accessKeySecret}`);
    return stack;
  }

  /**
   * Runs a `pulumi` command to its end.
   * @returns the seconds that it took.
   * @throws with the end of its output when it fails: what failed is no measurement.
   */
  async run(...args: string[]): Promise<number> {
    const startedAt = performance.now();
    const { exitCode, stdout, stderr } = await runCommand(
      this.command,
      ["--non-interactive", "--color", "never", ...args],
      { cwd: this.folder, env: this.env, timeLimitMilliseconds: COMMAND_TIME_LIMIT_MILLISECONDS },
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    if (exitCode !== 0) {
      const said = `${stdout}\n${stderr}`.trim().slice(-SHOWN_CHARACTERS);
      throw new Error(`pulumi ${args[0]} ended with ${exitCode}:\n${said}`);
    }
    return seconds;
  }

  /** Moves the provider's clock, for the commands that are started from now on. */
  setClockAhead(milliseconds: number): void {
    writeFileSync(this.aheadFile, String(milliseconds));
  }

  /** The stored resources whose URN has this part, each as compact JSON. */
  storedResources(urnPart: string): string[] {
    const found = this.state.deployment().resources.filter(({ urn }) => urn.includes(urnPart));
    return found.map((resource) => JSON.stringify(resource));
  }

  /** Ends what still lives and deletes the folder. */
  async remove(): Promise<void> {
    await endProcesses(() => findMarkedProcesses(this.folder));
    rmSync(this.root, { recursive: true, force: true });
  }
}
