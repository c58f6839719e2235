import { type Action, type Operation, operations } from "./operations";

/**
 * The RAM actions of our calls to OSS, without their product: OSS names some otherwise than its calls, and some of our
 * calls are two of its own. Source: OSS, RAM policies.
 */
const OSS_RAM_ACTIONS = {
  PutBucket: ["PutBucket"],
  GetBucketInfo: ["GetBucketInfo"],
  PutBucketAcl: ["PutBucketAcl"],
  GetBucketTags: ["GetBucketTagging"],
  PutBucketTags: ["PutBucketTagging", "DeleteBucketTagging"],
  GetBucketLifecycle: ["GetBucketLifecycle"],
  PutBucketLifecycle: ["PutBucketLifecycle"],
  DeleteBucket: ["DeleteBucket"],
  ListObjectsV2: ["ListObjects"],
  DeleteMultipleObjects: ["DeleteObject"],
  AbortMultipartUpload: ["ListMultipartUploads", "AbortMultipartUpload"],
} as const satisfies Record<string, readonly string[]>;

export type OssCall = keyof typeof OSS_RAM_ACTIONS;

/** A call to any product, by the name that its errors have. */
export type ServiceCall = Action | OssCall;

/** Every identity may make these. Source: Security Token Service, GetCallerIdentity. */
export const CALLS_WITHOUT_PERMISSION: ReadonlySet<ServiceCall> = new Set(["GetCallerIdentity"]);

/** What RAM has to allow for a call: `ice:SubmitLiveRecordJob`. */
export function ramActionsOf(call: string): string[] {
  const known: Readonly<Record<string, Operation | undefined>> = operations;
  const product = known[call]?.product;
  if (product !== undefined) return [`${product}:${call}`];
  const ofOss: Readonly<Record<string, readonly string[] | undefined>> = OSS_RAM_ACTIONS;
  return (ofOss[call] ?? [call]).map((name) => `oss:${name}`);
}
