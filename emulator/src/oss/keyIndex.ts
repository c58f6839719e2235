import { compareUtf8 } from "./names";

// Up to this many waiting keys are put into their places one by one; above it one sort is cheaper.
const MAX_SINGLE_INSERTS = 64;

/** A map from object key to value whose keys can be walked in UTF-8 byte order from any place. */
export class KeyIndex<Value> {
  readonly #values = new Map<string, Value>();
  // Sorted, and holds every key except the waiting ones. May hold keys that were deleted since.
  #sorted: string[] = [];
  #waiting = new Set<string>();
  #deleted = 0;

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key)) {
      this.#waiting.add(key);
    }
    this.#values.set(key, value);
  }

  delete(key: string): boolean {
    const existed = this.#values.delete(key);
    if (existed && !this.#waiting.delete(key)) {
      this.#deleted += 1;
    }
    return existed;
  }

  clear(): void {
    this.#values.clear();
    this.#waiting.clear();
    this.#sorted = [];
    this.#deleted = 0;
  }

  /** Every key that is not before `from`, in byte order. Changes made while walking may or may not be seen. */
  keysFrom(from: string): Generator<string> {
    return this.#walk((key) => compareUtf8(key, from) < 0);
  }

  /** Every key behind those that begin with `prefix`, in byte order. */
  keysBehind(prefix: string): Generator<string> {
    return this.#walk((key) => key.startsWith(prefix) || compareUtf8(key, prefix) < 0);
  }

  *#walk(isBefore: (key: string) => boolean): Generator<string> {
    this.#settle();
    const sorted = this.#sorted;
    for (let index = firstNot(sorted, isBefore); index < sorted.length; index++) {
      const key = sorted[index];
      if (key !== undefined && this.#values.has(key)) {
        yield key;
      }
    }
  }

  #settle(): void {
    if (this.#waiting.size === 0 && this.#deleted <= MAX_SINGLE_INSERTS) {
      return;
    }
    if (this.#waiting.size > MAX_SINGLE_INSERTS || this.#deleted > MAX_SINGLE_INSERTS) {
      this.#sorted = [...this.#values.keys()].sort(compareUtf8);
      this.#deleted = 0;
    } else {
      // A copy, so that a walk that is under way keeps its places.
      this.#sorted = [...this.#sorted];
      for (const key of this.#waiting) {
        const place = firstNot(this.#sorted, (other) => compareUtf8(other, key) < 0);
        if (this.#sorted[place] === key) {
          this.#deleted -= 1;
        } else {
          this.#sorted.splice(place, 0, key);
        }
      }
    }
    this.#waiting = new Set();
  }
}

// `isBefore` holds for some keys at the beginning and for none behind them.
function firstNot(sorted: readonly string[], isBefore: (key: string) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle] ?? "")) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
