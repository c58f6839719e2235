import type { KeyIndex } from "./keyIndex";
import { compareUtf8 } from "./names";

export interface ListingRequest {
  readonly prefix: string;
  /** Keys that hold it after the prefix are folded into one common prefix. "" folds nothing. */
  readonly delimiter: string;
  /** Only what comes after it is listed. */
  readonly after: string;
  /** At most this many keys and common prefixes together. */
  readonly max: number;
}

export interface Listing<Value> {
  readonly entries: readonly { readonly key: string; readonly value: Value }[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page goes on (its `after`); absent on the last page. */
  readonly next?: string;
}

/** One page of an index. Walks only over what it lists, not over what it folds. */
export function listPage<Value>(index: KeyIndex<Value>, request: ListingRequest): Listing<Value> {
  const { prefix, delimiter, after, max } = request;
  const entries: { key: string; value: Value }[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  let keys = index.keysFrom(compareUtf8(after, prefix) > 0 ? after : prefix);
  for (let { value: key } = keys.next(); key?.startsWith(prefix); { value: key } = keys.next()) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const isFolded = end !== -1;
    const name = isFolded ? key.slice(0, end + delimiter.length) : key;
    if (isFolded) {
      keys = index.keysBehind(name);
    }
    if (compareUtf8(name, after) > 0) {
      if (entries.length + commonPrefixes.length === max) {
        return { entries, commonPrefixes, next: last };
      }
      last = name;
      const value = index.get(key);
      if (isFolded) {
        commonPrefixes.push(name);
      } else if (value !== undefined) {
        entries.push({ key, value });
      }
    }
  }
  return { entries, commonPrefixes };
}
