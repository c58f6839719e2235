import type { JournalEntry } from "./journal";
import { KeyIndex } from "./keyIndex";
import type { BucketInfo, MultipartUpload, StoredObject } from "./records";

/** A bucket with everything in it, as it is held in memory. */
export interface StoredBucket {
  info: BucketInfo;
  readonly objects: KeyIndex<StoredObject>;
  readonly uploads: Map<string, MultipartUpload>;
}

/** The buckets that a journal tells of. An entry for a bucket that is gone has no effect. */
export function replay(entries: Iterable<JournalEntry>): Map<string, StoredBucket> {
  const buckets = new Map<string, StoredBucket>();
  for (const entry of entries) {
    if (entry.entry === "bucket") {
      const existing = buckets.get(entry.bucket.name);
      if (existing === undefined) {
        buckets.set(entry.bucket.name, { info: entry.bucket, objects: new KeyIndex(), uploads: new Map() });
      } else {
        existing.info = entry.bucket;
      }
    } else if (entry.entry === "bucketDeleted") {
      buckets.delete(entry.name);
    } else {
      const bucket = buckets.get(entry.bucket);
      if (bucket !== undefined) {
        replayInBucket(bucket, entry);
      }
    }
  }
  return buckets;
}

function replayInBucket(
  { objects, uploads }: StoredBucket,
  entry: Exclude<JournalEntry, { entry: "bucket" | "bucketDeleted" }>,
): void {
  switch (entry.entry) {
    case "object":
      objects.set(entry.key, entry.object);
      break;
    case "objectDeleted":
      objects.delete(entry.key);
      break;
    case "upload":
      uploads.set(entry.upload.uploadId, { ...entry.upload, parts: new Map() });
      break;
    case "part":
      uploads.get(entry.uploadId)?.parts.set(entry.number, entry.part);
      break;
    case "uploadEnded":
      uploads.delete(entry.uploadId);
      break;
  }
}

/** The shortest journal that tells of these buckets. */
export function* snapshot(buckets: ReadonlyMap<string, StoredBucket>): Generator<JournalEntry> {
  for (const [bucket, { info, objects, uploads }] of buckets) {
    yield { entry: "bucket", bucket: info };
    for (const key of objects.keysFrom("")) {
      const object = objects.get(key);
      if (object !== undefined) {
        yield { entry: "object", bucket, key, object };
      }
    }
    for (const { parts, ...upload } of uploads.values()) {
      yield { entry: "upload", bucket, upload };
      for (const [number, part] of parts) {
        yield { entry: "part", bucket, uploadId: upload.uploadId, number, part };
      }
    }
  }
}
