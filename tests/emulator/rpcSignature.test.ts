import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { createCaller, type RawRequest, sendRaw, signedRequest } from "./rpcSupport";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ media: false });
});

afterAll(async () => {
  await emulator.stop();
});

const FORM = { Name: "a b+c*~直播", RecordFormat: '[{"Format":"mp4"}]' };

function signedForm(): RawRequest {
  return signedRequest(emulator, { action: "CreateLiveRecordTemplate", form: FORM });
}

function otherHexDigit(text: string): string {
  return text.endsWith("0") ? `${text.slice(0, -1)}1` : `${text.slice(0, -1)}0`;
}

it("the real client's requests are accepted, in query and in form", async () => {
  const call = createCaller(emulator);
  const created = await call("CreateLiveRecordTemplate", {
    Name: "a b+c*~'()!直播",
    RecordFormat: [{ Format: "mp4" }],
  });
  const read = await call("GetLiveRecordTemplate", { TemplateId: created.TemplateId });

  expect(read.RecordTemplate).toMatchObject({ Name: "a b+c*~'()!直播", Type: "custom" });
});

it("a request id is an upper-case UUID and comes with every answer", async () => {
  const answer = await sendRaw(emulator, signedRequest(emulator));

  expect(answer.status).toBe(200);
  expect(answer.json.RequestId).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
});

it("spaces may come as + or %20, bodies chunked or with a length", async () => {
  const plus = signedForm();
  expect(plus.body).toContain("a+b");
  const query = signedRequest(emulator, { query: { Keyword: "a b" } });
  query.query = query.query.replace("%20", "+");
  const withLength = signedForm();
  withLength.headers["content-length"] = String(Buffer.byteLength(withLength.body));
  const chunked = signedForm();
  chunked.headers["transfer-encoding"] = "chunked";

  for (const request of [plus, query, withLength, chunked]) {
    expect(await sendRaw(emulator, request)).toMatchObject({ status: 200 });
  }
});

it("a security token is accepted when it is signed", async () => {
  const request = signedRequest(emulator, {
    headers: { "x-acs-security-token": "sts-token", "x-acs-accesskey-id": emulator.accessKeyId },
  });

  expect((await sendRaw(emulator, request)).status).toBe(200);
});

const TAMPERED: [string, (request: RawRequest) => void, string][] = [
  ["body", (r) => (r.body = r.body.replace("mp4", "flv")), "SignatureDoesNotMatch"],
  ["body that lost its end", (r) => (r.body = r.body.slice(0, -1)), "SignatureDoesNotMatch"],
  [
    "body hash",
    (r) => (r.headers["x-acs-content-sha256"] = otherHexDigit(r.headers["x-acs-content-sha256"] ?? "")),
    "SignatureDoesNotMatch",
  ],
  ["query that was added", (r) => (r.query = "Name=other"), "SignatureDoesNotMatch"],
  ["action", (r) => (r.headers["x-acs-action"] = "DeleteLiveRecordTemplate"), "SignatureDoesNotMatch"],
  ["version", (r) => (r.headers["x-acs-version"] = "2016-11-01"), "SignatureDoesNotMatch"],
  ["host", (r) => (r.headers.host = "ice.cn-shanghai.aliyuncs.com"), "SignatureDoesNotMatch"],
  ["nonce", (r) => (r.headers["x-acs-signature-nonce"] = "another"), "SignatureDoesNotMatch"],
  ["method", (r) => (r.method = "PUT"), "SignatureDoesNotMatch"],
  ["path", (r) => (r.path = "/other"), "SignatureDoesNotMatch"],
  [
    "date within the limit",
    (r) => (r.headers["x-acs-date"] = `${new Date(Date.now() + 60_000).toISOString().slice(0, 19)}Z`),
    "SignatureDoesNotMatch",
  ],
  ["content type", (r) => (r.headers["content-type"] += ";charset=utf-8"), "SignatureDoesNotMatch"],
  [
    "signature",
    (r) => (r.headers.authorization = otherHexDigit(r.headers.authorization ?? "")),
    "SignatureDoesNotMatch",
  ],
  [
    "list of signed headers",
    (r) => (r.headers.authorization = r.headers.authorization?.replace("host;", "") ?? ""),
    "IncompleteSignature",
  ],
  ["header that was added", (r) => (r.headers["x-acs-security-token"] = "stolen"), "IncompleteSignature"],
];

it.each(TAMPERED)("a changed %s is refused", async (_part, change, code) => {
  const request = signedForm();
  const templatesBefore = await countTemplates();
  change(request);

  const answer = await sendRaw(emulator, request);

  expect(answer.json.Code).toBe(code);
  expect(answer.status).toBe(400);
  expect(await countTemplates()).toBe(templatesBefore);
});

it("a body hash that is signed and is not the body's is refused", async () => {
  const request = signedRequest(emulator, {
    action: "CreateLiveRecordTemplate",
    form: FORM,
    headers: { "x-acs-content-sha256": "0".repeat(64) },
    bodyHash: "actual",
  });

  expect(await sendRaw(emulator, request)).toMatchObject({
    status: 400,
    json: { Code: "SignatureDoesNotMatch" },
  });
});

