import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import { describe, expect, test } from "vitest";
import { type Outcome, ServiceError, toServiceError } from "../../provider/client/errors";
import { type Answer, ScriptedServer, serviceError } from "./support/scriptedServer";

const READ_TIMEOUT_MILLISECONDS = 100;
const SECRET_URL = "rtmp://pull.example.com/live/stream-key?auth_key=1700-0-0-abc";

/** What the real client library throws, in our words. */
async function failureOf(
  host: string,
  action = "GetLiveRecordJob",
  secret = "secret",
): Promise<ServiceError> {
  const client = new OpenApiClient(
    new Config({ accessKeyId: "id", accessKeySecret: secret, endpoint: host, protocol: "http" }),
  );
  try {
    await client.callApi(
      new Params({
        action,
        version: "2020-11-09",
        protocol: "HTTP",
        pathname: "/",
        method: "POST",
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      }),
      new OpenApiRequest({ body: { Url: SECRET_URL } }),
      new RuntimeOptions({ readTimeout: READ_TIMEOUT_MILLISECONDS, connectTimeout: 1_000 }),
    );
  } catch (thrown) {
    return toServiceError(action, thrown, host);
  }
  throw new Error("the call succeeded");
}

async function failureWith(answer: Answer, action?: string): Promise<ServiceError> {
  return failureOf((await ScriptedServer.start(answer)).host, action);
}

describe("what is known of a call that failed", () => {
  test.each<[string, Answer, Outcome, string, string]>([
    [
      "a refusal",
      serviceError(400, "InvalidParameter"),
      "refused",
      "InvalidParameter",
      "GetLiveRecordJob answered 400 InvalidParameter: Message of the service. (request REQ-1)",
    ],
    ["a job that is not there", serviceError(404, "JobNotFound"), "refused", "JobNotFound", "answered 404"],
    ["too many calls", serviceError(400, "Throttling.User"), "throttled", "Throttling.User", "answered 400"],
    ["too many calls by status", serviceError(429, "TooMany"), "throttled", "TooMany", "answered 429"],
    ["too many calls with a 503", serviceError(503, "Throttling"), "throttled", "Throttling", "answered 503"],
    ["a failing service", serviceError(500, "InternalError"), "unclear", "InternalError", "answered 500"],
    [
      "an unavailable service",
      serviceError(503, "ServiceUnavailable"),
      "unclear",
      "ServiceUnavailable",
      "answered 503",
    ],
    [
      "a proxy's page",
      { status: 502, body: "<html>Bad Gateway</html>" },
      "unclear",
      "NotJson",
      "got no usable answer: 127.0.0.1",
    ],
    [
      "a page that is no answer",
      { status: 200, body: "<html>Welcome</html>" },
      "unclear",
      "NotJson",
      "not JSON",
    ],
    ["a connection that breaks", "reset", "unclear", "ECONNRESET", "broke before an answer came"],
    ["no answer in time", "hang", "no-answer", "Timeout", "did not answer in time"],
  ])("%s: %o is %s", async (_what, answer, outcome, code, text) => {
    const failure = await failureWith(answer);
    expect(failure).toMatchObject({ outcome, code, action: "GetLiveRecordJob" });
    expect(failure.message).toContain(text);
    expect(failure.message).not.toContain("undefined");
    expect(failure.mayHaveTakenEffect).toBe(outcome === "unclear" || outcome === "no-answer");
  });

  test("a closed port: nothing was sent", async () => {
    const server = await ScriptedServer.start("hang");
    await server.stop();
    const failure = await failureOf(server.host);
    expect(failure).toMatchObject({ outcome: "not-sent", code: "ECONNREFUSED" });
    expect(failure.message).toContain(`no connection to ${server.host} (ECONNREFUSED)`);
  });

  test("a host that does not exist: nothing was sent", async () => {
    const failure = await failureOf("nowhere.invalid");
    expect(failure).toMatchObject({ outcome: "not-sent" });
    expect(failure.message).toContain("no connection to nowhere.invalid");
  });

  test.each([
    new Error("unable to get credentials from any of the providers in the chain"),
    Object.assign(new Error("no credential: cannot read env"), { code: undefined }),
  ])("no credentials: refused, and both ways to set them are named", (thrown) => {
    const failure = toServiceError("GetLiveRecordJob", thrown, "host");
    expect(failure).toMatchObject({ outcome: "refused", code: "NoCredentials" });
    expect(failure.message).toMatch(/ALIBABA_CLOUD_ACCESS_KEY_ID.*pulumi config set --secret/);
  });

  test.each<[unknown]>([["text"], [null], [undefined], [{ code: 5 }], [{ data: null }]])(
    "whatever else is thrown (%j): unclear",
    (thrown) => {
      expect(toServiceError("GetLiveRecordJob", thrown, "host").outcome).toBe("unclear");
    },
  );
});

