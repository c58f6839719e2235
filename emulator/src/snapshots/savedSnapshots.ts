import type { SnapshotFile } from "./snapshotFiles";
import type { SavedSnapshotJob, SnapshotJobStatus, SnapshotTimelineEvent } from "./snapshotJobs";
import type { SnapshotTemplate } from "./snapshotTemplates";

/** One change of what belongs to snapshots. */
export type SnapshotEntry =
  | { readonly entry: "snapshotTemplate"; readonly template: SnapshotTemplate }
  | { readonly entry: "snapshotTemplateDeleted"; readonly templateId: string }
  | { readonly entry: "snapshotJob"; readonly job: SavedSnapshotJob }
  | {
      readonly entry: "snapshotJobStatus";
      readonly jobId: string;
      readonly status: SnapshotJobStatus;
      readonly lastModified: number;
    }
  | { readonly entry: "snapshotJobEvent"; readonly jobId: string; readonly event: SnapshotTimelineEvent }
  | {
      readonly entry: "snapshotTaken";
      readonly jobId: string;
      /** Pictures of the job so far. */
      readonly pictures: number;
      /** The objects of the last one. */
      readonly files: readonly SnapshotFile[];
    }
  | { readonly entry: "snapshotFileDeleted"; readonly jobId: string; readonly createTimestamp: number };

/** What the entries tell of, in order of creation. */
export interface SavedSnapshots {
  readonly templates: Map<string, SnapshotTemplate>;
  readonly jobs: Map<string, SavedSnapshotJob>;
  /** By job, time and kind. */
  readonly files: Map<string, SnapshotFile>;
}

export function noSnapshots(): SavedSnapshots {
  return { templates: new Map(), jobs: new Map(), files: new Map() };
}

export function replaySnapshots(state: SavedSnapshots, entry: SnapshotEntry): void {
  switch (entry.entry) {
    case "snapshotTemplate":
      state.templates.set(entry.template.templateId, entry.template);
      break;
    case "snapshotTemplateDeleted":
      state.templates.delete(entry.templateId);
      break;
    case "snapshotJob":
      state.jobs.set(entry.job.jobId, { ...entry.job, timeline: [...entry.job.timeline] });
      break;
    case "snapshotJobStatus":
      changeJob(state, entry.jobId, { status: entry.status, lastModified: entry.lastModified });
      break;
    case "snapshotJobEvent":
      state.jobs.get(entry.jobId)?.timeline.push(entry.event);
      break;
    case "snapshotTaken":
      changeJob(state, entry.jobId, { pictures: entry.pictures });
      for (const file of entry.files) {
        state.files.set(file.isOverlay ? `${file.jobId} overlay` : idOf(file), file);
      }
      break;
    case "snapshotFileDeleted":
      state.files.delete(idOf(entry));
  }
}

function changeJob(state: SavedSnapshots, jobId: string, change: Partial<SavedSnapshotJob>): void {
  const job = state.jobs.get(jobId);
  if (job !== undefined) {
    state.jobs.set(jobId, { ...job, ...change });
  }
}

function idOf({ jobId, createTimestamp }: Pick<SnapshotFile, "jobId" | "createTimestamp">): string {
  return `${jobId} ${createTimestamp}`;
}
