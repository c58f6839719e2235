import type { IncomingMessage } from "node:http";
import type { AccessKeys } from "../http/accessKeys";
import { isSameSignature } from "../http/signature/encoding";
import type { Address } from "./address";
import { OssError } from "./errors";
import { readSignatureV1 } from "./signatureV1";
import { readSignatureV4 } from "./signatureV4";

/** How far a request's date may be off, before and after. Source: OSS documentation, RequestTimeTooSkewed. */
export const MAX_SKEW_MILLISECONDS = 15 * 60 * 1000;

/** A signature as it came with a request, and what it must be. */
export interface Signature {
  readonly accessKeyId: string;
  /** When the request was signed. Absent in a V1 signed URL, which tells only when it ends. */
  readonly signedAt?: number;
  /** When a signed URL ends, milliseconds since the epoch. Absent for a signature in the header. */
  readonly expiresAt?: number;
  readonly provided: string;
  expected(accessKeySecret: string): string;
  /** Told to the client when the signature does not match. Holds nothing that the client did not send. */
  readonly explanation: Readonly<Record<string, string>>;
}

/**
 * Verifies the signature of a request against the real time of this machine: clients sign with it, whatever
 * the emulator's clock says. Answers the access key id, or `undefined` for a request without a signature.
 * @throws OssError `InvalidAccessKeyId`, `InvalidSecurityToken`, `SecurityTokenExpired`, `RequestTimeTooSkewed`,
 *   `AccessDenied`, `SignatureDoesNotMatch`, `InvalidArgument` for a signature that cannot be read, `NotImplemented` for another scheme.
 */
export function authenticate(
  request: IncomingMessage,
  address: Address,
  accessKeys: AccessKeys,
  region: string,
): string | undefined {
  const signature = readSignature(request, address, region);
  if (signature === undefined) {
    return undefined;
  }
  const key = accessKeys.find(signature.accessKeyId);
  if (key === undefined) {
    throw new OssError("InvalidAccessKeyId", { OSSAccessKeyId: signature.accessKeyId });
  }
  if (key.inactive === true) {
    const message = "The OSS Access Key Id you provided is disabled.";
    throw new OssError("InvalidAccessKeyId", { OSSAccessKeyId: signature.accessKeyId }, message);
  }
  checkTime(signature, Date.now());
  if (!isSameSignature(signature.provided, signature.expected(key.accessKeySecret))) {
    throw new OssError("SignatureDoesNotMatch", {
      OSSAccessKeyId: signature.accessKeyId,
      SignatureProvided: signature.provided,
      ...signature.explanation,
    });
  }
  if (tokenOf(request, address) !== key.securityToken) {
    throw new OssError("InvalidSecurityToken");
  }
  if (accessKeys.hasExpired(key)) {
    throw new OssError("SecurityTokenExpired");
  }
  return signature.accessKeyId;
}

/** The security token of temporary credentials. Clients write its name with and without `x-oss-`. */
function tokenOf({ headers }: IncomingMessage, { query }: Address): string | undefined {
  const inHeader = headers["x-oss-security-token"] ?? headers["security-token"];
  const inUrl = query.get("x-oss-security-token") ?? query.get("security-token");
  return typeof inHeader === "string" ? inHeader : inUrl;
}

function readSignature(request: IncomingMessage, address: Address, region: string): Signature | undefined {
  const { authorization } = request.headers;
  if (authorization?.startsWith("OSS2 ") || address.query.get("x-oss-signature-version") === "OSS2") {
    throw new OssError("NotImplemented", {}, "The emulator does not implement signature version 2 (OSS2).");
  }
  return readSignatureV4(request, address, region) ?? readSignatureV1(request, address);
}

function checkTime({ signedAt, expiresAt }: Signature, now: number): void {
  if (expiresAt !== undefined && now > expiresAt) {
    throw new OssError(
      "AccessDenied",
      { Expires: new Date(expiresAt).toISOString() },
      "Request has expired.",
    );
  }
  const isEarly = signedAt !== undefined && signedAt - now > MAX_SKEW_MILLISECONDS;
  const isLate = signedAt !== undefined && expiresAt === undefined && now - signedAt > MAX_SKEW_MILLISECONDS;
  if (isEarly || isLate) {
    throw new OssError("RequestTimeTooSkewed", {
      RequestTime: new Date(signedAt).toISOString(),
      ServerTime: new Date(now).toISOString(),
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MILLISECONDS),
    });
  }
}
