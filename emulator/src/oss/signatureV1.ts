import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Address } from "./address";
import { OssError } from "./errors";
import type { Signature } from "./signature";

// Parameters of a URL that are part of what V1 signs; all others are not. Sources: OSS documentation, "Include
// signatures in the Authorization header", and the lists of the public clients.
const SIGNED_PARAMETERS = new Set(
  (
    "acl append asyncFetch bucketInfo callback callback-var cname comp continuation-token cors delete encryption " +
    "endTime img inventory inventoryId lifecycle link live location logging metaQuery objectInfo objectMeta " +
    "partNumber policy policyStatus position publicAccessBlock qos qosInfo referer replication " +
    "replicationLocation replicationProgress requestPayment resourceGroup response-cache-control " +
    "response-content-disposition response-content-encoding response-content-language response-content-type " +
    "response-expires restore security-token sequential startTime stat status style styleName symlink tagging " +
    "transferAcceleration udf uploadId uploads versionId versioning versions vod website worm wormExtend wormId " +
    "x-oss-process x-oss-request-payer x-oss-traffic-limit accessmonitor archiveDirectRead group httpsConfig"
  ).split(" "),
);

const AUTHORIZATION = /^OSS ([^:\s]+):([A-Za-z0-9+/=]+)$/;

/** The V1 signature (HMAC-SHA1) of a request, from its Authorization header or its URL. */
export function readSignatureV1(request: IncomingMessage, address: Address): Signature | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [, accessKeyId, provided] = AUTHORIZATION.exec(authorization) ?? [];
    if (accessKeyId === undefined || provided === undefined) {
      throw new OssError("InvalidArgument", {}, "Authorization header is invalid.");
    }
    const date = headerOf(request, "x-oss-date") || headerOf(request, "date");
    const signedAt = Date.parse(date);
    if (Number.isNaN(signedAt)) {
      throw new OssError("AccessDenied", {}, "OSS authentication requires a valid Date.");
    }
    return { ...signed(request, address, accessKeyId, provided, date), signedAt };
  }
  const { query } = address;
  const accessKeyId = query.get("OSSAccessKeyId");
  const expires = query.get("Expires");
  const provided = query.get("Signature");
  if (accessKeyId === undefined && expires === undefined && provided === undefined) {
    return undefined;
  }
  if (accessKeyId === undefined || provided === undefined || !/^\d{1,12}$/.test(expires ?? "")) {
    throw new OssError(
      "AccessDenied",
      {},
      "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters",
    );
  }
  const end = expires ?? "";
  return { ...signed(request, address, accessKeyId, provided, end), expiresAt: Number(end) * 1000 };
}

function signed(
  request: IncomingMessage,
  address: Address,
  accessKeyId: string,
  provided: string,
  date: string,
): Signature {
  // Node gives the bytes of a header as one character each; the resource is brought into the same form.
  const resource = Buffer.from(canonicalResource(address)).toString("latin1");
  const stringToSign = [
    request.method ?? "",
    headerOf(request, "content-md5"),
    headerOf(request, "content-type"),
    date,
    ...ossHeaders(request),
    resource,
  ].join("\n");
  return {
    accessKeyId,
    provided,
    expected: (secret) => createHmac("sha1", secret).update(stringToSign, "latin1").digest("base64"),
    explanation: { StringToSign: Buffer.from(stringToSign, "latin1").toString() },
  };
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value.trim() : "";
}

function ossHeaders(request: IncomingMessage): string[] {
  return Object.keys(request.headers)
    .filter((name) => name.startsWith("x-oss-"))
    .sort()
    .map((name) => `${name}:${headerOf(request, name)}`);
}

function canonicalResource({ bucket, key = "", query }: Address): string {
  const resource = bucket === undefined ? "/" : `/${bucket}/${key}`;
  const parameters = [...query]
    .filter(([name]) => SIGNED_PARAMETERS.has(name))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  return parameters.length === 0 ? resource : `${resource}?${parameters.join("&")}`;
}
