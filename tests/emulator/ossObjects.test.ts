import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type AliOss, authorizationV1, CLIENTS, codeOf, type OssFixture, startOss } from "./ossSupport";

const KINDS = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];

async function withBucket(kind: keyof typeof CLIENTS = "V4 by name"): Promise<OssFixture & { oss: AliOss }> {
  const fixture = await startOss();
  fixture.store.createBucket("films");
  return { ...fixture, oss: fixture.client(kind, { bucket: "films" }) };
}

describe.each(KINDS)("an object, %s,", (kind) => {
  test("has tags that are put, read and deleted, until it is overwritten", async () => {
    const { oss } = await withBucket(kind);
    await oss.put("a.txt", Buffer.from("1"));
    expect((await oss.getObjectTagging("a.txt")).tag).toEqual({});
    await oss.putObjectTagging("a.txt", { show: "evening", part: "1" });
    expect((await oss.getObjectTagging("a.txt")).tag).toEqual({ show: "evening", part: "1" });
    await oss.deleteObjectTagging("a.txt");
    expect((await oss.getObjectTagging("a.txt")).tag).toEqual({});
    await oss.putObjectTagging("a.txt", { show: "morning" });
    await oss.put("a.txt", Buffer.from("2"));
    expect((await oss.getObjectTagging("a.txt")).tag).toEqual({});
    await expect(oss.getObjectTagging("gone.txt")).rejects.toMatchObject({ code: "NoSuchKey", status: 404 });
  });

  test("is put, read, described and deleted", async () => {
    const { oss, clock } = await withBucket(kind);
    clock.freeze();
    const content = Buffer.from("123456789");
    const put = await oss.put("a/b.txt", content, {
      mime: "text/plain",
      meta: { camera: "two" },
      headers: { "Cache-Control": "max-age=60" },
    });
    const md5 = createHash("md5").update(content).digest("hex").toUpperCase();
    // The check value that the CRC-64/XZ catalogue gives for "123456789".
    const crc64 = BigInt("0x995dc9bbdf1939fa").toString();
    expect(put.res.headers).toMatchObject({ etag: `"${md5}"`, "x-oss-hash-crc64ecma": crc64 });
    const got = await oss.get("a/b.txt");
    expect(got.content).toEqual(content);
    const head = await oss.head("a/b.txt");
    for (const headers of [got.res.headers, head.res.headers]) {
      expect(headers).toMatchObject({
        etag: `"${md5}"`,
        "content-type": "text/plain",
        "content-length": "9",
        "cache-control": "max-age=60",
        "last-modified": new Date(clock.now()).toUTCString(),
        "x-oss-hash-crc64ecma": crc64,
        "x-oss-meta-camera": "two",
        "x-oss-object-type": "Normal",
      });
    }
    expect(head.meta).toEqual({ camera: "two" });
    expect((await oss.getObjectMeta("a/b.txt")).res.headers["content-length"]).toBe("9");
    expect((await oss.delete("a/b.txt")).res.status).toBe(204);
    expect((await oss.delete("a/b.txt")).res.status).toBe(204);
    await expect(oss.get("a/b.txt")).rejects.toMatchObject({ code: "NoSuchKey", status: 404 });
    await expect(oss.head("a/b.txt")).rejects.toMatchObject({ code: "NoSuchKey", status: 404 });
  });

  test.each([
    "a b  c",
    "中文/视频.mp4",
    "a%2Fb%20c",
    "a+b&c=d?e#f",
    "quote'\"<&>",
    "~!*()$,;:@[]",
    "trailing/",
    "k".repeat(1023),
    "🎥\uffee",
  ])("keeps the key %s", async (key) => {
    const { oss, store } = await withBucket(kind);
    await oss.put(key, Buffer.from(key));
    expect((await oss.get(key)).content.toString()).toBe(key);
    expect(store.listObjects("films").map((object) => object.key)).toEqual([key]);
    const listed = await oss.listV2({});
    expect(listed.objects.map((object) => object.name)).toEqual([key]);
    expect((await oss.deleteMulti([key])).deleted).toEqual([{ Key: key }]);
    expect(store.listObjects("films")).toEqual([]);
  });

  test("is read in part", async () => {
    const { oss } = await withBucket(kind);
    await oss.put("a", Buffer.from("0123456789"));
    const read = async (range: string, more: Record<string, string> = {}) => {
      const { res, content } = await oss.get("a", { headers: { Range: range, ...more } });
      return [res.status, content.toString(), res.headers["content-range"]];
    };
    const standard = { "x-oss-range-behavior": "standard" };
    expect(await read("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
    expect(await read("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"]);
    expect(await read("bytes=-3")).toEqual([206, "789", "bytes 7-9/10"]);
    expect(await read("bytes=0-0")).toEqual([206, "0", "bytes 0-0/10"]);
    // Documented: a range that is not wholly inside has no effect, unless the header asks for the standard.
    expect(await read("bytes=5-20")).toEqual([200, "0123456789", undefined]);
    expect(await read("bytes=10-20")).toEqual([200, "0123456789", undefined]);
    expect(await read("bytes=5-20", standard)).toEqual([206, "56789", "bytes 5-9/10"]);
    expect(await read("bytes=-20", standard)).toEqual([206, "0123456789", "bytes 0-9/10"]);
    expect(await read("lines=1-2", standard)).toEqual([200, "0123456789", undefined]);
    expect(await read("bytes=4-2", standard)).toEqual([200, "0123456789", undefined]);
    await expect(read("bytes=10-20", standard)).rejects.toMatchObject({ code: "InvalidRange", status: 416 });
  });

  test("has an ACL of its own", async () => {
    const { oss } = await withBucket(kind);
    await oss.put("a", Buffer.from("x"));
    expect((await oss.getACL("a")).acl).toBe("default");
    await oss.putACL("a", "public-read");
    expect((await oss.getACL("a")).acl).toBe("public-read");
    await expect(oss.putACL("b", "private")).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  test("is copied with what belongs to it, or with something else", async () => {
    const { oss, store } = await withBucket(kind);
    await oss.put("a 中", Buffer.from("moving"), { mime: "text/plain", meta: { take: "1" } });
    const { data } = await oss.copy("b", "a 中");
    expect(data.etag).toBe(`"${store.object("films", "a 中").etag}"`);
    expect((await oss.head("b")).meta).toEqual({ take: "1" });
    await oss.putMeta("b", { take: "2" });
    expect((await oss.head("b")).meta).toEqual({ take: "2" });
    expect((await oss.get("b")).content.toString()).toBe("moving");
    await expect(oss.copy("c", "absent")).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  test("of several is deleted in one call, whether it is there or not", async () => {
    const { oss, store } = await withBucket(kind);
    for (const key of ["a", "b", "c"]) {
      await store.putText("films", key, "x", "text/plain");
    }
    expect((await oss.deleteMulti(["a", "absent"])).deleted).toEqual([{ Key: "a" }, { Key: "absent" }]);
    expect((await oss.deleteMulti(["b"], { quiet: true })).deleted).toEqual([]);
    expect(store.listObjects("films").map((object) => object.key)).toEqual(["c"]);
  });
});

test("a stream of unknown length becomes an object", async () => {
  const { oss, store } = await withBucket();
  await oss.putStream("a", Readable.from([Buffer.from("mov"), Buffer.from("ing")]));
  expect(store.object("films", "a").blob.size).toBe(6);
});

test("an empty object is an object", async () => {
  const { rawSigned, store } = await withBucket();
  expect((await rawSigned("PUT", "/films/a", "/films/a")).status).toBe(200);
  expect((await rawSigned("GET", "/films/a", "/films/a")).status).toBe(200);
  expect(store.listObjects("films")).toMatchObject([{ key: "a", size: 0 }]);
});

test("a body without a length is refused with MissingContentLength", async () => {
  const { port } = await withBucket();
  const date = new Date().toUTCString();
  const authorization = authorizationV1("PUT", "/films/a", { date });
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (piece) => {
      text += piece.toString();
    });
    socket.once("close", () => resolve(text));
    socket.once("error", reject);
    const head = [
      "PUT /films/a HTTP/1.1",
      "Host: localhost",
      `Date: ${date}`,
      `Authorization: ${authorization}`,
    ];
    socket.write(`${head.join("\r\n")}\r\nConnection: close\r\n\r\n`);
  });
  expect(answer).toContain("HTTP/1.1 411");
  expect(answer).toContain("<Code>MissingContentLength</Code>");
});

describe("keys that look like paths", () => {
  test.each([
    "../../../escape.txt",
    "a/../../../../escape.txt",
    "..",
    "./a",
    "a//b",
    "..%2F..%2Fx",
    "a\\..\\b",
  ])("%s is an object like any other and writes nothing outside the data folder", async (key) => {
    const { rawSigned, store, folder } = await withBucket();
    const around = await readdir(path.dirname(folder));
    const target = `/films/${key.split("/").map(encodeURIComponent).join("/")}`;
    expect((await rawSigned("PUT", target, `/films/${key}`, {}, "moving")).status).toBe(200);
    expect((await rawSigned("GET", target, `/films/${key}`)).body).toBe("moving");
    expect(store.listObjects("films").map((object) => object.key)).toEqual([key]);
    expect(path.relative(folder, store.pathOf("films", key))).toMatch(
      /^blobs[/\\][0-9a-f]{2}[/\\][0-9a-f-]{36}$/,
    );
    expect((await readdir(folder)).sort()).toEqual(["blobs", "journal.jsonl", "unfinished"]);
    const after = await readdir(path.dirname(folder));
    expect(after.filter((name) => !around.includes(name) && name.includes("escape"))).toEqual([]);
  });

  test.each(["/absolute", "\\a", "k".repeat(1024), "中".repeat(342)])(
    "%s is refused with InvalidObjectName",
    async (key) => {
      const { rawSigned, store } = await withBucket();
      const answer = await rawSigned("PUT", `/films/${encodeURIComponent(key)}`, `/films/${key}`, {}, "x");
      expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidObjectName"]);
      expect(store.listObjects("films")).toEqual([]);
      await expect(store.putText("films", key, "x", "text/plain")).rejects.toMatchObject({
        code: "InvalidObjectName",
      });
    },
  );

  test("a bucket in the Host header and a key with the same name are kept apart", async () => {
    const { raw, store } = await withBucket();
    store.updateBucket("films", { acl: "public-read" });
    await store.putText("films", "films/a", "inner", "text/plain");
    for (const host of ["films.oss-cn-shanghai.aliyuncs.com", "films.localhost:8080", "FILMS.localhost"]) {
      expect((await raw("GET", "/films/a", { host })).body).toBe("inner");
    }
    expect(codeOf(await raw("GET", "/films/a"))).toBe("NoSuchKey");
  });
});

describe("Content-MD5", () => {
  test("of other bytes is refused with InvalidDigest, and the object before stays", async () => {
    const { oss, store, folder } = await withBucket();
    await oss.put("a", Buffer.from("before"));
    const headers = { "Content-MD5": createHash("md5").update("other").digest("base64") };
    const refused = { code: "InvalidDigest", status: 400 };
    await expect(oss.put("a", Buffer.from("after"), { headers })).rejects.toMatchObject(refused);
    expect((await oss.get("a")).content.toString()).toBe("before");
    expect(await readdir(path.join(folder, "unfinished"))).toEqual([]);
    expect(
      (await readdir(path.join(folder, "blobs"), { recursive: true })).filter((name) => name.length > 3),
    ).toHaveLength(1);
    await expect(
      oss.put("b", Buffer.from("x"), { headers: { "Content-MD5": "short" } }),
    ).rejects.toMatchObject(refused);
    expect(store.findObject("films", "b")).toBeUndefined();
  });

  test("of another body of a multi-delete is refused, and nothing is deleted", async () => {
    const { rawSigned, store } = await withBucket();
    await store.putText("films", "a", "x", "text/plain");
    const headers = { "content-md5": createHash("md5").update("other").digest("base64") };
    const body = "<Delete><Object><Key>a</Key></Object></Delete>";
    expect(codeOf(await rawSigned("POST", "/films?delete", "/films/?delete", headers, body))).toBe(
      "InvalidDigest",
    );
    expect(store.listObjects("films")).toHaveLength(1);
  });
});

test("an upload that breaks off leaves the object before, and no file", async () => {
  const { rawSigned, store, log, folder, port } = await withBucket();
  await rawSigned("PUT", "/films/a", "/films/a", {}, "before");
  const date = new Date().toUTCString();
  const authorization = authorizationV1("PUT", "/films/a", { date });
  const headers = { date, authorization, "content-length": "1000000" };
  const upload = request({ port, host: "127.0.0.1", method: "PUT", path: "/films/a", headers, agent: false });
  upload.on("error", () => {});
  await new Promise((resolve) => upload.write(Buffer.alloc(500_000), resolve));
  upload.destroy();
  await expect.poll(() => log.entries().at(-1)).toMatchObject({ action: "PutObject", status: 0 });
  await expect.poll(async () => await readdir(path.join(folder, "unfinished"))).toEqual([]);
  expect(store.object("films", "a").blob.size).toBe(6);
});

test("an object can be kept from being overwritten", async () => {
  const { oss } = await withBucket();
  const headers = { "x-oss-forbid-overwrite": "true" };
  await oss.put("a", Buffer.from("1"), { headers });
  await expect(oss.put("a", Buffer.from("2"), { headers })).rejects.toMatchObject({
    code: "FileAlreadyExists",
    status: 409,
  });
});

test("conditions are honoured", async () => {
  const { oss, store, raw } = await withBucket();
  store.updateBucket("films", { acl: "public-read" });
  await oss.put("a", Buffer.from("x"));
  const { etag, lastModified } = store.object("films", "a");
  const earlier = new Date(lastModified - 60_000).toUTCString();
  const later = new Date(lastModified + 60_000).toUTCString();
  const statusWith = async (headers: Record<string, string>) =>
    (await raw("GET", "/films/a", headers)).status;
  expect(await statusWith({ "if-none-match": `"${etag}"` })).toBe(304);
  expect(await statusWith({ "if-none-match": '"other"' })).toBe(200);
  expect(await statusWith({ "if-match": `"${etag}"` })).toBe(200);
  expect(await statusWith({ "if-match": '"other"' })).toBe(412);
  expect(await statusWith({ "if-modified-since": later })).toBe(304);
  expect(await statusWith({ "if-modified-since": earlier })).toBe(200);
  expect(await statusWith({ "if-unmodified-since": earlier })).toBe(412);
  expect(await statusWith({ "if-unmodified-since": later })).toBe(200);
});

test.each([
  ["no object", "<Delete></Delete>"],
  ["no XML", "a=b"],
  ["another root", "<Deleted/>"],
  ["too many", `<Delete>${"<Object><Key>a</Key></Object>".repeat(1001)}</Delete>`],
])("a multi-delete with %s is refused with MalformedXML", async (_what, body) => {
  const { rawSigned } = await withBucket();
  expect(codeOf(await rawSigned("POST", "/films?delete", "/films/?delete", {}, body))).toBe("MalformedXML");
});

test("a large body that is refused is answered, and the connection goes on", async () => {
  const { port } = await withBucket();
  const answer = await fetch(`http://127.0.0.1:${port}/films/a`, {
    method: "PUT",
    body: Buffer.alloc(20_000_000),
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain("<Code>AccessDenied</Code>");
  expect((await fetch(`http://127.0.0.1:${port}/films/a`)).status).toBe(403);
});
