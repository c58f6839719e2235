import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import { JobIndex } from "../jobIndex";
import type { Picture, SnapshotTaking, TakingEvents } from "../media/snapshotTaking";
import type { RecordState } from "../state/stateEntries";
import { addToTimeline } from "../timeline";
import type { SnapshotFile } from "./snapshotFiles";
import type { SnapshotTemplate } from "./snapshotTemplates";

/** The three statuses that the API has; `paused` means stopped. */
export type SnapshotJobStatus = "init" | "started" | "paused";

export interface SnapshotJobSettings {
  readonly jobName: string;
  /** The template as it was at Submit: later changes of the template do not reach the job. */
  readonly template: SnapshotTemplate;
  readonly streamUrl: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly callbackUrl: string | undefined;
  /** The access key that submitted it. */
  readonly accessKeyId: string;
}

export interface SnapshotTimelineEvent {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly event: "submitted" | "started" | "interrupted" | "resumed" | "problem" | "stopped" | "closed";
  readonly detail?: string;
}

export interface SnapshotJob extends SnapshotJobSettings {
  readonly jobId: string;
  readonly createTime: number;
  /** Of the last change of status. */
  readonly lastModified: number;
  readonly status: SnapshotJobStatus;
  /** What happened to the job, oldest first; of a long one the last events, see {@link addToTimeline}. */
  readonly timeline: readonly SnapshotTimelineEvent[];
  /** Pictures taken so far, stored or not. */
  readonly pictures: number;
}

interface MutableJob extends SnapshotJob {
  lastModified: number;
  status: SnapshotJobStatus;
  timeline: SnapshotTimelineEvent[];
  pictures: number;
  /** The storing of pictures, one after the other. */
  storing: Promise<void>;
}

/** A job with all that is known of it but its pictures, which have a place of their own. */
export interface SavedSnapshotJob extends Omit<SnapshotJob, "timeline"> {
  readonly timeline: SnapshotTimelineEvent[];
}

/** A picture with its number within the job, from 1. */
export interface TakenPicture extends Picture {
  readonly sequence: number;
}

/** What jobs need of the streams. */
export interface SnapshotMedia {
  isOnAir(streamUrl: string): Promise<boolean>;
  take(job: SnapshotJob, events: TakingEvents): SnapshotTaking;
}

export interface SnapshotJobParts {
  readonly clock: Clock;
  /** Absent when the emulator runs without media: no stream is ever on the air. */
  readonly media: SnapshotMedia | undefined;
  /** Puts a picture into its bucket. Rejects when it cannot. */
  readonly store: (job: SnapshotJob, picture: TakenPicture) => Promise<SnapshotFile[]>;
  /** A picture is in its bucket. */
  readonly stored: (job: SnapshotJob, files: readonly SnapshotFile[], at: number) => void;
  readonly record: RecordState;
}

/** How many jobs of an account may be started at once (documented). */
export const MAX_STARTED_SNAPSHOT_JOBS = 100;

