import { randomUUID } from "node:crypto";
import type { RecordedFile } from "./media/recordingTypes";
import type { RecordState } from "./state/stateEntries";

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
  readonly #record: RecordState;

  constructor(record: RecordState = () => {}) {
    this.#record = record;
  }

  register(file: Omit<RecordFile, "recordId">): RecordFile {
    const registered = { recordId: randomUUID(), ...file };
    this.#record({ entry: "file", file: registered });
    this.#byId.set(registered.recordId, registered);
    return registered;
  }

  restore(files: Iterable<RecordFile>): void {
    for (const file of files) {
      this.#byId.set(file.recordId, file);
    }
  }

  get(recordId: string): RecordFile | undefined {
    return this.#byId.get(recordId);
  }

  all(): RecordFile[] {
    return [...this.#byId.values()];
  }

  delete(recordId: string): void {
    this.#record({ entry: "fileDeleted", recordId });
    this.#byId.delete(recordId);
  }

  reset(): void {
    this.#byId.clear();
  }
}
