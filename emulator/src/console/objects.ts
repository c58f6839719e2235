import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { AdminError } from "../http/adminBody";
import type { ByteRange } from "../oss/blobFolder";
import { OssError } from "../oss/errors";
import { readRange } from "../oss/ranges";
import type { StoredObject } from "../oss/records";
import type { ObjectStore } from "../oss/store";

export const OBJECTS_PATH = "/_emulator/objects/";

/** What is served as what it is. Anything else is a download: a stored page must not run as part of the console. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".m3u8": "application/vnd.apple.mpegurl",
  ".ts": "video/mp2t",
  ".mp4": "video/mp4",
  ".flv": "video/x-flv",
};

/** Answers `OBJECTS_PATH + BUCKET/KEY`, percent-encoded, with ranges as HTTP has them. @throws AdminError 404, 416 */
export async function sendObject(
  store: ObjectStore,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { bucket, key } = readPath(message.url ?? "");
  const object = findObject(store, bucket, key);
  const { size } = object.blob;
  const range = readAskedRange(message, object);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const mediaType = MEDIA_TYPES[path.extname(key)];
  response.writeHead(range === undefined ? 200 : 206, {
    "content-type": mediaType ?? "application/octet-stream",
    "content-length": Math.max(0, end - start + 1),
    "accept-ranges": "bytes",
    "content-security-policy": "default-src 'none'; sandbox",
    etag: `"${object.etag}"`,
    ...(mediaType === undefined ? { "content-disposition": "attachment" } : {}),
    ...(range === undefined ? {} : { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  if (message.method === "HEAD" || size === 0) {
    response.end();
    return;
  }
  // A player that has seen enough hangs up in the middle: no failure.
  await pipeline(store.openObject(bucket, key, range), response).catch(() => response.destroy());
}

function readPath(target: string): { bucket: string; key: string } {
  const encoded = target.slice(OBJECTS_PATH.length).split(/[?#]/, 1)[0] ?? "";
  try {
    const [bucket = "", ...segments] = encoded.split("/").map(decodeURIComponent);
    return { bucket, key: segments.join("/") };
  } catch {
    throw new AdminError(400, "the path of the object is not percent-encoded UTF-8");
  }
}

function findObject(store: ObjectStore, bucket: string, key: string): StoredObject {
  const object = store.hasBucket(bucket) ? store.findObject(bucket, key) : undefined;
  if (object === undefined) {
    throw new AdminError(404, `there is no object "${key}" in a bucket "${bucket}"`);
  }
  return object;
}

function readAskedRange({ headers }: IncomingMessage, { blob, etag }: StoredObject): ByteRange | undefined {
  const { range, "if-range": condition } = headers;
  if (range === undefined || (condition !== undefined && condition !== `"${etag}"`)) {
    return undefined;
  }
  try {
    return readRange(range, blob.size, true);
  } catch (error) {
    if (error instanceof OssError) {
      throw new AdminError(416, `the object has ${blob.size} bytes: there is no range ${range}`);
    }
    throw error;
  }
}
