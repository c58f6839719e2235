import type { AccessKeyPair, AccessKeys } from "../accessKeys";
import { ServiceError } from "../errors";

/** Longer than any token of the service; a longer one is no token. */
const MAX_TOKEN_CHARACTERS = 8192;
const TOKEN_FORMAT = /^[\x21-\x7e]+$/;

/**
 * The key that a request names.
 * @throws ServiceError InvalidAccessKeyId.NotFound, InvalidAccessKeyId.Inactive.
 */
export function requireKey(accessKeys: AccessKeys, accessKeyId: string): AccessKeyPair {
  const key = accessKeys.find(accessKeyId);
  if (key === undefined) {
    throw new ServiceError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  if (key.inactive === true) {
    throw new ServiceError(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
  }
  return key;
}

/**
 * @param token as it came, absent when none was sent.
 * @throws ServiceError MissingSecurityToken, InvalidSecurityToken.Malformed, InvalidSecurityToken.Expired,
 *   InvalidSecurityToken.MismatchWithAccessKey.
 */
export function requireToken(accessKeys: AccessKeys, key: AccessKeyPair, token: string | undefined): void {
  if (token === key.securityToken) {
    if (accessKeys.hasExpired(key)) {
      throw new ServiceError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    }
    return;
  }
  if (token === undefined) {
    throw new ServiceError(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
  }
  if (token.length > MAX_TOKEN_CHARACTERS || !TOKEN_FORMAT.test(token)) {
    throw new ServiceError(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  }
  throw new ServiceError(
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "Specified SecurityToken mismatch with the AccessKey.",
  );
}
