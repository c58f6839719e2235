import { ServiceError } from "../../../provider/client/errors";
import type { BucketAcl, ExpirationRule, OssApi, StorageClass } from "../../../provider/client/oss";
import { FakeCalls } from "./fakeCalls";

/** A bucket as the fake keeps it. */
export interface FakeBucket {
  acl: string;
  storageClass: string;
  tags: Record<string, string>;
  expirations: ExpirationRule[];
  objects: string[];
  uploads: number;
}

/** OSS in memory. */
export class FakeOss extends FakeCalls implements OssApi {
  readonly buckets = new Map<string, FakeBucket>();

  /** A bucket that is there without a call of ours. */
  addBucket(name: string, settings: Partial<FakeBucket> = {}): FakeBucket {
    const bucket = {
      acl: "private",
      storageClass: "Standard",
      tags: {},
      expirations: [],
      objects: [],
      uploads: 0,
      ...settings,
    };
    this.buckets.set(name, bucket);
    return bucket;
  }

  putBucket(name: string, { acl, storageClass }: { acl?: BucketAcl; storageClass?: StorageClass }) {
    return this.call("PutBucket", { name, acl, storageClass }, () => {
      const bucket = this.buckets.get(name) ?? this.addBucket(name);
      bucket.acl = acl ?? bucket.acl;
      bucket.storageClass = storageClass ?? bucket.storageClass;
    });
  }

  getBucketInfo(name: string) {
    return this.call("GetBucketInfo", { name }, () => {
      const bucket = this.buckets.get(name);
      return (
        bucket && {
          location: "oss-cn-shanghai",
          creationDate: "2026-03-01T12:00:00.000Z",
          storageClass: bucket.storageClass,
          acl: bucket.acl,
        }
      );
    });
  }

  putBucketAcl(name: string, acl: BucketAcl) {
    return this.call("PutBucketAcl", { name, acl }, () => {
      this.of("PutBucketAcl", name).acl = acl;
    });
  }

  getBucketTags(name: string) {
    return this.call("GetBucketTags", { name }, () => this.of("GetBucketTags", name).tags);
  }

  putBucketTags(name: string, tags: Readonly<Record<string, string>>) {
    return this.call("PutBucketTags", { name, tags }, () => {
      this.of("PutBucketTags", name).tags = { ...tags };
    });
  }

  getBucketExpirations(name: string) {
    return this.call("GetBucketLifecycle", { name }, () => this.of("GetBucketLifecycle", name).expirations);
  }

  putBucketExpirations(name: string, rules: readonly ExpirationRule[]) {
    return this.call("PutBucketLifecycle", { name, rules }, () => {
      this.of("PutBucketLifecycle", name).expirations = [...rules];
    });
  }

  listObjects(name: string, continuationToken?: string) {
    return this.call("ListObjectsV2", { name, continuationToken }, () => {
      const { objects } = this.of("ListObjectsV2", name);
      const from = Number(continuationToken ?? 0);
      const names = objects.slice(from, from + 1_000);
      return from + 1_000 < objects.length ? { names, nextToken: String(from + 1_000) } : { names };
    });
  }

  deleteObjects(name: string, names: readonly string[]) {
    return this.call("DeleteMultipleObjects", { name, count: names.length }, () => {
      const bucket = this.of("DeleteMultipleObjects", name);
      bucket.objects = bucket.objects.filter((object) => !names.includes(object));
    });
  }

  abortUploads(name: string) {
    return this.call("AbortMultipartUpload", { name }, () => {
      const bucket = this.of("AbortMultipartUpload", name);
      const ids = Array.from({ length: bucket.uploads }, (_, index) => `upload-${index + 1}`);
      bucket.uploads = 0;
      return ids;
    });
  }

  deleteBucket(name: string) {
    return this.call("DeleteBucket", { name }, () => {
      const { objects, uploads } = this.of("DeleteBucket", name);
      if (objects.length + uploads > 0) {
        throw new ServiceError("DeleteBucket", "refused", "BucketNotEmpty", "not empty", 409);
      }
      this.buckets.delete(name);
    });
  }

  private of(action: string, name: string): FakeBucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined)
      throw new ServiceError(action, "refused", "NoSuchBucket", "no such bucket", 404);
    return bucket;
  }
}
