import Credential, { Config } from "@alicloud/credentials";
import OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { ServiceError } from "../../provider/client/errors";
import { type OssApi, openOssApi } from "../../provider/client/oss";
import { standardCalls } from "./support/calls";
import { type Answer, ScriptedServer } from "./support/scriptedServer";
import { settingsWith } from "./support/testContext";

let emulator: Emulator;
let oss: OssApi;
beforeAll(async () => {
  emulator = await startEmulator({ media: false });
  oss = await open(emulator.oss, emulator.accessKeyId, emulator.accessKeySecret);
});
afterAll(() => emulator.stop());

function open(endpoint: string, accessKeyId = "id", accessKeySecret = "secret"): Promise<OssApi> {
  const settings = settingsWith({ endpoint: "http://localhost:1", ossEndpoint: endpoint });
  return openOssApi(
    settings,
    new Credential(new Config({ type: "access_key", accessKeyId, accessKeySecret })),
    standardCalls(),
  );
}

/** A client of somebody else who changes the bucket behind our back. */
function somebody(bucket: string): OSS {
  const { accessKeyId, accessKeySecret } = emulator;
  return new OSS({
    endpoint: emulator.oss,
    region: "oss-cn-shanghai",
    accessKeyId,
    accessKeySecret,
    bucket,
    secure: false,
    ...{ authorizationV4: true },
  });
}

describe("a bucket", () => {
  test("is made with its settings, read back, and gone after its delete", async () => {
    await oss.putBucket("made", { acl: "public-read", storageClass: "IA" });
    expect(await oss.getBucketInfo("made")).toMatchObject({
      acl: "public-read",
      storageClass: "IA",
      location: "oss-cn-shanghai",
      creationDate: expect.stringMatching(/^\d{4}-/),
    });
    await oss.putBucketAcl("made", "private");
    expect((await oss.getBucketInfo("made"))?.acl).toBe("private");
    await oss.deleteBucket("made");
    expect(await oss.getBucketInfo("made")).toBeUndefined();
  });

  test("without settings takes those of OSS", async () => {
    await oss.putBucket("plain", {});
    expect(await oss.getBucketInfo("plain")).toMatchObject({ acl: "private", storageClass: "Standard" });
  });

  test("keeps a set of tags, and none after an empty one", async () => {
    await oss.putBucket("tagged", {});
    expect(await oss.getBucketTags("tagged")).toEqual({});
    await oss.putBucketTags("tagged", { team: "live", empty: "" });
    expect(await oss.getBucketTags("tagged")).toEqual({ team: "live", empty: "" });
    await oss.putBucketTags("tagged", {});
    expect(await oss.getBucketTags("tagged")).toEqual({});
  });

  test("keeps expirations, and none after an empty list", async () => {
    await oss.putBucket("expiring", {});
    expect(await oss.getBucketExpirations("expiring")).toEqual([]);
    const rules = [
      { id: "rule-1", prefix: "record/", days: 7 },
      { id: "rule-2", prefix: "", days: 30 },
    ];
    await oss.putBucketExpirations("expiring", rules.slice(0, 1));
    expect(await oss.getBucketExpirations("expiring")).toEqual(rules.slice(0, 1));
    await oss.putBucketExpirations("expiring", rules);
    expect(await oss.getBucketExpirations("expiring")).toEqual(rules);
    await oss.putBucketExpirations("expiring", []);
    expect(await oss.getBucketExpirations("expiring")).toEqual([]);
  });

  test("whose expiration somebody switched off has none", async () => {
    await oss.putBucket("switched-off", {});
    await somebody("switched-off").putBucketLifecycle("switched-off", [
      { id: "rule-1", prefix: "record/", status: "Disabled", expiration: { days: 7 } } as never,
    ]);
    expect(await oss.getBucketExpirations("switched-off")).toEqual([]);
  });

  test("with more objects than a page holds is listed and emptied page by page", async () => {
    await oss.putBucket("full", {});
    const store = somebody("full");
    for (let group = 0; group < 21; group++) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => store.put(`r/${group}-${index} ä&+.mp4`, Buffer.from("x"))),
      );
    }
    const first = await oss.listObjects("full");
    expect(first.names).toHaveLength(1_000);
    const second = await oss.listObjects("full", first.nextToken);
    expect(second.names).toHaveLength(50);
    expect(second.nextToken).toBeUndefined();
    await expect(oss.deleteBucket("full")).rejects.toMatchObject({
      code: "BucketNotEmpty",
      outcome: "refused",
    });
    await oss.deleteObjects("full", first.names);
    await oss.deleteObjects("full", second.names);
    await oss.deleteBucket("full");
  }, 60_000);

  test("is let go of by uploads that were never finished", async () => {
    await oss.putBucket("unfinished", {});
    await somebody("unfinished").initMultipartUpload("big.mp4");
    expect(await oss.abortUploads("unfinished")).toEqual([expect.any(String)]);
    expect(await oss.abortUploads("unfinished")).toEqual([]);
    await oss.deleteBucket("unfinished");
  });
});

describe("a call that fails", () => {
  const xml = (status: number, code: string): Answer => ({
    status,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message><RequestId>R-1</RequestId></Error>`,
  });

  test.each<[string, Answer, object]>([
    [
      "a refusal",
      xml(403, "AccessDenied"),
      { outcome: "refused", code: "AccessDenied", status: 403, requestId: "R-1" },
    ],
    [
      "somebody else's name",
      xml(409, "BucketAlreadyExists"),
      { outcome: "refused", code: "BucketAlreadyExists" },
    ],
    ["a failing service", xml(500, "InternalError"), { outcome: "unclear", code: "InternalError" }],
  ])(
    "%s: in our words",
    async (_what, answer, expected) => {
      const server = await ScriptedServer.start(answer);
      const api = await open(`http://${server.host.replace("127.0.0.1", "localhost")}`);
      await expect(api.putBucket("b-1", {})).rejects.toMatchObject({ action: "PutBucket", ...expected });
    },
    30_000,
  );

  test("a closed port: no address, no header, no key in the error", async () => {
    const server = await ScriptedServer.start("hang");
    await server.stop();
    const api = await open(`http://${server.host.replace("127.0.0.1", "localhost")}`, "the-id", "the-secret");
    const thrown: unknown = await api.getBucketTags("b-1").catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ServiceError);
    expect(JSON.stringify(thrown)).not.toMatch(/the-id|the-secret|http:/);
    expect(String(thrown)).not.toMatch(/the-id|the-secret|http:/);
  }, 30_000);

  test("credentials that can't be had: said so, with what to do", async () => {
    const credential = { getCredential: () => Promise.reject(new Error("unable to get credentials")) };
    await expect(
      openOssApi(settingsWith(), credential as unknown as Credential, standardCalls()),
    ).rejects.toThrow(/no usable credentials were found\. Set ALIBABA_CLOUD_ACCESS_KEY_ID/);
  });
});
