import Credential, { Config } from "@alicloud/credentials";
import { describe, expect, test } from "vitest";
import { type Action, operations } from "../../provider/client/operations";
import { openIceApi, openLiveApi, openStsApi } from "../../provider/client/transport";
import { standardCalls } from "./support/calls";
import { type Answer, ScriptedServer, serviceError } from "./support/scriptedServer";

const OK: Answer = { status: 200, body: { RequestId: "R", JobId: "job-1", RecordJob: { JobId: "job-1" } } };
const SUBMIT = {
  name: "n",
  templateId: "t",
  streamInput: { type: "rtmp", url: "rtmp://h/a/s" },
  recordOutput: { type: "oss", bucket: "b" },
};

function optionsFor({ host }: ScriptedServer, retries: string[] = []) {
  return {
    endpoint: host,
    protocol: "http" as const,
    credential: new Credential(
      new Config({
        type: "sts",
        accessKeyId: "the-id",
        accessKeySecret: "secret",
        securityToken: "the-token",
      }),
    ),
    userAgent: "the-agent",
    calls: standardCalls(retries),
  };
}

describe("a call", () => {
  test("with a body: a signed form in a POST, under the product's version", async () => {
    const server = await ScriptedServer.start(OK);
    expect(await openIceApi(optionsFor(server)).submitLiveRecordJob(SUBMIT)).toMatchObject({
      jobId: "job-1",
    });
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        path: "/",
        query: {},
        form: {
          Name: "n",
          TemplateId: "t",
          StreamInput: '{"Type":"rtmp","Url":"rtmp://h/a/s"}',
          RecordOutput: '{"Type":"oss","Bucket":"b"}',
        },
        headers: {
          "x-acs-action": "SubmitLiveRecordJob",
          "x-acs-version": "2020-11-09",
          "x-acs-security-token": "the-token",
          authorization: expect.stringMatching(/^ACS3-HMAC-SHA256 Credential=the-id,/),
          "user-agent": expect.stringContaining("the-agent"),
        },
      },
    ]);
  });

  test.each<[Action, string, object]>([
    ["GetLiveRecordJob", "GET", { jobId: "j" }],
    ["DeleteLiveRecordTemplate", "POST", { templateId: "t" }],
  ])("%s: a %s with its parameters in the query", async (action, method, request) => {
    const server = await ScriptedServer.start(OK);
    const api = openIceApi(optionsFor(server)) as unknown as Record<string, (request: object) => unknown>;
    await api[action.charAt(0).toLowerCase() + action.slice(1)]?.(request);
    const [[name, value] = []] = Object.entries(request);
    expect(server.requests).toMatchObject([
      { method, form: {}, query: { [`${name?.charAt(0).toUpperCase()}${name?.slice(1)}`]: value } },
    ]);
  });

  test("to ApsaraVideo Live goes under that product's version", async () => {
    const server = await ScriptedServer.start(OK);
    await openLiveApi(optionsFor(server)).resumeLiveStream({
      domainName: "d",
      appName: "a",
      streamName: "s",
      liveStreamType: "publisher",
    });
    expect(server.requests).toMatchObject([
      { method: "POST", query: { StreamName: "s" }, headers: { "x-acs-version": "2016-11-01" } },
    ]);
  });

  test("an API has the methods of its product and no others", async () => {
    const server = await ScriptedServer.start(OK);
    const named = (product: string) =>
      Object.entries(operations)
        .filter(([, operation]) => operation.product === product)
        .map(([action]) => action.charAt(0).toLowerCase() + action.slice(1));
    expect(Object.keys(openIceApi(optionsFor(server)))).toEqual(named("ice"));
    expect(Object.keys(openLiveApi(optionsFor(server)))).toEqual(named("live"));
    expect(Object.keys(openStsApi(optionsFor(server)))).toEqual(named("sts"));
  });
});

