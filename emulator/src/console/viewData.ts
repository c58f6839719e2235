import type { CallbackRecord } from "../callbacks";
import type { ActiveFault, FaultDescription } from "../faults";
import type { ClockState } from "../http/adminClock";
import type { LoggedRequest } from "../http/requestLog";
import type { JobReport } from "../jobReport";
import type { RecordJob } from "../jobs";
import type { RecordFormat } from "../media/recordingTypes";

/*
 * What the page is given. Times are ISO 8601, UTC, by the emulator's clock.
 */

/** What the head of the page shows, whatever is below it. */
export interface Overview {
  readonly clock: ClockState;
  readonly versions: Readonly<Record<string, string>>;
  readonly oss: string;
  /** Empty when the emulator runs without media. */
  readonly rtmp: string;
  readonly publishers: number;
  readonly streamWindowSeconds: number;
  readonly counts: Readonly<
    Record<"jobs" | "recording" | "templates" | "buckets" | "callbacks" | "requests" | "faults", number>
  >;
}

/** A job as the list shows it: enough to draw its timeline. */
export interface JobRow {
  readonly jobId: string;
  readonly name: string;
  readonly status: RecordJob["status"];
  readonly createTime: string;
  /** Without the events of files. */
  readonly timeline: readonly { readonly time: string; readonly event: string }[];
  readonly files: readonly {
    readonly format: string;
    readonly startTime: string;
    readonly endTime: string;
  }[];
  readonly fileCount: number;
  readonly slices: RecordJob["slices"];
}

export interface JobsView {
  /** Newest first. */
  readonly jobs: readonly JobRow[];
  readonly total: number;
  readonly now: string;
}

/** Instead of a job or bucket that is not there. */
export interface Gone {
  readonly gone: true;
}

export interface JobView {
  readonly job: JobReport & { readonly templateName: string };
  readonly now: string;
}

export interface TemplatesView {
  readonly templates: readonly {
    readonly templateId: string;
    readonly name: string;
    readonly type: string;
    readonly lastModified: string;
    readonly recordFormats: readonly RecordFormat[];
    readonly jobs: number;
  }[];
}

export interface BucketsView {
  readonly buckets: readonly {
    readonly name: string;
    readonly createdAt: string;
    readonly acl: string;
    readonly objects: number;
    readonly bytes: number;
  }[];
}

export interface BucketView {
  readonly bucket: string;
  readonly prefix: string;
  readonly folders: readonly string[];
  readonly objects: readonly {
    readonly key: string;
    readonly bytes: number;
    readonly lastModified: string;
  }[];
  /** Where the next page goes on. */
  readonly next?: string;
}

export interface RequestsView {
  /** Newest first. */
  readonly requests: readonly LoggedRequest[];
  readonly total: number;
}

export interface CallbacksView {
  /** Newest first. */
  readonly callbacks: readonly CallbackRecord[];
  readonly total: number;
}

export interface FaultsView {
  readonly faults: readonly ActiveFault[];
  /** Everything that can be made to go wrong, by its kind. */
  readonly kinds: Readonly<Record<string, FaultDescription>>;
  readonly actions: readonly string[];
}
