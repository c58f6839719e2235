import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { readAddress } from "../../emulator/src/oss/address";
import { readSignatureV1 } from "../../emulator/src/oss/signatureV1";
import { readSignatureV4 } from "../../emulator/src/oss/signatureV4";
import { ACCESS_KEY_SECRET, authorizationV1, CLIENTS, codeOf, type OssFixture, startOss } from "./ossSupport";

const KINDS = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];

function message(method: string, url: string, headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { method, url, headers });
}

// Expected signatures: the test vectors of Alibaba Cloud's public OSS clients (key "ak", secret "sk").
describe("signatures of the public clients' test vectors are computed", () => {
  const v1Headers = {
    host: "examplebucket.oss-cn-hangzhou.aliyuncs.com",
    "content-md5": "eB5eJF1ptWaXm4bijSPyxw==",
    "content-type": "text/html",
    "x-oss-meta-author": "alice",
    "x-oss-meta-magic": "abracadabra",
    "x-oss-date": "Wed, 28 Dec 2022 10:27:41 GMT",
  };

  test.each([
    ["/nelson", "kSHKmLxlyEAKtZPkJhG9bZb5k7M="],
    ["/nelson?acl", "/afkugFbmWDQ967j1vr6zygBLQk="],
  ])("V1 in the header, %s", (url, expected) => {
    const request = message("PUT", url, { ...v1Headers, authorization: "OSS ak:AAAA" });
    expect(readSignatureV1(request, readAddress(request))?.expected("sk")).toBe(expected);
  });

  test.each([
    ["resourceGroup&non-resousce=null", "vkQmfuUDyi1uDi3bKt67oemssIs="],
    ["resourceGroup&acl", "x3E5TgOvl/i7PN618s5mEvpJDYk="],
  ])("V1 in the header, bucket with %s", (query, expected) => {
    const { host, "x-oss-date": date } = v1Headers;
    const request = message("GET", `/?${query}`, { host, "x-oss-date": date, authorization: "OSS ak:AAAA" });
    expect(readSignatureV1(request, readAddress(request))?.expected("sk")).toBe(expected);
  });

  test.each([
    [
      "/key?Expires=1699807420&OSSAccessKeyId=ak&Signature=x&versionId=versionId",
      "dcLTea+Yh9ApirQ8o8dOPqtvJXQ=",
    ],
    [
      "/key%2B123?Expires=1699808204&OSSAccessKeyId=ak&Signature=x&security-token=token&versionId=versionId",
      "jzKYRrM5y6Br0dRFPaTGOsbrDhY=",
    ],
  ])("V1 in the URL, %s", (url, expected) => {
    const request = message("GET", url, { host: "bucket.oss-cn-hangzhou.aliyuncs.com" });
    expect(readSignatureV1(request, readAddress(request))?.expected("sk")).toBe(expected);
  });

  test.each([
    ["20231216T162057Z", "", {}, "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe"],
    [
      "20231217T034736Z",
      "",
      { "x-oss-security-token": "token" },
      "b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea",
    ],
    [
      "20231216T172512Z",
      ",AdditionalHeaders=abc;zabc",
      {},
      "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f",
    ],
  ])("V4 in the header, %s%s", (date, additional, more, expected) => {
    const query = "%2Bparam1=value3&%2Bparam2=&%7Cparam1=value4&%7Cparam2=&param1=value1&param2=";
    const scope = `${date.slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`;
    const request = message("PUT", `/1234%2B-/123/1.txt?${query}`, {
      host: "bucket.oss-cn-hangzhou.aliyuncs.com",
      "x-oss-head1": "value",
      abc: "value",
      zabc: "value",
      xyz: "value",
      "content-type": "text/plain",
      "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
      "x-oss-date": date,
      authorization: `OSS4-HMAC-SHA256 Credential=ak/${scope}${additional},Signature=00`,
      ...more,
    });
    expect(readSignatureV4(request, readAddress(request), "cn-hangzhou")?.expected("sk")).toBe(expected);
  });
});

