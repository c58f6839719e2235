import { answerXml, isoTime, numberOf, type OssCall, oneOf } from "../call";
import { OssError } from "../errors";
import { type Listing, listPage } from "../listing";
import type { StoredObject, XmlElements } from "../records";
import { owner } from "./bucketOperations";

// Source: OSS documentation, GetBucket (ListObjects) and GetBucketV2 (ListObjectsV2).
const DEFAULT_KEYS = 100;
const MAX_KEYS = 1000;

interface Page extends Listing<StoredObject> {
  readonly max: number;
  readonly encoded: (text: string) => string;
  /** The elements that both versions begin with. */
  readonly head: XmlElements;
  /** The elements that both versions end with. */
  readonly tail: XmlElements;
}

function readPage(call: OssCall, after: string, withOwner: boolean): Page {
  const { store, bucket, query } = call;
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const max = numberOf(call, "max-keys", DEFAULT_KEYS, 1, MAX_KEYS);
  const encoded = encoderOf(call);
  const listing = listPage(store.stored(bucket).objects, { prefix, delimiter, after, max });
  const { storageClass } = store.bucket(bucket);
  const contents = listing.entries.map(({ key, value: object }) => ({
    Key: encoded(key),
    LastModified: isoTime(object.lastModified),
    ETag: `"${object.etag}"`,
    Type: object.type,
    Size: object.blob.size,
    StorageClass: storageClass,
    ...(withOwner ? { Owner: owner } : {}),
  }));
  return {
    ...listing,
    max,
    encoded,
    head: { Name: bucket, Prefix: encoded(prefix) },
    tail: {
      MaxKeys: max,
      Delimiter: encoded(delimiter),
      ...(query.get("encoding-type") === "url" ? { EncodingType: "url" } : {}),
      IsTruncated: listing.next !== undefined,
      Contents: contents,
      CommonPrefixes: listing.commonPrefixes.map((name) => ({ Prefix: encoded(name) })),
    },
  };
}

/** How names are written in the answer, by the parameter `encoding-type`. */
export function encoderOf({ query }: OssCall): (text: string) => string {
  const type = query.get("encoding-type") ?? "";
  return type === "" ? (text) => text : oneOf(["url"], "encoding-type", type) && encodeURIComponent;
}

export function listObjects(call: OssCall): void {
  const marker = call.query.get("marker") ?? "";
  const { head, tail, next, encoded } = readPage(call, marker, true);
  answerXml(call, "ListBucketResult", {
    ...head,
    Marker: encoded(marker),
    ...tail,
    NextMarker: next === undefined ? undefined : encoded(next),
  });
}

export function listObjectsV2(call: OssCall): void {
  const { query } = call;
  const startAfter = query.get("start-after") ?? "";
  const token = query.get("continuation-token") ?? "";
  if (query.get("list-type") !== "2") {
    throw new OssError("InvalidArgument", {
      ArgumentName: "list-type",
      ArgumentValue: query.get("list-type") ?? "",
    });
  }
  const after = token === "" ? startAfter : readToken(token);
  const { head, tail, next, encoded, entries, commonPrefixes } = readPage(
    call,
    after,
    query.get("fetch-owner") === "true",
  );
  answerXml(call, "ListBucketResult", {
    ...head,
    StartAfter: startAfter === "" ? undefined : encoded(startAfter),
    ContinuationToken: token === "" ? undefined : token,
    ...tail,
    NextContinuationToken: next === undefined ? undefined : Buffer.from(next).toString("base64url"),
    KeyCount: entries.length + commonPrefixes.length,
  });
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (Buffer.from(text).toString("base64url") !== token) {
    throw new OssError("InvalidArgument", { ArgumentName: "continuation-token", ArgumentValue: token });
  }
  return text;
}
