import type { SavedJob, TimelineEvent } from "../jobs";
import type { SliceTotals } from "../media/savedRecording";
import type { SyntheticStream } from "../media/syntheticStreams";
import type { RecordFile } from "../recordFiles";
import type { Settings } from "../service";
import {
  noSnapshots,
  replaySnapshots,
  type SavedSnapshots,
  type SnapshotEntry,
} from "../snapshots/savedSnapshots";
import type { RecordTemplate } from "../templates";

/** The emulator's clock at a moment of the machine's, both in milliseconds since the epoch. */
export interface SavedClock {
  readonly now: number;
  readonly machineNow: number;
  readonly frozen: boolean;
  readonly scale: number;
}

export interface SavedForbidden {
  readonly app: string;
  readonly stream: string;
  /** Milliseconds since the epoch; absent for a stream that is forbidden until it is allowed. */
  readonly until?: number;
}

/** One change of the service's state, buckets aside. Later entries win over earlier ones. */
export type StateEntry =
  | { readonly entry: "template"; readonly template: RecordTemplate }
  | { readonly entry: "templateDeleted"; readonly templateId: string }
  | { readonly entry: "job"; readonly job: SavedJob }
  | { readonly entry: "jobStatus"; readonly jobId: string; readonly status: SavedJob["status"] }
  | { readonly entry: "jobEvent"; readonly jobId: string; readonly event: TimelineEvent }
  | { readonly entry: "jobSlices"; readonly jobId: string; readonly slices: SliceTotals }
  | { readonly entry: "file"; readonly file: RecordFile }
  | { readonly entry: "fileDeleted"; readonly recordId: string }
  | SnapshotEntry
  | { readonly entry: "forbidden"; readonly forbidden: SavedForbidden }
  | { readonly entry: "allowed"; readonly app: string; readonly stream: string }
  | { readonly entry: "synthetic"; readonly synthetic: SyntheticStream }
  | { readonly entry: "syntheticStopped"; readonly app: string; readonly stream: string }
  | { readonly entry: "settings"; readonly settings: Settings }
  | { readonly entry: "clock"; readonly clock: SavedClock };

/** Called with each change of the state, before it is answered. */
export type RecordState = (entry: StateEntry) => void;

/** The state that entries tell of, in order of creation. */
export interface SavedState {
  readonly templates: Map<string, RecordTemplate>;
  readonly jobs: Map<string, SavedJob>;
  readonly files: Map<string, RecordFile>;
  readonly snapshots: SavedSnapshots;
  readonly forbidden: Map<string, SavedForbidden>;
  readonly synthetic: Map<string, SyntheticStream>;
  settings?: Settings;
  clock?: SavedClock;
}

export function replayState(entries: Iterable<StateEntry>): SavedState {
  const state: SavedState = {
    templates: new Map(),
    jobs: new Map(),
    files: new Map(),
    snapshots: noSnapshots(),
    forbidden: new Map(),
    synthetic: new Map(),
  };
  for (const entry of entries) {
    replay(state, entry);
  }
  return state;
}

function replay(state: SavedState, entry: StateEntry): void {
  switch (entry.entry) {
    case "template":
      state.templates.set(entry.template.templateId, entry.template);
      break;
    case "templateDeleted":
      state.templates.delete(entry.templateId);
      break;
    case "job":
      state.jobs.set(entry.job.jobId, { ...entry.job, timeline: [...entry.job.timeline] });
      break;
    case "jobStatus":
      changeJob(state, entry.jobId, (job) => ({ ...job, status: entry.status }));
      break;
    case "jobEvent":
      changeJob(state, entry.jobId, (job) => {
        job.timeline.push(entry.event);
        return job;
      });
      break;
    case "jobSlices":
      changeJob(state, entry.jobId, (job) => ({ ...job, slices: entry.slices }));
      break;
    case "file":
      state.files.set(entry.file.recordId, entry.file);
      break;
    case "fileDeleted":
      state.files.delete(entry.recordId);
      break;
    case "snapshotTemplate":
    case "snapshotTemplateDeleted":
    case "snapshotJob":
    case "snapshotJobStatus":
    case "snapshotJobEvent":
    case "snapshotTaken":
    case "snapshotFileDeleted":
      replaySnapshots(state.snapshots, entry);
      break;
    case "forbidden":
      state.forbidden.set(pathOf(entry.forbidden), entry.forbidden);
      break;
    case "allowed":
      state.forbidden.delete(pathOf(entry));
      break;
    case "synthetic":
      state.synthetic.set(pathOf(entry.synthetic), entry.synthetic);
      break;
    case "syntheticStopped":
      state.synthetic.delete(pathOf(entry));
      break;
    case "settings":
      state.settings = entry.settings;
      break;
    case "clock":
      state.clock = entry.clock;
  }
}

function changeJob(state: SavedState, jobId: string, change: (job: SavedJob) => SavedJob): void {
  const job = state.jobs.get(jobId);
  if (job !== undefined) {
    state.jobs.set(jobId, change(job));
  }
}

function pathOf({ app, stream }: { readonly app: string; readonly stream: string }): string {
  return `${app}/${stream}`;
}