/** All snapshot jobs. A job is `init`, and `started` or `paused` ever after, as it is told. */
export class SnapshotJobs {
  readonly #parts: SnapshotJobParts;
  readonly #index = new JobIndex<MutableJob>(({ jobName }) => jobName);
  /** How the taking of each started job is ended. */
  readonly #endings = new Map<string, () => Promise<void>>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: SnapshotJobParts) {
    this.#parts = parts;
  }

  /** The job starts by itself if its stream is on the air now. */
  submit(settings: SnapshotJobSettings): SnapshotJob {
    const now = this.#parts.clock.now();
    const job: MutableJob = {
      ...settings,
      jobId: randomUUID(),
      createTime: now,
      lastModified: now,
      status: "init",
      timeline: [{ time: now, event: "submitted" }],
      pictures: 0,
      storing: Promise.resolve(),
    };
    this.#parts.record({ entry: "snapshotJob", job: savedJob(job) });
    this.#index.add(job);
    this.#follow(this.#startIfOnAir(job));
    return job;
  }

  /** Whether the job's stream could be pulled now. */
  async isOnAir({ streamUrl }: SnapshotJob): Promise<boolean> {
    return (await this.#parts.media?.isOnAir(streamUrl)) ?? false;
  }

  get startedCount(): number {
    return this.#endings.size;
  }

  /** Takes pictures from now on, and whenever the stream is there. Without effect on a job that is started. */
  start(jobId: string): void {
    const job = this.#index.get(jobId);
    if (job !== undefined && job.status !== "started") {
      this.#changeStatus(job, "started", "started");
      this.#take(job);
    }
  }

  /** Takes no more pictures. Without effect on a job that is stopped. */
  stop(jobId: string): void {
    const job = this.#index.get(jobId);
    if (job !== undefined && job.status !== "paused") {
      this.#end(jobId);
      this.#changeStatus(job, "paused", "stopped");
    }
  }

  get(jobId: string): SnapshotJob | undefined {
    return this.#index.get(jobId);
  }

  /** In order of creation. Not a copy: read it at once. */
  all(): readonly SnapshotJob[] {
    return this.#index.all();
  }

  /** The jobs that have `keyword` as their id or in their name, in order of creation. */
  search(keyword: string): readonly SnapshotJob[] {
    return this.#index.search(keyword);
  }

  /** Every job as it is now. */
  *saved(): Generator<SavedSnapshotJob> {
    for (const job of this.#index.all()) {
      yield savedJob(job);
    }
  }

  /** Takes jobs over as they were; `resume` lets them take pictures. */
  restore(jobs: Iterable<SavedSnapshotJob>): void {
    for (const job of jobs) {
      this.#index.add({ ...job, timeline: [...job.timeline], storing: Promise.resolve() });
    }
  }

  /** Lets every restored job that is started go on. */
  resume(): void {
    for (const job of this.#index.all()) {
      if (job.status === "started" && !this.#endings.has(job.jobId)) {
        if (!isAway(job)) {
          this.#note(job, "interrupted", "the emulator was restarted");
        }
        this.#take(job);
      }
    }
  }

  /** Resolves when every picture that was taken until now is stored. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
    await Promise.all(this.#index.all().map(({ storing }) => storing));
  }

  /** Takes no more pictures; the jobs stay as they are. */
  async close(): Promise<void> {
    for (const jobId of [...this.#endings.keys()]) {
      this.#end(jobId);
      const job = this.#index.get(jobId);
      if (job !== undefined) {
        this.#note(job, "closed");
      }
    }
    await this.settled();
  }

  /** Ends all and forgets every job. */
  async reset(): Promise<void> {
    const storing = this.#index.all().map((job) => job.storing);
    this.#index.clear();
    await this.close();
    await Promise.all(storing);
  }

  async #startIfOnAir(job: MutableJob): Promise<void> {
    const isOnAir = await this.isOnAir(job);
    if (isOnAir && this.#isKnown(job) && this.startedCount < MAX_STARTED_SNAPSHOT_JOBS) {
      // Whoever was faster than this has decided.
      if (job.status === "init") {
        this.start(job.jobId);
      }
    }
  }

  #take(job: MutableJob): void {
    let ended = false;
    // Counted as started before its first picture, which may come at once.
    this.#endings.set(job.jobId, async () => undefined);
    const whileTaking = (apply: () => void): void => {
      if (!ended && this.#isKnown(job)) {
        apply();
      }
    };
    const taking = this.#parts.media?.take(job, {
      came: () =>
        whileTaking(() => {
          if (isAway(job)) {
            this.#note(job, "resumed");
          }
        }),
      went: () => whileTaking(() => this.#note(job, "interrupted")),
      picture: (picture) => this.#keep(job, picture),
      problem: (_at, message) => whileTaking(() => this.#note(job, "problem", message)),
    });
    this.#endings.set(job.jobId, async () => {
      ended = true;
      await taking?.close();
    });
  }

  #end(jobId: string): void {
    const end = this.#endings.get(jobId);
    this.#endings.delete(jobId);
    if (end !== undefined) {
      this.#follow(end());
    }
  }

  #keep(job: MutableJob, picture: Picture): void {
    if (!this.#isKnown(job)) {
      return;
    }
    const numbered = { ...picture, sequence: ++job.pictures };
    job.storing = job.storing
      .then(() => this.#store(job, numbered))
      .catch((error: Error) => this.#note(job, "problem", `A picture was not stored: ${error.message}`));
  }

  async #store(job: MutableJob, picture: TakenPicture): Promise<void> {
    const files = await this.#parts.store(job, picture);
    if (this.#isKnown(job)) {
      const { jobId, pictures } = job;
      this.#parts.record({ entry: "snapshotTaken", jobId, pictures, files });
      this.#parts.stored(job, files, picture.takenAt);
    }
  }

  #isKnown(job: MutableJob): boolean {
    return this.#index.get(job.jobId) === job;
  }

  #changeStatus(job: MutableJob, status: SnapshotJobStatus, event: SnapshotTimelineEvent["event"]): void {
    job.status = status;
    job.lastModified = this.#parts.clock.now();
    const { jobId, lastModified } = job;
    this.#parts.record({ entry: "snapshotJobStatus", jobId, status, lastModified });
    this.#note(job, event);
  }

  #note(job: MutableJob, name: SnapshotTimelineEvent["event"], detail?: string): void {
    const time = this.#parts.clock.now();
    const event = { time, event: name, ...(detail === undefined ? {} : { detail }) };
    this.#parts.record({ entry: "snapshotJobEvent", jobId: job.jobId, event });
    addToTimeline(job.timeline, event);
  }

  #follow(work: Promise<void>): void {
    const followed: Promise<void> = work.finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }
}

/** Whether a started job was without its stream the last time that this changed. */
function isAway({ timeline }: SnapshotJob): boolean {
  const last = timeline.findLast(({ event }) => event !== "problem")?.event;
  return last === "interrupted" || last === "closed";
}

function savedJob({ storing: _running, ...job }: MutableJob): SavedSnapshotJob {
  return { ...job, timeline: [...job.timeline] };
}
