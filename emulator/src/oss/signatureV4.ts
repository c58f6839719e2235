import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { percentEncode } from "../http/signature/encoding";
import type { Address } from "./address";
import { OssError } from "./errors";
import type { Signature } from "./signature";

const ALGORITHM = "OSS4-HMAC-SHA256";
const REQUEST_TYPE = "aliyun_v4_request";
/** Longest life of a signed URL: seven days. Source: OSS documentation, "Include a V4 signature in a URL". */
const MAX_EXPIRES_SECONDS = 604_800;
const DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

interface Claim {
  readonly credential: string;
  readonly additionalHeaders: readonly string[];
  readonly provided: string;
  readonly date: string;
  readonly expires?: string;
  /** "Authorization header" or "query": where the claim came from, as OSS names it in its messages. */
  readonly place: string;
}

/** The V4 signature (HMAC-SHA256) of a request, from its Authorization header or its URL. */
export function readSignatureV4(
  request: IncomingMessage,
  address: Address,
  region: string,
): Signature | undefined {
  const claim = claimOfHeader(request) ?? claimOfUrl(address);
  if (claim === undefined) {
    return undefined;
  }
  const signedAt = parseDate(claim);
  const accessKeyId = readCredential(claim, region.replace(/^oss-/, ""));
  const [, ...scope] = claim.credential.split("/");
  const canonical = canonicalRequest(request, address, claim);
  const hash = createHash("sha256").update(canonical, "latin1").digest("hex");
  const stringToSign = [ALGORITHM, claim.date, scope.join("/"), hash].join("\n");
  return {
    accessKeyId,
    signedAt,
    ...(claim.expires === undefined ? {} : { expiresAt: signedAt + readExpires(claim.expires) * 1000 }),
    provided: claim.provided,
    expected: (secret) => {
      const key = scope.reduce<string | Buffer>((chain, part) => hmac(chain, part), `aliyun_v4${secret}`);
      return hmac(key, stringToSign).toString("hex");
    },
    explanation: {
      StringToSign: stringToSign,
      CanonicalRequest: Buffer.from(canonical, "latin1").toString(),
    },
  };
}

function claimOfHeader(request: IncomingMessage): Claim | undefined {
  const { authorization } = request.headers;
  if (!authorization?.startsWith(`${ALGORITHM} `)) {
    return undefined;
  }
  const fields = new Map<string, string>();
  for (const field of authorization.slice(ALGORITHM.length).split(",")) {
    const [name = "", ...value] = field.trim().split("=");
    fields.set(name, value.join("="));
  }
  const date = request.headers["x-oss-date"];
  return {
    credential: fields.get("Credential") ?? "",
    additionalHeaders: namesOf(fields.get("AdditionalHeaders")),
    provided: fields.get("Signature") ?? "",
    date: typeof date === "string" ? date : isoDate(request.headers.date),
    place: "Authorization header",
  };
}

function claimOfUrl({ query }: Address): Claim | undefined {
  if (query.get("x-oss-signature-version") !== ALGORITHM) {
    return undefined;
  }
  return {
    credential: query.get("x-oss-credential") ?? "",
    additionalHeaders: namesOf(query.get("x-oss-additional-headers")),
    provided: query.get("x-oss-signature") ?? "",
    date: query.get("x-oss-date") ?? "",
    expires: query.get("x-oss-expires") ?? "",
    place: "query",
  };
}

function namesOf(list: string | undefined): string[] {
  return (list ?? "").split(";").filter((name) => name !== "");
}

function isoDate(date: string | undefined): string {
  const parsed = new Date(date ?? "");
  return Number.isNaN(parsed.getTime()) ? "" : parsed.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function parseDate({ date }: Claim): number {
  if (!DATE.test(date)) {
    throw new OssError("AccessDenied", {}, "OSS authentication requires a valid Date.");
  }
  return Date.parse(date.replace(DATE, "$1-$2-$3T$4:$5:$6Z"));
}

function readExpires(expires: string): number {
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > MAX_EXPIRES_SECONDS) {
    throw new OssError("InvalidArgument", { ArgumentName: "x-oss-expires", ArgumentValue: expires });
  }
  return seconds;
}

function readCredential({ credential, date, place }: Claim, region: string): string {
  const [accessKeyId = "", signDate, signRegion, product, type, ...more] = credential.split("/");
  const refuse = (what: string): OssError =>
    new OssError("InvalidArgument", {}, `Invalid ${what} in ${place}.`);
  if (accessKeyId === "" || type !== REQUEST_TYPE || more.length > 0) {
    throw refuse("credential");
  }
  if (signDate !== date.slice(0, 8)) {
    throw refuse("signing date");
  }
  if (signRegion !== region) {
    throw refuse("signing region");
  }
  if (product !== "oss") {
    throw refuse("signing product");
  }
  return accessKeyId;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function canonicalRequest(
  request: IncomingMessage,
  { bucket, key = "", query }: Address,
  claim: Claim,
): string {
  const { headers } = request;
  const missing = claim.additionalHeaders.find((name) => headers[name] === undefined);
  if (missing !== undefined) {
    throw new OssError("InvalidArgument", {}, `The signed header ${missing} is not in the request.`);
  }
  const additional = [...claim.additionalHeaders].sort();
  const signedHeaders = Object.keys(headers)
    .filter((name) => /^(x-oss-.*|content-type|content-md5)$/.test(name) || additional.includes(name))
    .sort()
    .map((name) => `${name}:${String(headers[name] ?? "").trim()}\n`);
  const parameters = [...query]
    .filter(([name]) => name !== "x-oss-signature")
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  return [
    request.method ?? "",
    bucket === undefined ? "/" : `/${percentEncode(bucket)}/${percentEncode(key).replaceAll("%2F", "/")}`,
    parameters.join("&"),
    signedHeaders.join(""),
    additional.join(";"),
    headers["x-oss-content-sha256"] ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
}
