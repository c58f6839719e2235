import { createReadStream, mkdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Clock } from "../clock";
import { BlobFolder, type ByteRange } from "./blobFolder";
import { OssError } from "./errors";
import { Journal } from "./journal";
import { KeyIndex } from "./keyIndex";
import { checkBucketName, checkKey } from "./names";
import type { Blob, BucketInfo, BucketSettings, ObjectSettings, StoredObject } from "./records";
import { OWNER_ID } from "./records";
import { replay, type StoredBucket, snapshot } from "./storedBuckets";
import { UploadStore } from "./uploadStore";

const DEFAULT_BUCKET_SETTINGS: BucketSettings = {
  acl: "private",
  storageClass: "Standard",
  dataRedundancyType: "LRS",
  ownerId: OWNER_ID,
  tags: [],
  lifecycle: [],
  cors: [],
};

/** An object as {@link ObjectStore.listObjects} tells it. */
export interface ObjectSummary {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly lastModified: number;
}

/**
 * The buckets and objects of the emulator: bytes in files, everything else in memory and in a journal, so that
 * opening the same folder again finds all of it. One process per folder. Calls that OSS would refuse throw
 * {@link OssError}.
 */
export class ObjectStore {
  readonly uploads: UploadStore;
  readonly #buckets: Map<string, StoredBucket>;
  readonly #blobs: BlobFolder;
  readonly #journal: Journal;
  readonly #clock: Clock;

  private constructor(blobs: BlobFolder, journal: Journal, buckets: Map<string, StoredBucket>, clock: Clock) {
    this.#blobs = blobs;
    this.#journal = journal;
    this.#buckets = buckets;
    this.#clock = clock;
    this.uploads = new UploadStore(this, blobs, journal, clock);
  }

