import { createHmac } from "node:crypto";
import { invalidSignatureMethod, ServiceError, signatureDoesNotMatch } from "../errors";
import { type IncomingRequest, parametersOf } from "../incoming";
import { maskUrls } from "../masking";
import { requireKey, requireToken } from "./credentials";
import { lastMoment, readDate } from "./dates";
import { canonicalParameters, isSameSignature, percentEncode } from "./encoding";
import type { Caller, SignatureScheme, VerifierContext } from "./scheme";

const METHOD = "HMAC-SHA1";
const VERSION = "1.0";
const MAX_DATE_DIFFERENCE_MINUTES = 31;
const MARKS = ["Signature", "SignatureMethod", "SignatureVersion", "AccessKeyId"];

/** HMAC-SHA1 with `SignatureVersion=1.0`, the older scheme: everything is a parameter, in the query, the form or both. */
export const hmacSha1: SignatureScheme = {
  defaultFormat: "xml",

  recognises(request) {
    const parameters = parametersOf(request);
    return MARKS.some((name) => parameters.has(name));
  },

  target(request) {
    const parameters = parametersOf(request);
    return { action: parameters.get("Action") ?? "", version: parameters.get("Version") ?? "" };
  },

  verify(request: IncomingRequest, context: VerifierContext): Caller {
    const parameters = parametersOf(request);
    const accessKeyId = required(parameters, "AccessKeyId");
    const signature = required(parameters, "Signature");
    const nonce = required(parameters, "SignatureNonce");
    requireMethod(required(parameters, "SignatureMethod"), required(parameters, "SignatureVersion"));
    const date = readDate(required(parameters, "Timestamp"), context.realNow, MAX_DATE_DIFFERENCE_MINUTES);
    const key = requireKey(context.accessKeys, accessKeyId);
    if (!isSameSignature(signature, hmacSha1Signature(request, key.accessKeySecret))) {
      throw signatureDoesNotMatch(stringToSignOf(request.method, signedPairs(request).map(masked)));
    }
    requireToken(context.accessKeys, key, parameters.get("SecurityToken"));
    context.nonces.use(accessKeyId, nonce, lastMoment(date, MAX_DATE_DIFFERENCE_MINUTES), context.realNow);
    return { accessKeyId };
  },
};

/** The signature that a client has to send for `request`. */
export function hmacSha1Signature(request: IncomingRequest, secret: string): string {
  const stringToSign = stringToSignOf(request.method, signedPairs(request));
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}

type Pair = readonly [name: string, value: string];

function signedPairs(request: IncomingRequest): Pair[] {
  return [...request.query, ...request.form].filter(([name]) => name !== "Signature");
}

function stringToSignOf(method: string, pairs: readonly Pair[]): string {
  return [method, percentEncode("/"), percentEncode(canonicalParameters(pairs))].join("&");
}

/** Without tokens and stream URLs: an error is printed and kept in places where they must not be. */
function masked([name, value]: Pair): Pair {
  return [name, name === "SecurityToken" ? "***" : maskUrls(value)];
}

function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (!value) {
    throw new ServiceError(400, `Missing${name}`, `${name} is mandatory for this action.`);
  }
  return value;
}

function requireMethod(method: string, version: string): void {
  if (method !== METHOD) {
    throw invalidSignatureMethod(`SignatureMethod ${method}`);
  }
  if (version !== VERSION) {
    throw new ServiceError(
      400,
      "InvalidSignatureVersion",
      `Specified signature version is not supported: it has to be ${VERSION}.`,
    );
  }
}
