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
