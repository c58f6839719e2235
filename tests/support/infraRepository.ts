import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Emulator } from "pulumi-alicloud-ice-emulator";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { utcSeconds } from "../../provider/clock";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { REGION } from "./localIms";
import type { LocalStacks } from "./localStack";
import type { Stack } from "./stack";
import type { CommandResult, StackCommand } from "./stackCommand";

const EXAMPLE_FOLDER = path.join(REPOSITORY_ROOT, "examples", "gitops");
/** How long an event may record. */
export const LEASE_SECONDS = 4 * 3_600;
/** A text of the stream's URL that must be in clear nowhere. */
export const PLANTED_STREAM = "PLANTEDstream";

/** Which of its stacks, of which stream, and how its program runs. */
export interface InfraRepositorySpec {
  /** Default `event-launch`. */
  stackName?: string;
  /** Default `launch`. */
  streamName?: string;
  /** JavaScript (default) is the program as compiled, which saves more than a second a command. */
  language?: "javascript" | "typescript";
}

/** The infrastructure repository of examples/gitops as a user has it: one of its stacks, and its pipeline's scripts. */
export class InfraRepository {
  private constructor(
    readonly stack: Stack,
    readonly stackName: string,
    private readonly emulator: Emulator,
  ) {}

  /** Its folder lies outside this repository; nothing of the cloud's keys is in its configuration. */
  static async create(
    stacks: LocalStacks,
    emulator: Emulator,
    { stackName = "event-launch", streamName = "launch", language = "javascript" }: InfraRepositorySpec = {},
  ): Promise<InfraRepository> {
    const files = language === "typescript" ? exampleFiles() : compiled(exampleFiles());
    const index = language === "typescript" ? "index.ts" : "index.js";
    const stack = await stacks.create(files[index] ?? "", {
      language,
      files,
      project: "recordings",
      stackName,
      config: {
        "alicloud-ice:region": REGION,
        "alicloud-ice:endpoint": emulator.ice,
        "alicloud-ice:ossEndpoint": emulator.oss,
        "recordings:ingestDomain": "push.example.com",
        "recordings:streamName": streamName,
        "recordings:endAt": utcSeconds(emulator.clock.now() + LEASE_SECONDS * 1_000),
      },
      secretConfig: {
        "recordings:streamUrl": `rtmp://127.0.0.1:1/live/${streamName}?auth_key=${PLANTED_STREAM}`,
      },
    });
    return new InfraRepository(stack, stackName, emulator);
  }

  /** Runs a script of the pipeline with the keys of the local IMS in the environment, as a job with a role has them. */
  run(script: string, env: Record<string, string> = {}): Promise<CommandResult> {
    return this.start(script, env).result;
  }

  /** Starts one, for tests that interfere while it runs. */
  start(script: string, env: Record<string, string> = {}): StackCommand {
    return this.stack.spawnShell(`exec node pipeline/${script}`, { ...this.keys(), ...env });
  }

  /** Runs the package's command with the same keys. */
  command(line: string): StackCommand {
    return this.stack.spawnShell(`exec npx --no-install pulumi-alicloud-ice ${line}`, this.keys());
  }

  /** A file that a script has kept, as JSON. */
  artifact<Content>(name: string): Content {
    return JSON.parse(readFileSync(path.join(this.stack.folder, name), "utf8"));
  }

  private keys(): Record<string, string> {
    return {
      ALIBABA_CLOUD_ACCESS_KEY_ID: this.emulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: this.emulator.accessKeySecret,
    };
  }
}

/** Without the configuration of its stacks: each test has its own. */
function exampleFiles(): Record<string, string> {
  const names = readdirSync(EXAMPLE_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(EXAMPLE_FOLDER, path.join(entry.parentPath, entry.name)))
    .filter((name) => !/^Pulumi\.[^.]+\.yaml$|node_modules/.test(name));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(EXAMPLE_FOLDER, name), "utf8")]),
  );
}

/** Its program in JavaScript. */
function compiled(files: Record<string, string>): Record<string, string> {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  return Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name !== "tsconfig.json")
      .map(([name, text]) =>
        name.endsWith(".ts")
          ? [name.replace(/\.ts$/, ".js"), transpileModule(text, { compilerOptions }).outputText]
          : [name, text],
      ),
  );
}
