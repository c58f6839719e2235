import type { Clock, ClockTimer } from "../clock";
import type { RecordState } from "../state/stateEntries";
import type { Usage } from "../usage";
import { newTranscodeId } from "./ids";
import type { TranscodeTemplate } from "./templates";
import type { Transcode, TranscodeEvents } from "./transcode";

/** The API's own numbers: 0 not started, 1 running, 2 stopped. */
export type TranscodeStatus = 0 | 1 | 2;
export const NOT_STARTED = 0;
export const RUNNING = 1;
export const STOPPED = 2;

/** The API's own numbers: 0 starts at once, 1 at a set time. */
export type StartMode = 0 | 1;
export const TIMED = 1;

/** Milliseconds since the epoch. Without an end the job runs until it is stopped. */
export interface TimedConfig {
  readonly startTime: number;
  readonly endTime?: number;
}

/** What can be changed after Submit, with the API's limits. */
export interface ChangeableSettings {
  readonly name: string;
  readonly inputUrl: string;
  readonly domainName?: string;
  readonly timedConfig?: TimedConfig;
}

export interface TranscodeJobSettings extends ChangeableSettings {
  /** The template as it was at Submit: later changes of the template do not reach the job. */
  readonly template: TranscodeTemplate;
  readonly startMode: StartMode;
  /** The access key that submitted it. */
  readonly accessKeyId: string;
}

export interface TranscodeTimelineEvent {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly event: "submitted" | "started" | "streaming" | "interrupted" | "problem" | "stopped" | "closed";
  /** Why it stopped, what the problem is, or that the stream is synthetic. */
  readonly detail?: string;
}

export interface TranscodeJob extends TranscodeJobSettings {
  readonly jobId: string;
  readonly createTime: number;
  readonly status: TranscodeStatus;
  /** What happened to the job, oldest first; at most {@link MAX_TIMELINE_EVENTS}. */
  readonly timeline: readonly TranscodeTimelineEvent[];
}

/** What runs a job. */
export type CreateTranscode = (job: TranscodeJob, events: TranscodeEvents) => Transcode;

export interface TranscodeJobParts {
  readonly clock: Clock;
  readonly createTranscode: CreateTranscode;
  readonly usage: Usage;
  readonly record: RecordState;
}

const MAX_TIMELINE_EVENTS = 500;

/** The job with one more event; the one of Submit stays when there are too many. */
export function withEvent(job: TranscodeJob, event: TranscodeTimelineEvent): TranscodeJob {
  const submitted = job.timeline.slice(0, 1);
  const later = job.timeline.slice(1).slice(-(MAX_TIMELINE_EVENTS - 2));
  return { ...job, timeline: [...submitted, ...later, event] };
}

interface RunningJob {
  readonly transcode: Transcode;
  /** Since when its output is on the air. */
  streamingSince?: number;
}

/** All transcode jobs, in order of creation. A job is not started, then running, then stopped, and stays stopped. */
export class TranscodeJobs {
  readonly #clock: Clock;
  readonly #createTranscode: CreateTranscode;
  readonly #usage: Usage;
  readonly #record: RecordState;
  readonly #byId = new Map<string, TranscodeJob>();
  readonly #running = new Map<string, RunningJob>();
  readonly #timers = new Map<string, ClockTimer>();

  constructor({ clock, createTranscode, usage, record }: TranscodeJobParts) {
    this.#clock = clock;
    this.#createTranscode = createTranscode;
    this.#usage = usage;
    this.#record = record;
  }

