import { randomUUID } from "node:crypto";
import type { RecordedFile } from "./media/recordingTypes";

/** A file that a recording has finished and stored. */
export interface RecordFile extends RecordedFile {
  readonly recordId: string;
  readonly jobId: string;
  readonly bucket: string;
  /** When it was registered, milliseconds since the epoch. */
  readonly createTime: number;
}

/** The registered record files, in order of creation. */
export class RecordFiles {
  readonly #byId = new Map<string, RecordFile>();

  register(file: Omit<RecordFile, "recordId">): RecordFile {
    const registered = { recordId: randomUUID(), ...file };
    this.#byId.set(registered.recordId, registered);
    return registered;
  }

  get(recordId: string): RecordFile | undefined {
    return this.#byId.get(recordId);
  }

  all(): RecordFile[] {
    return [...this.#byId.values()];
  }

  delete(recordId: string): void {
    this.#byId.delete(recordId);
  }

  reset(): void {
    this.#byId.clear();
  }
}
