import { answerEmpty, answerXml, headerOf, isoTime, numberOf, type OssCall, oneOf, readText } from "../call";
import { OssError } from "../errors";
import {
  BUCKET_ACLS,
  type BucketAcl,
  type BucketInfo,
  DATA_REDUNDANCY_TYPES,
  OWNER_ID,
  STORAGE_CLASSES,
} from "../records";
import { parseXml, textOf } from "../xml";

const MAX_LISTED_BUCKETS = 1000;
const DEFAULT_LISTED_BUCKETS = 100;

export const owner = { ID: OWNER_ID, DisplayName: OWNER_ID };

export function listBuckets(call: OssCall): void {
  const { query } = call;
  const prefix = query.get("prefix") ?? "";
  const marker = query.get("marker") ?? "";
  const max = numberOf(call, "max-keys", DEFAULT_LISTED_BUCKETS, 1, MAX_LISTED_BUCKETS);
  const matching = call.store
    .buckets()
    .filter(({ name, ownerId }) => ownerId === OWNER_ID && name.startsWith(prefix) && name > marker);
  const page = matching.slice(0, max);
  const isTruncated = matching.length > max;
  answerXml(call, "ListAllMyBucketsResult", {
    Prefix: prefix,
    Marker: marker,
    MaxKeys: max,
    IsTruncated: isTruncated,
    ...(isTruncated ? { NextMarker: page.at(-1)?.name ?? "" } : {}),
    Owner: owner,
    Buckets: {
      Bucket: page.map((bucket) => ({
        CreationDate: isoTime(bucket.createdAt),
        ...placeOf(call.region),
        Name: bucket.name,
        Region: call.region,
        StorageClass: bucket.storageClass,
      })),
    },
  });
}

/**
 * An own bucket that is there already is answered like a new one, and its ACL changed if one is given
 * (OSS documentation, PutBucket); a storage class that differs from the bucket's is refused (assumed).
 */
export async function putBucket(call: OssCall): Promise<void> {
  const { store, bucket } = call;
  const aclHeader = headerOf(call, "x-oss-acl");
  const acl: { acl?: BucketAcl } =
    aclHeader === "" ? {} : { acl: oneOf(BUCKET_ACLS, "x-oss-acl", aclHeader) };
  const text = await readText(call);
  const wanted = text === "" ? {} : parseXml(text, "CreateBucketConfiguration");
  const storageClass = oneOf(STORAGE_CLASSES, "StorageClass", textOf(wanted.StorageClass) ?? "Standard");
  const dataRedundancyType = oneOf(
    DATA_REDUNDANCY_TYPES,
    "DataRedundancyType",
    textOf(wanted.DataRedundancyType) ?? "LRS",
  );
  if (!store.hasBucket(bucket)) {
    store.createBucket(bucket, { storageClass, dataRedundancyType, ...acl });
  } else {
    const existing = store.bucket(bucket);
    const isOther = wanted.StorageClass !== undefined && existing.storageClass !== storageClass;
    if (existing.ownerId !== OWNER_ID || isOther) {
      throw new OssError("BucketAlreadyExists", { BucketName: bucket });
    }
    store.updateBucket(bucket, acl);
  }
  answerEmpty(call, 200, { location: `/${bucket}` });
}

export function deleteBucket(call: OssCall): void {
  call.store.deleteBucket(call.bucket);
  answerEmpty(call, 204);
}

export function getBucketInfo(call: OssCall): void {
  const bucket = call.store.bucket(call.bucket);
  answerXml(call, "BucketInfo", {
    Bucket: {
      AccessMonitor: "Disabled",
      Comment: "",
      CreationDate: isoTime(bucket.createdAt),
      CrossRegionReplication: "Disabled",
      DataRedundancyType: bucket.dataRedundancyType,
      ...placeOf(call.region),
      Name: bucket.name,
      ResourceGroupId: "rg-default-id",
      StorageClass: bucket.storageClass,
      TransferAcceleration: "Disabled",
      ...ownerAndGrant(bucket),
      ServerSideEncryptionRule: { SSEAlgorithm: "None" },
      BucketPolicy: { LogBucket: "", LogPrefix: "" },
    },
  });
}

export function getBucketLocation(call: OssCall): void {
  call.store.bucket(call.bucket);
  answerXml(call, "LocationConstraint", `oss-${call.region}`);
}

export function getBucketStat(call: OssCall): void {
  const { objects, uploads } = call.store.stored(call.bucket);
  let bytes = 0;
  for (const object of objects.values()) {
    bytes += object.blob.size;
  }
  answerXml(call, "BucketStat", {
    Storage: bytes,
    ObjectCount: objects.size,
    MultipartUploadCount: uploads.size,
    LiveChannelCount: 0,
  });
}

export function putBucketAcl(call: OssCall): void {
  const acl = oneOf(BUCKET_ACLS, "x-oss-acl", headerOf(call, "x-oss-acl"));
  call.store.updateBucket(call.bucket, { acl });
  answerEmpty(call, 200);
}

export function getBucketAcl(call: OssCall): void {
  answerXml(call, "AccessControlPolicy", ownerAndGrant(call.store.bucket(call.bucket)));
}

function ownerAndGrant(bucket: BucketInfo) {
  return {
    Owner: { ID: bucket.ownerId, DisplayName: bucket.ownerId },
    AccessControlList: { Grant: bucket.acl },
  };
}

function placeOf(region: string) {
  return {
    ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
    IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
    Location: `oss-${region}`,
  };
}
