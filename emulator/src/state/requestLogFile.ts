import { closeSync, openSync, writeSync } from "node:fs";
import type { LoggedRequest } from "../http/requestLog";
import { UsageError } from "../usageError";

/** The request log as a file: one JSON object a line, added to what is there, secrets masked. */
export class RequestLogFile {
  #fd: number | undefined;

  /** @throws UsageError when the file cannot be opened for writing. */
  constructor(file: string) {
    try {
      this.#fd = openSync(file, "a");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`the log file ${file} cannot be written: ${code}`);
    }
  }

  /** A disk that is full ends the log, not the emulator. */
  write(request: LoggedRequest): void {
    if (this.#fd === undefined) {
      return;
    }
    try {
      writeSync(this.#fd, `${JSON.stringify(request)}\n`);
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#fd !== undefined) {
      closeSync(this.#fd);
      this.#fd = undefined;
    }
  }
}
