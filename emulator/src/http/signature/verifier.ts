import { invalidSignatureMethod, ServiceError } from "../errors";
import { type IncomingRequest, parametersOf } from "../incoming";
import { acs3 } from "./acs3";
import { hmacSha1 } from "./hmacSha1";
import type { SignatureScheme, Target } from "./scheme";

const TOKEN_HEADERS = ["x-acs-bearer-token", "x-acs-zero-trust-idtoken"];

/** How a request is signed. What cannot be verified says so when it is verified, so that `target` works for all. */
export function schemeOf(request: IncomingRequest): SignatureScheme {
  if (acs3.recognises(request)) {
    return acs3;
  }
  const authorization = request.headers.get("authorization");
  if (authorization !== undefined) {
    return unverifiable(() =>
      invalidSignatureMethod(`Authorization ${authorization.split(" ", 1)[0] ?? ""}`),
    );
  }
  if (hasToken(request)) {
    return unverifiable(() => invalidSignatureMethod("a bearer or identity token"));
  }
  return hmacSha1.recognises(request) ? hmacSha1 : unverifiable(notSigned);
}

/** Tokens that stand in for a signature. An STS token does not: it comes beside one. */
function hasToken(request: IncomingRequest): boolean {
  const parameters = parametersOf(request);
  return (
    TOKEN_HEADERS.some((name) => request.headers.has(name)) ||
    parameters.has("BearerToken") ||
    parameters.get("SignatureType")?.toUpperCase() === "BEARERTOKEN"
  );
}

function unverifiable(reason: () => ServiceError): SignatureScheme {
  return {
    defaultFormat: "json",
    recognises: () => true,
    target: headerOrParameter,
    verify: () => {
      throw reason();
    },
  };
}

function notSigned(): ServiceError {
  return new ServiceError(400, "MissingAccessKeyId", "AccessKeyId is mandatory: the request is not signed.");
}

function headerOrParameter(request: IncomingRequest): Target {
  const parameters = parametersOf(request);
  return {
    action: request.headers.get("x-acs-action") ?? parameters.get("Action") ?? "",
    version: request.headers.get("x-acs-version") ?? parameters.get("Version") ?? "",
  };
}
