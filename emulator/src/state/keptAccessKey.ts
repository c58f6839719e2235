import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AccessKeyPair, generateAccessKeyPair } from "../http/accessKeys";

const FILE = "access-key.json";

/** The generated pair of this folder: the same after each restart, so that clients can go on. */
export function keptAccessKeyPair(folder: string): AccessKeyPair {
  const file = join(folder, FILE);
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, "utf8")) as AccessKeyPair;
  }
  const pair = generateAccessKeyPair();
  writeFileSync(file, JSON.stringify(pair), { mode: 0o600 });
  return pair;
}
