import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { ObjectStore } from "../../emulator/src/oss/store";
import { startOss } from "./ossSupport";

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe("a store that is opened again on its folder", () => {
  test("finds buckets, settings, objects and uploads", async () => {
    const before = await startOss();
    const oss = before.client("V4 by name", { bucket: "films" });
    await oss.putBucket("films", { acl: "public-read", storageClass: "IA" });
    await oss.putBucketTags("films", { team: "live" });
    await oss.putBucketLifecycle("films", [
      { id: "r", prefix: "a/", status: "Enabled", expiration: { days: 3 } },
    ]);
    await oss.putBucket("prints");
    await oss.putBucket("gone");
    await oss.deleteBucket("gone");
    await oss.put("a/中 1", Buffer.from("one"), { mime: "text/plain", meta: { take: "1" } });
    await oss.put("a/2", Buffer.from("old"));
    await oss.put("a/2", Buffer.from("new"));
    await oss.put("b", Buffer.from("deleted"));
    await oss.delete("b");
    const { uploadId } = await oss.initMultipartUpload("m");
    const { etag } = await oss.uploadPart("m", uploadId, 1, Buffer.from("part"), 0, 4);
    const buckets = before.store.buckets();
    const objects = before.store.listObjects("films");

    const after = await before.reopened();
    expect(after.store.buckets()).toEqual(buckets);
    expect(after.store.listObjects("films")).toEqual(objects);
    const again = after.client("V4 by name", { bucket: "films" });
    const read = await again.get("a/中 1");
    expect(read.content.toString()).toBe("one");
    expect(read.res.headers).toMatchObject({ "content-type": "text/plain", "x-oss-meta-take": "1" });
    expect((await again.get("a/2")).content.toString()).toBe("new");
    expect((await again.getBucketTags("films")).tag).toEqual({ team: "live" });
    expect((await again.getBucketLifecycle("films")).rules).toHaveLength(1);
    await again.completeMultipartUpload("m", uploadId, [{ number: 1, etag }]);
    expect((await again.get("m")).content.toString()).toBe("part");
    expect(await filesIn(after.folder)).toHaveLength(3);
  });

  test("survives a last line that was cut short and files that were not finished", async () => {
    const before = await startOss();
    before.store.createBucket("films");
    await before.store.putText("films", "a", "kept", "text/plain");
    const orphan = path.join(before.folder, "blobs", "00", "00000000-0000-0000-0000-000000000000");
    await mkdir(path.dirname(orphan), { recursive: true });
    await writeFile(orphan, "orphan");
    await writeFile(path.join(before.folder, "unfinished", "half"), "half");
    await appendFile(
      path.join(before.folder, "journal.jsonl"),
      '{"entry":"object","bucket":"films","key":"b","obj',
    );

    const after = await before.reopened();
    expect(after.store.listObjects("films").map((object) => object.key)).toEqual(["a"]);
    expect(await text(after.store.openObject("films", "a"))).toBe("kept");
    expect(await filesIn(after.folder)).toHaveLength(1);
    expect(await readdir(path.join(after.folder, "unfinished"))).toEqual([]);
    await after.store.putText("films", "c", "new", "text/plain");
    expect((await after.reopened()).store.listObjects("films").map((object) => object.key)).toEqual([
      "a",
      "c",
    ]);
  });

  test("keeps a journal as long as what there is, not as what there was", async () => {
    const before = await startOss();
    before.store.createBucket("films");
    for (let round = 0; round < 50; round++) {
      await before.store.putText("films", "a", `${round}`, "text/plain");
    }
    const after = await before.reopened();
    const journal = await readFile(path.join(after.folder, "journal.jsonl"), "utf8");
    expect(journal.trimEnd().split("\n")).toHaveLength(2);
  });
});

test("a finished file is put whole, and stays where it was", async () => {
  const { store, folder, clock } = await startOss();
  clock.freeze();
  store.createBucket("films");
  const file = path.join(folder, "slice.ts");
  await writeFile(file, "moving");
  await store.putFile("films", "a.ts", file, "video/mp2t");
  expect(store.listObjects("films", "a")).toEqual([{ key: "a.ts", size: 6, lastModified: clock.now() }]);
  expect(store.listObjects("films", "b")).toEqual([]);
  expect(await readFile(store.pathOf("films", "a.ts"), "utf8")).toBe("moving");
  expect(await readFile(file, "utf8")).toBe("moving");
  await rm(file);
  expect(await text(store.openObject("films", "a.ts", { start: 1, end: 3 }))).toBe("ovi");
  await expect(store.putFile("films", "b.ts", file, "video/mp2t")).rejects.toMatchObject({ code: "ENOENT" });
  expect(store.findObject("films", "b.ts")).toBeUndefined();
});

test("a reader gets the object that it opened, whatever happens to it meanwhile", async () => {
  const { store } = await startOss();
  store.createBucket("films");
  await store.putText("films", "a", "first", "text/plain");
  const reader = store.openObject("films", "a");
  await store.putText("films", "a", "second", "text/plain");
  expect(await text(reader)).toBe("first");
  const last = store.openObject("films", "a");
  expect(await store.deleteObject("films", "a")).toBe(true);
  expect(await store.deleteObject("films", "a")).toBe(false);
  expect(await text(last)).toBe("second");
});

test("writers of one key at the same time leave one whole object and one file", async () => {
  const { store, folder } = await startOss();
  store.createBucket("films");
  const texts = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(10_000));
  await Promise.all(texts.map((each) => store.putText("films", "a", each, "text/plain")));
  expect(texts).toContain(await text(store.openObject("films", "a")));
  expect(await filesIn(folder)).toHaveLength(1);
});

test("a bucket that goes away while an object comes in refuses it and leaves no file", async () => {
  const { store, folder } = await startOss();
  store.createBucket("films");
  const put = store.putText("films", "a", "late", "text/plain");
  store.deleteBucket("films");
  await expect(put).rejects.toMatchObject({ code: "NoSuchBucket" });
  expect(await filesIn(folder)).toEqual([]);
});

test("a reset forgets everything and removes every file", async () => {
  const { store, folder, reopened } = await startOss();
  store.createBucket("films");
  await store.putText("films", "a", "x", "text/plain");
  store.uploads.initiate("films", "b", { contentType: "text/plain", headers: {}, acl: "default" });
  await store.reset();
  expect(store.buckets()).toEqual([]);
  expect(await filesIn(folder)).toEqual([]);
  store.createBucket("films");
  expect(store.listObjects("films")).toEqual([]);
  expect((await reopened()).store.buckets()).toHaveLength(1);
});

test("a folder that is not writable is told with its name", async () => {
  const { folder, clock } = await startOss();
  const file = path.join(folder, "file");
  await writeFile(file, "");
  await expect(ObjectStore.open(path.join(file, "data"), clock)).rejects.toThrow(file);
});

test("a journal that something else has changed is told with its file and line", async () => {
  const { folder, clock, store } = await startOss();
  store.createBucket("films");
  const file = path.join(folder, "journal.jsonl");
  await appendFile(file, "not JSON\n");
  await expect(ObjectStore.open(folder, clock)).rejects.toThrow(
    `${file} was changed by something else: line 2`,
  );
});
