import type { SavedAccountSettings } from "../accountSettings";
import type { SavedJob, TimelineEvent } from "../jobs";
import type { SliceTotals } from "../media/savedRecording";
import type { SyntheticStream } from "../media/syntheticStreams";
import type { RecordFile } from "../recordFiles";
import type { Settings } from "../service";
import type { RecordTemplate } from "../templates";
import { type TranscodeJob, type TranscodeTimelineEvent, withEvent } from "../transcoding/jobs";
import type { TranscodeTemplate } from "../transcoding/templates";
import type { UsageEntry } from "../usage";

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
  | { readonly entry: "transcodeTemplate"; readonly template: TranscodeTemplate }
  | { readonly entry: "transcodeTemplateDeleted"; readonly templateId: string }
  | { readonly entry: "transcodeJob"; readonly job: TranscodeJob }
  | { readonly entry: "transcodeJobEvent"; readonly jobId: string; readonly event: TranscodeTimelineEvent }
  | { readonly entry: "transcodeJobDeleted"; readonly jobId: string }
  | { readonly entry: "accountSettings"; readonly accountSettings: SavedAccountSettings }
  | { readonly entry: "usage"; readonly usage: UsageEntry }
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
  readonly transcodeTemplates: Map<string, TranscodeTemplate>;
  readonly transcodeJobs: Map<string, TranscodeJob>;
  readonly usage: UsageEntry[];
  accountSettings: SavedAccountSettings;
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
    transcodeTemplates: new Map(),
    transcodeJobs: new Map(),
    usage: [],
    accountSettings: {},
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
    case "transcodeTemplate":
      state.transcodeTemplates.set(entry.template.templateId, entry.template);
      break;
    case "transcodeTemplateDeleted":
      state.transcodeTemplates.delete(entry.templateId);
      break;
    case "transcodeJob":
      state.transcodeJobs.set(entry.job.jobId, entry.job);
      break;
    case "transcodeJobEvent": {
      const job = state.transcodeJobs.get(entry.jobId);
      if (job !== undefined) {
        state.transcodeJobs.set(entry.jobId, withEvent(job, entry.event));
      }
      break;
    }
    case "transcodeJobDeleted":
      state.transcodeJobs.delete(entry.jobId);
      break;
    case "accountSettings":
      state.accountSettings = entry.accountSettings;
      break;
    case "usage":
      state.usage.push(entry.usage);
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
