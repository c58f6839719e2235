import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import { JobIndex } from "./jobIndex";
import type {
  RecordedFile,
  Recording,
  RecordingEnd,
  RecordingEvents,
  StoredSlice,
  StreamSource,
} from "./media/recordingTypes";
import type { SliceTotals } from "./media/savedRecording";
import type { RecordFile, RecordFiles } from "./recordFiles";
import type { RecordState } from "./state/stateEntries";
import type { RecordTemplate } from "./templates";
import { addToTimeline } from "./timeline";

/** The three statuses that the API has; `paused` is the only one that can mean ended. */
export type JobStatus = "initial" | "started" | "paused";

export interface JobSettings {
  readonly name: string;
  /** The template as it was at Submit: later changes of the template do not reach the job. */
  readonly template: RecordTemplate;
  readonly streamUrl: string | undefined;
  readonly bucket: string;
  readonly endpoint: string | undefined;
  readonly notifyUrl: string | undefined;
  /** The access key that submitted it. */
  readonly accessKeyId: string;
}

export interface TimelineEvent {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly event:
    | "submitted"
    | "started"
    | "interrupted"
    | "resumed"
    | "file"
    | "problem"
    | "ended"
    | "closed";
  /** Why it ended, the key of the file, what the problem is, or that the stream is synthetic. */
  readonly detail?: string;
}

export interface RecordJob extends JobSettings {
  readonly jobId: string;
  readonly createTime: number;
  readonly status: JobStatus;
  /** What happened to the job, oldest first; of a long one the last events, see {@link addToTimeline}. */
  readonly timeline: readonly TimelineEvent[];
  readonly files: readonly RecordFile[];
  readonly slices: SliceTotals;
}

/** A job with all that is known of it but its files, which have a place of their own. */
export interface SavedJob extends JobSettings {
  readonly jobId: string;
  readonly createTime: number;
  readonly status: JobStatus;
  readonly timeline: TimelineEvent[];
  readonly slices: SliceTotals;
}

/** Starts pulling a job's stream. */
export type StartRecording = (job: RecordJob, events: RecordingEvents) => Recording;

export interface JobListener {
  statusChanged(job: RecordJob, at: number): void;
  fileCreated(job: RecordJob, file: RecordFile, at: number): void;
}

interface MutableJob extends RecordJob {
  status: JobStatus;
  timeline: TimelineEvent[];
  files: RecordFile[];
  slices: SliceTotals;
}

export interface JobParts {
  readonly clock: Clock;
  readonly files: RecordFiles;
  readonly startRecording: StartRecording;
  readonly listener: JobListener;
  readonly record: RecordState;
}

/** All record jobs, in order of creation. A job is `initial`, then `started`, then `paused`, and stays `paused`. */
export class RecordJobs {
  readonly #clock: Clock;
  readonly #files: RecordFiles;
  readonly #startRecording: StartRecording;
  readonly #listener: JobListener;
  readonly #record: RecordState;
  readonly #index = new JobIndex<MutableJob>(({ name }) => name);
  readonly #recordings = new Map<string, Recording>();

  constructor(parts: JobParts) {
    this.#clock = parts.clock;
    this.#files = parts.files;
    this.#startRecording = parts.startRecording;
    this.#listener = parts.listener;
    this.#record = parts.record;
  }

  submit(settings: JobSettings): RecordJob {
    const now = this.#clock.now();
    const job: MutableJob = {
      ...settings,
      jobId: randomUUID(),
      createTime: now,
      status: "initial",
      timeline: [{ time: now, event: "submitted" }],
      files: [],
      slices: { count: 0, bytes: 0, seconds: 0 },
    };
    this.#record({ entry: "job", job: savedJob(job) });
    this.#index.add(job);
    this.#start(job);
    return job;
  }

  /** Takes jobs over as they were; `resume` lets them record. Their files have to be there already. */
  restore(jobs: Iterable<SavedJob>): void {
    for (const job of jobs) {
      const timeline = job.timeline.toSorted((one, other) => one.time - other.time);
      this.#index.add({ ...job, timeline, files: [] });
    }
    for (const file of this.#files.all()) {
      this.#index.get(file.jobId)?.files.push(file);
    }
  }

