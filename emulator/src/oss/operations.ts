import type { OssCall } from "./call";
import * as bucket from "./operations/bucketOperations";
import * as rules from "./operations/bucketRules";
import * as list from "./operations/listOperations";
import * as multipart from "./operations/multipartOperations";
import * as object from "./operations/objectOperations";
import * as tagging from "./operations/tagging";

export type Scope = "service" | "bucket" | "object";

/** One operation of OSS, by its name in the documentation. */
export interface Operation {
  readonly scope: Scope;
  readonly method: string;
  /** Parameter of the URL that makes a request this operation; "" for the plain request. */
  readonly parameter: string;
  /** Header that makes a request this operation rather than the one without it. */
  readonly header?: string;
  readonly name: string;
  /** Absent: known, but not built. */
  readonly run?: (call: OssCall) => void | Promise<void>;
}

type Run = NonNullable<Operation["run"]>;

function built(
  scope: Scope,
  method: string,
  parameter: string,
  name: string,
  run: Run,
  header?: string,
): Operation {
  return { scope, method, parameter, name, run, ...(header === undefined ? {} : { header }) };
}

function notBuilt(scope: Scope, method: string, parameter: string, name: string, header?: string): Operation {
  return { scope, method, parameter, name, ...(header === undefined ? {} : { header }) };
}

function notBuiltSettings(parameter: string, subject: string): Operation[] {
  const names = { GET: "Get", PUT: "Put", DELETE: "Delete", POST: "Post" };
  return Object.entries(names).map(([method, verb]) =>
    notBuilt("bucket", method, parameter, `${verb}${subject}`),
  );
}

