import { pipeline } from "node:stream/promises";
import { decode } from "../address";
import {
  answerEmpty,
  answerXml,
  contentMd5Check,
  headerOf,
  isoTime,
  type OssCall,
  oneOf,
  readText,
} from "../call";
import { OssError } from "../errors";
import { checkBucketName, checkKey } from "../names";
import { readRange } from "../ranges";
import { OBJECT_ACLS, type ObjectSettings, OWNER_ID, type StoredObject } from "../records";
import { elementsOf, listOf, parseXml, textOf } from "../xml";

/** Largest object that one PutObject takes: 5 GB. Source: OSS documentation, PutObject. */
const MAX_PUT_BYTES = 5 * 1024 ** 3;
/** Source: OSS documentation, DeleteMultipleObjects. */
const MAX_DELETED_KEYS = 1000;
const KEPT_HEADERS =
  /^(cache-control|content-disposition|content-encoding|content-language|expires|x-oss-meta-.+)$/;
const RESPONSE_PARAMETERS = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

/** What the headers of a call say about the object that it makes. */
export function settingsOf(call: OssCall): ObjectSettings {
  const kept = Object.keys(call.request.headers).filter((name) => KEPT_HEADERS.test(name));
  const acl = headerOf(call, "x-oss-object-acl");
  return {
    contentType: headerOf(call, "content-type") || "application/octet-stream",
    headers: Object.fromEntries(kept.map((name) => [name, headerOf(call, name)])),
    acl: acl === "" ? "default" : oneOf(OBJECT_ACLS, "x-oss-object-acl", acl),
  };
}

/** Refuses a body whose end cannot be known, or that is longer than one call may send. */
export function checkBodyLength(call: OssCall): void {
  const length = headerOf(call, "content-length");
  if (length === "" && headerOf(call, "transfer-encoding") === "") {
    throw new OssError("MissingContentLength");
  }
  if (Number(length) > MAX_PUT_BYTES) {
    throw new OssError("EntityTooLarge", { MaxSizeAllowed: String(MAX_PUT_BYTES), ProposedSize: length });
  }
}

export async function putObject(call: OssCall): Promise<void> {
  const { store, bucket, key, request } = call;
  checkBodyLength(call);
  checkOverwrite(call);
  const object = await store.putStream(bucket, key, request, settingsOf(call), contentMd5Check(call));
  answerEmpty(call, 200, {
    etag: `"${object.etag}"`,
    "x-oss-hash-crc64ecma": object.blob.crc64,
    "content-md5": Buffer.from(object.blob.md5, "hex").toString("base64"),
  });
}

/** Honours `x-oss-forbid-overwrite: true`. */
export function checkOverwrite(call: OssCall): void {
  const { store, bucket, key } = call;
  if (headerOf(call, "x-oss-forbid-overwrite") === "true" && store.findObject(bucket, key) !== undefined) {
    throw new OssError("FileAlreadyExists", { Key: key });
  }
}

export async function copyObject(call: OssCall): Promise<void> {
  const { store, bucket, key } = call;
  const source = readCopySource(headerOf(call, "x-oss-copy-source"));
  const original = store.object(source.bucket, source.key);
  if (store.bucket(source.bucket).ownerId !== OWNER_ID) {
    throw new OssError("AccessDenied", { BucketName: source.bucket });
  }
  checkOverwrite(call);
  const replaces = headerOf(call, "x-oss-metadata-directive").toUpperCase() === "REPLACE";
  const told = settingsOf(call);
  const settings = replaces
    ? told
    : { contentType: original.contentType, headers: original.headers, acl: told.acl };
  const object = await store.putStream(bucket, key, store.openObject(source.bucket, source.key), settings);
  call.response.setHeader("x-oss-hash-crc64ecma", object.blob.crc64);
  answerXml(call, "CopyObjectResult", {
    ETag: `"${object.etag}"`,
    LastModified: isoTime(object.lastModified),
  });
}

function readCopySource(header: string): { bucket: string; key: string } {
  const [path = "", ...version] = header.split("?");
  if (version.length > 0) {
    throw new OssError("NotImplemented", {}, "The emulator does not implement CopyObject of a version.");
  }
  const [, bucket = "", key = ""] = /^\/?([^/]+)\/(.+)$/.exec(decode(path)) ?? [];
  checkBucketName(bucket);
  checkKey(key);
  return { bucket, key };
}

