import { describe, expect, test } from "vitest";
import { CLIENTS, codeOf, startOss } from "./ossSupport";

const KINDS = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];

describe.each(KINDS)("a bucket, %s,", (kind) => {
  test("is made with its class and ACL, described, and deleted", async () => {
    const { client, clock } = await startOss();
    clock.freeze();
    const oss = client(kind);
    await oss.putBucket("films", { storageClass: "IA", acl: "public-read", dataRedundancyType: "ZRS" });
    expect((await oss.getBucketInfo("films")).bucket).toMatchObject({
      Name: "films",
      Location: "oss-cn-shanghai",
      CreationDate: `${new Date(clock.now()).toISOString().slice(0, 19)}.000Z`,
      StorageClass: "IA",
      DataRedundancyType: "ZRS",
      ExtranetEndpoint: "oss-cn-shanghai.aliyuncs.com",
      AccessControlList: { Grant: "public-read" },
    });
    expect((await oss.getBucketLocation("films")).location).toBe("oss-cn-shanghai");
    await oss.deleteBucket("films");
    await expect(oss.getBucketInfo("films")).rejects.toMatchObject({ code: "NoSuchBucket", status: 404 });
    await expect(oss.deleteBucket("films")).rejects.toMatchObject({ code: "NoSuchBucket", status: 404 });
  });

  test("has an ACL that can be changed", async () => {
    const oss = (await startOss()).client(kind);
    await oss.putBucket("films");
    expect((await oss.getBucketACL("films")).acl).toBe("private");
    await oss.putBucketACL("films", "public-read-write");
    expect((await oss.getBucketACL("films")).acl).toBe("public-read-write");
    await expect(oss.putBucketACL("films", "everyone")).rejects.toMatchObject({ code: "InvalidArgument" });
  });

  test("has tags that are replaced as a whole and removed", async () => {
    const oss = (await startOss()).client(kind);
    await oss.putBucket("films");
    expect((await oss.getBucketTags("films")).tag).toEqual({});
    await oss.putBucketTags("films", { team: "live", 费用: "中心 1" });
    expect((await oss.getBucketTags("films")).tag).toEqual({ team: "live", 费用: "中心 1" });
    await oss.putBucketTags("films", { only: "" });
    expect((await oss.getBucketTags("films")).tag).toEqual({ only: "" });
    await oss.deleteBucketTags("films");
    expect((await oss.getBucketTags("films")).tag).toEqual({});
  });

  test("keeps lifecycle rules as they were put", async () => {
    const oss = (await startOss()).client(kind);
    await oss.putBucket("films");
    await expect(oss.getBucketLifecycle("films")).rejects.toMatchObject({
      code: "NoSuchLifecycle",
      status: 404,
    });
    await oss.putBucketLifecycle("films", [
      { id: "old", prefix: "record/", status: "Enabled", expiration: { days: 30 } },
      { id: "all", prefix: "", status: "Disabled", abortMultipartUpload: { days: 3 } },
    ]);
    expect((await oss.getBucketLifecycle("films")).rules).toEqual([
      { id: "old", prefix: "record/", status: "Enabled", expiration: { days: "30" } },
      { id: "all", prefix: "", status: "Disabled", abortMultipartUpload: { days: "3" } },
    ]);
    await oss.deleteBucketLifecycle("films");
    await oss.deleteBucketLifecycle("films");
    await expect(oss.getBucketLifecycle("films")).rejects.toMatchObject({ code: "NoSuchLifecycle" });
  });

  test("keeps CORS rules as they were put", async () => {
    const oss = (await startOss()).client(kind);
    await oss.putBucket("films");
    await expect(oss.getBucketCORS("films")).rejects.toMatchObject({
      code: "NoSuchCORSConfiguration",
      status: 404,
    });
    const rule = {
      allowedOrigin: ["https://*.example.com", "http://localhost:5173"],
      allowedMethod: ["GET", "HEAD"],
      allowedHeader: "range",
      exposeHeader: "ETag",
      maxAgeSeconds: "600",
    };
    await oss.putBucketCORS("films", [rule]);
    expect((await oss.getBucketCORS("films")).rules).toEqual([rule]);
    await oss.deleteBucketCORS("films");
    await expect(oss.getBucketCORS("films")).rejects.toMatchObject({ code: "NoSuchCORSConfiguration" });
  });

  test("is listed by prefix and page by page", async () => {
    const oss = (await startOss()).client(kind);
    expect((await oss.listBuckets({})).buckets).toBeNull();
    for (const name of ["films-b", "films-c", "films-a", "prints"]) {
      await oss.putBucket(name);
    }
    const first = await oss.listBuckets({ prefix: "films-", "max-keys": 2 });
    expect(first.buckets?.map((bucket) => bucket.name)).toEqual(["films-a", "films-b"]);
    expect([first.isTruncated, first.nextMarker]).toEqual([true, "films-b"]);
    const second = await oss.listBuckets({ prefix: "films-", "max-keys": 2, marker: first.nextMarker });
    expect(second.buckets?.map((bucket) => bucket.name)).toEqual(["films-c"]);
    expect(second.isTruncated).toBe(false);
  });

  test("that is not empty is not deleted", async () => {
    const { client, store } = await startOss();
    const oss = client(kind, { bucket: "films" });
    await oss.putBucket("films");
    await store.putText("films", "a.txt", "12345", "text/plain");
    const { uploadId } = await oss.initMultipartUpload("b.bin");
    expect((await oss.getBucketStat("films")).stat).toMatchObject({
      Storage: "5",
      ObjectCount: "1",
      MultipartUploadCount: "1",
    });
    await expect(oss.deleteBucket("films")).rejects.toMatchObject({ code: "BucketNotEmpty", status: 409 });
    await oss.delete("a.txt");
    await expect(oss.deleteBucket("films")).rejects.toMatchObject({ code: "BucketNotEmpty", status: 409 });
    await oss.abortMultipartUpload("b.bin", uploadId);
    await oss.deleteBucket("films");
  });

  test("that is not there is told by every operation", async () => {
    const oss = (await startOss()).client(kind, { bucket: "films" });
    const gone = { code: "NoSuchBucket", status: 404 };
    await expect(oss.getBucketTags("films")).rejects.toMatchObject(gone);
    await expect(oss.putBucketACL("films", "private")).rejects.toMatchObject(gone);
    await expect(oss.put("a", Buffer.from("x"))).rejects.toMatchObject(gone);
    await expect(oss.get("a")).rejects.toMatchObject(gone);
    await expect(oss.delete("a")).rejects.toMatchObject(gone);
    await expect(oss.list({})).rejects.toMatchObject(gone);
    await expect(oss.deleteMulti(["a"])).rejects.toMatchObject(gone);
    await expect(oss.listUploads({})).rejects.toMatchObject(gone);
    await expect(oss.initMultipartUpload("a")).rejects.toMatchObject(gone);
  });
});

