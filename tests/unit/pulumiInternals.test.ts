import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROVIDER_INPUT } from "../../provider/hosts/dynamic/hidden";
import { secretInFile, secretOnWire } from "../../provider/hosts/dynamic/secrets";
import { providerText, typeToken } from "../../provider/hosts/dynamic/tokens";
import { kinds } from "../../provider/registry";
import { UNKNOWN } from "../../provider/rules/unknown";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { DynamicProviderProcess, messages, pulumiFile, Struct } from "./support/dynamicProviderProcess";

// What this package leans on inside of @pulumi/pulumi is not its public face: these tests notice when it moves.

const requireHere = createRequire(`${REPOSITORY_ROOT}/package.json`);

test("the text that stands for what is not known yet is Pulumi's own", () => {
  expect(requireHere("@pulumi/pulumi/runtime/rpc").unknownValue).toBe(UNKNOWN);
});

test("a secret is marked as Pulumi marks it, on the wire and in files", () => {
  const { specialSigKey, specialSecretSig } = requireHere("@pulumi/pulumi/runtime/rpc");
  const mark = { [specialSigKey]: specialSecretSig };
  expect(secretOnWire({ url: "a" })).toEqual({ ...mark, value: { url: "a" } });
  expect(secretInFile({ url: "a" })).toEqual({ ...mark, plaintext: '{"url":"a"}' });
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
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").LiveSnapshotJob',
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").LiveSnapshotTemplate',
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").LiveTranscodeJob',
    'exports.handler=()=>require("pulumi-alicloud-ice/dynamic").LiveTranscodeTemplate',
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
  let provider: DynamicProviderProcess;
  beforeAll(async () => {
    provider = await DynamicProviderProcess.start({ "alicloud-ice:region": "cn-shanghai" });
  });
  afterAll(() => provider?.stop());

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
    const answer = await provider.call<Message>("check", check);
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
      const answer = await provider.call<Message>("diff", diff);
      return [answer.getChanges(), answer.getReplacesList()];
    };
    const { DIFF_NONE, DIFF_UNKNOWN } = messages.DiffResponse.DiffChanges;
    expect(await diffOf({})).toEqual([DIFF_NONE, []]);
    expect(await diffOf({ acl: "public-read" })).toEqual([DIFF_UNKNOWN, []]);
    expect(await diffOf({ bucket: "b-2" })).toEqual([DIFF_UNKNOWN, ["bucket"]]);
  });
});

test("what the package's exports name is built", () => {
  const { exports } = requireHere(`${REPOSITORY_ROOT}/package.json`);
  const targets = Object.values<string | Record<string, string>>(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  expect(targets.filter((target) => !existsSync(`${REPOSITORY_ROOT}/${target}`))).toEqual([]);
});
