import { addToTimeline } from "../timeline";
import type { TranscodeJob, TranscodeTimelineEvent } from "./jobs";
import type { TranscodeTemplate } from "./templates";

/** One change of what belongs to transcodes. */
export type TranscodeEntry =
  | { readonly entry: "transcodeTemplate"; readonly template: TranscodeTemplate }
  | { readonly entry: "transcodeTemplateDeleted"; readonly templateId: string }
  | { readonly entry: "transcodeJob"; readonly job: TranscodeJob }
  | { readonly entry: "transcodeJobEvent"; readonly jobId: string; readonly event: TranscodeTimelineEvent }
  | { readonly entry: "transcodeJobDeleted"; readonly jobId: string };

/** What the entries tell of, in order of creation. */
export interface SavedTranscodes {
  readonly templates: Map<string, TranscodeTemplate>;
  readonly jobs: Map<string, TranscodeJob>;
}

export function noTranscodes(): SavedTranscodes {
  return { templates: new Map(), jobs: new Map() };
}

export function replayTranscodes(state: SavedTranscodes, entry: TranscodeEntry): void {
  switch (entry.entry) {
    case "transcodeTemplate":
      state.templates.set(entry.template.templateId, entry.template);
      break;
    case "transcodeTemplateDeleted":
      state.templates.delete(entry.templateId);
      break;
    case "transcodeJob":
      state.jobs.set(entry.job.jobId, entry.job);
      break;
    case "transcodeJobEvent": {
      const job = state.jobs.get(entry.jobId);
      if (job !== undefined) {
        state.jobs.set(entry.jobId, withEvent(job, entry.event));
      }
      break;
    }
    case "transcodeJobDeleted":
      state.jobs.delete(entry.jobId);
  }
}

export function withEvent(job: TranscodeJob, event: TranscodeTimelineEvent): TranscodeJob {
  const timeline = [...job.timeline];
  addToTimeline(timeline, event);
  return { ...job, timeline };
}
