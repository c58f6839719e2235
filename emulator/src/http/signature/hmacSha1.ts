import { notImplemented } from "../errors";
import { type IncomingRequest, parametersOf } from "../incoming";
import type { SignatureScheme } from "./scheme";

/** The older scheme, HMAC-SHA1 with `SignatureVersion=1.0` in the parameters: recognised, not verified yet. */
export const hmacSha1: SignatureScheme = {
  recognises: (request: IncomingRequest) => parametersOf(request).has("Signature"),
  verify: () => {
    throw notImplemented("The signature method HMAC-SHA1 (SignatureVersion 1.0)");
  },
};