/** Every operation that the emulator knows. Where several fit a request, the first one is it. */
export const OPERATIONS: readonly Operation[] = [
  notBuilt("service", "GET", "regions", "DescribeRegions"),
  notBuilt("service", "GET", "regionList", "DescribeRegions"),
  built("service", "GET", "", "ListBuckets", bucket.listBuckets),

  built("bucket", "PUT", "acl", "PutBucketAcl", bucket.putBucketAcl),
  built("bucket", "GET", "acl", "GetBucketAcl", bucket.getBucketAcl),
  built("bucket", "GET", "bucketInfo", "GetBucketInfo", bucket.getBucketInfo),
  built("bucket", "GET", "location", "GetBucketLocation", bucket.getBucketLocation),
  built("bucket", "GET", "stat", "GetBucketStat", bucket.getBucketStat),
  built("bucket", "PUT", "tagging", "PutBucketTags", tagging.putBucketTags),
  built("bucket", "GET", "tagging", "GetBucketTags", tagging.getBucketTags),
  built("bucket", "DELETE", "tagging", "DeleteBucketTags", tagging.deleteBucketTags),
  built("bucket", "PUT", "lifecycle", "PutBucketLifecycle", rules.putBucketLifecycle),
  built("bucket", "GET", "lifecycle", "GetBucketLifecycle", rules.getBucketLifecycle),
  built("bucket", "DELETE", "lifecycle", "DeleteBucketLifecycle", rules.deleteBucketLifecycle),
  built("bucket", "PUT", "cors", "PutBucketCors", rules.putBucketCors),
  built("bucket", "GET", "cors", "GetBucketCors", rules.getBucketCors),
  built("bucket", "DELETE", "cors", "DeleteBucketCors", rules.deleteBucketCors),
  built("bucket", "GET", "uploads", "ListMultipartUploads", multipart.listMultipartUploads),
  built("bucket", "POST", "delete", "DeleteMultipleObjects", object.deleteMultipleObjects),
  ...notBuiltSettings("accessmonitor", "BucketAccessMonitor"),
  ...notBuiltSettings("archiveDirectRead", "BucketArchiveDirectRead"),
  ...notBuiltSettings("cname", "Cname"),
  ...notBuiltSettings("encryption", "BucketEncryption"),
  ...notBuiltSettings("httpsConfig", "BucketHttpsConfig"),
  ...notBuiltSettings("inventory", "BucketInventory"),
  ...notBuiltSettings("logging", "BucketLogging"),
  ...notBuiltSettings("metaQuery", "MetaQuery"),
  ...notBuiltSettings("policy", "BucketPolicy"),
  ...notBuiltSettings("policyStatus", "BucketPolicyStatus"),
  ...notBuiltSettings("publicAccessBlock", "BucketPublicAccessBlock"),
  ...notBuiltSettings("referer", "BucketReferer"),
  ...notBuiltSettings("replication", "BucketReplication"),
  ...notBuiltSettings("requestPayment", "BucketRequestPayment"),
  ...notBuiltSettings("resourceGroup", "BucketResourceGroup"),
  ...notBuiltSettings("style", "Style"),
  ...notBuiltSettings("transferAcceleration", "BucketTransferAcceleration"),
  ...notBuiltSettings("versioning", "BucketVersioning"),
  ...notBuiltSettings("website", "BucketWebsite"),
  ...notBuiltSettings("worm", "BucketWorm"),
  notBuilt("bucket", "GET", "versions", "ListObjectVersions"),
  notBuilt("bucket", "GET", "live", "ListLiveChannel"),
  built("bucket", "GET", "list-type", "ListObjectsV2", list.listObjectsV2),
  built("bucket", "GET", "", "ListObjects", list.listObjects),
  built("bucket", "PUT", "", "PutBucket", bucket.putBucket),
  built("bucket", "DELETE", "", "DeleteBucket", bucket.deleteBucket),
  notBuilt("bucket", "POST", "", "PostObject"),

  notBuilt("object", "GET", "versionId", "GetObject of a version"),
  notBuilt("object", "HEAD", "versionId", "HeadObject of a version"),
  notBuilt("object", "DELETE", "versionId", "DeleteObject of a version"),
  built("object", "PUT", "acl", "PutObjectACL", object.putObjectAcl),
  built("object", "GET", "acl", "GetObjectACL", object.getObjectAcl),
  built("object", "POST", "uploads", "InitiateMultipartUpload", multipart.initiateMultipartUpload),
  notBuilt("object", "PUT", "uploadId", "UploadPartCopy", "x-oss-copy-source"),
  built("object", "PUT", "uploadId", "UploadPart", multipart.uploadPart),
  built("object", "POST", "uploadId", "CompleteMultipartUpload", multipart.completeMultipartUpload),
  built("object", "DELETE", "uploadId", "AbortMultipartUpload", multipart.abortMultipartUpload),
  built("object", "GET", "uploadId", "ListParts", multipart.listParts),
  built("object", "HEAD", "objectMeta", "GetObjectMeta", object.getObjectMeta),
  built("object", "GET", "objectMeta", "GetObjectMeta", object.getObjectMeta),
  notBuilt("object", "POST", "append", "AppendObject"),
  notBuilt("object", "POST", "restore", "RestoreObject"),
  notBuilt("object", "POST", "x-oss-process", "PostProcess"),
  notBuilt("object", "GET", "x-oss-process", "GetObject with x-oss-process"),
  notBuilt("object", "POST", "select", "SelectObject"),
  notBuilt("object", "PUT", "symlink", "PutSymlink"),
  notBuilt("object", "GET", "symlink", "GetSymlink"),
  built("object", "PUT", "tagging", "PutObjectTagging", tagging.putObjectTagging),
  built("object", "GET", "tagging", "GetObjectTagging", tagging.getObjectTagging),
  built("object", "DELETE", "tagging", "DeleteObjectTagging", tagging.deleteObjectTagging),
  notBuilt("object", "PUT", "live", "PutLiveChannel"),
  notBuilt("object", "GET", "live", "GetLiveChannelInfo"),
  notBuilt("object", "DELETE", "live", "DeleteLiveChannel"),
  notBuilt("object", "POST", "vod", "PostVodPlaylist"),
  notBuilt("object", "PUT", "", "PutObject with x-oss-callback", "x-oss-callback"),
  notBuilt("object", "PUT", "", "PutObject with x-oss-tagging", "x-oss-tagging"),
  built("object", "PUT", "", "CopyObject", object.copyObject, "x-oss-copy-source"),
  built("object", "PUT", "", "PutObject", object.putObject),
  built("object", "GET", "", "GetObject", object.getObject),
  built("object", "HEAD", "", "HeadObject", object.headObject),
  built("object", "DELETE", "", "DeleteObject", object.deleteObject),
];

/** What anyone may do with an object that is readable by everyone. */
export const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set(["GetObject", "HeadObject", "GetObjectMeta"]);
