import { describe, expect, test } from "vitest";
import type { BucketInputs } from "../../provider/resources/bucket";
import { bucket } from "../../provider/resources/bucket";
import { bucketNameRule } from "../../provider/rules/addresses";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { brokenConnection, refused } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

async function checked(
  ctx: TestContext,
  program: Record<string, unknown> = {},
  olds?: Partial<BucketInputs>,
): Promise<BucketInputs> {
  const { inputs, failures } = await bucket.check(ctx, olds, structuredClone(program));
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

function start(): { ctx: TestContext; engine: FakeEngine } {
  const ctx = testContext();
  return { ctx, engine: new FakeEngine(bucket, ctx) };
}

function objects(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `record/${index}.mp4`);
}

describe("a made name", () => {
  test.each([
    "show",
    "Show",
    "my_recordings",
    "a.b.c",
    "录制",
    "-",
    "x::y",
    "a very long logical name of a bucket that goes on and on beyond what is allowed",
    "_".repeat(80),
  ])("is valid for OSS and the same every time: %s", async (logicalName) => {
    const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/alicloud-ice:Bucket::${logicalName}`;
    const { bucket: name = "" } = await checked(testContext({ urn }));
    expect(bucketNameRule(name)).toBeUndefined();
    expect(name).toMatch(/[0-9a-f]{8}$/);
    expect((await checked(testContext({ urn }))).bucket).toBe(name);
  });

  test("is kept for the bucket's life", async () => {
    const olds = { __autoName: true, bucket: "made-by-an-older-release" } as const;
    expect((await checked(testContext(), {}, olds)).bucket).toBe(olds.bucket);
  });
});

test("the endpoints are known at preview: a job that uses one is not replaced by an update", async () => {
  expect(await checked(testContext())).toMatchObject({
    extranetEndpoint: "oss-cn-shanghai.aliyuncs.com",
    intranetEndpoint: "oss-cn-shanghai-internal.aliyuncs.com",
  });
});

describe("rules", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a name in capitals", { bucket: "Recordings" }, "bucket: must be a bucket name"],
    ["a hyphen at the end", { bucket: "recordings-" }, "bucket: must be a bucket name"],
    ["a name of 64 characters", { bucket: "a".repeat(64) }, "bucket: must be a bucket name"],
    [
      "an acl of its own",
      { acl: "secret" },
      'acl: must be "private", "public-read" or "public-read-write", got "secret"',
    ],
    ["a tag with an ampersand", { tags: { a: "b&c" } }, 'tags["a"]: must not hold & < or >, got "b&c"'],
    ["an empty tag key", { tags: { "": "b" } }, 'tags[""]: must have a key of 1 to 64 bytes'],
    [
      "21 tags",
      { tags: Object.fromEntries(Array.from({ length: 21 }, (_, key) => [`k${key}`, ""])) },
      "tags: must have at most 20 entries, got 21",
    ],
    [
      "half a day",
      { lifecycleRules: [{ prefix: "", expirationDays: 0.5 }] },
      "lifecycleRules[0].expirationDays: must be a whole number of days of at least 1, got 0.5",
    ],
    [
      "a prefix that is forgotten",
      { lifecycleRules: [{ expirationDays: 1 }] },
      "lifecycleRules[0].prefix: must be given, got nothing",
    ],
  ])("%s is refused", async (_what, program, failure) => {
    const { failures } = await bucket.check(testContext(), undefined, program);
    expect(failures.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      expect.stringContaining(failure),
    ]);
  });
});

describe("diff", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "defaults written out",
      {},
      { acl: "private", storageClass: "Standard", forceDestroy: false, tags: {}, lifecycleRules: [] },
    ],
    ["tags in another order", { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }],
  ])("%s: equal", async (_what, before, after) => {
    const { engine } = start();
    await engine.up(before);
    expect(await engine.preview(after)).toBe("same");
  });

  test.each<[string, Record<string, unknown>, "update" | "replace"]>([
    ["acl", { acl: "public-read" }, "update"],
    ["tags", { tags: { a: "1" } }, "update"],
    ["a tag that is not known yet", { tags: { a: UNKNOWN } }, "update"],
    ["lifecycleRules", { lifecycleRules: [{ prefix: "", expirationDays: 7 }] }, "update"],
    ["forceDestroy", { forceDestroy: true }, "update"],
    ["storageClass", { storageClass: "IA" }, "replace"],
    ["bucket", { bucket: "another-name" }, "replace"],
    ["a name that is not known yet", { bucket: UNKNOWN }, "replace"],
  ])("%s: %s", async (_what, change, expected) => {
    const { engine } = start();
    await engine.up({});
    expect(await engine.preview(change)).toBe(expected);
  });
});

describe("create", () => {
  test("makes the bucket with all that is declared, and its name is its id", async () => {
    const { ctx, engine } = start();
    await engine.up({
      bucket: "recordings",
      acl: "public-read",
      storageClass: "IA",
      tags: { team: "live" },
      lifecycleRules: [{ prefix: "record/", expirationDays: 7 }],
    });
    expect(engine.state?.id).toBe("recordings");
    expect(ctx.ossApi.buckets.get("recordings")).toMatchObject({
      acl: "public-read",
      storageClass: "IA",
      tags: { team: "live" },
      expirations: [{ prefix: "record/", days: 7 }],
    });
  });

  test("is private when nothing is said", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings" });
    expect(ctx.ossApi.last("PutBucket")).toMatchObject({ acl: "private" });
  });

  test("a bucket of an explicit name that is there already is not taken over", async () => {
    const { ctx, engine } = start();
    ctx.ossApi.addBucket("recordings", { acl: "public-read" });
    await expect(engine.up({ bucket: "recordings" })).rejects.toThrow(/already has a bucket named/);
    expect(ctx.ossApi.buckets.get("recordings")?.acl).toBe("public-read");
  });

  test("a bucket of our made name is taken over, and said so", async () => {
    const { ctx, engine } = start();
    await engine.up({});
    engine.state = undefined;
    expect(await engine.up({})).toBe("created");
    expect(ctx.log.infos).toEqual([expect.stringContaining("took over the bucket")]);
  });

  test("a lost answer after it took effect: the bucket is found and in state", async () => {
    const { ctx, engine } = start();
    ctx.ossApi.loseAnswer("PutBucket", brokenConnection("PutBucket"));
    expect(await engine.up({ bucket: "recordings" })).toBe("created");
  });

  test("a lost answer without an effect fails, and the next up makes the bucket", async () => {
    const { ctx, engine } = start();
    ctx.ossApi.fail("PutBucket", brokenConnection("PutBucket"));
    await expect(engine.up({ bucket: "recordings" })).rejects.toThrow("PutBucket");
    expect(await engine.up({ bucket: "recordings" })).toBe("created");
  });

  test("a failure after the bucket is made keeps its id, and the next up sends the rest", async () => {
    const { ctx, engine } = start();
    const program = { bucket: "recordings", tags: { a: "1" }, lifecycleRules: [] };
    ctx.ossApi.fail("PutBucketTags", refused("PutBucketTags", "AccessDenied", 403));
    await expect(engine.up(program)).rejects.toThrow(/bucket recordings exists, but PutBucketTags/);
    expect(engine.state?.id).toBe("recordings");
    expect(await engine.up(program)).toBe("updated");
    expect(ctx.ossApi.buckets.get("recordings")?.tags).toEqual({ a: "1" });
    expect(await engine.preview(program)).toBe("same");
  });
});

describe("read", () => {
  const PROGRAM = {
    bucket: "recordings",
    tags: { a: "1" },
    lifecycleRules: [{ prefix: "record/", expirationDays: 7 }],
  };

  test("nothing changed: no inputs, and what only OSS knows is filled in", async () => {
    const { ctx, engine } = start();
    await engine.up(PROGRAM);
    const before = engine.state;
    const found = await bucket.read(ctx, "recordings", before?.outs ?? {});
    expect(found).toEqual({
      outs: { ...before?.outs, location: "oss-cn-shanghai", creationDate: "2026-03-01T12:00:00.000Z" },
    });
  });

  test.each<[string, (ctx: TestContext) => void]>([
    ["acl", (ctx) => ctx.ossApi.addBucket("recordings", { acl: "public-read" })],
    ["tags and rules taken away", (ctx) => ctx.ossApi.addBucket("recordings", { tags: {}, expirations: [] })],
  ])("%s changed behind our back is drift, and the next up puts it right", async (_what, drift) => {
    const { ctx, engine } = start();
    await engine.up(PROGRAM);
    const before = structuredClone(ctx.ossApi.buckets.get("recordings"));
    drift(ctx);
    await engine.refresh();
    expect(await engine.preview(PROGRAM)).toBe("update");
    await engine.up(PROGRAM);
    expect(ctx.ossApi.buckets.get("recordings")).toEqual(before);
  });

  test("gone is gone; a refusal is not", async () => {
    const { ctx, engine } = start();
    await engine.up(PROGRAM);
    ctx.ossApi.fail("GetBucketInfo", refused("GetBucketInfo", "AccessDenied", 403));
    await expect(engine.refresh()).rejects.toThrow("AccessDenied");
    expect(engine.state).toBeDefined();
    ctx.ossApi.buckets.clear();
    await engine.refresh();
    expect(engine.state).toBeUndefined();
  });

  test("a bucket that is read for the first time brings its inputs", async () => {
    const { ctx } = start();
    ctx.ossApi.addBucket("theirs", { tags: { a: "1" } });
    expect(await bucket.read(ctx, "theirs", {})).toMatchObject({
      inputs: { bucket: "theirs", acl: "private", storageClass: "Standard", tags: { a: "1" } },
    });
  });

  test("a configuration that points elsewhere refuses and drops nothing", async () => {
    const { ctx, engine } = start();
    await engine.up(PROGRAM);
    const outs = engine.state?.outs ?? {};
    const elsewhere = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    ctx.ossApi.calls.length = 0;
    await expect(bucket.read(elsewhere, "recordings", outs)).rejects.toThrow("cn-beijing");
    await expect(bucket.delete(elsewhere, "recordings", outs as never)).rejects.toThrow("cn-beijing");
    const news = { ...outs, acl: "public-read" };
    await expect(bucket.update(elsewhere, "recordings", outs as never, news as never)).rejects.toThrow(
      "cn-beijing",
    );
    expect(ctx.ossApi.calls).toEqual([]);
  });
});

test("an update sends only what changed", async () => {
  const { ctx, engine } = start();
  await engine.up({ tags: { a: "1" }, acl: "private" });
  ctx.ossApi.calls.length = 0;
  await engine.up({ acl: "public-read", forceDestroy: true, tags: { a: "1" } });
  expect(ctx.ossApi.actions).toEqual(["PutBucketAcl"]);
});

test("tags and rules that are taken out of the program are taken off the bucket", async () => {
  const { ctx, engine } = start();
  await engine.up({ bucket: "b-1", tags: { a: "1" }, lifecycleRules: [{ prefix: "", expirationDays: 1 }] });
  await engine.up({ bucket: "b-1" });
  expect(ctx.ossApi.buckets.get("b-1")).toMatchObject({ tags: {}, expirations: [] });
});

describe("delete", () => {
  test.each([
    [1, "1 object,"],
    [3, "3 objects,"],
    [1_001, "1001 objects,"],
    [10_500, "more than 10000 objects,"],
  ])("a bucket with %i objects is kept, and says: %s", async (count, said) => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings" });
    ctx.ossApi.addBucket("recordings", { objects: objects(count) });
    const destroying = engine.destroy();
    await expect(destroying).rejects.toThrow(`the bucket recordings holds ${said} and nothing was removed`);
    await expect(destroying).rejects.toThrow(/forceDestroy: true.*retainOnDelete/);
    expect(ctx.ossApi.buckets.get("recordings")?.objects).toHaveLength(count);
  });

  test("uploads that were never finished are named as what keeps the bucket", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings" });
    ctx.ossApi.addBucket("recordings", { uploads: 2 });
    await expect(engine.destroy()).rejects.toThrow("uploads that were never finished");
  });

  test("forceDestroy removes every object and upload, and says how many", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings", forceDestroy: true });
    ctx.ossApi.addBucket("recordings", { objects: objects(2_500), uploads: 2 });
    await engine.destroy();
    expect(ctx.ossApi.buckets.size).toBe(0);
    expect(ctx.log.warnings).toEqual([expect.stringContaining("removed 2500 objects")]);
  });

  test("forceDestroy of a bucket that does not let go ends with an error, not in a loop", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings", forceDestroy: true });
    ctx.ossApi.addBucket("recordings", { objects: objects(2) });
    ctx.ossApi.deleteObjects = () => Promise.resolve();
    await expect(engine.destroy()).rejects.toThrow("does not let go of its objects");
  });

  test("forceDestroy of a bucket that does not let go of its uploads ends with an error, not in a loop", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings", forceDestroy: true });
    ctx.ossApi.abortUploads = () => Promise.resolve(["upload-1"]);
    await expect(engine.destroy()).rejects.toThrow("does not let go of its unfinished uploads, after 1 were");
  });

  test("counting ends with a service that always names a next page", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings" });
    ctx.ossApi.addBucket("recordings", { objects: objects(1) });
    let pages = 0;
    ctx.ossApi.listObjects = () => {
      pages += 1;
      return Promise.resolve({ names: [], nextToken: "again" });
    };
    await expect(engine.destroy()).rejects.toThrow("nothing was removed");
    expect(pages).toBeLessThan(100);
  });

  test("an empty bucket goes with one call; one that is gone already is no failure", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings" });
    ctx.ossApi.buckets.clear();
    ctx.ossApi.calls.length = 0;
    await engine.destroy();
    expect(ctx.ossApi.actions).toEqual(["DeleteBucket"]);
  });

  test("a lost answer keeps the bucket in state; the next destroy succeeds", async () => {
    const { ctx, engine } = start();
    await engine.up({ bucket: "recordings" });
    ctx.ossApi.loseAnswer("DeleteBucket", brokenConnection("DeleteBucket"));
    await expect(engine.destroy()).rejects.toThrow("DeleteBucket");
    await engine.destroy();
    expect(engine.state).toBeUndefined();
  });
});
