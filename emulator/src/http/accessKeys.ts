import { randomBytes } from "node:crypto";
import { UsageError } from "../usageError";

/** The account of every key that names no other. */
export const DEFAULT_ACCOUNT_ID = "1000000000000001";

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The account that GetCallerIdentity names. All keys see the same jobs and buckets. Default {@link DEFAULT_ACCOUNT_ID}. */
  readonly accountId?: string;
  /** Makes the pair temporary credentials: every request has to bring exactly this token. Default: none may come. */
  readonly securityToken?: string;
  /** ISO 8601 time, by the emulator's clock, from which the token is refused. Default: never. */
  readonly expiresAt?: string;
  /** `true` for a key that was switched off: it is known and refused. Default `false`. */
  readonly inactive?: boolean;
}

/** The access keys that the emulator knows. Every signature scheme looks keys up here. */
export interface AccessKeys {
  /** The key of that id, or `undefined` when the emulator does not know it. */
  find(accessKeyId: string): AccessKeyPair | undefined;
  hasExpired(pair: AccessKeyPair): boolean;
  /** A key that may sign from now on, instead of an earlier one of the same id. @throws UsageError. */
  add(pair: AccessKeyPair): void;
  /** Only the keys of the start are left. */
  reset(): void;
}

/**
 * Access keys with the given pairs; a later pair of the same id replaces an earlier one.
 * @param now milliseconds since the epoch, by the emulator's clock.
 * @throws UsageError for a pair that cannot be.
 */
export function createAccessKeys(pairs: readonly AccessKeyPair[], now: () => number = Date.now): AccessKeys {
  const byId = new Map<string, AccessKeyPair>();
  const add = (pair: AccessKeyPair): void => {
    checkExpiry(pair);
    byId.set(pair.accessKeyId, pair);
  };
  pairs.forEach(add);
  return {
    find: (accessKeyId) => byId.get(accessKeyId),
    hasExpired: ({ expiresAt }) => expiresAt !== undefined && now() >= Date.parse(expiresAt),
    add,
    reset: () => {
      byId.clear();
      pairs.forEach(add);
    },
  };
}

function checkExpiry({ accessKeyId, securityToken, expiresAt }: AccessKeyPair): void {
  if (expiresAt === undefined) {
    return;
  }
  if (securityToken === undefined) {
    throw new UsageError(`the access key ${accessKeyId} expires, but only one with a securityToken can`);
  }
  if (Number.isNaN(Date.parse(expiresAt))) {
    throw new UsageError(`expiresAt of the access key ${accessKeyId} has to be an ISO 8601 time`);
  }
}

/** A random pair. The id is recognisable as one of the emulator, so that nobody takes it for a real key. */
export function generateAccessKeyPair(): AccessKeyPair {
  return {
    accessKeyId: `emulator${randomBytes(6).toString("hex")}`,
    accessKeySecret: randomBytes(20).toString("base64url"),
  };
}
