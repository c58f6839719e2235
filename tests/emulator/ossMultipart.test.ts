import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type AliOss, CLIENTS, codeOf, type OssFixture, startOss } from "./ossSupport";

const KINDS = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];
const PART_BYTES = 100 * 1024;

async function withBucket(kind: keyof typeof CLIENTS = "V4 by name"): Promise<OssFixture & { oss: AliOss }> {
  const fixture = await startOss();
  fixture.store.createBucket("films");
  return { ...fixture, oss: fixture.client(kind, { bucket: "films" }) };
}

async function filesOf({ folder }: OssFixture): Promise<number> {
  const entries = await readdir(path.join(folder, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

describe.each(KINDS)("a multipart upload, %s,", (kind) => {
  test("becomes one object with the parts in order", async () => {
    const fixture = await withBucket(kind);
    const content = randomBytes(PART_BYTES * 3 + 17);
    const options = { partSize: PART_BYTES, mime: "video/mp4", meta: { take: "3" } };
    const { etag } = await fixture.oss.multipartUpload("a b/中.mp4", content, options);
    expect(etag).toMatch(/^"[0-9A-F]{32}-4"$/);
    const got = await fixture.oss.get("a b/中.mp4");
    expect(got.content.equals(content)).toBe(true);
    expect(got.res.headers).toMatchObject({
      etag,
      "content-type": "video/mp4",
      "x-oss-meta-take": "3",
      "x-oss-object-type": "Multipart",
    });
    expect((await fixture.oss.listUploads({})).uploads).toEqual([]);
    expect(await filesOf(fixture)).toBe(1);
  });

  test("is listed with its parts, page by page, and aborted", async () => {
    const fixture = await withBucket(kind);
    const { oss } = fixture;
    const ids: string[] = [];
    for (const key of ["b", "a", "b", "c"]) {
      ids.push((await oss.initMultipartUpload(key)).uploadId);
    }
    const [first = "", second = ""] = ids;
    for (const number of [3, 1, 2]) {
      await oss.uploadPart("b", first, number, Buffer.from(`part ${number}`), 0, 6);
    }
    const parts = await oss.listParts("b", first, { "max-parts": 2 });
    expect(parts.parts.map((part) => [part.PartNumber, part.Size])).toEqual([
      ["1", "6"],
      ["2", "6"],
    ]);
    expect([parts.isTruncated, parts.nextPartNumberMarker]).toEqual(["true", "2"]);
    const seen: string[][] = [];
    let page = await oss.listUploads({ "max-uploads": 1 });
    seen.push(...page.uploads.map((upload) => [upload.name, upload.uploadId]));
    while (page.isTruncated) {
      const markers = { "key-marker": page.nextKeyMarker, "upload-id-marker": page.nextUploadIdMarker };
      page = await oss.listUploads({ "max-uploads": 1, ...markers });
      seen.push(...page.uploads.map((upload) => [upload.name, upload.uploadId]));
    }
    expect(seen).toEqual([
      ["a", second],
      ...[ids[0], ids[2]].toSorted().map((id) => ["b", id]),
      ["c", ids[3]],
    ]);
    await oss.abortMultipartUpload("b", first);
    expect(await filesOf(fixture)).toBe(0);
    const gone = { code: "NoSuchUpload", status: 404 };
    await expect(oss.abortMultipartUpload("b", first)).rejects.toMatchObject(gone);
    await expect(oss.listParts("b", first, {})).rejects.toMatchObject(gone);
    await expect(oss.uploadPart("b", first, 1, Buffer.from("x"), 0, 1)).rejects.toMatchObject(gone);
    await expect(oss.listParts("other", second, {})).rejects.toMatchObject(gone);
  });
});

test("a part that is sent again replaces the one before", async () => {
  const fixture = await withBucket();
  const { oss } = fixture;
  const { uploadId } = await oss.initMultipartUpload("a");
  await oss.uploadPart("a", uploadId, 1, Buffer.from("old"), 0, 3);
  const { etag } = await oss.uploadPart("a", uploadId, 1, Buffer.from("new"), 0, 3);
  expect(await filesOf(fixture)).toBe(1);
  await oss.completeMultipartUpload("a", uploadId, [{ number: 1, etag }]);
  expect((await oss.get("a")).content.toString()).toBe("new");
});

describe("a completion that does not fit its parts is refused, and the upload stays", () => {
  const other = '"00000000000000000000000000000000"';
  test.each([
    ["a part that was not sent", [[9, undefined]], "InvalidPart"],
    ["another ETag", [[1, other]], "InvalidPart"],
    ["another order", [[2], [1]], "InvalidPartOrder"],
    ["one part twice", [[1], [1]], "InvalidPartOrder"],
    ["a short part before the last", [[1], [2]], "EntityTooSmall"],
    ["no part", [], "MalformedXML"],
    ["a part number that is none", [["x"]], "InvalidPart"],
  ])("%s", async (_what, wanted, code) => {
    const { oss, rawSigned, store } = await withBucket();
    const { uploadId } = await oss.initMultipartUpload("a");
    const etags = new Map<unknown, string>();
    for (const number of [1, 2]) {
      etags.set(number, (await oss.uploadPart("a", uploadId, number, Buffer.from("short"), 0, 5)).etag);
    }
    const parts = wanted.map(([number, etag]) => {
      const told = etag ?? etags.get(number) ?? other;
      return `<Part><PartNumber>${number}</PartNumber><ETag>${told}</ETag></Part>`;
    });
    const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
    const target = `/films/a?uploadId=${uploadId}`;
    const answer = await rawSigned("POST", target, target, {}, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(store.uploads.upload("films", "a", uploadId).parts.size).toBe(2);
    expect(store.findObject("films", "a")).toBeUndefined();
  });
});

test.each([
  ["by path", "/films/a%20b", "127.0.0.1"],
  ["by host name", "/a%20b", "films.localhost"],
])("the finished object's address leads to it, addressed %s", async (_style, target, host) => {
  const { oss, port, rawSigned } = await withBucket();
  const { uploadId } = await oss.initMultipartUpload("a b");
  const { etag } = await oss.uploadPart("a b", uploadId, 1, Buffer.from("media"), 0, 5);
  const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
  const headers = { host: `${host}:${port}` };
  const query = `?uploadId=${uploadId}`;
  const answer = await rawSigned("POST", target + query, `/films/a b${query}`, headers, body);

  expect(answer.body).toContain(`<Location>http://${headers.host}${target}</Location>`);
});

test.each(["0", "10001", "x", ""])("the part number %j is refused with InvalidArgument", async (number) => {
  const { oss, rawSigned } = await withBucket();
  const { uploadId } = await oss.initMultipartUpload("a");
  const signed = `partNumber${number === "" ? "" : `=${number}`}&uploadId=${uploadId}`;
  const target = `/films/a?partNumber=${number}&uploadId=${uploadId}`;
  expect(codeOf(await rawSigned("PUT", target, `/films/a?${signed}`, {}, "x"))).toBe("InvalidArgument");
});

test("copying a part is known but not built", async () => {
  const { rawSigned } = await withBucket();
  const target = "/films/a?partNumber=1&uploadId=A";
  const answer = await rawSigned("PUT", target, target, { "x-oss-copy-source": "/films/b" });
  expect([answer.status, codeOf(answer)]).toEqual([501, "NotImplemented"]);
});
