import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { firstLine, pulumiFile, requireOfPulumi } from "../unit/support/dynamicProviderProcess";

const requireHere = createRequire(`${REPOSITORY_ROOT}/package.json`);
const messages = requireHere("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = requireOfPulumi("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = requireOfPulumi("google-protobuf/google/protobuf/empty_pb.js");

const PACK_FOLDER = path.join(REPOSITORY_ROOT, "examples", "policy");

/** A resource as the engine hands it to a policy pack: its inputs, unknowns as their marker. */
export interface PolicyResource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
}

/** What a policy has against a resource. */
export interface Violation {
  policy: string;
  message: string;
}

interface Client {
  close(): void;
  [method: string]: (request?: unknown, answer?: (error: Error | null, message: unknown) => void) => void;
}

/** The policy pack of examples/policy in Pulumi's own process for packs, spoken to as the engine does. */
export class PolicyPackProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: Client,
  ) {}

  /** @param config of each policy, over the defaults of its schema, as `--policy-pack-config` has it */
  static async start(config: Record<string, Record<string, unknown>> = {}): Promise<PolicyPackProcess> {
    const script = pulumiFile("cmd/run-policy-pack/index.js");
    // The engine's address is a closed port: the pack says nothing to it.
    const child = spawn(process.execPath, [script, "127.0.0.1:1", PACK_FOLDER], {
      cwd: PACK_FOLDER,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await firstLine(child);
    const { AnalyzerClient } = requireHere("@pulumi/pulumi/proto/analyzer_grpc_pb");
    const grpc = requireOfPulumi("@grpc/grpc-js");
    const pack = new PolicyPackProcess(
      child,
      new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()),
    );
    await pack.configure(config);
    return pack;
  }

  /** What each policy has against each resource. */
  async violations(resources: readonly PolicyResource[]): Promise<Violation[]> {
    const found: Violation[] = [];
    for (const { urn, type, inputs = {} } of resources) {
      const request = new messages.AnalyzeRequest();
      request.setUrn(urn);
      request.setType(type);
      request.setName(urn.split("::").at(-1));
      request.setProperties(Struct.fromJavaScript(inputs));
      request.setOptions(new messages.AnalyzerResourceOptions());
      const answer = await this.call<{
        toObject(): { diagnosticsList: { policyname: string; message: string }[] };
      }>("analyze", request);
      found.push(
        ...answer
          .toObject()
          .diagnosticsList.map(({ policyname, message }) => ({ policy: policyname, message })),
      );
    }
    return found;
  }

  stop(): void {
    this.client.close();
    this.child.kill("SIGKILL");
  }

  /** As the engine: the defaults of every policy's schema, and over them what was given. */
  private async configure(config: Record<string, Record<string, unknown>>): Promise<void> {
    const info = await this.call<{ getPoliciesList(): PolicyInfo[] }>("getAnalyzerInfo", new Empty());
    const request = new messages.ConfigureAnalyzerRequest();
    for (const policy of info.getPoliciesList()) {
      const properties: Record<string, { default?: unknown }> =
        policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
      const defaults = Object.entries(properties).map(([name, schema]) => [name, schema.default]);
      const settings = new messages.PolicyConfig();
      settings.setEnforcementlevel(messages.EnforcementLevel.MANDATORY);
      settings.setProperties(
        Struct.fromJavaScript({ ...Object.fromEntries(defaults), ...config[policy.getName()] }),
      );
      request.getPolicyconfigMap().set(policy.getName(), settings);
    }
    await this.call("configure", request);
  }

  private call<Message>(method: string, request: unknown): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.client[method]?.(request, (error, message) =>
        error ? reject(error) : resolve(message as Message),
      );
    });
  }
}

interface PolicyInfo {
  getName(): string;
  getConfigschema():
    | { getProperties(): { toJavaScript(): Record<string, { default?: unknown }> } }
    | undefined;
}
