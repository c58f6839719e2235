import { createHash, createHmac } from "node:crypto";
import { incompleteSignature, signatureDoesNotMatch } from "../errors";
import type { IncomingRequest } from "../incoming";
import { requireKey, requireToken } from "./credentials";
import { lastMoment, readDate } from "./dates";
import { canonicalParameters, isSameSignature } from "./encoding";
import type { Caller, SignatureScheme, VerifierContext } from "./scheme";

const ALGORITHM = "ACS3-HMAC-SHA256";
const MAX_DATE_DIFFERENCE_MINUTES = 15;
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
  defaultFormat: "json",

  recognises: (request) => header(request, "authorization").split(" ", 1)[0] === ALGORITHM,

  target: (request) => ({
    action: header(request, "x-acs-action"),
    version: header(request, "x-acs-version"),
  }),

  verify(request: IncomingRequest, context: VerifierContext): Caller {
    const { accessKeyId, signedHeaders, signature } = parseAuthorization(header(request, "authorization"));
    requireSignedHeaders(request, signedHeaders);
    const date = readDate(header(request, "x-acs-date"), context.realNow, MAX_DATE_DIFFERENCE_MINUTES);
    const key = requireKey(context.accessKeys, accessKeyId);
    const stringToSign = stringToSignOf(request, signedHeaders);
    const bodyIsSigned = header(request, "x-acs-content-sha256") === sha256(request.body);
    if (!bodyIsSigned || !isSameSignature(signature, sign(stringToSign, key.accessKeySecret))) {
      throw signatureDoesNotMatch(stringToSign);
    }
    requireToken(context.accessKeys, key, request.headers.get("x-acs-security-token"));
    const nonce = header(request, "x-acs-signature-nonce");
    context.nonces.use(accessKeyId, nonce, lastMoment(date, MAX_DATE_DIFFERENCE_MINUTES), context.realNow);
    return { accessKeyId };
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
    throw incompleteSignature("the Authorization header needs Credential, SignedHeaders and Signature");
  }
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

/** A header that is sent but not signed could be changed on the way without notice. */
function requireSignedHeaders(request: IncomingRequest, signedHeaders: readonly string[]): void {
  const signed = new Set(signedHeaders);
  for (const name of ALWAYS_REQUIRED) {
    if (!request.headers.get(name)) {
      throw incompleteSignature(`the header ${name} is missing`);
    }
  }
  for (const name of request.headers.keys()) {
    const mustBeSigned = name === "host" || name === "content-type" || name.startsWith("x-acs-");
    if (mustBeSigned && !signed.has(name)) {
      throw incompleteSignature(`the header ${name} is sent but not signed`);
    }
  }
  for (const name of signed) {
    if (!request.headers.has(name)) {
      throw incompleteSignature(`the header ${name} is signed but not sent`);
    }
  }
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