describe.each(KINDS)("a client that signs %s", (kind) => {
  test("is believed", async () => {
    const client = (await startOss()).client(kind);
    await client.putBucket("films");
    client.useBucket("films");
    await client.put("空 格+%2F.txt", Buffer.from("moving"), { meta: { note: "text" } });
    expect((await client.get("空 格+%2F.txt")).content.toString()).toBe("moving");
  });

  test("with the wrong secret is refused with SignatureDoesNotMatch", async () => {
    const client = (await startOss()).client(kind, { accessKeySecret: "another" });
    await expect(client.putBucket("films")).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
      status: 403,
    });
  });

  test("with an unknown key is refused with InvalidAccessKeyId", async () => {
    const client = (await startOss()).client(kind, { accessKeyId: "nobody" });
    await expect(client.putBucket("films")).rejects.toMatchObject({
      code: "InvalidAccessKeyId",
      status: 403,
    });
  });

  test.each([-16, 16])("%i minutes off is refused with RequestTimeTooSkewed", async (minutes) => {
    const client = (await startOss()).client(kind, { amendTimeSkewed: minutes * 60_000 });
    await expect(client.putBucket("films")).rejects.toMatchObject({
      code: "RequestTimeTooSkewed",
      status: 403,
    });
  });

  test.each([-14, 14])("%i minutes off is believed", async (minutes) => {
    const client = (await startOss()).client(kind, { amendTimeSkewed: minutes * 60_000 });
    await expect(client.putBucket("films")).resolves.toMatchObject({ bucket: "films" });
  });

  test("is believed whatever the emulator's clock says", async () => {
    const oss = await startOss();
    oss.clock.freeze();
    oss.clock.advance(9 * 60 * 60 * 1000);
    await expect(oss.client(kind).putBucket("films")).resolves.toMatchObject({ bucket: "films" });
  });
});

describe("a request that was changed after signing is refused with SignatureDoesNotMatch", () => {
  test.each([
    ["method", "PUT", "/films/a.txt", {}],
    ["bucket", "GET", "/prints/a.txt", {}],
    ["key", "GET", "/films/b.txt", {}],
    ["subresource", "GET", "/films/a.txt?acl", {}],
    ["date", "GET", "/films/a.txt", { date: new Date(Date.now() - 60_000).toUTCString() }],
    ["content type", "GET", "/films/a.txt", { "content-type": "text/html" }],
    ["body hash", "GET", "/films/a.txt", { "content-md5": "eB5eJF1ptWaXm4bijSPyxw==" }],
    ["added x-oss header", "GET", "/films/a.txt", { "x-oss-object-acl": "public-read" }],
  ])("V1: %s", async (_what, method, target, changed) => {
    const { raw, store } = await startOss();
    store.createBucket("films");
    await store.putText("films", "a.txt", "x", "text/plain");
    const headers = { date: new Date().toUTCString() };
    const signed = { ...headers, authorization: authorizationV1("GET", "/films/a.txt", headers) };
    expect((await raw("GET", "/films/a.txt", signed)).status).toBe(200);
    const answer = await raw(method, target, { ...signed, ...changed });
    expect([answer.status, codeOf(answer)]).toEqual([403, "SignatureDoesNotMatch"]);
    expect(answer.body).not.toContain(ACCESS_KEY_SECRET);
  });

  test.each([
    ["method", "DELETE", (url: string) => url],
    ["key", "GET", (url: string) => url.replace("a.txt", "b.txt")],
    ["parameter", "GET", (url: string) => `${url}&response-content-type=text%2Fhtml`],
    ["life", "GET", (url: string) => url.replace("x-oss-expires=60", "x-oss-expires=61")],
    ["signature", "GET", (url: string) => url.replace(/(x-oss-signature=)./, "$1g")],
  ])("V4: %s", async (_what, method, change) => {
    const { client, raw, store } = await startOss();
    store.createBucket("films");
    await store.putText("films", "a.txt", "x", "text/plain");
    const url = await client("V4 by name", { bucket: "films" }).signatureUrlV4("GET", 60, {}, "a.txt");
    const target = new URL(url).pathname + new URL(url).search;
    expect((await raw("GET", target)).status).toBe(200);
    const answer = await raw(method, change(target));
    expect([answer.status, codeOf(answer)]).toEqual([403, "SignatureDoesNotMatch"]);
  });
});