  submit(settings: TranscodeJobSettings): TranscodeJob {
    const now = this.#clock.now();
    const jobId = newTranscodeId();
    this.#put({
      ...settings,
      jobId,
      createTime: now,
      status: NOT_STARTED,
      timeline: [{ time: now, event: "submitted" }],
    });
    this.#schedule(jobId);
    return this.#require(jobId);
  }

  /** A timed job that has not started is scheduled anew. */
  update(jobId: string, changes: Partial<ChangeableSettings>): void {
    this.#put({ ...this.#require(jobId), ...changes });
    this.#schedule(jobId);
  }

  /** Resolves when the output stream is off the air. Without effect on a job that was stopped before. */
  async stop(jobId: string, reason: string): Promise<void> {
    if (this.#require(jobId).status === STOPPED) {
      return;
    }
    this.#timers.get(jobId)?.cancel();
    const transcode = this.#endStreaming(jobId);
    this.#changeStatus(jobId, STOPPED, { time: this.#clock.now(), event: "stopped", detail: reason });
    await transcode?.stop();
  }

  delete(jobId: string): void {
    this.#timers.get(jobId)?.cancel();
    this.#record({ entry: "transcodeJobDeleted", jobId });
    this.#byId.delete(jobId);
  }

  get(jobId: string): TranscodeJob | undefined {
    return this.#byId.get(jobId);
  }

  all(): TranscodeJob[] {
    return [...this.#byId.values()];
  }

  /** Counts what the outputs on the air have used until now. */
  countUsage(): void {
    for (const running of this.#running.values()) {
      if (running.streamingSince !== undefined) {
        this.#endUsage(running);
        running.streamingSince = this.#clock.now();
      }
    }
  }

  /** Takes jobs over as they were; `resume` lets them run. */
  restore(jobs: Iterable<TranscodeJob>): void {
    for (const job of jobs) {
      this.#byId.set(job.jobId, job);
    }
  }

  /** Lets every restored job go on; what should have started or stopped meanwhile does so now. */
  resume(): void {
    for (const { jobId, status } of this.all()) {
      if (status === RUNNING) {
        this.#run(jobId);
      }
      this.#schedule(jobId);
    }
  }

  /** Takes every output stream off the air; the jobs stay as they are. */
  async close(): Promise<void> {
    for (const timer of this.#timers.values()) {
      timer.cancel();
    }
    this.#timers.clear();
    const running = [...this.#running.keys()];
    await Promise.all(
      running.map((jobId) => {
        const transcode = this.#endStreaming(jobId);
        this.#note(jobId, { time: this.#clock.now(), event: "closed" });
        return transcode?.stop();
      }),
    );
  }

  /** Ends every transcode and forgets every job. */
  async reset(): Promise<void> {
    const closing = this.close();
    this.#byId.clear();
    await closing;
  }

  /** Starts or stops the job if its time has come, else sees to it that this is done then. */
  #schedule(jobId: string): void {
    this.#timers.get(jobId)?.cancel();
    this.#timers.delete(jobId);
    const { status, timedConfig } = this.#require(jobId);
    if (status === NOT_STARTED) {
      this.#at(jobId, timedConfig?.startTime ?? this.#clock.now(), () => this.#start(jobId));
    } else if (status === RUNNING && timedConfig?.endTime !== undefined) {
      this.#at(jobId, timedConfig.endTime, () => void this.stop(jobId, "EndTime"));
    }
  }

  #at(jobId: string, time: number, step: () => void): void {
    const wait = time - this.#clock.now();
    if (wait <= 0) {
      step();
    } else {
      this.#timers.set(jobId, this.#clock.setTimeout(step, wait));
    }
  }

  #start(jobId: string): void {
    this.#changeStatus(jobId, RUNNING, { time: this.#clock.now(), event: "started" });
    this.#run(jobId);
    this.#schedule(jobId);
  }

  #run(jobId: string): void {
    const ifRunning = (apply: (running: RunningJob) => void): void => {
      if (this.#running.get(jobId) === running) {
        apply(running);
      }
    };
    const transcode = this.#createTranscode(this.#require(jobId), {
      streaming: (at, source) =>
        ifRunning((running) => {
          running.streamingSince = at;
          const detail = source === "synthetic" ? { detail: "synthetic stream" } : {};
          this.#note(jobId, { time: at, event: "streaming", ...detail });
        }),
      interrupted: (at) =>
        ifRunning((running) => {
          this.#endUsage(running);
          this.#note(jobId, { time: at, event: "interrupted" });
        }),
      problem: (at, message) =>
        ifRunning(() => this.#note(jobId, { time: at, event: "problem", detail: message })),
    });
    const running: RunningJob = { transcode };
    this.#running.set(jobId, running);
    transcode.begin();
  }

  #endStreaming(jobId: string): Transcode | undefined {
    const running = this.#running.get(jobId);
    if (running !== undefined) {
      this.#endUsage(running);
      this.#running.delete(jobId);
    }
    return running?.transcode;
  }

  #endUsage(running: RunningJob): void {
    const startTime = running.streamingSince;
    const endTime = this.#clock.now();
    if (startTime !== undefined && endTime > startTime) {
      this.#usage.add({ kind: "transcoded", startTime, endTime, amount: (endTime - startTime) / 1000 });
    }
    delete running.streamingSince;
  }

  #changeStatus(jobId: string, status: TranscodeStatus, event: TranscodeTimelineEvent): void {
    this.#put({ ...this.#require(jobId), status });
    this.#note(jobId, event);
  }

  #note(jobId: string, event: TranscodeTimelineEvent): void {
    this.#record({ entry: "transcodeJobEvent", jobId, event });
    const job = this.#byId.get(jobId);
    if (job !== undefined) {
      this.#byId.set(jobId, withEvent(job, event));
    }
  }

  #put(job: TranscodeJob): void {
    this.#record({ entry: "transcodeJob", job });
    this.#byId.set(job.jobId, job);
  }

  #require(jobId: string): TranscodeJob {
    const job = this.#byId.get(jobId);
    if (job === undefined) {
      throw new Error(`there is no transcode job ${jobId}`);
    }
    return job;
  }
}
