import { createHash } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { startOss } from "./ossSupport";

const MEGABYTE = 1024 * 1024;
const OBJECT_MEGABYTES = 300;
// Server and client live in this one process; anything that holds the object whole is far above this.
const MAX_BUFFERED_MEGABYTES = 100;

test("a large object streams in and out without being held in memory", async () => {
  const { store, client } = await startOss();
  store.createBucket("films");
  const oss = client("V4 by name", { bucket: "films", timeout: 60_000 });
  const buffered = { most: 0 };
  const watch = (): void => {
    buffered.most = Math.max(buffered.most, process.memoryUsage().arrayBuffers / MEGABYTE);
  };
  const sent = createHash("md5");
  function* pieces(): Generator<Buffer> {
    for (let index = 0; index < OBJECT_MEGABYTES; index++) {
      const piece = Buffer.alloc(MEGABYTE, index);
      sent.update(piece);
      watch();
      yield piece;
    }
  }
  const contentLength = OBJECT_MEGABYTES * MEGABYTE;
  await oss.putStream("large.bin", Readable.from(pieces()), { contentLength });
  const received = createHash("md5");
  const sink = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      received.update(piece);
      watch();
      done();
    },
  });
  const { res } = await oss.get("large.bin", sink);
  const md5 = sent.digest("hex");
  expect(received.digest("hex")).toBe(md5);
  expect(res.headers).toMatchObject({
    etag: `"${md5.toUpperCase()}"`,
    "content-length": String(contentLength),
  });
  expect(store.listObjects("films")).toMatchObject([{ key: "large.bin", size: contentLength }]);
  expect(buffered.most).toBeLessThan(MAX_BUFFERED_MEGABYTES);
});
