import { AccountSettings } from "./accountSettings";
import { BlockList } from "./blockList";
import { type CallbackEvent, Callbacks, type CallbackTarget } from "./callbacks";
import type { Clock } from "./clock";
import { Faults } from "./faults";
import { type JobListener, type RecordJob, RecordJobs, type StartRecording } from "./jobs";
import type { Origin } from "./media/origin";
import { OriginWithSynthetic } from "./media/originWithSynthetic";
import type { SyntheticStreams } from "./media/syntheticStreams";
import { fileCreatedMessage, jobStatusMessage } from "./messages";
import type { ObjectStore } from "./oss/store";
import { RecordFiles } from "./recordFiles";
import type { RecordState, SavedState } from "./state/stateEntries";
import { RecordTemplates } from "./templates";
import { type CreateTranscode, TranscodeJobs } from "./transcoding/jobs";
import { TranscodeTemplates } from "./transcoding/templates";
import { createTranscoder } from "./transcoding/transcoder";
import { Usage } from "./usage";

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
  /** Default: no output stream is ever there. */
  readonly createTranscode?: CreateTranscode;
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
  readonly transcodeTemplates: TranscodeTemplates;
  readonly transcodeJobs: TranscodeJobs;
  readonly accountSettings: AccountSettings;
  readonly usage: Usage;
  readonly blockList: BlockList;
  readonly callbacks: Callbacks;
  readonly #initialSettings: Settings;
  readonly #replaced: () => void;

  constructor(parts: ServiceParts) {
    this.clock = parts.clock;
    this.store = parts.store;
    this.origin = parts.origin;
    this.ossUrl = parts.ossUrl;
    this.settings = parts.settings;
    this.#initialSettings = { ...parts.settings };
    const { clock, origin, startRecording, record = () => {}, replaced = () => {} } = parts;
    this.#replaced = replaced;
    this.synthetic = origin instanceof OriginWithSynthetic ? origin.synthetic : undefined;
    this.templates = new RecordTemplates(record);
    this.files = new RecordFiles(record);
    this.faults = new Faults(() => this.jobs.faultAdded());
    this.callbacks = new Callbacks(clock);
    this.blockList = new BlockList(clock, origin, record);
    this.accountSettings = new AccountSettings(record);
    this.usage = new Usage(record);
    this.transcodeTemplates = new TranscodeTemplates(record);
    const { createTranscode = createTranscoder(clock, undefined) } = parts;
    this.transcodeJobs = new TranscodeJobs({ clock, createTranscode, usage: this.usage, record });
    const listener = this.#notifier();
    this.jobs = new RecordJobs({ clock, files: this.files, startRecording, listener, record });
  }

  /** @throws Error when the emulator runs without media. */
  requireSynthetic(): SyntheticStreams {
    if (this.synthetic === undefined) {
      throw new Error("synthetic streams need media: their files are made by ffmpeg");
    }
    return this.synthetic;
  }

  /** Resolves when the recordings have stored everything that has come until now. */
  settled(): Promise<void> {
    return this.jobs.settled();
  }

  /** Back to the state right after start: no jobs, files, buckets, faults; settings as they were given. */
  async reset(): Promise<void> {
    this.faults.clear();
    this.synthetic?.reset();
    await this.transcodeJobs.reset();
    await this.jobs.reset();
    await this.blockList.reset();
    this.callbacks.reset();
    this.files.reset();
    this.templates.reset();
    this.transcodeTemplates.reset();
    this.accountSettings.reset();
    this.usage.reset();
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
    this.transcodeTemplates.restore(state.transcodeTemplates.values());
    this.transcodeJobs.restore(state.transcodeJobs.values());
    this.accountSettings.restore(state.accountSettings);
    this.usage.restore(state.usage);
    for (const { app, stream, until = Number.POSITIVE_INFINITY } of state.forbidden.values()) {
      await this.blockList.forbid(app, stream, until);
    }
    for (const { app, stream, ...options } of state.synthetic.values()) {
      this.synthetic?.start(app, stream, options);
    }
    this.transcodeJobs.resume();
    this.jobs.resume();
    this.#replaced();
  }

  /** Ends every recording properly, tells of its files, and gives up the callbacks that would be tried again. */
  async close(): Promise<void> {
    await this.jobs.close();
    await this.transcodeJobs.close();
    await this.callbacks.drain();
    this.callbacks.reset();
  }

  /** Where the callbacks of a job go: to its own URL, else to the general one if that takes the event. */
  callbackTarget({ notifyUrl }: RecordJob, type: CallbackEvent): CallbackTarget | undefined {
    return notifyUrl === undefined ? this.accountSettings.targetOf(type) : { url: notifyUrl };
  }

  #notify(job: RecordJob, type: CallbackEvent, at: number, body: () => Record<string, unknown>): void {
    const target = this.callbackTarget(job, type);
    if (target !== undefined) {
      this.callbacks.send(target, { type, jobId: job.jobId, at, messageBody: body() });
    }
  }

  #notifier(): JobListener {
    return {
      statusChanged: (job, at) => {
        this.#notify(job, "LiveRecordTaskStatus", at, () => jobStatusMessage(job));
      },
      fileCreated: (job, file, at) => {
        this.usage.add({ kind: "recorded", startTime: at, endTime: at, amount: file.durationSeconds });
        this.#notify(job, "LiveRecordFileCreated", at, () => fileCreatedMessage(job, file, this.ossUrl()));
      },
    };
  }
}
