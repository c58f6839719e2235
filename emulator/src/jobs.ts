import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import type {
  RecordedFile,
  Recording,
  RecordingEnd,
  RecordingEvents,
  StoredSlice,
} from "./media/recordingTypes";
import { NameSearch } from "./nameSearch";
import type { RecordFile, RecordFiles } from "./recordFiles";
import type { RecordTemplate } from "./templates";

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
  /** Why it ended, the key of the file, or what the problem is. */
  readonly detail?: string;
}

export interface RecordJob extends JobSettings {
  readonly jobId: string;
  readonly createTime: number;
  readonly status: JobStatus;
  /** What happened to the job, oldest first; at most {@link MAX_TIMELINE_EVENTS}. */
  readonly timeline: readonly TimelineEvent[];
  readonly files: readonly RecordFile[];
  readonly slices: { readonly count: number; readonly bytes: number; readonly seconds: number };
}

export const MAX_TIMELINE_EVENTS = 500;

/** Starts pulling a job's stream. */
export type StartRecording = (job: RecordJob, events: RecordingEvents) => Recording;

export interface JobListener {
  statusChanged(job: RecordJob, at: number): void;
  fileCreated(job: RecordJob, file: RecordFile, at: number): void;
}

interface MutableJob extends RecordJob {
  /** Place in the order of creation. */
  readonly position: number;
  status: JobStatus;
  timeline: TimelineEvent[];
  files: RecordFile[];
  slices: { count: number; bytes: number; seconds: number };
}

/** All record jobs, in order of creation. A job is `initial`, then `started`, then `paused`, and stays `paused`. */
export class RecordJobs {
  readonly #clock: Clock;
  readonly #files: RecordFiles;
  readonly #startRecording: StartRecording;
  readonly #listener: JobListener;
  #inOrder: MutableJob[] = [];
  readonly #names = new NameSearch();
  readonly #byId = new Map<string, MutableJob>();
  readonly #recordings = new Map<string, Recording>();

  constructor(clock: Clock, files: RecordFiles, startRecording: StartRecording, listener: JobListener) {
    this.#clock = clock;
    this.#files = files;
    this.#startRecording = startRecording;
    this.#listener = listener;
  }

  submit(settings: JobSettings): RecordJob {
    const now = this.#clock.now();
    const job: MutableJob = {
      ...settings,
      position: this.#inOrder.length,
      jobId: randomUUID(),
      createTime: now,
      status: "initial",
      timeline: [{ time: now, event: "submitted" }],
      files: [],
      slices: { count: 0, bytes: 0, seconds: 0 },
    };
    this.#byId.set(job.jobId, job);
    this.#inOrder.push(job);
    this.#names.add(job.name);
    const recording = this.#startRecording(job, this.#eventsOf(job));
    if (job.status !== "paused") {
      this.#recordings.set(job.jobId, recording);
    }
    return job;
  }

  get(jobId: string): RecordJob | undefined {
    return this.#byId.get(jobId);
  }

  /** In order of creation. Not a copy: read it at once. */
  all(): readonly RecordJob[] {
    return this.#inOrder;
  }

  /** The jobs that have `keyword` as their id or in their name, in order of creation. */
  search(keyword: string): readonly RecordJob[] {
    const positions = this.#names.find(keyword);
    const byId = this.#byId.get(keyword);
    if (byId !== undefined && !positions.includes(byId.position)) {
      positions.push(byId.position);
      positions.sort((a, b) => a - b);
    }
    return positions.flatMap((position) => this.#inOrder[position] ?? []);
  }

  /** Ends every recording properly; the jobs stay as they are. */
  async close(): Promise<void> {
    const recordings = [...this.#recordings.values()];
    this.#recordings.clear();
    await Promise.all(recordings.map((recording) => recording.close()));
  }

  /** Ends every recording and forgets every job. */
  async reset(): Promise<void> {
    this.#inOrder = [];
    this.#names.clear();
    this.#byId.clear();
    await this.close();
  }

  #eventsOf(job: MutableJob): RecordingEvents {
    const ifKnown = (apply: () => void): void => {
      if (this.#byId.get(job.jobId) === job) {
        apply();
      }
    };
    return {
      started: (at) => ifKnown(() => this.#changeStatus(job, "started", { time: at, event: "started" })),
      interrupted: (at) => ifKnown(() => note(job, { time: at, event: "interrupted" })),
      resumed: (at) => ifKnown(() => note(job, { time: at, event: "resumed" })),
      sliceStored: (slice) => ifKnown(() => countSlice(job, slice)),
      fileCreated: (file) => ifKnown(() => this.#registerFile(job, file)),
      problem: (at, message) => ifKnown(() => note(job, { time: at, event: "problem", detail: message })),
      ended: (at, reason) => ifKnown(() => this.#end(job, at, reason)),
    };
  }

  #changeStatus(job: MutableJob, status: JobStatus, event: TimelineEvent): void {
    if (job.status === "paused" || job.status === status) {
      return;
    }
    job.status = status;
    note(job, event);
    this.#listener.statusChanged(job, event.time);
  }

  #registerFile(job: MutableJob, file: RecordedFile): void {
    const now = this.#clock.now();
    const registered = this.#files.register({
      ...file,
      jobId: job.jobId,
      bucket: job.bucket,
      createTime: now,
    });
    job.files.push(registered);
    note(job, { time: now, event: "file", detail: registered.key });
    this.#listener.fileCreated(job, registered, now);
  }

  /** A recording that was closed because the emulator stops did not lose its stream: its job keeps its status. */
  #end(job: MutableJob, at: number, reason: RecordingEnd): void {
    this.#recordings.delete(job.jobId);
    if (reason === "closed") {
      note(job, { time: at, event: "closed" });
    } else {
      this.#changeStatus(job, "paused", { time: at, event: "ended", detail: reason });
    }
  }
}

function countSlice(job: MutableJob, slice: StoredSlice): void {
  job.slices.count++;
  job.slices.bytes += slice.bytes;
  job.slices.seconds += slice.durationSeconds;
}

function note(job: MutableJob, event: TimelineEvent): void {
  job.timeline.push(event);
  if (job.timeline.length > MAX_TIMELINE_EVENTS) {
    job.timeline.splice(1, 1);
  }
}
