import { isRecord } from "./check";
import { type Fields, fieldNames } from "./fields";
import { hasUnknown } from "./unknown";

/** Whether two plain values say the same. A field that is absent equals one that is undefined or null. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === undefined || left === null) return right === undefined || right === null;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
    sameValue(left[key], right[key]),
  );
}

/**
 * The top-level fields in which `news` differs from `olds`. An unknown differs from everything: skipping it would
 * let the engine delete a template or a bucket under a running job when those are replaced.
 */
export function changedFields(
  fields: Fields,
  olds: Readonly<Record<string, unknown>>,
  news: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(fields).filter((name) => hasUnknown(news[name]) || !sameValue(olds[name], news[name]));
}

/** Those of the changed fields whose change replaces the resource. */
export function replacingFields(fields: Fields, changed: readonly string[]): string[] {
  return fieldNames(fields, (field) => field.replaces === true).filter((name) => changed.includes(name));
}

/** A stream's address without the part that rotates: `auth_key` is a signed time limit, not another stream. */
export function withoutAuthKey(url: string): string {
  const start = url.indexOf("?");
  if (start < 0) return url;
  const pairs = url.slice(start + 1).split("&");
  const kept = pairs.filter((pair) => pair !== "" && !/^auth_key(=|$)/i.test(pair));
  const address = url.slice(0, start);
  return kept.length === 0 ? address : `${address}?${kept.join("&")}`;
}

/** A stream in the form in which it is compared; one that is not known yet stays what it is. */
export function streamWithoutAuthKey<Stream>(stream: Stream): Stream {
  if (!isRecord(stream) || typeof stream.url !== "string") return stream;
  return { ...stream, url: withoutAuthKey(stream.url) };
}
