import { ServiceError } from "../errors";
import type { IncomingRequest } from "../incoming";
import { acs3 } from "./acs3";
import { hmacSha1 } from "./hmacSha1";
import type { Caller, SignatureScheme, VerifierContext } from "./scheme";

const SCHEMES: readonly SignatureScheme[] = [acs3, hmacSha1];

export function verifySignature(request: IncomingRequest, context: VerifierContext): Caller {
  const scheme = SCHEMES.find((candidate) => candidate.recognises(request));
  if (scheme !== undefined) {
    return scheme.verify(request, context);
  }
  if (request.headers.has("authorization") || request.headers.has("x-acs-bearer-token")) {
    throw new ServiceError(
      400,
      "IncompleteSignature",
      "The request is not signed in a supported way: use an access key and ACS3-HMAC-SHA256.",
    );
  }
  throw new ServiceError(400, "MissingAccessKeyId", "AccessKeyId is mandatory: the request is not signed.");
}