it("a changed query is refused", async () => {
  const request = signedRequest(emulator, { query: { Keyword: "a", PageSize: "10" } });
  request.query = request.query.replace("PageSize=10", "PageSize=11");

  expect(await sendRaw(emulator, request)).toMatchObject({
    status: 400,
    json: { Code: "SignatureDoesNotMatch" },
  });
});

it.each([
  "host",
  "content-type",
  "x-acs-action",
  "x-acs-version",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-content-sha256",
  "x-acs-security-token",
])("a request that does not sign its header %s is refused", async (name) => {
  const request = signedRequest(emulator, {
    action: "CreateLiveRecordTemplate",
    form: FORM,
    headers: { "x-acs-security-token": "token" },
    unsigned: [name],
  });

  expect(await sendRaw(emulator, request)).toMatchObject({
    status: 400,
    json: { Code: "IncompleteSignature", Message: expect.stringContaining(name) },
  });
});

it("an unknown key is refused, and so is a wrong secret", async () => {
  const unknown = signedRequest({ ...emulator, accessKeyId: "nobody" });
  const wrong = signedRequest({ ...emulator, accessKeySecret: "wrong" });

  expect(await sendRaw(emulator, unknown)).toMatchObject({
    status: 404,
    json: { Code: "InvalidAccessKeyId.NotFound" },
  });
  expect(await sendRaw(emulator, wrong)).toMatchObject({
    status: 400,
    json: { Code: "SignatureDoesNotMatch" },
  });
});

it.each([
  { minutes: -14, refused: false },
  { minutes: 14, refused: false },
  { minutes: -16, refused: true },
  { minutes: 16, refused: true },
])("a date $minutes minutes off is refused: $refused", async ({ minutes, refused }) => {
  const date = new Date(Date.now() + minutes * 60_000);
  const answer = await sendRaw(emulator, signedRequest(emulator, { date }));

  expect(answer.json.Code).toBe(refused ? "InvalidTimeStamp.Expired" : undefined);
});

it("a client of today is accepted after the emulator's clock was advanced by a day", async () => {
  const other = await startEmulator({ media: false });
  other.clock.advance(24 * 60 * 60 * 1000);
  const answer = await sendRaw(other, signedRequest(other));
  await other.stop();

  expect(answer.status).toBe(200);
});

it("a malformed date is refused", async () => {
  const request = signedRequest(emulator, { headers: { "x-acs-date": "Mon, 01 Jan 2024 00:00:00 GMT" } });

  expect(await sendRaw(emulator, request)).toMatchObject({
    status: 400,
    json: { Code: "InvalidTimeStamp.Format" },
  });
});

it("a replayed request is refused, and so is its nonce on another request", async () => {
  const request = signedRequest(emulator, { nonce: "once" });

  expect((await sendRaw(emulator, request)).status).toBe(200);
  expect(await sendRaw(emulator, request)).toMatchObject({
    status: 400,
    json: { Code: "SignatureNonceUsed" },
  });
  const reused = signedRequest(emulator, { nonce: "once", action: "GetStorageList" });
  expect(await sendRaw(emulator, reused)).toMatchObject({ json: { Code: "SignatureNonceUsed" } });
});

it("a refused request does not use up its nonce", async () => {
  const request = signedRequest(emulator, { nonce: "kept" });
  const forged = { ...request, query: "PageSize=5" };

  expect((await sendRaw(emulator, forged)).json.Code).toBe("SignatureDoesNotMatch");
  expect((await sendRaw(emulator, request)).status).toBe(200);
});

it.each([
  ["no signature", {}, "MissingAccessKeyId"],
  ["a bearer token", { "x-acs-bearer-token": "t" }, "IncompleteSignature"],
  ["another scheme", { authorization: "Basic dGVzdA==" }, "IncompleteSignature"],
  ["half an Authorization header", { authorization: "ACS3-HMAC-SHA256 Credential=x" }, "IncompleteSignature"],
])("a request with %s is refused", async (_what, headers, code) => {
  const request: RawRequest = {
    method: "GET",
    path: "/",
    query: "",
    headers: { host: new URL(emulator.ice).host, "x-acs-action": "GetStorageList", ...headers },
    body: "",
  };

  expect(await sendRaw(emulator, request)).toMatchObject({ status: 400, json: { Code: code } });
});

it("an error tells request, host, code, message and where to read more, and no secret", async () => {
  const request = signedRequest({ ...emulator, accessKeySecret: "wrong" });
  const answer = await sendRaw(emulator, request);

  expect(answer.json).toEqual({
    RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    HostId: new URL(emulator.ice).host,
    Code: "SignatureDoesNotMatch",
    Message: expect.stringContaining("Specified signature is not matched with our calculation."),
    Recommend: expect.stringContaining("SignatureDoesNotMatch"),
  });
  expect(answer.text).not.toContain(emulator.accessKeySecret);
});

it("an oversized body is refused", async () => {
  const request = signedForm();
  request.body = "x".repeat(1024 * 1024 + 1);

  expect(await sendRaw(emulator, request)).toMatchObject({ status: 413 });
});

async function countTemplates(): Promise<unknown> {
  return (await createCaller(emulator)("ListLiveRecordTemplates")).TotalCount;
}
