import { createHash, createHmac } from "node:crypto";
import { ServiceError } from "../errors";
import type { IncomingRequest } from "../incoming";
import { canonicalParameters, isSameSignature } from "./encoding";
import { MAX_DATE_DIFFERENCE_MILLISECONDS } from "./nonces";
import type { Caller, SignatureScheme, VerifierContext } from "./scheme";

const ALGORITHM = "ACS3-HMAC-SHA256";
const DATE_FORMAT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const ALWAYS_REQUIRED = [
  "host",
  "x-acs-action",
  "x-acs-version",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-content-sha256",
];

/** ACS3-HMAC-SHA256, the scheme of current clients. */
export const acs3: SignatureScheme = {
  recognises: (request) => (request.headers.get("authorization") ?? "").startsWith(ALGORITHM),

  verify(request: IncomingRequest, context: VerifierContext): Caller {
    const authorization = parseAuthorization(request.headers.get("authorization") ?? "");
    requireSignedHeaders(request, authorization.signedHeaders);
    const signedAt = readDate(header(request, "x-acs-date"), context.realNow);
    const secret = context.accessKeys.secretOf(authorization.accessKeyId);
    if (secret === undefined) {
      throw new ServiceError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    }
    const stringToSign = stringToSignOf(request, authorization.signedHeaders);
    const bodyIsSigned = header(request, "x-acs-content-sha256") === sha256(request.body);
    if (!bodyIsSigned || !isSameSignature(authorization.signature, sign(stringToSign, secret))) {
      throw new ServiceError(
        400,
        "SignatureDoesNotMatch",
        `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
      );
    }
    const nonce = header(request, "x-acs-signature-nonce");
    context.nonces.use(authorization.accessKeyId, nonce, signedAt, context.realNow);
    return { accessKeyId: authorization.accessKeyId };
  },
};

/** The signature that a client has to send for `request` with these signed headers. */
export function acs3Signature(
  request: IncomingRequest,
  signedHeaders: readonly string[],
  secret: string,
): string {
  return sign(stringToSignOf(request, signedHeaders), secret);
}

interface Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(text: string): Authorization {
  const fields = new Map<string, string>();
  for (const part of text.slice(ALGORITHM.length).split(",")) {
    const equals = part.indexOf("=");
    fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const accessKeyId = fields.get("Credential");
  const signedHeaders = fields.get("SignedHeaders");
  const signature = fields.get("Signature");
  if (!accessKeyId || !signedHeaders || !signature) {
    throw incomplete("the Authorization header needs Credential, SignedHeaders and Signature");
  }
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

/** A header that is sent but not signed could be changed on the way without notice. */
function requireSignedHeaders(request: IncomingRequest, signedHeaders: readonly string[]): void {
  const signed = new Set(signedHeaders);
  for (const name of ALWAYS_REQUIRED) {
    if (!request.headers.get(name)) {
      throw incomplete(`the header ${name} is missing`);
    }
  }
  for (const name of request.headers.keys()) {
    const mustBeSigned = name === "host" || name === "content-type" || name.startsWith("x-acs-");
    if (mustBeSigned && !signed.has(name)) {
      throw incomplete(`the header ${name} is sent but not signed`);
    }
  }
}

function incomplete(reason: string): ServiceError {
  return new ServiceError(
    400,
    "IncompleteSignature",
    `The request signature does not conform to the standard: ${reason}.`,
  );
}

function readDate(text: string, realNow: number): number {
  const time = DATE_FORMAT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ServiceError(
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  }
  if (Math.abs(realNow - time) > MAX_DATE_DIFFERENCE_MILLISECONDS) {
    throw new ServiceError(
      400,
      "InvalidTimeStamp.Expired",
      "Specified time stamp or date value is expired: it is more than 15 minutes off.",
    );
  }
  return time;
}

function stringToSignOf(request: IncomingRequest, signedHeaders: readonly string[]): string {
  const names = [...signedHeaders].sort();
  const canonicalRequest = [
    request.method,
    request.path,
    canonicalParameters(request.query),
    names.map((name) => `${name}:${header(request, name).trim()}\n`).join(""),
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  return `${ALGORITHM}\n${sha256(canonicalRequest)}`;
}

function sign(stringToSign: string, secret: string): string {
  return createHmac("sha256", secret).update(stringToSign).digest("hex");
}

function header(request: IncomingRequest, name: string): string {
  return request.headers.get(name) ?? "";
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
