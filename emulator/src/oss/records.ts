/** The one account of the emulator: owner of every bucket that is made through it. */
export const OWNER_ID = "1000000000000001";

export const BUCKET_ACLS = ["private", "public-read", "public-read-write"] as const;
export type BucketAcl = (typeof BUCKET_ACLS)[number];

export const OBJECT_ACLS = ["default", ...BUCKET_ACLS] as const;
export type ObjectAcl = (typeof OBJECT_ACLS)[number];

export const STORAGE_CLASSES = ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"] as const;
export type StorageClass = (typeof STORAGE_CLASSES)[number];

export const DATA_REDUNDANCY_TYPES = ["LRS", "ZRS"] as const;
export type DataRedundancyType = (typeof DATA_REDUNDANCY_TYPES)[number];

export type Tag = {
  readonly Key: string;
  readonly Value: string;
};

export type CorsRule = {
  readonly AllowedOrigin: readonly string[];
  readonly AllowedMethod: readonly string[];
  readonly AllowedHeader: readonly string[];
  readonly ExposeHeader: readonly string[];
  /** How long a browser may keep the answer to a preflight. */
  readonly MaxAgeSeconds?: number;
};

/** XML as plain data: text, or elements by name, in order; an element that comes several times is a list. */
export type XmlValue = string | number | boolean | readonly XmlValue[] | XmlElements;

/** Elements by name; one that is `undefined` is left out. */
export interface XmlElements {
  readonly [name: string]: XmlValue | undefined;
}

/** What can be set on a bucket. */
export interface BucketSettings {
  /** Who may read and write without a signature. Default `private`. */
  readonly acl: BucketAcl;
  /** Fixed when the bucket is made. Default `Standard`. */
  readonly storageClass: StorageClass;
  /** Fixed when the bucket is made. Default `LRS`. */
  readonly dataRedundancyType: DataRedundancyType;
  /** Default: the emulator's own account. A bucket of another owner is there, but refuses every call. */
  readonly ownerId: string;
  readonly tags: readonly Tag[];
  /** Rules as they were put; kept and answered, never carried out. */
  readonly lifecycle: readonly XmlValue[];
  readonly cors: readonly CorsRule[];
}

export interface BucketInfo extends BucketSettings {
  readonly name: string;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly createdAt: number;
}

/** Bytes on disk with what is known of them since they were written. */
export interface Blob {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  /** MD5, upper-case hexadecimal. */
  readonly md5: string;
  /** CRC-64/XZ, decimal. */
  readonly crc64: string;
}

/** What a client says about an object when it puts it. Header names are in lower case. */
export interface ObjectSettings {
  readonly contentType: string;
  /** `cache-control`, `content-disposition`, `x-oss-meta-…` and the like: answered again with the object. */
  readonly headers: Readonly<Record<string, string>>;
  readonly acl: ObjectAcl;
  /** Default: none. */
  readonly tags?: readonly Tag[];
}

export interface StoredObject extends ObjectSettings {
  readonly blob: Blob;
  /** Without quotes. */
  readonly etag: string;
  readonly type: "Normal" | "Multipart";
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly lastModified: number;
}

export interface UploadedPart {
  readonly blob: Blob;
  readonly lastModified: number;
}

/** A multipart upload that was neither completed nor aborted. */
export interface MultipartUpload {
  readonly uploadId: string;
  readonly key: string;
  readonly settings: ObjectSettings;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly initiated: number;
  readonly parts: Map<number, UploadedPart>;
}
