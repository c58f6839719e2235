/** A picture in its bucket. */
export interface SnapshotFile {
  readonly jobId: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly key: string;
  /** Whether it is the object that every picture of the job overwrites. */
  readonly isOverlay: boolean;
  /**
   * Milliseconds since the epoch, whole seconds, as the API shows them. Of the objects of a sequence, no two of a job
   * have the same: it is what they are deleted by.
   */
  readonly createTimestamp: number;
  readonly bytes: number;
  /** Present when its media was made up. */
  readonly synthetic?: true;
}

interface FilesOfJob {
  /** In order of time. */
  readonly sequence: Map<number, SnapshotFile>;
  /** The object that is overwritten, as of the last picture. */
  overlay?: SnapshotFile;
}

/** The pictures of every snapshot job. */
export class SnapshotFiles {
  readonly #byJob = new Map<string, FilesOfJob>();

  add(file: SnapshotFile): void {
    const files = this.#byJob.get(file.jobId) ?? { sequence: new Map<number, SnapshotFile>() };
    this.#byJob.set(file.jobId, files);
    if (file.isOverlay) {
      files.overlay = file;
    } else {
      files.sequence.set(file.createTimestamp, file);
    }
  }

  /** In order of time; the overwritten object comes at the time of its last picture. */
  ofJob(jobId: string): readonly SnapshotFile[] {
    const files = this.#byJob.get(jobId);
    if (files === undefined) {
      return [];
    }
    const all = [...files.sequence.values()];
    if (files.overlay !== undefined) {
      const { createTimestamp } = files.overlay;
      const after = all.findLastIndex((file) => file.createTimestamp <= createTimestamp);
      all.splice(after + 1, 0, files.overlay);
    }
    return all;
  }

  /** The object of a sequence that has this time. */
  inSequence(jobId: string, createTimestamp: number): SnapshotFile | undefined {
    return this.#byJob.get(jobId)?.sequence.get(createTimestamp);
  }

  overlayOf(jobId: string): SnapshotFile | undefined {
    return this.#byJob.get(jobId)?.overlay;
  }

  deleteInSequence(jobId: string, createTimestamp: number): void {
    this.#byJob.get(jobId)?.sequence.delete(createTimestamp);
  }

  *all(): Generator<SnapshotFile> {
    for (const jobId of this.#byJob.keys()) {
      yield* this.ofJob(jobId);
    }
  }

  reset(): void {
    this.#byJob.clear();
  }
}
