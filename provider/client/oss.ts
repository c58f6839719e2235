import type Credential from "@alicloud/credentials";
import OSS from "ali-oss";
import type { Settings } from "../settings";
import type { Calls } from "./calls";
import { originOf } from "./credentials";
import {
  NOT_SENT_CODES,
  NoCredentialsError,
  noCredentials,
  outcomeOf,
  ServiceError,
  withOrigin,
} from "./errors";
import type { OssCall } from "./ramActions";

export type BucketAcl = "private" | "public-read" | "public-read-write";
export type StorageClass = "Standard" | "IA" | "Archive" | "ColdArchive" | "DeepColdArchive";

/** A lifecycle rule that removes objects, as OSS knows it. */
export interface ExpirationRule {
  readonly id: string;
  readonly prefix: string;
  readonly days: number;
}

export interface BucketInfo {
  readonly location?: string;
  readonly creationDate?: string;
  readonly storageClass?: string;
  readonly acl?: string;
  readonly extranetEndpoint?: string;
  readonly intranetEndpoint?: string;
}

/** The OSS calls that the Bucket resource makes. Every method may throw a `ServiceError`. */
export interface OssApi {
  putBucket(bucket: string, settings: { acl?: BucketAcl; storageClass?: StorageClass }): Promise<void>;
  /** Undefined when there is no such bucket. */
  getBucketInfo(bucket: string): Promise<BucketInfo | undefined>;
  putBucketAcl(bucket: string, acl: BucketAcl): Promise<void>;
  getBucketTags(bucket: string): Promise<Record<string, string>>;
  /** Replaces the whole set; an empty one removes it. */
  putBucketTags(bucket: string, tags: Readonly<Record<string, string>>): Promise<void>;
  getBucketExpirations(bucket: string): Promise<ExpirationRule[]>;
  /** Replaces all lifecycle rules; an empty list removes them. */
  putBucketExpirations(bucket: string, rules: readonly ExpirationRule[]): Promise<void>;
  /** One page of at most 1,000 object names. */
  listObjects(bucket: string, continuationToken?: string): Promise<{ names: string[]; nextToken?: string }>;
  deleteObjects(bucket: string, names: readonly string[]): Promise<void>;
  /** Ends uploads that were never finished, at most 1,000 at once: they keep a bucket from being deleted. @returns their ids */
  abortUploads(bucket: string): Promise<string[]>;
  deleteBucket(bucket: string): Promise<void>;
}

const MAX_OBJECTS_PER_PAGE = 1_000;
const TIMEOUT_MILLISECONDS = 30_000;

/** ali-oss under our own names, at the pace of all other calls. */
export async function openOssApi(settings: Settings, credential: Credential, calls: Calls): Promise<OssApi> {
  const { host } = settings.oss;
  const open = clientFactory(settings, credential);
  const call = <T>(
    action: OssCall | "GetCredential",
    work: (client: AliOss) => Promise<T>,
    // Only calls about objects need one.
    bucket?: string,
  ): Promise<T> =>
    // Every call here says what is to be, so that making it twice does no harm.
    calls.make({ action, repeatable: true }, async () => {
      try {
        return await work(await open(bucket));
      } catch (thrown) {
        throw toServiceError(action, thrown, host, originOf(credential));
      }
    });
  // Said before anything is done, and not after half of it.
  await call("GetCredential", () => Promise.resolve());
  return {
    putBucket: (bucket, { acl, storageClass }) =>
      call("PutBucket", async (client) => {
        const options = {
          ...(acl ? { acl } : {}),
          ...(storageClass ? { storageClass } : {}),
          timeout: TIMEOUT_MILLISECONDS,
        };
        await client.putBucket(bucket, options);
      }),
    getBucketInfo: (bucket) =>
      orElse("NoSuchBucket", undefined, () =>
        call("GetBucketInfo", async (client) => {
          const info = (await client.getBucketInfo(bucket)).bucket;
          const text = (value: unknown): string | undefined =>
            typeof value === "string" ? value : undefined;
          const grants = info.AccessControlList as { Grant?: unknown } | undefined;
          return {
            location: text(info.Location),
            creationDate: text(info.CreationDate),
            storageClass: text(info.StorageClass),
            acl: text(grants?.Grant),
            extranetEndpoint: text(info.ExtranetEndpoint),
            intranetEndpoint: text(info.IntranetEndpoint),
          };
        }),
      ),
    putBucketAcl: (bucket, acl) =>
      call("PutBucketAcl", async (client) => void (await client.putBucketACL(bucket, acl))),
    getBucketTags: (bucket) =>
      call("GetBucketTags", async (client) => ({ ...(await client.getBucketTags(bucket)).tag })),
    putBucketTags: (bucket, tags) =>
      call("PutBucketTags", async (client) => {
        if (Object.keys(tags).length === 0) await client.deleteBucketTags(bucket);
        else await client.putBucketTags(bucket, { ...tags });
      }),
    getBucketExpirations: (bucket) =>
      orElse("NoSuchLifecycle", [], () =>
        call("GetBucketLifecycle", async (client) => {
          const { rules } = await client.getBucketLifecycle(bucket);
          return (rules ?? []).map(toExpiration).filter((rule) => rule !== undefined);
        }),
      ),
    putBucketExpirations: (bucket, rules) =>
      call("PutBucketLifecycle", async (client) => {
        if (rules.length === 0) await client.deleteBucketLifecycle(bucket);
        else {
          await client.putBucketLifecycle(
            bucket,
            rules.map(({ id, prefix, days }) => ({ id, prefix, status: "Enabled", expiration: { days } })),
          );
        }
      }),
    listObjects: (bucket, continuationToken) =>
      call(
        "ListObjectsV2",
        async (client) => {
          const query = {
            "max-keys": String(MAX_OBJECTS_PER_PAGE),
            ...(continuationToken ? { "continuation-token": continuationToken } : {}),
          };
          const page = await client.listV2(query);
          const names = (page.objects ?? []).map(({ name }) => name);
          return page.nextContinuationToken ? { names, nextToken: page.nextContinuationToken } : { names };
        },
        bucket,
      ),
    deleteObjects: (bucket, names) =>
      call(
        "DeleteMultipleObjects",
        async (client) => void (await client.deleteMulti([...names], { quiet: true })),
        bucket,
      ),
    abortUploads: (bucket) =>
      call(
        "AbortMultipartUpload",
        async (client) => {
          const { uploads = [] } = await client.listUploads({ "max-uploads": MAX_OBJECTS_PER_PAGE });
          for (const { name, uploadId } of uploads) await client.abortMultipartUpload(name, uploadId);
          return uploads.map(({ uploadId }) => uploadId);
        },
        bucket,
      ),
    deleteBucket: (bucket) =>
      call("DeleteBucket", async (client) => void (await client.deleteBucket(bucket))),
  };
}

