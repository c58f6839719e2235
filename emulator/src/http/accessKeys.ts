import { randomBytes } from "node:crypto";

/** The access keys that the emulator knows. Every signature scheme looks keys up here. */
export interface AccessKeys {
  /** The key of that id, or `undefined` when the emulator does not know it. */
  find(accessKeyId: string): AccessKeyPair | undefined;
}

/** The account of every key that names no other. */
export const DEFAULT_ACCOUNT_ID = "1000000000000001";

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The account that GetCallerIdentity names. All keys see the same jobs and buckets. Default {@link DEFAULT_ACCOUNT_ID}. */
  readonly accountId?: string;
  /** Makes the pair temporary credentials: every request has to bring exactly this token. Default: none may come. */
  readonly securityToken?: string;
  /** `true` for a key that was switched off: it is known and refused. Default `false`. */
  readonly inactive?: boolean;
}

/** Access keys with the given pairs; a later pair of the same id replaces an earlier one. */
export function createAccessKeys(pairs: readonly AccessKeyPair[]): AccessKeys {
  const byId = new Map(pairs.map((pair) => [pair.accessKeyId, pair]));
  return { find: (accessKeyId) => byId.get(accessKeyId) };
}

/** A random pair. The id is recognisable as one of the emulator, so that nobody takes it for a real key. */
export function generateAccessKeyPair(): AccessKeyPair {
  return {
    accessKeyId: `emulator${randomBytes(6).toString("hex")}`,
    accessKeySecret: randomBytes(20).toString("base64url"),
  };
}
