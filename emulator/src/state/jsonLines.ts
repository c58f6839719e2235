import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";

/** For this user only: what the emulator keeps holds stream URLs with their keys. */
const FILE_MODE = 0o600;

/** A file with one JSON value a line, added to at the end. A line that was written survives a kill of the process. */
export class JsonLinesFile<Entry> {
  readonly #file: string;
  #fd: number;

  constructor(file: string) {
    this.#file = file;
    this.#fd = openSync(file, "a", FILE_MODE);
  }

  /**
   * Every value, oldest first. A last line that a kill cut short is left out.
   * @throws Error that names the first line that is not JSON.
   */
  *entries(): Generator<Entry> {
    if (!existsSync(this.#file)) {
      return;
    }
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    for (const [index, line] of lines.entries()) {
      yield this.#parse(line, index + 1);
    }
  }

  append(entry: Entry): void {
    writeSync(this.#fd, `${JSON.stringify(entry)}\n`);
  }

  /** Replaces everything recorded so far, in one step. Returns how many values it holds then. */
  rewrite(entries: Iterable<Entry>): number {
    const lines = Array.from(entries, (entry) => `${JSON.stringify(entry)}\n`);
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, lines.join(""), { mode: FILE_MODE });
    renameSync(fresh, this.#file);
    closeSync(this.#fd);
    this.#fd = openSync(this.#file, "a", FILE_MODE);
    return lines.length;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #parse(line: string, number: number): Entry {
    try {
      return JSON.parse(line) as Entry;
    } catch {
      throw new Error(
        `${this.#file} was changed by something else: line ${number} is not JSON. Remove that line or use another folder.`,
      );
    }
  }
}