/** The part of ali-oss in use. Its published types lack the tag calls and require a date in every lifecycle rule. */
interface AliOss {
  putBucket(bucket: string, options: object): Promise<unknown>;
  getBucketInfo(bucket: string): Promise<{ bucket: Record<string, unknown> }>;
  putBucketACL(bucket: string, acl: string): Promise<unknown>;
  getBucketTags(bucket: string): Promise<{ tag?: Record<string, string> }>;
  putBucketTags(bucket: string, tags: Record<string, string>): Promise<unknown>;
  deleteBucketTags(bucket: string): Promise<unknown>;
  getBucketLifecycle(bucket: string): Promise<{ rules?: LifecycleRule[] }>;
  putBucketLifecycle(bucket: string, rules: LifecycleRule[]): Promise<unknown>;
  deleteBucketLifecycle(bucket: string): Promise<unknown>;
  deleteBucket(bucket: string): Promise<unknown>;
  listV2(query: Record<string, string>): Promise<ObjectPage>;
  deleteMulti(names: string[], options: object): Promise<unknown>;
  listUploads(query: object): Promise<UploadPage>;
  abortMultipartUpload(name: string, uploadId: string): Promise<unknown>;
}

interface LifecycleRule {
  id?: string;
  prefix?: string;
  status?: "Enabled" | "Disabled";
  expiration?: { days?: string | number };
}

interface ObjectPage {
  objects?: { name: string }[];
  nextContinuationToken?: string;
}

interface UploadPage {
  uploads?: { name: string; uploadId: string }[];
}

/** Rules of other kinds are not ours to read back, and one that is switched off removes nothing: they count as none. */
function toExpiration({ id, prefix, status, expiration }: LifecycleRule): ExpirationRule | undefined {
  const days = Number(expiration?.days);
  return Number.isInteger(days) && status !== "Disabled"
    ? { id: id ?? "", prefix: prefix ?? "", days }
    : undefined;
}

/**
 * A client for each call, since ali-oss keeps in it what changes: the bucket, which object calls need, and the
 * credentials. One that is kept goes on with a token that has expired, or with a pair that was exchanged.
 */
function clientFactory(
  { region, oss }: Settings,
  credential: Credential,
): (bucket?: string) => Promise<AliOss> {
  const current = async () => {
    const { accessKeyId, accessKeySecret, securityToken } = await credential.getCredential();
    return {
      accessKeyId: accessKeyId ?? "",
      accessKeySecret: accessKeySecret ?? "",
      stsToken: securityToken ?? "",
    };
  };
  const options = {
    region: `oss-${region}`,
    endpoint: `${oss.protocol}://${oss.host}`,
    secure: oss.protocol === "https",
    // V1 signatures are closed to new accounts.
    authorizationV4: true,
    // A bucket's name can't become part of "localhost"; everywhere else it leads the host name.
    sldEnable: /^localhost(:|$)/.test(oss.host),
    timeout: TIMEOUT_MILLISECONDS,
    // For a call that takes longer than a token lives: ending a thousand uploads is one.
    refreshSTSToken: current,
  };
  return async (bucket) =>
    new OSS({
      ...options,
      ...(await current()),
      ...(bucket === undefined ? {} : { bucket }),
    }) as unknown as AliOss;
}

async function orElse<T, U>(code: string, otherwise: U, work: () => Promise<T>): Promise<T | U> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.code === code) return otherwise;
    throw thrown;
  }
}

/** ali-oss errors carry the request's headers: only these fields may leave. */
function toServiceError(action: string, thrown: unknown, host: string, origin?: string): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  if (thrown instanceof NoCredentialsError) return noCredentials(action, thrown.origin);
  const error: Record<string, unknown> = typeof thrown === "object" && thrown !== null ? { ...thrown } : {};
  const code = typeof error.code === "string" ? error.code : "";
  const status = typeof error.status === "number" && error.status > 0 ? error.status : undefined;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (status !== undefined && code !== "") {
    const requestId = typeof error.requestId === "string" ? error.requestId : undefined;
    const detail = withOrigin(code, message, origin);
    return new ServiceError(action, outcomeOf(code, status), code, detail, status, requestId);
  }
  if (/credential/i.test(message)) return noCredentials(action);
  const notSent = NOT_SENT_CODES.find((known) => message.includes(known));
  if (notSent !== undefined)
    return new ServiceError(action, "not-sent", notSent, `no connection to ${host} (${notSent})`);
  return new ServiceError(action, "unclear", code || "ConnectionLost", `no usable answer from ${host}`);
}
