import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completeReads } from "../../provider/hosts/dynamic/completeReads";
import { providerText, typeToken } from "../../provider/hosts/dynamic/tokens";
import { kinds } from "../../provider/registry";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { DynamicProviderProcess, messages, SCRIPT, Struct } from "./support/dynamicProviderProcess";

// The preload changes a message of Pulumi's inside of the dynamic-provider process: these tests notice when it moves.

const REGISTER = `${REPOSITORY_ROOT}/dist/provider/hosts/dynamic/register.js`;
const URN = "urn:pulumi:dev::shop::a:b:C$pulumi-nodejs:dynamic/alicloud-ice:LiveRecordJob::show";

/** A request to read as the engine sends it, with the values that it knows. */
function readRequest(urn: string, values: { properties?: object; inputs?: object } = {}) {
  const request = new messages.ReadRequest();
  request.setId("job-1");
  request.setUrn(urn);
  if (values.properties) request.setProperties(Struct.fromJavaScript(values.properties));
  if (values.inputs) request.setInputs(Struct.fromJavaScript(values.inputs));
  return request;
}

describe("what a read lacks is supplied", () => {
  const { getProperties } = messages.ReadRequest.prototype;
  beforeAll(() => completeReads(createRequire(SCRIPT)));
  afterAll(() => {
    messages.ReadRequest.prototype.getProperties = getProperties;
  });

  test.each(kinds)("for a %s of which the engine knows the URN alone", (kind) => {
    const urn = `urn:pulumi:dev::shop::${typeToken(kind)}::show`;
    for (const known of [{}, { properties: {} }]) {
      expect(readRequest(urn, known).getProperties().toJavaScript()).toEqual({
        __provider: providerText(kind),
        __urn: urn,
      });
    }
  });

  test("for a resource with a parent", () => {
    expect(readRequest(URN).getProperties().toJavaScript()).toEqual({
      __provider: providerText("LiveRecordJob"),
      __urn: URN,
    });
  });

  test("for nobody else's resource, and for none that has it", () => {
    expect(
      readRequest("urn:pulumi:dev::shop::pulumi-nodejs:dynamic:Resource::x").getProperties(),
    ).toBeUndefined();
    const known = { __provider: "other", a: 1 };
    expect(readRequest(URN, { properties: known }).getProperties().toJavaScript()).toEqual(known);
    expect(readRequest(URN, { inputs: known }).getProperties()).toBeUndefined();
  });
});

describe("the preload", () => {
  test("has Pulumi's dynamic-provider process read a job of which it is told id and URN", async () => {
    const config = {
      "alicloud-ice:region": "cn-shanghai",
      "alicloud-ice:endpoint": "http://127.0.0.1:1",
      "alicloud-ice:ossEndpoint": "http://127.0.0.1:1",
      "alicloud-ice:accessKey": "id",
      "alicloud-ice:secretKey": "secret",
    };
    const provider = await DynamicProviderProcess.start(config, `--require ${REGISTER}`);
    try {
      await expect(provider.call("read", readRequest(URN))).rejects.toThrow(
        /reading LiveRecordJob "show": GetCallerIdentity got no usable answer: no connection to 127\.0\.0\.1:1/,
      );
    } finally {
      await provider.stop();
    }
  }, 30_000);

  test("loads nothing and changes nothing in any other process", async () => {
    const script = `console.log(JSON.stringify(Object.keys(require.cache)))`;
    const run = await promisify(execFile)(process.execPath, ["--require", REGISTER, "-e", script]);
    expect(JSON.parse(run.stdout)).toEqual([REGISTER]);
    expect(run.stderr).toBe("");
  }, 30_000);
});
