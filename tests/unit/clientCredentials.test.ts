import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type Credential from "@alicloud/credentials";
import OSS from "ali-oss";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { SettingsCredential } from "../../provider/client/credentials";
import type { IceApi } from "../../provider/client/ice";
import { type OssApi, openOssApi } from "../../provider/client/oss";
import { openIceApi } from "../../provider/client/transport";
import { standardCalls } from "./support/calls";
import { type Answer, ScriptedServer, serviceError } from "./support/scriptedServer";
import { settingsWith } from "./support/testContext";

const JOB: Answer = { status: 200, body: { RecordJob: { JobId: "job-1" } } };
const EXPIRED = serviceError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");

/** The chain looks into the environment and the home folder: neither is this machine's. */
let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "credentials-"));
  vi.stubEnv("HOME", home);
  for (const name of Object.keys(process.env))
    if (/^ALI(BABA)?_?CLOUD_/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function iceWith({ host }: ScriptedServer, settings: Record<string, string> = {}): IceApi {
  const credential = new SettingsCredential(settingsWith(settings), process.env);
  const where = { endpoint: host, protocol: "http" as const, userAgent: "test" };
  return openIceApi({ ...where, credential, calls: standardCalls() });
}

function stsAnswer(token: string): Answer {
  const Expiration = new Date(Date.now() + 60_000).toISOString();
  return {
    status: 200,
    body: { Code: "Success", AccessKeyId: token, AccessKeySecret: "s", SecurityToken: token, Expiration },
  };
}

async function credentialsUri(...answers: Answer[]): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(...answers);
  vi.stubEnv("ALIBABA_CLOUD_CREDENTIALS_URI", `http://${server.host}/`);
  return server;
}

describe("credentials that are not there", () => {
  test("are asked for anew at every call, said to be missing each time, and used once they are there", async () => {
    const ice = await ScriptedServer.start(JOB);
    const api = iceWith(ice);
    for (const _call of ["first", "second"]) {
      await expect(api.getLiveRecordJob({ jobId: "j" })).rejects.toMatchObject({
        outcome: "refused",
        code: "NoCredentials",
        message: expect.stringContaining("asked: the default credentials chain"),
      });
    }
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", "id");
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret");
    await expect(api.getLiveRecordJob({ jobId: "j" })).resolves.toMatchObject({ recordJob: {} });
    expect(ice.requests).toHaveLength(1);
  });

  test.each<[string, Answer]>([
    ["fails", { status: 500, body: "PLANTED" }],
    ["answers no JSON", { status: 200, body: "PLANTED" }],
    ["answers half of a key", { status: 200, body: { AccessKeyId: "PLANTED", AccessKeySecret: "PLANTED" } }],
    ["breaks the connection", "reset"],
  ])("of a credentials URI that %s: it is named, and nothing that it said", async (_what, answer) => {
    await credentialsUri(answer);
    const ice = await ScriptedServer.start(JOB);
    const api = iceWith(ice);
    for (const _call of ["first", "second"]) {
      const thrown = await api.getLiveRecordJob({ jobId: "j" }).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ outcome: "refused", code: "NoCredentials" });
      expect(String(thrown)).toContain("ALIBABA_CLOUD_CREDENTIALS_URI");
      expect(String(thrown)).not.toContain("PLANTED");
    }
    expect(ice.requests).toEqual([]);
  });
});

describe("credentials that are renewed", () => {
  test("sign the next call of the same client", async () => {
    await credentialsUri(stsAnswer("token-1"), stsAnswer("token-2"));
    const ice = await ScriptedServer.start(JOB);
    const api = iceWith(ice);
    await api.getLiveRecordJob({ jobId: "j" });
    await api.getLiveRecordJob({ jobId: "j" });
    expect(ice.requests.map(({ headers }) => headers["x-acs-security-token"])).toEqual([
      "token-1",
      "token-2",
    ]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["a credentials URI", {}, /it came from ALIBABA_CLOUD_CREDENTIALS_URI/],
    [
      "the configuration",
      { accessKey: "id", secretKey: "secret", securityToken: "token" },
      /it came from the stack's configuration \(alicloud-ice:accessKey.*--run-program/,
    ],
  ])("but not by %s: the error names it, and what to do", async (_what, settings, origin) => {
    await credentialsUri(stsAnswer("token-1"), { status: 500, body: "" });
    const api = iceWith(await ScriptedServer.start(EXPIRED), settings);
    const thrown = await api.getLiveRecordJob({ jobId: "j" }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: "InvalidSecurityToken.Expired", outcome: "refused" });
    expect(String(thrown)).toMatch(origin);
    expect(String(thrown)).toContain("Renew the credentials where they come from");
  });
});

describe("OSS, while a bucket is emptied", () => {
  const FIRST = { accessKeyId: "first", accessKeySecret: "secret-1" };
  const NEXT = { accessKeyId: "next", accessKeySecret: "secret-2" };

  async function started(): Promise<Emulator> {
    const emulator = await startEmulator({ media: false });
    onTestFinished(() => emulator.stop());
    emulator.store.createBucket("recordings");
    const { accessKeyId, accessKeySecret } = emulator;
    const owner = { accessKeyId, accessKeySecret, endpoint: emulator.oss, region: "oss-cn-shanghai" };
    const client = new OSS({ ...owner, bucket: "recordings", secure: false });
    await client.put("record/1.ts", Buffer.from("media"));
    await client.initMultipartUpload("record/2.ts");
    return emulator;
  }

  async function emptied(oss: OssApi): Promise<void> {
    await oss.deleteObjects("recordings", (await oss.listObjects("recordings")).names);
    await oss.abortUploads("recordings");
    await oss.deleteBucket("recordings");
    expect(await oss.getBucketInfo("recordings")).toBeUndefined();
  }

  test.each<[string, object, object, (emulator: Emulator) => void]>([
    [
      "a token expires and the next one is there",
      { securityToken: "token-1", expiresAt: "2999-01-01T00:00:00Z" },
      { securityToken: "token-2" },
      ({ clock }) => clock.advance(Date.parse("2999-01-01T00:00:00Z") - clock.now()),
    ],
    [
      "a pair without a token is switched off for another",
      {},
      {},
      (emulator) => emulator.addAccessKey({ ...FIRST, inactive: true }),
    ],
  ])(
    "goes on when %s",
    async (_what, first, next, changes) => {
      const emulator = await started();
      emulator.addAccessKey({ ...FIRST, ...first });
      emulator.addAccessKey({ ...NEXT, ...next });
      let current: object = { ...FIRST, ...first };
      const credential = { getCredential: () => Promise.resolve(current) } as unknown as Credential;
      const settings = settingsWith({
        endpoint: "http://localhost:1",
        ossEndpoint: emulator.oss.replace("127.0.0.1", "localhost"),
      });
      const oss = await openOssApi(settings, credential, standardCalls());
      expect((await oss.listObjects("recordings")).names).toHaveLength(1);

      changes(emulator);
      await expect(oss.listObjects("recordings")).rejects.toMatchObject({ outcome: "refused" });
      current = { ...NEXT, ...next };

      await emptied(oss);
    },
    30_000,
  );
});