export async function getObject(call: OssCall): Promise<void> {
  const { store, bucket, key, request, response } = call;
  const object = store.object(bucket, key);
  if (!checkConditions(call, object)) {
    return;
  }
  const { size } = object.blob;
  const isStandard = headerOf(call, "x-oss-range-behavior") === "standard";
  const range = readRange(headerOf(call, "range"), size, isStandard);
  const headers = { ...objectHeaders(object), ...responseOverrides(call) };
  if (range === undefined) {
    response.writeHead(200, { ...headers, "content-length": size });
  } else {
    const length = range.end - range.start + 1;
    const place = `bytes ${range.start}-${range.end}/${size}`;
    response.writeHead(206, { ...headers, "content-length": length, "content-range": place });
  }
  if (request.method === "HEAD" || size === 0) {
    response.end();
  } else {
    await pipeline(store.openObject(bucket, key, range), response);
  }
}

export function headObject(call: OssCall): void {
  const object = call.store.object(call.bucket, call.key);
  if (checkConditions(call, object)) {
    call.response.writeHead(200, { ...objectHeaders(object), "content-length": object.blob.size }).end();
  }
}

export function getObjectMeta(call: OssCall): void {
  const object = call.store.object(call.bucket, call.key);
  call.response
    .writeHead(200, {
      ...validators(object),
      "content-length": object.blob.size,
      "x-oss-hash-crc64ecma": object.blob.crc64,
    })
    .end();
}

function validators(object: StoredObject) {
  return { etag: `"${object.etag}"`, "last-modified": new Date(object.lastModified).toUTCString() };
}

function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    ...validators(object),
    "content-type": object.contentType,
    "accept-ranges": "bytes",
    "x-oss-object-type": object.type,
    "x-oss-storage-class": "Standard",
    "x-oss-hash-crc64ecma": object.blob.crc64,
  };
}

function responseOverrides({ query }: OssCall): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const name of RESPONSE_PARAMETERS) {
    const value = query.get(`response-${name}`);
    if (value !== undefined) {
      overrides[name] = Buffer.from(value).toString("latin1");
    }
  }
  return overrides;
}

// Answers 304 by itself and then returns false.
function checkConditions(call: OssCall, object: StoredObject): boolean {
  const etag = object.etag.toUpperCase();
  const isAmong = (list: string): boolean =>
    list.split(",").some((item) => ["*", etag].includes(item.trim().replaceAll('"', "").toUpperCase()));
  const modified = Math.floor(object.lastModified / 1000) * 1000;
  const ifMatch = headerOf(call, "if-match");
  const ifUnmodified = Date.parse(headerOf(call, "if-unmodified-since"));
  if ((ifMatch !== "" && !isAmong(ifMatch)) || modified > ifUnmodified) {
    throw new OssError("PreconditionFailed", {
      Condition: ifMatch === "" ? "If-Unmodified-Since" : "If-Match",
    });
  }
  const ifNone = headerOf(call, "if-none-match");
  const isUnchanged =
    ifNone === "" ? modified <= Date.parse(headerOf(call, "if-modified-since")) : isAmong(ifNone);
  if (isUnchanged) {
    call.response.writeHead(304, validators(object)).end();
  }
  return !isUnchanged;
}

export async function deleteObject(call: OssCall): Promise<void> {
  await call.store.deleteObject(call.bucket, call.key);
  answerEmpty(call, 204);
}

export async function deleteMultipleObjects(call: OssCall): Promise<void> {
  const { store, bucket, query } = call;
  const wanted = parseXml(await readText(call), "Delete");
  // Blanks around a key belong to the key.
  const keys = listOf(wanted.Object).map((item) => String(elementsOf(item).Key ?? ""));
  if (keys.length === 0 || keys.length > MAX_DELETED_KEYS) {
    throw new OssError("MalformedXML", { ElementName: "Object" });
  }
  keys.forEach(checkKey);
  for (const key of keys) {
    await store.deleteObject(bucket, key);
  }
  const isEncoded = query.get("encoding-type") === "url";
  const told = keys.map((key) => ({ Key: isEncoded ? encodeURIComponent(key) : key }));
  const isQuiet = textOf(wanted.Quiet) === "true";
  answerXml(call, "DeleteResult", {
    ...(isEncoded ? { EncodingType: "url" } : {}),
    ...(isQuiet ? {} : { Deleted: told }),
  });
}

export function putObjectAcl(call: OssCall): void {
  const acl = oneOf(OBJECT_ACLS, "x-oss-object-acl", headerOf(call, "x-oss-object-acl"));
  call.store.updateObject(call.bucket, call.key, { acl });
  answerEmpty(call, 200);
}

export function getObjectAcl(call: OssCall): void {
  const { acl } = call.store.object(call.bucket, call.key);
  answerXml(call, "AccessControlPolicy", {
    Owner: { ID: OWNER_ID, DisplayName: OWNER_ID },
    AccessControlList: { Grant: acl },
  });
}
