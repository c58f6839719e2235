import { BlockList } from "./blockList";
import { Callbacks } from "./callbacks";
import type { Clock } from "./clock";
import { Faults } from "./faults";
import { type JobListener, RecordJobs, type StartRecording } from "./jobs";
import type { Origin } from "./media/origin";
import { OriginWithSynthetic } from "./media/originWithSynthetic";
import type { SyntheticStreams } from "./media/syntheticStreams";
import { fileCreatedMessage, jobStatusMessage } from "./messages";
import type { ObjectStore } from "./oss/store";
import { RecordFiles } from "./recordFiles";
import { LiveSnapshots } from "./snapshots/liveSnapshots";
import type { SnapshotMedia } from "./snapshots/snapshotJobs";
import type { RecordState, SavedState } from "./state/stateEntries";
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
  /** Absent when the emulator runs without media. */
  readonly snapshotMedia?: SnapshotMedia | undefined;
  /** Called with each change of the state. Default: nobody keeps it. */
  readonly record?: RecordState;
  /** Called when everything was replaced. Default: nobody keeps it. */
  readonly replaced?: () => void;
}

/** The state of the emulated service that its operations read and change. */
export class ImsService {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly origin: Origin | undefined;
  readonly settings: Settings;
  readonly ossUrl: () => string;
  readonly synthetic: SyntheticStreams | undefined;
  readonly templates: RecordTemplates;
  readonly files: RecordFiles;
  readonly faults: Faults;
  readonly jobs: RecordJobs;
  readonly blockList: BlockList;
  readonly callbacks: Callbacks;
  readonly liveSnapshots: LiveSnapshots;
  readonly #initialSettings: Settings;
  readonly #replaced: () => void;

  constructor(parts: ServiceParts) {
    this.clock = parts.clock;
    this.store = parts.store;
    this.origin = parts.origin;
    this.ossUrl = parts.ossUrl;
    this.settings = parts.settings;
    this.#initialSettings = { ...parts.settings };
    const { clock, store, origin, startRecording, record = () => {}, replaced = () => {} } = parts;
    this.#replaced = replaced;
    this.synthetic = origin instanceof OriginWithSynthetic ? origin.synthetic : undefined;
    this.templates = new RecordTemplates(record);
    this.files = new RecordFiles(record);
    this.faults = new Faults(() => this.jobs.faultAdded());
    this.callbacks = new Callbacks(clock);
    this.blockList = new BlockList(clock, origin, record);
    const listener = this.#notifier();
    this.jobs = new RecordJobs({ clock, files: this.files, startRecording, listener, record });
    const { faults, callbacks } = this;
    this.liveSnapshots = new LiveSnapshots({ clock, store, media: parts.snapshotMedia, faults, callbacks, record });
  }

  /** @throws Error when the emulator runs without media. */
  requireSynthetic(): SyntheticStreams {
    if (this.synthetic === undefined) {
      throw new Error("synthetic streams need media: their files are made by ffmpeg");
    }
    return this.synthetic;
  }

  /** Resolves when recordings and snapshots have stored everything that has come until now. */
  async settled(): Promise<void> {
    await Promise.all([this.jobs.settled(), this.liveSnapshots.jobs.settled()]);
  }

  /** Where callbacks of a job go. */
  callbackUrlOf(jobId: string): string | undefined {
    return this.jobs.get(jobId)?.notifyUrl ?? this.liveSnapshots.jobs.get(jobId)?.callbackUrl;
  }

  /** Back to the state right after start: no jobs, files, buckets, faults; settings as they were given. */
  async reset(): Promise<void> {
    this.faults.clear();
    this.synthetic?.reset();
    await this.jobs.reset();
    await this.liveSnapshots.reset();
    await this.blockList.reset();
    this.callbacks.reset();
    this.files.reset();
    this.templates.reset();
    Object.assign(this.settings, this.#initialSettings);
    await this.store.reset();
    this.#replaced();
  }

  /** Takes over what was saved: jobs that had not ended go on. Buckets, work files and the clock are there already. */
  async adopt(state: SavedState): Promise<void> {
    Object.assign(this.settings, state.settings);
    this.templates.restore(state.templates.values());
    this.files.restore(state.files.values());
    this.jobs.restore(state.jobs.values());
    this.liveSnapshots.restore(state.snapshots);
    for (const { app, stream, until = Number.POSITIVE_INFINITY } of state.forbidden.values()) {
      await this.blockList.forbid(app, stream, until);
    }
    for (const { app, stream, ...options } of state.synthetic.values()) {
      this.synthetic?.start(app, stream, options);
    }
    this.jobs.resume();
    this.liveSnapshots.jobs.resume();
    this.#replaced();
  }

  /** Ends every recording properly, tells of its files, and gives up the callbacks that would be tried again. */
  async close(): Promise<void> {
    await this.jobs.close();
    await this.liveSnapshots.jobs.close();
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