  /** Opens (or makes) the store in `folder`. Files that a killed process did not finish are removed. */
  static async open(folder: string, clock: Clock): Promise<ObjectStore> {
    await mkdir(folder, { recursive: true });
    const blobs = await BlobFolder.open(folder);
    const journal = Journal.open(folder);
    const buckets = replay(journal.entries());
    journal.rewrite(snapshot(buckets));
    const store = new ObjectStore(blobs, journal, buckets, clock);
    await blobs.keepOnly(store.#blobIds());
    return store;
  }

  /** Writes nothing more. The folder can be opened again afterwards. */
  close(): void {
    this.#journal.close();
  }

  /** Forgets every bucket, object and upload, and removes their files. */
  async reset(): Promise<void> {
    this.#buckets.clear();
    this.#journal.rewrite([]);
    await this.#blobs.keepOnly(new Set());
  }

  /** Copies every bucket, object and upload, as they are now, into a folder that {@link open} and `loadFrom` read. */
  saveTo(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const id of this.#blobIds()) {
      this.#blobs.exportTo(id, folder);
    }
    const journal = Journal.open(folder);
    journal.rewrite(snapshot(this.#buckets));
    journal.close();
  }

  /** Replaces everything by what is in a folder that `saveTo` wrote. */
  async loadFrom(folder: string): Promise<void> {
    const journal = Journal.open(folder);
    const buckets = replay(journal.entries());
    journal.close();
    this.#buckets.clear();
    for (const [name, bucket] of buckets) {
      this.#buckets.set(name, bucket);
    }
    for (const id of this.#blobIds()) {
      this.#blobs.importFrom(id, folder);
    }
    this.#journal.rewrite(snapshot(this.#buckets));
    await this.#blobs.keepOnly(this.#blobIds());
  }

  hasBucket(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  /** Every bucket, ordered by name. */
  buckets(): BucketInfo[] {
    return [...this.#buckets.values()]
      .map((bucket) => bucket.info)
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** @throws OssError `InvalidBucketName`, or `BucketAlreadyExists`. */
  createBucket(bucket: string, settings: Partial<BucketSettings> = {}): void {
    checkBucketName(bucket);
    if (this.#buckets.has(bucket)) {
      throw new OssError("BucketAlreadyExists", { BucketName: bucket });
    }
    const info = { ...DEFAULT_BUCKET_SETTINGS, ...settings, name: bucket, createdAt: this.#clock.now() };
    this.#journal.append({ entry: "bucket", bucket: info });
    this.#buckets.set(bucket, { info, objects: new KeyIndex(), uploads: new Map() });
  }

  /** Changes what is given and leaves the rest. @throws OssError `NoSuchBucket`. */
  updateBucket(bucket: string, settings: Partial<BucketSettings>): void {
    const stored = this.stored(bucket);
    const info = { ...stored.info, ...settings };
    this.#journal.append({ entry: "bucket", bucket: info });
    stored.info = info;
  }

  /** @throws OssError `NoSuchBucket`, or `BucketNotEmpty` while it holds objects or open multipart uploads. */
  deleteBucket(bucket: string): void {
    const stored = this.stored(bucket);
    if (stored.objects.size > 0 || stored.uploads.size > 0) {
      throw new OssError("BucketNotEmpty", { BucketName: bucket });
    }
    this.#journal.append({ entry: "bucketDeleted", name: bucket });
    this.#buckets.delete(bucket);
  }

  /** @throws OssError `NoSuchBucket`. */
  bucket(bucket: string): BucketInfo {
    return this.stored(bucket).info;
  }

  /** A bucket with its index. For the modules of the store and the listings; nothing else changes it. */
  stored(bucket: string): StoredBucket {
    const stored = this.#buckets.get(bucket);
    if (stored === undefined) {
      throw new OssError("NoSuchBucket", { BucketName: bucket });
    }
    return stored;
  }

  /** Puts the content of a finished file; the file itself stays where it is. Readers see the old object or the new. */
  async putFile(
    bucket: string,
    key: string,
    filePath: string,
    contentType: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.putStream(bucket, key, createReadStream(filePath), { contentType, headers, acl: "default" });
  }

  async putText(
    bucket: string,
    key: string,
    text: string,
    contentType: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.putBytes(bucket, key, Buffer.from(text), contentType, headers);
  }

  async putBytes(
    bucket: string,
    key: string,
    bytes: Buffer,
    contentType: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.putStream(bucket, key, Readable.from([bytes]), { contentType, headers, acl: "default" });
  }

  /**
   * Puts what `source` gives. `accept` may look at the finished bytes and refuse them by throwing.
   * @throws OssError `NoSuchBucket` or `InvalidObjectName`, before anything is read from `source`.
   */
  async putStream(
    bucket: string,
    key: string,
    source: Readable,
    settings: ObjectSettings,
    accept: (blob: Blob) => void = () => {},
  ): Promise<StoredObject> {
    this.stored(bucket);
    checkKey(key);
    const blob = await this.#blobs.write(source);
    try {
      accept(blob);
      // Looked up again: the bucket may have been deleted while the bytes came in.
      this.stored(bucket);
    } catch (error) {
      await this.#blobs.remove(blob);
      throw error;
    }
    return await this.commit(bucket, key, { blob, etag: blob.md5, type: "Normal", settings });
  }

  /** Makes a written blob the object of `key`, and removes the file of the object that was there before. */
  async commit(
    bucket: string,
    key: string,
    content: { blob: Blob; etag: string; type: StoredObject["type"]; settings: ObjectSettings },
  ): Promise<StoredObject> {
    const { objects } = this.stored(bucket);
    const { settings, ...bytes } = content;
    const object = { ...settings, ...bytes, lastModified: this.#clock.now() };
    const replaced = objects.get(key);
    this.#journal.append({ entry: "object", bucket, key, object });
    objects.set(key, object);
    if (replaced !== undefined) {
      await this.#blobs.remove(replaced.blob);
    }
    return object;
  }

  /** Changes who may read an object without a signature. @throws OssError `NoSuchBucket` or `NoSuchKey`. */
  updateObject(bucket: string, key: string, change: Partial<Pick<ObjectSettings, "acl" | "tags">>): void {
    const object = { ...this.object(bucket, key), ...change };
    this.#journal.append({ entry: "object", bucket, key, object });
    this.stored(bucket).objects.set(key, object);
  }

  /** @throws OssError `NoSuchBucket` or `NoSuchKey`. */
  object(bucket: string, key: string): StoredObject {
    const object = this.findObject(bucket, key);
    if (object === undefined) {
      throw new OssError("NoSuchKey", { Key: key });
    }
    return object;
  }

  /** @throws OssError `NoSuchBucket`. */
  findObject(bucket: string, key: string): StoredObject | undefined {
    return this.stored(bucket).objects.get(key);
  }

  /** Every object whose key begins with `prefix`, ordered by the bytes of the keys. */
  listObjects(bucket: string, prefix = ""): ObjectSummary[] {
    const { objects } = this.stored(bucket);
    const found: ObjectSummary[] = [];
    for (const key of objects.keysFrom(prefix)) {
      const object = objects.get(key);
      if (!key.startsWith(prefix)) {
        break;
      }
      if (object !== undefined) {
        found.push({ key, size: object.blob.size, lastModified: object.lastModified });
      }
    }
    return found;
  }

  /** Resolves with whether there was such an object. @throws OssError `NoSuchBucket`. */
  async deleteObject(bucket: string, key: string): Promise<boolean> {
    const { objects } = this.stored(bucket);
    const object = objects.get(key);
    if (object === undefined) {
      return false;
    }
    this.#journal.append({ entry: "objectDeleted", bucket, key });
    objects.delete(key);
    await this.#blobs.remove(object.blob);
    return true;
  }

  /** The bytes of an object as they are now, whatever happens to the object while they are read. */
  openObject(bucket: string, key: string, range?: ByteRange): Readable {
    return this.#blobs.read(this.object(bucket, key).blob, range);
  }

  /** The file that holds an object's bytes now. It is gone as soon as the object is overwritten or deleted. */
  pathOf(bucket: string, key: string): string {
    return this.#blobs.pathOf(this.object(bucket, key).blob);
  }

  #blobIds(): Set<string> {
    const ids = new Set<string>();
    for (const { objects, uploads } of this.#buckets.values()) {
      for (const object of objects.values()) {
        ids.add(object.blob.id);
      }
      for (const upload of uploads.values()) {
        for (const part of upload.parts.values()) {
          ids.add(part.blob.id);
        }
      }
    }
    return ids;
  }
}
