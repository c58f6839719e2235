import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { IncomingRequest } from "../../emulator/src/http/incoming";
import { acs3Signature } from "../../emulator/src/http/signature/acs3";
import { canonicalParameters } from "../../emulator/src/http/signature/encoding";
import { hmacSha1Signature } from "../../emulator/src/http/signature/hmacSha1";
import { Nonces } from "../../emulator/src/http/signature/nonces";

const EMPTY_BODY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function ecsRequest(date: string, nonce: string): IncomingRequest {
  return {
    method: "POST",
    path: "/",
    headers: new Map([
      ["host", "ecs.cn-shanghai.aliyuncs.com"],
      ["x-acs-action", "RunInstances"],
      ["x-acs-content-sha256", EMPTY_BODY_HASH],
      ["x-acs-date", date],
      ["x-acs-signature-nonce", nonce],
      ["x-acs-version", "2014-05-26"],
    ]),
    query: [
      ["RegionId", "cn-shanghai"],
      ["ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"],
    ],
    form: [],
    body: Buffer.alloc(0),
  };
}

it.each([
  {
    date: "2023-10-26T10:22:32Z",
    nonce: "3156853299f313e23d1673dc12e1703d",
    signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
  },
  {
    date: "2023-10-26T09:01:01Z",
    nonce: "d410180a5abf7fe235dd9b74aca91fc0",
    signature: "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804",
  },
])("the documented ACS3 example of $date gets its documented signature", ({ date, nonce, signature }) => {
  const request = ecsRequest(date, nonce);

  expect(acs3Signature(request, [...request.headers.keys()], "YourAccessKeySecret")).toBe(signature);
});

it("a form body is signed by its hash, whatever the order of SignedHeaders", () => {
  const body = Buffer.from("Name=job%201&TemplateId=t-1");
  const headers = new Map([
    ["content-type", "application/x-www-form-urlencoded"],
    ["host", "ice.cn-shanghai.aliyuncs.com"],
    ["x-acs-action", "SubmitLiveRecordJob"],
    ["x-acs-content-sha256", sha256(body)],
    ["x-acs-date", "2024-01-01T00:00:00Z"],
    ["x-acs-signature-nonce", "n-1"],
    ["x-acs-version", "2020-11-09"],
  ]);
  const request: IncomingRequest = { method: "POST", path: "/", headers, query: [], form: [], body };

  expect(sha256(body)).toMatch(/^afc6b6bd[0-9a-f]+b674$/);
  expect(acs3Signature(request, [...headers.keys()].reverse(), "testsecret")).toBe(
    "b8ce2d63ece76f84b980ed38278a3061ffff19f0b94b30ec992502a4159c7666",
  );
});

it("parameters are sorted, and everything but RFC 3986's unreserved characters is encoded", () => {
  const canonical = canonicalParameters([
    ["b", "*!'()"],
    ["a", "x y/+~-_."],
    ["a", "直播"],
  ]);

  expect(canonical).toBe("a=x%20y%2F%2B~-_.&a=%E7%9B%B4%E6%92%AD&b=%2A%21%27%28%29");
});

it.each(["GET", "POST"])(
  "the HMAC-SHA1 example gets its signature, its parameters in %s's place",
  (method) => {
    const parameters: [string, string][] = [
      ["Action", "GetLiveRecordJob"],
      ["Version", "2020-11-09"],
      ["Format", "JSON"],
      ["AccessKeyId", "testid"],
      ["SignatureMethod", "HMAC-SHA1"],
      ["SignatureVersion", "1.0"],
      ["SignatureNonce", "n-1"],
      ["Timestamp", "2024-01-01T00:00:00Z"],
      ["JobId", "ab0e3e76-1e9d-11ed-ba64-0c42a1b73d66"],
      ["Signature", "is not part of what is signed"],
    ];
    const request = { method, path: "/", headers: new Map(), body: Buffer.alloc(0) };
    const inQuery = hmacSha1Signature({ ...request, query: parameters, form: [] }, "testsecret");
    const inBoth = { query: parameters.slice(0, 3), form: parameters.slice(3).reverse() };

    expect(hmacSha1Signature({ ...request, ...inBoth }, "testsecret")).toBe(inQuery);
    expect(inQuery === "KQCOFZi41bBvgvljTHNjjoyd/OI=").toBe(method === "GET");
  },
);

const QUARTER_HOUR = 15 * 60_000;

it("a nonce is refused the second time, accepted from another key, and forgotten when its date is too old", () => {
  const nonces = new Nonces();
  const start = Date.parse("2026-01-01T00:00:00Z");
  nonces.use("key", "n-1", start + QUARTER_HOUR, start);

  expect(() => nonces.use("key", "n-1", start + QUARTER_HOUR, start + 60_000)).toThrow("nonce was used");
  nonces.use("other", "n-1", start + QUARTER_HOUR, start);
  expect(nonces.size).toBe(2);

  const later = start + QUARTER_HOUR + 60_000;
  nonces.use("key", "n-2", later + QUARTER_HOUR, later);
  expect(nonces.size).toBe(1);
});

it("a nonce of a request dated ahead is kept until that date is too old", () => {
  const nonces = new Nonces();
  const start = Date.parse("2026-01-01T00:00:00Z");
  const until = start + 2 * QUARTER_HOUR;
  nonces.use("key", "n-1", until, start);

  expect(() => nonces.use("key", "n-1", until, until)).toThrow("nonce was used");
});

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
