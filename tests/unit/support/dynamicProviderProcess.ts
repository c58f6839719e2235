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

export const SCRIPT = pulumiFile("cmd/dynamic-provider/index.js");
export const messages = requireHere("@pulumi/pulumi/proto/provider_pb");
export const { Struct } = requireOfPulumi("google-protobuf/google/protobuf/struct_pb.js");

interface Client {
  close(): void;
  [method: string]: (request?: unknown, answer?: (error: Error | null, message: unknown) => void) => void;
}

/** Pulumi's own dynamic-provider process, as the engine starts it, in a program's folder that has this package. */
export class DynamicProviderProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** The folder that it starts in: the package is found from there by its name. */
    readonly folder: string,
    private readonly client: Client,
  ) {}

  /** @param nodeOptions for the process, such as `--require MODULE` */
  static async start(config: Record<string, string>, nodeOptions = ""): Promise<DynamicProviderProcess> {
    // As in a user's program: the package is found by its name from the folder that the process starts in.
    const folder = await mkdtemp(path.join(tmpdir(), "program-"));
    await mkdir(path.join(folder, "node_modules"));
    await symlink(REPOSITORY_ROOT, path.join(folder, "node_modules/pulumi-alicloud-ice"), "junction");
    // The engine's address is a closed port: nothing that is said goes anywhere.
    const child = spawn(process.execPath, [SCRIPT, "127.0.0.1:1"], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: nodeOptions, PULUMI_NODEJS_PROJECT: "shop" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await firstLine(child);
    const { ResourceProviderClient } = requireHere("@pulumi/pulumi/proto/provider_grpc_pb");
    const grpc = requireOfPulumi("@grpc/grpc-js");
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const provider = new DynamicProviderProcess(child, folder, client);
    const configure = new messages.ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript(config));
    await provider.call("configure", configure);
    return provider;
  }

  call<Message>(method: string, request: unknown): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.client[method]?.(request, (error, message) =>
        error ? reject(error) : resolve(message as Message),
      );
    });
  }

  async stop(): Promise<void> {
    this.client.close();
    this.child.kill("SIGKILL");
    await rm(this.folder, { recursive: true });
  }
}

/** The first line that a process prints: the port that it listens on. */
export async function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the process has no output");
  let said = "";
  stderr?.on("data", (text) => {
    said += text;
  });
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error(`the process ended without its port: ${said}`);
}