test("an own bucket that is made again stays, and only a given ACL changes", async () => {
  const { client, store } = await startOss();
  const oss = client("V4 by name");
  await oss.putBucket("films", { storageClass: "IA", acl: "public-read" });
  await store.putText("films", "a.txt", "x", "text/plain");
  await oss.putBucket("films");
  expect(store.bucket("films")).toMatchObject({ acl: "public-read", storageClass: "IA" });
  await oss.putBucket("films", { acl: "private" });
  expect(store.bucket("films").acl).toBe("private");
  expect(store.listObjects("films")).toHaveLength(1);
  await expect(oss.putBucket("films", { storageClass: "Archive" })).rejects.toMatchObject({
    code: "BucketAlreadyExists",
  });
});

test("a bucket of another account cannot be made, and every call on it is refused", async () => {
  const { client, store } = await startOss();
  store.createBucket("films", { ownerId: "2000000000000002" });
  const oss = client("V4 by name", { bucket: "films" });
  await expect(oss.putBucket("films")).rejects.toMatchObject({ code: "BucketAlreadyExists", status: 409 });
  await expect(oss.getBucketInfo("films")).rejects.toMatchObject({ code: "AccessDenied", status: 403 });
  await expect(oss.put("a", Buffer.from("x"))).rejects.toMatchObject({ code: "AccessDenied", status: 403 });
  expect((await oss.listBuckets({})).buckets).toBeNull();
});

test.each([
  "ab",
  "Films",
  "-films",
  "films-",
  "fil_ms",
  "fil.ms",
  "a".repeat(64),
  "%E4%B8%AD%E6%96%87%E4%B8%AD",
])("the bucket name %s is refused with InvalidBucketName", async (name) => {
  const { rawSigned } = await startOss();
  const answer = await rawSigned("PUT", `/${name}`, `/${decodeURIComponent(name)}/`);
  expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidBucketName"]);
});

test.each([
  [
    "tagging",
    "<Tagging><TagSet><Tag><Key></Key><Value>x</Value></Tag></TagSet></Tagging>",
    "InvalidArgument",
  ],
  ["tagging", "<Tagging><TagSet><Tag><Key>Aliyun1</Key></Tag></TagSet></Tagging>", "InvalidArgument"],
  [
    "tagging",
    `<Tagging><TagSet><Tag><Key>${"k".repeat(65)}</Key></Tag></TagSet></Tagging>`,
    "InvalidArgument",
  ],
  ["tagging", "<Tagging><TagSet>", "MalformedXML"],
  ["tagging", "<Other/>", "MalformedXML"],
  ["tagging", '<!DOCTYPE a [<!ENTITY b "c">]><Tagging><TagSet/></Tagging>', "MalformedXML"],
  ["lifecycle", "<LifecycleConfiguration></LifecycleConfiguration>", "MalformedXML"],
  [
    "lifecycle",
    "<LifecycleConfiguration><Rule><Status>Enabled</Status></Rule></LifecycleConfiguration>",
    "MalformedXML",
  ],
  [
    "lifecycle",
    "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>0</Days></Expiration></Rule></LifecycleConfiguration>",
    "InvalidArgument",
  ],
  [
    "lifecycle",
    "<LifecycleConfiguration><Rule><Status>On</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
    "InvalidArgument",
  ],
  [
    "cors",
    "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
    "InvalidArgument",
  ],
  [
    "cors",
    "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod></CORSRule></CORSConfiguration>",
    "InvalidArgument",
  ],
])("?%s with the body %s is refused with %s and changes nothing", async (subresource, body, code) => {
  const { rawSigned, store } = await startOss();
  store.createBucket("films");
  const before = store.bucket("films");
  const answer = await rawSigned("PUT", `/films?${subresource}`, `/films/?${subresource}`, {}, body);
  expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  expect(store.bucket("films")).toEqual(before);
});

