import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import OSS from "ali-oss";
import { onTestFinished } from "vitest";
import { createClock, type StoppableClock } from "../../emulator/src/clock";
import { Faults } from "../../emulator/src/faults";
import { createAccessKeys } from "../../emulator/src/http/accessKeys";
import { RequestLog } from "../../emulator/src/http/requestLog";
import { createOssHandler } from "../../emulator/src/oss/server";
import { ObjectStore } from "../../emulator/src/oss/store";

export const ACCESS_KEY_ID = "emulatorTestKey";
export const ACCESS_KEY_SECRET = "emulatorTestSecret";

interface Answered {
  readonly res: { readonly status: number; readonly headers: Record<string, string> };
}

interface ListedObject {
  readonly name: string;
  readonly size: number;
  readonly etag: string;
  readonly type: string;
}

interface ListedPage extends Answered {
  readonly objects: readonly ListedObject[];
  readonly prefixes: readonly string[] | null;
  readonly isTruncated: boolean;
  readonly nextMarker: string | null;
  readonly nextContinuationToken: string | null;
  readonly keyCount: number;
}

interface ObjectOptions {
  readonly headers?: Record<string, string>;
  readonly meta?: Record<string, string>;
  readonly mime?: string;
  readonly additionalHeaders?: readonly string[];
  readonly partSize?: number;
}

/** The calls of ali-oss that the tests make; its published types know only a part of them. */
export interface AliOss {
  useBucket(name: string): void;
  listBuckets(
    query: Record<string, unknown>,
  ): Promise<
    Answered & { buckets: { name: string }[] | null; isTruncated: boolean; nextMarker: string | null }
  >;
  putBucket(name: string, options?: Record<string, unknown>): Promise<Answered & { bucket: string }>;
  deleteBucket(name: string): Promise<Answered>;
  getBucketInfo(name: string): Promise<Answered & { bucket: Record<string, unknown> }>;
  getBucketLocation(name: string): Promise<{ location: string }>;
  getBucketStat(name: string): Promise<{ stat: Record<string, string> }>;
  putBucketACL(name: string, acl: string): Promise<Answered>;
  getBucketACL(name: string): Promise<{ acl: string }>;
  putBucketTags(name: string, tags: Record<string, string>): Promise<Answered>;
  getBucketTags(name: string): Promise<{ tag: Record<string, string> }>;
  deleteBucketTags(name: string): Promise<Answered>;
  putObjectTagging(name: string, tags: Record<string, string>): Promise<Answered>;
  getObjectTagging(name: string): Promise<{ tag: Record<string, string> }>;
  deleteObjectTagging(name: string): Promise<Answered>;
  putBucketLifecycle(name: string, rules: readonly Record<string, unknown>[]): Promise<Answered>;
  getBucketLifecycle(name: string): Promise<{ rules: Record<string, unknown>[] }>;
  deleteBucketLifecycle(name: string): Promise<Answered>;
  putBucketCORS(name: string, rules: readonly Record<string, unknown>[]): Promise<Answered>;
  getBucketCORS(name: string): Promise<{ rules: Record<string, unknown>[] }>;
  deleteBucketCORS(name: string): Promise<Answered>;
  putBucketLogging(name: string, prefix: string): Promise<Answered>;
  getBucketVersions(query: Record<string, unknown>): Promise<Answered>;
  put(key: string, content: Buffer, options?: ObjectOptions): Promise<Answered>;
  putStream(
    key: string,
    stream: Readable,
    options?: ObjectOptions & { contentLength?: number },
  ): Promise<Answered>;
  get(key: string, options?: ObjectOptions): Promise<Answered & { content: Buffer }>;
  get(key: string, target: Writable): Promise<Answered>;
  head(key: string, options?: ObjectOptions): Promise<Answered & { meta: Record<string, string> | null }>;
  getObjectMeta(key: string): Promise<Answered>;
  delete(key: string): Promise<Answered>;
  deleteMulti(
    keys: readonly string[],
    options?: { quiet?: boolean },
  ): Promise<{ deleted: { Key: string }[] }>;
  copy(key: string, source: string, options?: Record<string, unknown>): Promise<{ data: { etag: string } }>;
  putMeta(key: string, meta: Record<string, string>): Promise<unknown>;
  append(key: string, content: Buffer): Promise<unknown>;
  putACL(key: string, acl: string): Promise<Answered>;
  getACL(key: string): Promise<{ acl: string }>;
  list(query: Record<string, unknown>): Promise<ListedPage>;
  listV2(query: Record<string, unknown>): Promise<ListedPage>;
  multipartUpload(key: string, content: Buffer, options: ObjectOptions): Promise<Answered & { etag: string }>;
  initMultipartUpload(key: string, options?: ObjectOptions): Promise<{ uploadId: string }>;
  uploadPart(
    key: string,
    uploadId: string,
    number: number,
    content: Buffer,
    start: number,
    end: number,
  ): Promise<{ etag: string }>;
  completeMultipartUpload(
    key: string,
    uploadId: string,
    parts: readonly { number: number; etag: string }[],
  ): Promise<Answered & { etag: string }>;
  abortMultipartUpload(key: string, uploadId: string): Promise<Answered>;
  listParts(
    key: string,
    uploadId: string,
    query: Record<string, unknown>,
  ): Promise<{ parts: Record<string, string>[]; isTruncated: string; nextPartNumberMarker: string }>;
  listUploads(query: Record<string, unknown>): Promise<{
    uploads: { name: string; uploadId: string }[];
    isTruncated: boolean;
    nextKeyMarker: string;
    nextUploadIdMarker: string;
  }>;
  signatureUrl(key: string, options?: Record<string, unknown>): string;
  signatureUrlV4(
    method: string,
    expires: number,
    request: Record<string, unknown>,
    key: string,
    additionalHeaders?: readonly string[],
  ): Promise<string>;
}

