import { randomUUID } from "node:crypto";

/** 32 hexadecimal digits, as the ids of the family are in the documentation. */
export function newTranscodeId(): string {
  return randomUUID().replaceAll("-", "");
}