describe("a call that fails is made again", () => {
  test.each<[string, Answer]>([
    ["a 5xx", serviceError(500, "InternalError")],
    ["a broken connection", "reset"],
    ["a throttle", serviceError(400, "Throttling.User")],
    ["an answer that is not JSON", { status: 502, body: "<html>" }],
  ])("after %s where a repeat does no harm", async (_what, answer) => {
    const server = await ScriptedServer.start(answer, OK);
    const retries: string[] = [];
    const { recordJob } = await openIceApi(optionsFor(server, retries)).getLiveRecordJob({ jobId: "job-1" });
    expect(recordJob?.jobId).toBe("job-1");
    expect(server.actions).toEqual(["GetLiveRecordJob", "GetLiveRecordJob"]);
    expect(retries).toEqual([expect.stringContaining("GetLiveRecordJob")]);
  });

  test("after a throttle even where a repeat would do harm: nothing happened", async () => {
    const server = await ScriptedServer.start(serviceError(400, "Throttling.User"), OK);
    await openIceApi(optionsFor(server)).submitLiveRecordJob(SUBMIT);
    expect(server.actions).toEqual(["SubmitLiveRecordJob", "SubmitLiveRecordJob"]);
  });

  test("many times while it is throttled, which is said once", async () => {
    const throttle = serviceError(400, "Throttling.User");
    const server = await ScriptedServer.start(throttle, throttle, OK);
    const told: string[] = [];
    await openIceApi(optionsFor(server, told)).submitLiveRecordJob(SUBMIT);
    expect(server.requests).toHaveLength(3);
    expect(told).toEqual([
      "The service throttles SubmitLiveRecordJob; its calls go out more slowly from now on.",
    ]);
  }, 20_000);

  test("no sooner than the service asks in x-acs-retry-after", async () => {
    const asked = 1_500;
    const throttle: Answer = {
      status: 400,
      body: { Code: "Throttling.User", Message: "Too many.", RequestId: "R" },
      headers: { "x-acs-retry-after": String(asked) },
    };
    const server = await ScriptedServer.start(throttle, OK);
    const startedAt = performance.now();
    await openIceApi(optionsFor(server)).submitLiveRecordJob(SUBMIT);
    expect(server.requests).toHaveLength(2);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(asked);
  });

  test("to a closed port, twice more at most: it seldom opens within seconds", async () => {
    const server = await ScriptedServer.start(OK);
    await server.stop();
    const retries: string[] = [];
    const submitting = openIceApi(optionsFor(server, retries)).submitLiveRecordJob(SUBMIT);
    await expect(submitting).rejects.toMatchObject({ outcome: "not-sent", code: "ECONNREFUSED" });
    expect(retries).toHaveLength(2);
  });
});

describe("a call that fails is not made again", () => {
  test.each<[string, Answer]>([
    ["a 5xx", serviceError(500, "InternalError")],
    ["a 503", serviceError(503, "ServiceUnavailable")],
    ["a broken connection", "reset"],
    ["an answer that is not JSON", { status: 502, body: "<html>" }],
  ])("after %s where it may have made something", async (_what, answer) => {
    const server = await ScriptedServer.start(answer, answer, OK);
    const retries: string[] = [];
    const api = openIceApi(optionsFor(server, retries));
    await expect(api.submitLiveRecordJob(SUBMIT)).rejects.toMatchObject({ outcome: "unclear" });
    const creating = api.createLiveRecordTemplate({ name: "n", recordFormat: [] });
    await expect(creating).rejects.toMatchObject({ outcome: "unclear" });
    expect(server.actions).toEqual(["SubmitLiveRecordJob", "CreateLiveRecordTemplate"]);
    expect(retries).toEqual([]);
  });

  test.each<[string, Answer]>([
    ["a refusal", serviceError(400, "InvalidParameter")],
    ["a job that is not there", serviceError(404, "JobNotFound")],
    ["a missing permission", serviceError(403, "Forbidden.RAM")],
  ])("after %s", async (_what, answer) => {
    const server = await ScriptedServer.start(answer, OK);
    await expect(openIceApi(optionsFor(server)).getLiveRecordJob({ jobId: "j" })).rejects.toMatchObject({
      outcome: "refused",
    });
    expect(server.requests).toHaveLength(1);
  });
});

test("without credentials the error says so, and nothing is sent", async () => {
  const server = await ScriptedServer.start(OK);
  const credential = { getCredential: () => Promise.reject(new Error("unable to get credentials")) };
  const api = openIceApi({ ...optionsFor(server), credential: credential as unknown as Credential });
  await expect(api.getLiveRecordJob({ jobId: "j" })).rejects.toMatchObject({ code: "NoCredentials" });
  expect(server.requests).toEqual([]);
});