/** How a client is pointed at the emulator. */
export const CLIENTS = {
  "V1 by name": { host: "localhost", sldEnable: true, authorizationV4: false },
  "V4 by name": { host: "localhost", sldEnable: true, authorizationV4: true },
  "V1 by IP address": { host: "127.0.0.1", sldEnable: false, authorizationV4: false },
  "V4 by IP address": { host: "127.0.0.1", sldEnable: false, authorizationV4: true },
} as const;

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface OssFixture {
  readonly store: ObjectStore;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly clock: StoppableClock;
  readonly port: number;
  readonly folder: string;
  client(kind: keyof typeof CLIENTS, options?: Record<string, unknown>): AliOss;
  /** Sends a request as it is written here; the path is not touched. Answers the raw answer. */
  raw(method: string, target: string, headers?: Record<string, string>, body?: string): Promise<RawAnswer>;
  /** The same, signed with V1. `resource` is what the signature names, decoded. */
  rawSigned(
    method: string,
    target: string,
    resource: string,
    headers?: Record<string, string>,
    body?: string,
  ): Promise<RawAnswer>;
  /** Ends the server and the store, and starts both again on the same folder. */
  reopened(): Promise<OssFixture>;
}

/** An OSS of its own on a free port of loopback, gone when the test is over. */
export async function startOss(folder?: string): Promise<OssFixture> {
  const data = folder ?? (await mkdtemp(path.join(tmpdir(), "oss-test-")));
  const clock = createClock();
  const store = await ObjectStore.open(data, clock);
  const log = new RequestLog();
  const pair = { accessKeyId: ACCESS_KEY_ID, accessKeySecret: ACCESS_KEY_SECRET };
  const accessKeys = createAccessKeys([pair]);
  const faults = new Faults();
  const handler = createOssHandler({
    store,
    clock,
    accessKeys,
    log,
    faults: () => faults,
    region: "cn-shanghai",
    loose: false,
  });
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (!isClosed) {
      isClosed = true;
      await closeServer(server);
      store.close();
      clock.stop();
    }
  };
  onTestFinished(async () => {
    await close();
    await rm(data, { recursive: true, force: true });
  });
  const raw: OssFixture["raw"] = (method, target, headers = {}, body = "") =>
    send(port, method, target, { "content-length": String(Buffer.byteLength(body)), ...headers }, body);
  return {
    store,
    log,
    faults,
    clock,
    port,
    folder: data,
    raw,
    client: (kind, options = {}) => {
      const { host, ...style } = CLIENTS[kind];
      return new OSS({
        accessKeyId: ACCESS_KEY_ID,
        accessKeySecret: ACCESS_KEY_SECRET,
        endpoint: `http://${host}:${port}`,
        region: "oss-cn-shanghai",
        secure: false,
        ...style,
        ...options,
      }) as unknown as AliOss;
    },
    rawSigned: (method, target, resource, headers = {}, body = "") => {
      const dated = { date: new Date().toUTCString(), ...headers };
      return raw(method, target, { ...dated, authorization: authorizationV1(method, resource, dated) }, body);
    },
    reopened: async () => {
      await close();
      return await startOss(data);
    },
  };
}

/** The Authorization header of a request, signed with V1. `resource` is decoded. */
export function authorizationV1(method: string, resource: string, headers: Record<string, string>): string {
  const ossHeaders = Object.keys(headers)
    .filter((name) => name.startsWith("x-oss-"))
    .sort()
    .map((name) => `${name}:${headers[name]}`);
  const text = [
    method,
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    headers["x-oss-date"] ?? headers.date ?? "",
    ...ossHeaders,
    resource,
  ].join("\n");
  return `OSS ${ACCESS_KEY_ID}:${createHmac("sha1", ACCESS_KEY_SECRET).update(text).digest("base64")}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

async function send(
  port: number,
  method: string,
  target: string,
  headers: Record<string, string>,
  body: string,
): Promise<RawAnswer> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method, path: target, headers, agent: false });
    request.once("error", reject);
    request.once("response", (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.once("error", reject);
      response.once("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      );
    });
    request.end(body);
  });
}

/** What an error XML names as its code. */
export function codeOf({ body }: RawAnswer): string | undefined {
  return /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
}
