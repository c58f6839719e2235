import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROVIDER_INPUT } from "../../provider/hosts/dynamic/hidden";
import { kinds } from "../../provider/registry";
import { UNKNOWN } from "../../provider/rules/unknown";
import { providerText, typeToken } from "../../sdk/resource";
import { REPOSITORY_ROOT } from "../../tools/repository";

// What this package leans on inside of @pulumi/pulumi is not its public face: these tests notice when it moves.

const requireHere = createRequire(`${REPOSITORY_ROOT}/package.json`);
const pulumiFile = (file: string): string => requireHere.resolve(`@pulumi/pulumi/${file}`);

test("the text that stands for what is not known yet is Pulumi's own", () => {
  expect(requireHere("@pulumi/pulumi/runtime/rpc").unknownValue).toBe(UNKNOWN);
});

test("Pulumi's own dynamic resources have the type prefix and the input that ours use", () => {
  const source = readFileSync(pulumiFile("dynamic/index.js"), "utf8");
  expect(source).toContain("`pulumi-nodejs:dynamic$");
  expect(source).toContain(`const providerKey = "${PROVIDER_INPUT}"`);
  expect(typeToken("LiveRecordJob")).toBe("pulumi-nodejs:dynamic/alicloud-ice:LiveRecordJob");
});

test("Pulumi ships what progress per resource is sent with", () => {
  expect(requireHere("@pulumi/pulumi/proto/engine_grpc_pb").EngineClient).toBeTypeOf("function");
  const { LogRequest } = requireHere("@pulumi/pulumi/proto/engine_pb");
  expect(LogRequest.prototype.setEphemeral).toBeTypeOf("function");
});

test("the text in every state is constant: states of older releases name it for ever", () => {
  expect(kinds.map(providerText)).toEqual([
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").Bucket',
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").LiveRecordJob',
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").LiveRecordTemplate',
  ]);
});

/** The getters of the messages in use, as Pulumi's generated code has them. */
interface Message {
  getFailuresList(): Message[];
  getProperty(): string;
  getReason(): string;
  getInputs(): Message;
  toJavaScript(): object;
  getChanges(): number;
  getReplacesList(): string[];
}

describe("Pulumi's own dynamic-provider process", () => {
  let process: ChildProcess;
  let program: string;
  let client: Record<
    string,
    (request: unknown, answer: (error: Error | null, message: Message) => void) => void
  > & {
    close(): void;
  };
  const messages = requireHere("@pulumi/pulumi/proto/provider_pb");
  const { Struct } = requireOfPulumi("google-protobuf/google/protobuf/struct_pb.js");

  beforeAll(async () => {
    // As in a user's program: the package is found by its name from the folder that the process starts in.
    program = await mkdtemp(path.join(tmpdir(), "program-"));
    await mkdir(path.join(program, "node_modules"));
    await symlink(REPOSITORY_ROOT, path.join(program, "node_modules/pulumi-alicloud-ice"), "junction");
    // The engine's address is a closed port: nothing that is said goes anywhere.
    process = spawn(
      globalThis.process.execPath,
      [pulumiFile("cmd/dynamic-provider/index.js"), "127.0.0.1:1"],
      {
        cwd: program,
        env: { ...globalThis.process.env, PULUMI_NODEJS_PROJECT: "shop" },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const port = await firstLine(process);
    const { ResourceProviderClient } = requireHere("@pulumi/pulumi/proto/provider_grpc_pb");
    const grpc = requireOfPulumi("@grpc/grpc-js");
    client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const configure = new messages.ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript({ "alicloud-ice:region": "cn-shanghai" }));
    await call("configure", configure);
  });
  afterAll(async () => {
    client?.close();
    process?.kill("SIGKILL");
    await rm(program, { recursive: true });
  });

  function call(method: string, request: unknown): Promise<Message> {
    return new Promise((resolve, reject) => {
      client[method]?.(request, (error, message) => (error ? reject(error) : resolve(message)));
    });
  }

  test("evaluates the text, finds the handler in the installed package and gives it the configuration", async () => {
    const check = new messages.CheckRequest();
    check.setOlds(Struct.fromJavaScript({}));
    check.setNews(
      Struct.fromJavaScript({
        [PROVIDER_INPUT]: providerText("Bucket"),
        __urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/alicloud-ice:Bucket::recordings",
        acl: "everybody",
        tags: null,
      }),
    );
    const answer = await call("check", check);
    const [failure] = answer.getFailuresList();
    expect(failure?.getProperty()).toBe("");
    expect(failure?.getReason()).toMatch(/^acl: must be "private".*got "everybody"$/);
    expect(answer.getInputs().toJavaScript()).toMatchObject({
      [PROVIDER_INPUT]: providerText("Bucket"),
      bucket: expect.stringMatching(/^recordings-[0-9a-f]{8}$/),
      extranetEndpoint: "oss-cn-shanghai.aliyuncs.com",
    });
  });

  test("tells the three answers of diff apart", async () => {
    const diffOf = async (news: object) => {
      const olds = { [PROVIDER_INPUT]: providerText("Bucket"), bucket: "b-1", acl: "private" };
      const diff = new messages.DiffRequest();
      diff.setId("b-1");
      diff.setOlds(Struct.fromJavaScript(olds));
      diff.setNews(Struct.fromJavaScript({ ...olds, ...news }));
      const answer = await call("diff", diff);
      return [answer.getChanges(), answer.getReplacesList()];
    };
    const { DIFF_NONE, DIFF_UNKNOWN } = messages.DiffResponse.DiffChanges;
    expect(await diffOf({})).toEqual([DIFF_NONE, []]);
    expect(await diffOf({ acl: "public-read" })).toEqual([DIFF_UNKNOWN, []]);
    expect(await diffOf({ bucket: "b-2" })).toEqual([DIFF_UNKNOWN, ["bucket"]]);
  });
});

/** A dependency of @pulumi/pulumi: only that package can resolve it for certain. */
function requireOfPulumi(name: string) {
  return createRequire(pulumiFile("package.json"))(name);
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the process has no output");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("the process ended without a word");
}

test("what the package's exports name is built", () => {
  const { exports } = requireHere(`${REPOSITORY_ROOT}/package.json`);
  const targets = Object.values<string | Record<string, string>>(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  expect(targets.filter((target) => !existsSync(`${REPOSITORY_ROOT}/${target}`))).toEqual([]);
});
