import type { IncomingMessage } from "node:http";
import { OssError } from "./errors";
import { checkBucketName, checkKey } from "./names";

/** What a request names: the service, a bucket, or an object, and the parameters of its URL. */
export interface Address {
  readonly bucket?: string;
  /** Decoded. Only present together with a bucket. */
  readonly key?: string;
  /** Decoded. A parameter without a value has the value "". */
  readonly query: ReadonlyMap<string, string>;
  /** The name the client used for this server, without a port. */
  readonly host: string;
}

// bucket.oss-cn-shanghai.aliyuncs.com; a client that is given an IP address sends an empty bucket for ListBuckets.
const SERVICE_HOST = /^(?:([^.]*)\.)?oss-[a-z0-9-]+\.aliyuncs\.com$/;
const LOCAL_HOST = /^([^.]+)\.localhost$/;

/**
 * Reads the address of a request from its Host header and its raw path, in virtual-host style
 * (`bucket.oss-REGION.aliyuncs.com`, `bucket.localhost`) or path style (any other host).
 * The path is taken as it came: `.` and `..` are parts of a key like any other.
 * @throws OssError `InvalidURI`, `InvalidBucketName` or `InvalidObjectName`.
 */
export function readAddress(request: IncomingMessage): Address {
  const [path = "", ...rest] = (request.url ?? "/").split("?");
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  const query = readQuery(rest.join("?"));
  const hostBucket = (SERVICE_HOST.exec(host) ?? LOCAL_HOST.exec(host))?.[1];
  const isVirtualHost = SERVICE_HOST.test(host) || hostBucket !== undefined;
  const [bucketInPath = "", ...keyInPath] = path.slice(1).split("/");
  const bucket = isVirtualHost ? hostBucket : decode(bucketInPath);
  const key = decode(isVirtualHost ? path.slice(1) : keyInPath.join("/"));
  if (bucket === undefined || bucket === "") {
    return { query, host };
  }
  checkBucketName(bucket);
  if (key === "") {
    return { bucket, query, host };
  }
  checkKey(key);
  return { bucket, key, query, host };
}

function readQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split("&")) {
    if (pair !== "") {
      const [name = "", ...value] = pair.replaceAll("+", " ").split("=");
      query.set(decode(name), decode(value.join("=")));
    }
  }
  return query;
}

/** Decodes percent signs. @throws OssError `InvalidURI` where that gives no text. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new OssError("InvalidURI");
  }
}
