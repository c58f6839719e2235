import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { REPOSITORY_ROOT } from "../../../tools/repository";

const requireHere = createRequire(`${REPOSITORY_ROOT}/package.json`);

export function pulumiFile(file: string): string {
  return requireHere.resolve(`@pulumi/pulumi/${file}`);
}

/** A dependency of @pulumi/pulumi: only that package can resolve it for certain. */
export function requireOfPulumi(name: string) {
  return createRequire(pulumiFile("package.json"))(name);
}

export const messages = requireHere("@pulumi/pulumi/proto/provider_pb");
export const { Struct } = requireOfPulumi("google-protobuf/google/protobuf/struct_pb.js");

/** The getters of the messages in use, as Pulumi's generated code has them. */
export interface Message {
  getFailuresList(): Message[];
  getProperty(): string;
  getReason(): string;
  getInputs(): Message;
  toJavaScript(): object;
  getChanges(): number;
  getReplacesList(): string[];
}

/** Pulumi's own dynamic-provider process, configured as the engine does it. */
export class DynamicProviderProcess {
  private client: {
    [method: string]: (request: unknown, answer: (error: Error | null, message: Message) => void) => void;
  } = {};
  private constructor(
    /** The folder that it starts in: the package is found from there by its name, as in a user's program. */
    readonly program: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<DynamicProviderProcess> {
    const program = await mkdtemp(path.join(tmpdir(), "program-"));
    await mkdir(path.join(program, "node_modules"));
    await symlink(REPOSITORY_ROOT, path.join(program, "node_modules/pulumi-alicloud-ice"), "junction");
    // The engine's address is a closed port: nothing that is said goes anywhere.
    const child = spawn(process.execPath, [pulumiFile("cmd/dynamic-provider/index.js"), "127.0.0.1:1"], {
      cwd: program,
      env: { ...process.env, PULUMI_NODEJS_PROJECT: "shop" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const provider = new DynamicProviderProcess(program, child);
    const port = await firstLine(child);
    const { ResourceProviderClient } = requireHere("@pulumi/pulumi/proto/provider_grpc_pb");
    const grpc = requireOfPulumi("@grpc/grpc-js");
    provider.client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const configure = new messages.ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript({ "alicloud-ice:region": "cn-shanghai" }));
    await provider.call("configure", configure);
    return provider;
  }

  call(method: string, request: unknown): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.client[method]?.(request, (error, message) => (error ? reject(error) : resolve(message)));
    });
  }

  async stop(): Promise<void> {
    (this.client as unknown as { close(): void }).close();
    this.process.kill("SIGKILL");
    await rm(this.program, { recursive: true });
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the process has no output");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("the process ended without a word");
}
