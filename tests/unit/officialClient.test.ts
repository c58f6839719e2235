import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Credential, { Config } from "@alicloud/credentials";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { IceApi } from "../../provider/client/ice";
import { openIceApi } from "../../provider/client/transport";
import { openServices } from "../../provider/context";
import { ConfigurationError } from "../../provider/settings";
import { installAsOfficialIce, installOfficialIce } from "../support/officialIce";
import { standardCalls } from "./support/calls";
import { type Answer, ScriptedServer, type SeenRequest, serviceError } from "./support/scriptedServer";

const SECRET_URL = "rtmp://pull.example.com/live/stream-key?auth_key=1700-0-0-abc";
const SUBMIT = {
  name: "n",
  templateId: "t",
  streamInput: { type: "rtmp", url: SECRET_URL },
  recordOutput: { type: "oss", bucket: "b" },
};
const FORMATS = [{ format: "mp4", cycleDuration: 60 }, { format: "flv" }];

const folders: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A program's folder, which is the working directory of whatever runs there. */
function programFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "program-"));
  folders.push(folder);
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  return folder;
}

function withOfficialIce(): void {
  const folder = programFolder();
  installOfficialIce(folder, path.join(folder, "calls"));
}

type Transport = "openapi" | "sdk";

function iceAt({ host }: ScriptedServer, transport: Transport, said: string[] = []): IceApi {
  const credential = new Credential(
    new Config({ type: "sts", accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" }),
  );
  const options = { endpoint: host, protocol: "http" as const, credential, userAgent: "the-agent" };
  return openIceApi({ ...options, calls: standardCalls(said) }, transport);
}

/** Texts of JSON as what they say: the two clients write fields in different orders. */
function read(parameters: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, text]) => [name, /^[[{]/.test(text) ? JSON.parse(text) : text]),
  );
}

function sent({ method, path: url, query, form, headers }: SeenRequest | Record<string, never>) {
  return {
    method,
    url,
    query: read(query ?? {}),
    form: read(form ?? {}),
    action: headers?.["x-acs-action"],
    version: headers?.["x-acs-version"],
    token: headers?.["x-acs-security-token"],
    scheme: headers?.authorization?.split(" ")[0],
  };
}

const CALLS: readonly [string, (ice: IceApi) => Promise<unknown>][] = [
  ["submitLiveRecordJob", (ice) => ice.submitLiveRecordJob(SUBMIT)],
  ["getLiveRecordJob", (ice) => ice.getLiveRecordJob({ jobId: "j" })],
  ["listLiveRecordJobs", (ice) => ice.listLiveRecordJobs({ keyword: "a b", pageNo: 2, sortBy: "desc" })],
  ["listLiveRecordFiles", (ice) => ice.listLiveRecordFiles({ jobIds: ["j", "k"], pageSize: 30 })],
  ["createLiveRecordTemplate", (ice) => ice.createLiveRecordTemplate({ name: "n", recordFormat: FORMATS })],
  [
    "updateLiveRecordTemplate",
    (ice) => ice.updateLiveRecordTemplate({ templateId: "t", name: "n", recordFormat: FORMATS }),
  ],
  ["getLiveRecordTemplate", (ice) => ice.getLiveRecordTemplate({ templateId: "t", jobId: "j" })],
  ["listLiveRecordTemplates", (ice) => ice.listLiveRecordTemplates({ templateIds: ["t", "u"] })],
  ["deleteLiveRecordTemplate", (ice) => ice.deleteLiveRecordTemplate({ templateId: "t" })],
  ["getEventCallback", (ice) => ice.getEventCallback({})],
  [
    "setEventCallback",
    (ice) =>
      ice.setEventCallback({
        callbackType: "HTTP",
        callbackURL: "https://h.example.com/a?b=c",
        authKey: "Aa1",
      }),
  ],
  ["getDefaultStorageLocation", (ice) => ice.getDefaultStorageLocation({})],
  [
    "setDefaultStorageLocation",
    (ice) => ice.setDefaultStorageLocation({ storageType: "user_oss_bucket", bucket: "b", path: "/" }),
  ],
  ["getStorageList", (ice) => ice.getStorageList({ status: "Normal" })],
  ["describeMeterImsSummary", (ice) => ice.describeMeterImsSummary({ startTs: 1, endTs: 2 })],
];

