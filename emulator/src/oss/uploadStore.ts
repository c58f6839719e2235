import { createHash, randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import type { Clock } from "../clock";
import type { BlobFolder } from "./blobFolder";
import { OssError } from "./errors";
import type { Journal } from "./journal";
import { checkKey } from "./names";
import type { Blob, MultipartUpload, ObjectSettings, StoredObject, UploadedPart } from "./records";
import type { ObjectStore } from "./store";

/** Every part but the last has at least this many bytes. Source: OSS documentation, CompleteMultipartUpload. */
export const MIN_PART_BYTES = 100 * 1024;
export const MAX_PART_NUMBER = 10_000;

/** A part as CompleteMultipartUpload names it. */
export interface WantedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

/** The multipart uploads of an {@link ObjectStore} that are under way. */
export class UploadStore {
  constructor(
    readonly store: ObjectStore,
    readonly blobs: BlobFolder,
    readonly journal: Journal,
    readonly clock: Clock,
  ) {}

  initiate(bucket: string, key: string, settings: ObjectSettings): MultipartUpload {
    const { uploads } = this.store.stored(bucket);
    checkKey(key);
    const uploadId = randomBytes(16).toString("hex").toUpperCase();
    const upload = { uploadId, key, settings, initiated: this.clock.now(), parts: new Map() };
    const { parts, ...begun } = upload;
    this.journal.append({ entry: "upload", bucket, upload: begun });
    uploads.set(uploadId, upload);
    return upload;
  }

  /** @throws OssError `NoSuchUpload` when there is none of this id for this key. */
  upload(bucket: string, key: string, uploadId: string): MultipartUpload {
    const upload = this.store.stored(bucket).uploads.get(uploadId);
    if (upload === undefined || upload.key !== key) {
      throw new OssError("NoSuchUpload", { UploadId: uploadId });
    }
    return upload;
  }

  /** Writes one part; a part of the same number is replaced. `accept` may refuse the bytes by throwing. */
  async putPart(
    bucket: string,
    key: string,
    uploadId: string,
    number: number,
    source: Readable,
    accept: (blob: Blob) => void,
  ): Promise<UploadedPart> {
    this.upload(bucket, key, uploadId);
    const blob = await this.blobs.write(source);
    try {
      accept(blob);
      // Looked up again: it may have been aborted while the bytes came in.
      this.upload(bucket, key, uploadId);
    } catch (error) {
      await this.blobs.remove(blob);
      throw error;
    }
    const { parts } = this.upload(bucket, key, uploadId);
    const part = { blob, lastModified: this.clock.now() };
    this.journal.append({ entry: "part", bucket, uploadId, number, part });
    const replaced = parts.get(number);
    parts.set(number, part);
    if (replaced !== undefined) {
      await this.blobs.remove(replaced.blob);
    }
    return part;
  }

  /**
   * Joins the parts into the object.
   * @throws OssError `InvalidPartOrder`, `InvalidPart`, or `EntityTooSmall` for a short part that is not the last.
   */
  async complete(
    bucket: string,
    key: string,
    uploadId: string,
    wanted: readonly WantedPart[],
  ): Promise<StoredObject> {
    const upload = this.upload(bucket, key, uploadId);
    const parts = chooseParts(upload, wanted);
    const blob = await this.blobs.write(this.#joined(parts));
    try {
      this.upload(bucket, key, uploadId);
    } catch (error) {
      await this.blobs.remove(blob);
      throw error;
    }
    const etag = etagOfParts(parts);
    const object = await this.store.commit(bucket, key, {
      blob,
      etag,
      type: "Multipart",
      settings: upload.settings,
    });
    await this.#end(bucket, upload);
    return object;
  }

  async abort(bucket: string, key: string, uploadId: string): Promise<void> {
    await this.#end(bucket, this.upload(bucket, key, uploadId));
  }

  async #end(bucket: string, upload: MultipartUpload): Promise<void> {
    this.journal.append({ entry: "uploadEnded", bucket, uploadId: upload.uploadId });
    this.store.stored(bucket).uploads.delete(upload.uploadId);
    for (const part of upload.parts.values()) {
      await this.blobs.remove(part.blob);
    }
  }

  async *#joined(parts: readonly UploadedPart[]): AsyncGenerator<Buffer> {
    for (const part of parts) {
      yield* this.blobs.read(part.blob) as AsyncIterable<Buffer>;
    }
  }
}

function chooseParts(upload: MultipartUpload, wanted: readonly WantedPart[]): UploadedPart[] {
  const details = { UploadId: upload.uploadId };
  let before = 0;
  const parts = wanted.map(({ number, etag }) => {
    if (number <= before) {
      throw new OssError("InvalidPartOrder", details);
    }
    before = number;
    const part = upload.parts.get(number);
    if (part?.blob.md5 !== etag.toUpperCase()) {
      throw new OssError("InvalidPart", { ...details, PartNumber: String(number), PartEtag: etag });
    }
    return part;
  });
  const short = parts.slice(0, -1).find((part) => part.blob.size < MIN_PART_BYTES);
  if (short !== undefined) {
    throw new OssError("EntityTooSmall", { ...details, MinSizeAllowed: String(MIN_PART_BYTES) });
  }
  return parts;
}

// OSS documents only that it is not the MD5 of the object; the form (digest of the parts' digests, a hyphen,
// the number of parts) is what the service was seen to answer.
function etagOfParts(parts: readonly UploadedPart[]): string {
  const md5 = createHash("md5");
  for (const part of parts) {
    md5.update(Buffer.from(part.blob.md5, "hex"));
  }
  return `${md5.digest("hex").toUpperCase()}-${parts.length}`;
}
