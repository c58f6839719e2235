import type { Callbacks } from "../callbacks";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { ObjectStore } from "../oss/store";
import { refuseWhenDiskIsFull } from "../recorder";
import type { RecordState } from "../state/stateEntries";
import type { SavedSnapshots, SnapshotEntry } from "./savedSnapshots";
import { SnapshotFiles } from "./snapshotFiles";
import { describeSnapshotJob, type SnapshotJobReport } from "./snapshotJobReport";
import { SnapshotJobs, type SnapshotMedia } from "./snapshotJobs";
import { snapshotFileMessage } from "./snapshotMessages";
import { storePicture } from "./snapshotStore";
import { SnapshotTemplates } from "./snapshotTemplates";

export interface LiveSnapshotParts {
  readonly clock: Clock;
  readonly store: ObjectStore;
  /** Absent when the emulator runs without media. */
  readonly media: SnapshotMedia | undefined;
  readonly faults: Faults;
  readonly callbacks: Callbacks;
  readonly record: RecordState;
}

/** All that belongs to live snapshots: templates, jobs, and the pictures that they took. */
export class LiveSnapshots {
  readonly templates: SnapshotTemplates;
  readonly files = new SnapshotFiles();
  readonly jobs: SnapshotJobs;
  readonly #record: RecordState;

  constructor({ clock, store, media, faults, callbacks, record }: LiveSnapshotParts) {
    this.#record = record;
    this.templates = new SnapshotTemplates(record);
    this.jobs = new SnapshotJobs({
      clock,
      media,
      record,
      store: async (job, picture) => {
        refuseWhenDiskIsFull(faults, job.jobId);
        return await storePicture(store, this.files, job, picture);
      },
      stored: ({ jobId, jobName, callbackUrl }, files, at) => {
        for (const file of files) {
          this.files.add(file);
          if (callbackUrl !== undefined) {
            const messageBody = { JobId: jobId, JobName: jobName, ...snapshotFileMessage(file) };
            callbacks.send(callbackUrl, { type: "LiveSnapshotFileCreated", jobId, at, messageBody });
          }
        }
      },
    });
  }

  /** Every job, in order of creation, with all that the emulator knows about it. */
  describeJobs(): SnapshotJobReport[] {
    return this.jobs.all().map((job) => describeSnapshotJob(job, this.files.ofJob(job.jobId)));
  }

  /** Forgets the picture of a sequence; its object stays. */
  deleteFile(jobId: string, createTimestamp: number): void {
    this.#record({ entry: "snapshotFileDeleted", jobId, createTimestamp });
    this.files.deleteInSequence(jobId, createTimestamp);
  }

  /** Everything, as the shortest list of entries. */
  *entries(): Generator<SnapshotEntry> {
    for (const template of this.templates.all()) {
      if (template.type === "custom") {
        yield { entry: "snapshotTemplate", template };
      }
    }
    for (const job of this.jobs.saved()) {
      yield { entry: "snapshotJob", job };
    }
    for (const file of this.files.all()) {
      const { jobId } = file;
      yield { entry: "snapshotTaken", jobId, pictures: this.jobs.get(jobId)?.pictures ?? 0, files: [file] };
    }
  }

  /** Takes over what was saved; `jobs.resume` lets the jobs that were started go on. */
  restore({ templates, jobs, files }: SavedSnapshots): void {
    this.templates.restore(templates.values());
    this.jobs.restore(jobs.values());
    for (const file of files.values()) {
      this.files.add(file);
    }
  }

  async reset(): Promise<void> {
    await this.jobs.reset();
    this.files.reset();
    this.templates.reset();
  }
}