describe("a script of another site", () => {
  async function withRule() {
    const oss = await startOss();
    oss.store.createBucket("films", {
      acl: "public-read",
      cors: [
        {
          AllowedOrigin: ["https://*.example.com"],
          AllowedMethod: ["GET"],
          AllowedHeader: ["range"],
          ExposeHeader: ["ETag"],
          MaxAgeSeconds: 60,
        },
      ],
    });
    await oss.store.putText("films", "a.txt", "moving", "text/plain");
    return oss;
  }
  const origin = "https://play.example.com";
  const preflight = {
    origin,
    "access-control-request-method": "GET",
    "access-control-request-headers": "Range",
  };

  test("may read when a rule allows it", async () => {
    const { raw } = await withRule();
    const asked = await raw("OPTIONS", "/films/a.txt", preflight);
    expect(asked.status).toBe(200);
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "range",
      "access-control-max-age": "60",
    });
    const answer = await raw("GET", "/films/a.txt", { origin });
    expect(answer.body).toBe("moving");
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-expose-headers": "ETag",
      vary: "Origin",
    });
  });

  test.each([
    ["origin", { ...preflight, origin: "https://example.org" }],
    ["method", { ...preflight, "access-control-request-method": "PUT" }],
    ["header", { ...preflight, "access-control-request-headers": "range, x-oss-meta-a" }],
  ])("is refused with AccessForbidden when its %s is not allowed", async (_what, headers) => {
    const { raw } = await withRule();
    const answer = await raw("OPTIONS", "/films/a.txt", headers);
    expect([answer.status, codeOf(answer)]).toEqual([403, "AccessForbidden"]);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("gets no permission from a bucket without rules", async () => {
    const { raw, store } = await withRule();
    store.updateBucket("films", { cors: [] });
    expect((await raw("OPTIONS", "/films/a.txt", preflight)).status).toBe(403);
    expect(
      (await raw("GET", "/films/a.txt", { origin })).headers["access-control-allow-origin"],
    ).toBeUndefined();
  });
});

describe("what is known but not built", () => {
  test.each([
    ["PUT", "?versioning", "PutBucketVersioning"],
    ["GET", "?versions", "ListObjectVersions"],
    ["GET", "?policy", "GetBucketPolicy"],
    ["PUT", "?encryption", "PutBucketEncryption"],
    ["POST", "", "PostObject"],
    ["POST", "/a?append&position=0", "AppendObject"],
    ["PUT", "/a?symlink", "PutSymlink"],
    ["GET", "/a?versionId=1", "GetObject of a version"],
  ])("%s /films%s answers NotImplemented and names %s", async (method, rest, name) => {
    const { rawSigned, store, log } = await startOss();
    store.createBucket("films");
    const resource = `/films${rest.startsWith("/") ? rest : `/${rest}`}`;
    const answer = await rawSigned(method, `/films${rest}`, resource);
    expect([answer.status, codeOf(answer)]).toEqual([501, "NotImplemented"]);
    expect(answer.body).toContain(`<Operation>${name}</Operation>`);
    expect(log.entries().at(-1)).toMatchObject({ action: name, status: 501, code: "NotImplemented" });
  });

  test("is not told to someone without a signature", async () => {
    expect(codeOf(await (await startOss()).raw("PUT", "/films?versioning"))).toBe("AccessDenied");
  });

  test("a method that no operation has answers MethodNotAllowed", async () => {
    const answer = await (await startOss()).rawSigned("DELETE", "/", "/");
    expect([answer.status, codeOf(answer)]).toEqual([405, "MethodNotAllowed"]);
  });
});

test("every answer has a request id, which the error and the log repeat", async () => {
  const { rawSigned, raw, log } = await startOss();
  const good = await rawSigned("GET", "/", "/");
  const bad = await raw("GET", "/films/a%E4%B8.txt");
  expect(good.headers["x-oss-request-id"]).toMatch(/^[0-9A-F]{24}$/);
  expect([bad.status, codeOf(bad)]).toEqual([400, "InvalidURI"]);
  expect(bad.body).toContain(`<RequestId>${bad.headers["x-oss-request-id"]}</RequestId>`);
  expect(log.entries().map((entry) => [entry.service, entry.action, entry.status, entry.requestId])).toEqual([
    ["oss", "ListBuckets", 200, good.headers["x-oss-request-id"]],
    ["oss", "Unknown", 400, bad.headers["x-oss-request-id"]],
  ]);
});
