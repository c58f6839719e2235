import { XMLParser } from "fast-xml-parser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type OldRequestOptions, oldRequest } from "./oldScheme";
import { type Fields, type RawAnswer, sendRaw, signedRequest, type Target } from "./rpcSupport";

const PERMANENT = { accessKeyId: "permanent", accessKeySecret: "permanentSecret" };
const TEMPORARY = {
  accessKeyId: "STS.temporary",
  accessKeySecret: "temporarySecret",
  securityToken: "CAIS+token/with=signs",
};

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ media: false, accessKeys: [PERMANENT, TEMPORARY] });
});

afterAll(async () => {
  await emulator.stop();
});

async function send(options: OldRequestOptions): Promise<RawAnswer> {
  return await sendRaw(emulator, oldRequest(emulator, options));
}

const TEMPLATE = { Action: "CreateLiveRecordTemplate", RecordFormat: '[{"Format":"mp4"}]' };

it.each([
  ["query", "GET"],
  ["query", "POST"],
  ["form", "POST"],
  ["both", "POST"],
] as const)("parameters in %s by %s are read as they were written", async (place, method) => {
  const Name = `a b+c*~'()!/直播 ${place} ${method}`;
  const created = await send({ parameters: { ...TEMPLATE, Name }, place, method });
  const read = await send({
    parameters: { Action: "GetLiveRecordTemplate", TemplateId: String(created.json.TemplateId) },
  });

  expect(created.status).toBe(200);
  expect(read.json.RecordTemplate).toMatchObject({ Name });
});

it.each(["query", "form"] as const)("a space in the %s may come as a plus sign", async (place) => {
  const request = oldRequest(emulator, { parameters: { Keyword: "a b" }, place });
  request.query = request.query.replaceAll("%20", "+");
  request.body = request.body.replaceAll("%20", "+");

  expect(request.query + request.body).toContain("Keyword=a+b");
  expect(await sendRaw(emulator, request)).toMatchObject({ status: 200 });
});

it.each([{ "transfer-encoding": "chunked" }, { "content-length": "LENGTH" }])(
  "a form may come with %o",
  async (header) => {
    const request = oldRequest(emulator, { place: "form" });
    for (const [name, value] of Object.entries(header)) {
      request.headers[name] = value.replace("LENGTH", String(Buffer.byteLength(request.body)));
    }

    expect(await sendRaw(emulator, request)).toMatchObject({ status: 200 });
  },
);

it.each([
  { minutes: -30, code: undefined },
  { minutes: 30, code: undefined },
  { minutes: -32, code: "InvalidTimeStamp.Expired" },
  { minutes: 32, code: "InvalidTimeStamp.Expired" },
])("a timestamp $minutes minutes off is answered with $code", async ({ minutes, code }) => {
  const answer = await send({ date: new Date(Date.now() + minutes * 60_000) });

  expect(answer.json.Code).toBe(code);
});

it("a replayed request is refused, and so is its nonce in the other scheme", async () => {
  const request = oldRequest(emulator, { parameters: { SignatureNonce: "once" } });

  expect(await sendRaw(emulator, request)).toMatchObject({ status: 200 });
  expect(await sendRaw(emulator, request)).toMatchObject({ json: { Code: "SignatureNonceUsed" } });
  expect(await sendRaw(emulator, signedRequest(emulator, { nonce: "once" }))).toMatchObject({
    json: { Code: "SignatureNonceUsed" },
  });
});

it("the action is the signed one, whatever an unsigned header says", async () => {
  const request = oldRequest(emulator);
  request.headers["x-acs-action"] = "GetStorageList";

  expect((await sendRaw(emulator, request)).json).toHaveProperty("RecordTemplateList");
});

it("temporary credentials are accepted with their own token, in both schemes", async () => {
  const target: Target = { ice: emulator.ice, ...TEMPORARY };
  const old = oldRequest(target, { parameters: { SecurityToken: TEMPORARY.securityToken } });
  const current = signedRequest(target, {
    headers: { "x-acs-security-token": TEMPORARY.securityToken, "x-acs-accesskey-id": target.accessKeyId },
  });

  expect(await sendRaw(emulator, old)).toMatchObject({ status: 200 });
  expect(await sendRaw(emulator, current)).toMatchObject({ status: 200 });
});

