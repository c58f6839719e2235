import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import type { BucketInfo, MultipartUpload, StoredObject, UploadedPart } from "./records";

/** One change of the store. Later entries win over earlier ones. */
export type JournalEntry =
  | { readonly entry: "bucket"; readonly bucket: BucketInfo }
  | { readonly entry: "bucketDeleted"; readonly name: string }
  | { readonly entry: "object"; readonly bucket: string; readonly key: string; readonly object: StoredObject }
  | { readonly entry: "objectDeleted"; readonly bucket: string; readonly key: string }
  | { readonly entry: "upload"; readonly bucket: string; readonly upload: Omit<MultipartUpload, "parts"> }
  | {
      readonly entry: "part";
      readonly bucket: string;
      readonly uploadId: string;
      readonly number: number;
      readonly part: UploadedPart;
    }
  | { readonly entry: "uploadEnded"; readonly bucket: string; readonly uploadId: string };

/**
 * The store's memory between two runs: a file with one JSON line per change. A line is written before the
 * change is answered, so a killed process loses nothing that it had acknowledged.
 */
export class Journal {
  readonly #file: string;
  #fd: number;

  private constructor(file: string) {
    this.#file = file;
    this.#fd = openSync(file, "a");
  }

  static open(folder: string): Journal {
    return new Journal(path.join(folder, "journal.jsonl"));
  }

  /** Every change that was recorded, oldest first. A last line that a kill cut short is left out. */
  *entries(): Generator<JournalEntry> {
    if (!existsSync(this.#file)) {
      return;
    }
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    for (const [index, line] of lines.entries()) {
      yield this.#parse(line, index + 1);
    }
  }

  #parse(line: string, number: number): JournalEntry {
    try {
      return JSON.parse(line) as JournalEntry;
    } catch {
      throw new Error(
        `${this.#file} was changed by something else: line ${number} is not JSON. Remove that line or use another folder.`,
      );
    }
  }

  append(entry: JournalEntry): void {
    writeSync(this.#fd, `${JSON.stringify(entry)}\n`);
  }

  /** Replaces everything recorded so far by `entries`, in one step. */
  rewrite(entries: Iterable<JournalEntry>): void {
    const lines = Array.from(entries, (entry) => `${JSON.stringify(entry)}\n`);
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, lines.join(""));
    renameSync(fresh, this.#file);
    closeSync(this.#fd);
    this.#fd = openSync(this.#file, "a");
  }

  close(): void {
    closeSync(this.#fd);
  }
}