describe("the official client and our own", () => {
  test.each(CALLS)("send the same: %s", async (_method, call) => {
    withOfficialIce();
    const server = await ScriptedServer.start({ status: 200, body: { RequestId: "R" } });
    await call(iceAt(server, "openapi"));
    await call(iceAt(server, "sdk"));
    const [ours, theirs] = server.requests;
    expect(server.requests).toHaveLength(2);
    expect(sent(theirs ?? {})).toEqual(sent(ours ?? {}));
  });

  test.each<[string, (ice: IceApi) => Promise<unknown>, object]>([
    [
      "a job",
      (ice) => ice.getLiveRecordJob({ jobId: "j" }),
      { RecordJob: { JobId: "j", StreamInput: { Type: "rtmp", Url: "u" }, Status: "later-word" } },
    ],
    [
      "templates",
      (ice) => ice.listLiveRecordTemplates({}),
      { TotalCount: 1, RecordTemplateList: [{ TemplateId: "t", RecordFormatList: [{ Format: "mp4" }] }] },
    ],
    [
      "an event callback",
      (ice) => ice.getEventCallback({}),
      { CallbackType: "HTTP", CallbackURL: "https://h.example.com", EventTypeList: "A,B" },
    ],
    ["nothing but a request id", (ice) => ice.deleteLiveRecordTemplate({ templateId: "t" }), {}],
  ])("read the same of %s", async (_what, call, body) => {
    withOfficialIce();
    const server = await ScriptedServer.start({ status: 200, body: { RequestId: "R", ...body } });
    const [ours, theirs] = [await call(iceAt(server, "openapi")), await call(iceAt(server, "sdk"))];
    expect(JSON.parse(JSON.stringify(theirs))).toEqual(ours);
  });

  const RETRY_AFTER: Answer = {
    status: 400,
    body: { Code: "Throttling.User", Message: "Too many.", RequestId: "R" },
    headers: { "x-acs-retry-after": "1" },
  };

  test.each<[string, Answer]>([
    ["a refusal", serviceError(400, "InvalidParameter")],
    ["a missing permission", serviceError(403, "Forbidden.RAM")],
    [
      "a refusal that repeats the stream",
      serviceError(400, "InvalidParameter", `The url ${SECRET_URL} is bad.`),
    ],
    ["a failing service", serviceError(500, "InternalError")],
    ["a broken connection", "reset"],
    ["a page that is no answer", { status: 502, body: "<html>" }],
  ])("say the same of %s, which may have made something: once", async (_what, answer) => {
    withOfficialIce();
    const failures = [];
    for (const transport of ["openapi", "sdk"] as const) {
      const server = await ScriptedServer.start(answer);
      const failure = await iceAt(server, transport)
        .submitLiveRecordJob(SUBMIT)
        .catch((thrown) => thrown);
      const { name, action, outcome, code, status, requestId } = failure;
      failures.push({
        name,
        action,
        outcome,
        code,
        status,
        requestId,
        message: failure.message.replace(server.host, ""),
      });
      expect(`${failure.message}${failure.stack}`).not.toMatch(/stream-key|1700-0-0/);
      expect(server.requests).toHaveLength(1);
    }
    expect(failures[1]).toEqual(failures[0]);
  });

  test("give way to throttling in the same way", async () => {
    withOfficialIce();
    const server = await ScriptedServer.start(RETRY_AFTER, { status: 200, body: { JobId: "job-1" } });
    const said: string[] = [];
    expect(await iceAt(server, "sdk", said).submitLiveRecordJob(SUBMIT)).toMatchObject({ jobId: "job-1" });
    expect(server.requests).toHaveLength(2);
    expect(said).toEqual([
      "The service throttles SubmitLiveRecordJob; its calls go out more slowly from now on.",
    ]);
  });

  test("wait as long as x-acs-retry-after asks", async () => {
    withOfficialIce();
    const asked = 1_500;
    const throttle = { ...RETRY_AFTER, headers: { "x-acs-retry-after": String(asked) } };
    const server = await ScriptedServer.start(throttle, { status: 200, body: {} });
    const startedAt = performance.now();
    await iceAt(server, "sdk").submitLiveRecordJob(SUBMIT);
    expect(server.requests).toHaveLength(2);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(asked);
  });

  test("repeat what does no harm", async () => {
    withOfficialIce();
    const answer: Answer = { status: 200, body: { RecordJob: { JobId: "j" } } };
    const server = await ScriptedServer.start(serviceError(503, "ServiceUnavailable"), answer);
    expect(await iceAt(server, "sdk").getLiveRecordJob({ jobId: "j" })).toMatchObject({
      recordJob: { jobId: "j" },
    });
    expect(server.requests).toHaveLength(2);
  });
});

describe("an official client that can't be used is a matter of configuration", () => {
  const open = () => {
    const values: Record<string, string> = { region: "cn-shanghai", transport: "sdk" };
    return openServices(
      (namespace, key) => (namespace === "alicloud-ice" ? values[key] : undefined),
      () => undefined,
      {},
    );
  };

  test("where there is none: said before any call", () => {
    programFolder();
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(
      /"sdk", but @alicloud\/ice20201109 is not installed\. Run `npm install @alicloud\/ice20201109@6`.*transport openapi/,
    );
  });

  test("and there is one in the program's folder: found", () => {
    withOfficialIce();
    expect(open().settings.transport).toBe("sdk");
  });

  test("where it has no such actions: they are named", async () => {
    installAsOfficialIce(programFolder(), "exports.default = class { async getLiveRecordJob() {} };");
    const server = await ScriptedServer.start("hang");
    expect(() => iceAt(server, "sdk")).toThrow(ConfigurationError);
    expect(() => iceAt(server, "sdk")).toThrow(/has no .*submitLiveRecordJob.*setEventCallback/);
    expect(() => iceAt(server, "sdk")).not.toThrow(/has no .*getLiveRecordJob,/);
  });

  test("where a request has no such field: nothing is sent without it", async () => {
    withOfficialIce();
    const server = await ScriptedServer.start({ status: 200, body: {} });
    const misspelt = { storageType: "vod_oss_bucket", folder: "x" };
    const setting = iceAt(server, "sdk").setDefaultStorageLocation(misspelt);
    await expect(setting).rejects.toThrow(/the SetDefaultStorageLocationRequest .* has no folder/);
    expect(server.requests).toEqual([]);
  });
});