  /** Lets every restored job that has not ended go on. Whoever waited for a stream gets a full window again. */
  resume(): void {
    for (const job of this.#index.all()) {
      if (job.status !== "paused" && !this.#recordings.has(job.jobId)) {
        const last = job.timeline.findLast(({ event }) => STREAM_EVENTS.has(event))?.event;
        if (last === "started" || last === "resumed") {
          this.#note(job, {
            time: this.#clock.now(),
            event: "interrupted",
            detail: "the emulator was restarted",
          });
        }
        this.#start(job);
      }
    }
  }

  /** Every job as it is now. */
  *saved(): Generator<SavedJob> {
    for (const job of this.#index.all()) {
      yield savedJob(job);
    }
  }

  /** Has every recording copied into `folder`; none stores anything from then until `released`. */
  async saveRecordings(folder: string, released: Promise<void>): Promise<void> {
    await Promise.all([...this.#recordings.values()].map((recording) => recording.saveTo(folder, released)));
  }

  /** Resolves when every recording has stored what has arrived until now. */
  async settled(): Promise<void> {
    await Promise.all([...this.#recordings.values()].map((recording) => recording.settled()));
  }

  /** A fault was added that may act on recordings at once. */
  faultAdded(): void {
    for (const recording of [...this.#recordings.values()]) {
      recording.faultAdded();
    }
  }

  get(jobId: string): RecordJob | undefined {
    return this.#index.get(jobId);
  }

  /** In order of creation. Not a copy: read it at once. */
  all(): readonly RecordJob[] {
    return this.#index.all();
  }

  /** The jobs that have `keyword` as their id or in their name, in order of creation. */
  search(keyword: string): readonly RecordJob[] {
    return this.#index.search(keyword);
  }

  /** Ends every recording properly; the jobs stay as they are. */
  async close(): Promise<void> {
    const recordings = [...this.#recordings.values()];
    this.#recordings.clear();
    await Promise.all(recordings.map((recording) => recording.close()));
  }

  /** Ends every recording and forgets every job. */
  async reset(): Promise<void> {
    this.#index.clear();
    await this.close();
  }

  #start(job: MutableJob): void {
    const recording = this.#startRecording(job, this.#eventsOf(job));
    if (job.status !== "paused") {
      this.#recordings.set(job.jobId, recording);
    }
  }

  #eventsOf(job: MutableJob): RecordingEvents {
    const ifKnown = (apply: () => void): void => {
      if (this.#index.get(job.jobId) === job) {
        apply();
      }
    };
    return {
      started: (at, source) =>
        ifKnown(() => this.#changeStatus(job, "started", { time: at, event: "started", ...mark(source) })),
      interrupted: (at) => ifKnown(() => this.#note(job, { time: at, event: "interrupted" })),
      resumed: (at, source) =>
        ifKnown(() => this.#note(job, { time: at, event: "resumed", ...mark(source) })),
      sliceStored: (slice) => ifKnown(() => this.#setSlices(job, withSlice(job.slices, slice))),
      slicesRestored: (slices) => ifKnown(() => this.#setSlices(job, slices)),
      fileCreated: (file) => ifKnown(() => this.#registerFile(job, file)),
      problem: (at, message) =>
        ifKnown(() => this.#note(job, { time: at, event: "problem", detail: message })),
      ended: (at, reason) => ifKnown(() => this.#end(job, at, reason)),
    };
  }

  #changeStatus(job: MutableJob, status: JobStatus, event: TimelineEvent): void {
    if (job.status === "paused" || job.status === status) {
      return;
    }
    job.status = status;
    this.#record({ entry: "jobStatus", jobId: job.jobId, status });
    this.#note(job, event);
    this.#listener.statusChanged(job, event.time);
  }

  #registerFile(job: MutableJob, file: RecordedFile): void {
    if (job.files.some((known) => known.key === file.key)) {
      // A recording that goes on after a kill repeats its last step.
      return;
    }
    const { finishedTime = this.#clock.now(), ...content } = file;
    const registered = this.#files.register({
      ...content,
      jobId: job.jobId,
      bucket: job.bucket,
      createTime: finishedTime,
    });
    job.files.push(registered);
    this.#note(job, { time: finishedTime, event: "file", detail: registered.key });
    this.#listener.fileCreated(job, registered, finishedTime);
  }

  /** A recording that was closed because the emulator stops did not lose its stream: its job keeps its status. */
  #end(job: MutableJob, at: number, reason: RecordingEnd): void {
    this.#recordings.delete(job.jobId);
    if (reason === "closed") {
      this.#note(job, { time: at, event: "closed" });
    } else {
      this.#changeStatus(job, "paused", { time: at, event: "ended", detail: reason });
    }
  }

  #setSlices(job: MutableJob, slices: SliceTotals): void {
    job.slices = slices;
    this.#record({ entry: "jobSlices", jobId: job.jobId, slices });
  }

  #note(job: MutableJob, event: TimelineEvent): void {
    this.#record({ entry: "jobEvent", jobId: job.jobId, event });
    addToTimeline(job.timeline, event);
  }
}

const STREAM_EVENTS: ReadonlySet<TimelineEvent["event"]> = new Set([
  "started",
  "resumed",
  "interrupted",
  "closed",
]);

function mark(source: StreamSource | undefined): { detail?: string } {
  return source === "synthetic" ? { detail: "synthetic stream" } : {};
}

function withSlice(slices: SliceTotals, slice: StoredSlice): SliceTotals {
  return {
    count: slices.count + 1,
    bytes: slices.bytes + slice.bytes,
    seconds: slices.seconds + slice.durationSeconds,
  };
}

function savedJob(job: MutableJob): SavedJob {
  const { files: _elsewhere, ...saved } = job;
  return { ...saved, timeline: [...job.timeline] };
}
