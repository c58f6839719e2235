import { randomBytes } from "node:crypto";

/** The access keys that the emulator knows. Every signature scheme looks secrets up here. */
export interface AccessKeys {
  /** The secret of an access key, or `undefined` when the emulator does not know the key. */
  secretOf(accessKeyId: string): string | undefined;
}

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Access keys with the given pairs; a later pair of the same id replaces an earlier one. */
export function createAccessKeys(pairs: readonly AccessKeyPair[]): AccessKeys {
  const secrets = new Map(pairs.map((pair) => [pair.accessKeyId, pair.accessKeySecret]));
  return { secretOf: (accessKeyId) => secrets.get(accessKeyId) };
}

/** A random pair. The id is recognisable as one of the emulator, so that nobody takes it for a real key. */
export function generateAccessKeyPair(): AccessKeyPair {
  return {
    accessKeyId: `emulator${randomBytes(6).toString("hex")}`,
    accessKeySecret: randomBytes(20).toString("base64url"),
  };
}