it.each([
  ["json", "application/json;charset=utf-8"],
  ["JSON", "application/json;charset=utf-8"],
  ["XML", "text/xml;charset=utf-8"],
  ["xml", "text/xml;charset=utf-8"],
  [undefined, "text/xml;charset=utf-8"],
])("Format %s is answered as %s, success and error alike", async (Format, contentType) => {
  const success = await send({ parameters: { Format } });
  const failure = await send({ parameters: { Format, Action: "StopLiveRecordJob" } });

  expect(success).toMatchObject({ status: 200, headers: { "content-type": contentType } });
  expect(failure).toMatchObject({ status: 404, headers: { "content-type": contentType } });
});

it("XML holds the answer's fields in an element of the action, a list as its element repeated", async () => {
  for (const name of ["first & <last>", "second"]) {
    await send({ parameters: { ...TEMPLATE, Name: `xml ${name}` } });
  }
  const answer = await send({ parameters: { Format: "XML", Keyword: "xml" } });
  const json = await send({ parameters: { Keyword: "xml" } });

  const parsed = parse(answer.text);
  expect(Object.keys(parsed)).toEqual(["?xml", "ListLiveRecordTemplatesResponse"]);
  const { RequestId, ...fields } = parsed.ListLiveRecordTemplatesResponse as Fields;
  const expected = json.json.RecordTemplateList as Fields[];
  expect(RequestId).toMatch(/^[0-9A-F-]{36}$/);
  expect(fields.TotalCount).toBe("2");
  expect((fields.RecordTemplateList as Fields[]).map(({ Name }) => Name)).toEqual(
    expected.map(({ Name }) => Name),
  );
});

it("an error in XML tells request, host, code, message and where to read more", async () => {
  const answer = await send({ parameters: { Format: undefined, SignatureNonce: undefined } });

  expect(answer.status).toBe(400);
  expect(parse(answer.text).Error).toEqual({
    RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    HostId: new URL(emulator.ice).host,
    Code: "MissingSignatureNonce",
    Message: expect.stringContaining("SignatureNonce"),
    Recommend: expect.stringContaining("MissingSignatureNonce"),
  });
});

it("a wrong signature is told what was signed, without the token and the stream's key", async () => {
  const answer = await send({
    parameters: {
      Action: "SubmitLiveRecordJob",
      StreamInput: '{"Type":"rtmp","Url":"rtmp://live.example.com/app/stream?auth_key=k"}',
      SecurityToken: "token-of-somebody",
      AccessKeyId: TEMPORARY.accessKeyId,
    },
  });

  expect(answer.json.Code).toBe("SignatureDoesNotMatch");
  expect(answer.json.Message).toContain("server string to sign is:GET&%2F&AccessKeyId%3DSTS.temporary");
  expect(answer.json.Message).toContain("live.example.com");
  expect(answer.text).not.toMatch(/auth_key|token-of-somebody|Secret/);
});

it("loose accepts what is signed wrongly or not at all, at ICE and at OSS", async () => {
  const loose = await startEmulator({ media: false, loose: true });
  loose.store.createBucket("recordings");
  const stranger: Target = { ...loose, accessKeyId: "nobody", accessKeySecret: "none" };

  expect(await sendRaw(loose, oldRequest(stranger))).toMatchObject({ status: 200 });
  expect(await sendRaw(loose, signedRequest(stranger))).toMatchObject({ status: 200 });
  const plain = `${loose.ice}/?Action=ListLiveRecordTemplates&Version=2020-11-09`;
  expect(await (await fetch(plain)).json()).toMatchObject({ TotalCount: expect.any(Number) });
  const object = `${loose.oss}/recordings/a%20b.txt`;
  expect((await fetch(object, { method: "PUT", body: "hello" })).status).toBe(200);
  expect(await (await fetch(object)).text()).toBe("hello");
  await loose.stop();
});

function parse(text: string): Fields {
  return new XMLParser({ parseTagValue: false }).parse(text) as Fields;
}