describe("what to do", () => {
  test.each<[string, string, number, RegExp]>([
    ["SubmitLiveRecordJob", "OperationDenied", 403, /Enable Intelligent Media Services/],
    ["SubmitLiveRecordJob", "UserDisable", 403, /Enable Intelligent Media Services/],
    ["GetLiveRecordJob", "InvalidAccessKeyId.NotFound", 404, /Check the AccessKey pair/],
    ["GetLiveRecordJob", "SignatureDoesNotMatch", 400, /Check the AccessKey pair/],
    ["PutBucket", "InvalidAccessKeyId", 403, /Check the AccessKey pair/],
    ["GetLiveRecordJob", "InvalidTimeStamp.Expired", 400, /Set this machine's clock/],
    ["PutBucket", "RequestTimeTooSkewed", 403, /Set this machine's clock/],
    ["GetLiveRecordJob", "Forbidden.RAM", 403, /RAM action ice:GetLiveRecordJob/],
    ["GetLiveRecordJob", "Forbidden", 400, /RAM action ice:GetLiveRecordJob/],
    ["ForbidLiveStream", "Forbidden.RAM", 403, /RAM action live:ForbidLiveStream/],
    ["PutBucket", "AccessDenied", 403, /RAM action oss:PutBucket /],
    ["PutBucketTags", "AccessDenied", 403, /RAM actions oss:PutBucketTagging and oss:DeleteBucketTagging /],
    ["ListObjectsV2", "AccessDenied", 403, /RAM action oss:ListObjects /],
    ["SubmitLiveRecordJob", "BucketNotAuthorized", 403, /Register the bucket as a storage address/],
  ])("%s, %s: one sentence says it", (action, code, status, advice) => {
    const { message } = new ServiceError(action, "refused", code, "no", status);
    expect(message).toMatch(advice);
  });

  test("a missing permission is named, and what writes the whole policy", () => {
    const { message } = new ServiceError("SubmitLiveRecordJob", "refused", "Forbidden.RAM", "no.", 403);
    expect(message).toBe(
      'SubmitLiveRecordJob answered 403 Forbidden.RAM: no. Allow the RAM action ice:SubmitLiveRecordJob on resource "*" for this identity; ramPolicy([…]) of this package writes the policy for all that a program uses.',
    );
  });

  test("what we do not know gets no advice", () => {
    const { message } = new ServiceError("GetLiveRecordJob", "refused", "Strange", "no.", 400);
    expect(message).toBe("GetLiveRecordJob answered 400 Strange: no.");
  });
});

describe("no stream's address is left", () => {
  test.each<[string, string]>([
    ["in plain words", `The url ${SECRET_URL} is not valid.`],
    ["in JSON", JSON.stringify({ Url: SECRET_URL })],
    ["in JSON with escaped slashes", JSON.stringify({ Url: SECRET_URL }).replaceAll("/", "\\/")],
    [
      "in a string to sign",
      `server string to sign is: POST&%2F&${encodeURIComponent(encodeURIComponent(SECRET_URL))}`,
    ],
  ])("when the service repeats it %s", async (_how, message) => {
    const failure = await failureWith(serviceError(400, "InvalidParameter", message));
    expect(`${failure.message}${failure.detail}${failure.stack}`).not.toMatch(/stream-key|1700-0-0/);
  });

  test.each<[string, Answer]>([
    ["a reset", "reset"],
    ["a time-out", "hang"],
    ["a page that holds it", { status: 502, body: `<html>${SECRET_URL}</html>` }],
  ])("after %s", async (_how, answer) => {
    const failure = await failureWith(answer);
    expect(`${failure.message}${failure.detail}${failure.stack}`).not.toMatch(/stream-key|pull\.example/);
  });
});

test("no stack is carried: Pulumi would print it", () => {
  const failure = new ServiceError("GetLiveRecordJob", "refused", "Strange", "no.", 400);
  expect(failure.stack ?? "").not.toMatch(/\n\s+at /);
});
