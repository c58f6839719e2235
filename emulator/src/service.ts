import { BlockList } from "./blockList";
import { Callbacks } from "./callbacks";
import type { Clock } from "./clock";
import { Faults } from "./faults";
import { type JobListener, RecordJobs, type StartRecording } from "./jobs";
import type { Origin } from "./media/origin";
import { fileCreatedMessage, jobStatusMessage } from "./messages";
import type { ObjectStore } from "./oss/store";
import { RecordFiles } from "./recordFiles";
import { RecordTemplates } from "./templates";

/** What the service documents as 3 minutes. */
export const DEFAULT_STREAM_WINDOW_SECONDS = 180;

/** What can be changed while the emulator runs. */
export interface Settings {
  /** ListLiveRecordJobs does not show jobs younger than this. */
  listLagSeconds: number;
  /** A job ends when its stream was away for this long. Counts for jobs submitted from now on. */
  streamWindowSeconds: number;
}

export interface ServiceParts {
  readonly clock: Clock;
  readonly store: ObjectStore;
  /** Base URL of the local OSS. */
  readonly ossUrl: () => string;
  /** Absent when the emulator runs without media. */
  readonly origin: Origin | undefined;
  readonly settings: Settings;
  readonly startRecording: StartRecording;
}

/** The state of the emulated service that its operations read and change. */
export class ImsService {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly origin: Origin | undefined;
  readonly settings: Settings;
  readonly ossUrl: () => string;
  readonly templates = new RecordTemplates();
  readonly files = new RecordFiles();
  readonly faults = new Faults();
  readonly jobs: RecordJobs;
  readonly blockList: BlockList;
  readonly callbacks: Callbacks;
  readonly #initialSettings: Settings;

  constructor(parts: ServiceParts) {
    this.clock = parts.clock;
    this.store = parts.store;
    this.origin = parts.origin;
    this.ossUrl = parts.ossUrl;
    this.settings = parts.settings;
    this.#initialSettings = { ...parts.settings };
    this.callbacks = new Callbacks(parts.clock);
    this.blockList = new BlockList(parts.clock, parts.origin);
    this.jobs = new RecordJobs(parts.clock, this.files, parts.startRecording, this.#notifier());
  }

  /** Back to the state right after start: no jobs, files, buckets, faults; settings as they were given. */
  async reset(): Promise<void> {
    this.faults.clear();
    await this.jobs.reset();
    await this.blockList.reset();
    this.callbacks.reset();
    this.files.reset();
    this.templates.reset();
    Object.assign(this.settings, this.#initialSettings);
    await this.store.reset();
  }

  /** Ends every recording properly, tells of its files, and gives up the callbacks that would be tried again. */
  async close(): Promise<void> {
    await this.jobs.close();
    await this.callbacks.drain();
    this.callbacks.reset();
  }

  #notifier(): JobListener {
    return {
      statusChanged: (job, at) => {
        if (job.notifyUrl !== undefined) {
          const messageBody = jobStatusMessage(job);
          this.callbacks.send(job.notifyUrl, {
            type: "LiveRecordTaskStatus",
            jobId: job.jobId,
            at,
            messageBody,
          });
        }
      },
      fileCreated: (job, file, at) => {
        if (job.notifyUrl !== undefined) {
          const messageBody = fileCreatedMessage(job, file, this.ossUrl());
          this.callbacks.send(job.notifyUrl, {
            type: "LiveRecordFileCreated",
            jobId: job.jobId,
            at,
            messageBody,
          });
        }
      },
    };
  }
}