describe("a signature that cannot be right is refused", () => {
  const date = "20260101T000000Z";
  test.each([
    ["no date", { authorization: "OSS key:c2ln" }, 403, "AccessDenied"],
    ["a date that is none", { authorization: "OSS key:c2ln", date: "soon" }, 403, "AccessDenied"],
    ["another scheme", { authorization: "Bearer abc" }, 400, "InvalidArgument"],
    ["no signature", { authorization: "OSS key" }, 400, "InvalidArgument"],
    ["V2", { authorization: "OSS2 AccessKeyId:key,Signature:abc" }, 501, "NotImplemented"],
    ["V4 without a scope", v4("key", date), 400, "InvalidArgument"],
    ["V4 of another day", v4("key/20260102/cn-shanghai/oss/aliyun_v4_request", date), 400, "InvalidArgument"],
    [
      "V4 for another region",
      v4("key/20260101/cn-hangzhou/oss/aliyun_v4_request", date),
      400,
      "InvalidArgument",
    ],
    [
      "V4 for another product",
      v4("key/20260101/cn-shanghai/ice/aliyun_v4_request", date),
      400,
      "InvalidArgument",
    ],
    ["V4 without a date", v4("key/20260101/cn-shanghai/oss/aliyun_v4_request", ""), 403, "AccessDenied"],
    [
      "V4 that signs a header that was not sent",
      v4("key/20260101/cn-shanghai/oss/aliyun_v4_request", date, "AdditionalHeaders=absent,"),
      400,
      "InvalidArgument",
    ],
  ])("%s", async (_what, headers, status, code) => {
    const answer = await (await startOss()).raw("GET", "/", headers);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  function v4(credential: string, oneDate: string, additional = ""): Record<string, string> {
    const authorization = `OSS4-HMAC-SHA256 Credential=${credential},${additional}Signature=00`;
    return oneDate === "" ? { authorization } : { authorization, "x-oss-date": oneDate };
  }
});

describe("a signed URL", () => {
  async function withFilm(): Promise<{ v1: string; v4: string; oss: OssFixture }> {
    const oss = await startOss();
    oss.store.createBucket("films");
    await oss.store.putText("films", "a b/中文.txt", "moving", "text/plain");
    const v1 = oss.client("V1 by name", { bucket: "films" }).signatureUrl("a b/中文.txt", { expires: 60 });
    const client = oss.client("V4 by name", { bucket: "films" });
    const signedHeaders = { headers: { host: `localhost:${oss.port}` } };
    return { v1, v4: await client.signatureUrlV4("GET", 60, signedHeaders, "a b/中文.txt", ["host"]), oss };
  }

  test.each(["v1", "v4"] as const)("of %s opens a private object", async (version) => {
    const { [version]: url } = await withFilm();
    expect(await (await fetch(url)).text()).toBe("moving");
  });

  test("of V1 may name the headers of the answer", async () => {
    const { oss } = await withFilm();
    const url = oss
      .client("V1 by name", { bucket: "films" })
      .signatureUrl("a b/中文.txt", { response: { "content-type": "text/csv" } });
    expect((await fetch(url)).headers.get("content-type")).toBe("text/csv");
  });

  test("puts an object", async () => {
    const { oss } = await withFilm();
    const client = oss.client("V4 by name", { bucket: "films" });
    const url = await client.signatureUrlV4(
      "PUT",
      60,
      { headers: { "content-type": "text/css" } },
      "new.css",
    );
    const answer = await fetch(url, { method: "PUT", body: "a {}", headers: { "content-type": "text/css" } });
    expect(answer.status).toBe(200);
    expect(oss.store.object("films", "new.css").contentType).toBe("text/css");
  });

  test("of V1 that has expired is refused with AccessDenied", async () => {
    const { oss } = await withFilm();
    const url = oss.client("V1 by name", { bucket: "films" }).signatureUrl("a b/中文.txt", { expires: -1 });
    const answer = await fetch(url);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Request has expired.");
  });

  test("of V4 for longer than seven days is refused with InvalidArgument", async () => {
    const { oss } = await withFilm();
    const client = oss.client("V4 by name", { bucket: "films" });
    expect((await fetch(await client.signatureUrlV4("GET", 604_801, {}, "a b/中文.txt"))).status).toBe(400);
  });

  test("of V1 without an end is refused with AccessDenied", async () => {
    const { oss } = await withFilm();
    expect(codeOf(await oss.raw("GET", "/films/a?OSSAccessKeyId=a&Signature=b"))).toBe("AccessDenied");
  });
});

describe("without a signature", () => {
  test.each([
    ["private", "default", 403],
    ["public-read", "default", 200],
    ["public-read-write", "default", 200],
    ["public-read", "private", 403],
    ["private", "public-read", 200],
  ] as const)(
    "an object in a %s bucket with the object ACL %s answers %i",
    async (bucketAcl, objectAcl, status) => {
      const { store, raw } = await startOss();
      store.createBucket("films", { acl: bucketAcl });
      await store.putText("films", "a.txt", "x", "text/plain");
      store.updateObject("films", "a.txt", { acl: objectAcl });
      for (const method of ["GET", "HEAD"]) {
        const answer = await raw(method, "/films/a.txt");
        expect(answer.status).toBe(status);
        expect(codeOf(answer)).toBe(status === 403 && method === "GET" ? "AccessDenied" : undefined);
      }
    },
  );

  test.each([
    ["GET", "/"],
    ["GET", "/films"],
    ["GET", "/films?acl"],
    ["PUT", "/films"],
    ["DELETE", "/films"],
    ["PUT", "/films/a.txt"],
    ["DELETE", "/films/a.txt"],
    ["GET", "/films/a.txt?acl"],
    ["POST", "/films?delete"],
    ["POST", "/films/a.txt?uploads"],
  ])("%s %s is refused with AccessDenied even where everyone may write", async (method, target) => {
    const { store, raw } = await startOss();
    store.createBucket("films", { acl: "public-read-write" });
    const answer = await raw(method, target);
    expect([answer.status, codeOf(answer)]).toEqual([403, "AccessDenied"]);
  });
});
