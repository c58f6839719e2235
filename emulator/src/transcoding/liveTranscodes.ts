import type { Clock } from "../clock";
import type { RecordState } from "../state/stateEntries";
import type { Usage } from "../usage";
import { describeTranscodeJob, type TranscodeJobReport } from "./jobReport";
import { type CreateTranscode, TranscodeJobs } from "./jobs";
import type { SavedTranscodes, TranscodeEntry } from "./savedTranscodes";
import { TranscodeTemplates } from "./templates";

export interface LiveTranscodeParts {
  readonly clock: Clock;
  readonly createTranscode: CreateTranscode;
  readonly usage: Usage;
  readonly record: RecordState;
}

/** All that belongs to live transcodes: templates and jobs. */
export class LiveTranscodes {
  readonly templates: TranscodeTemplates;
  readonly jobs: TranscodeJobs;

  constructor(parts: LiveTranscodeParts) {
    this.templates = new TranscodeTemplates(parts.record);
    this.jobs = new TranscodeJobs(parts);
  }

  /** Every job that was not deleted, in order of creation, with all that the emulator knows about it. */
  describeJobs(): TranscodeJobReport[] {
    return this.jobs.all().map(describeTranscodeJob);
  }

  /** Everything, as the shortest list of entries. */
  *entries(): Generator<TranscodeEntry> {
    for (const template of this.templates.all()) {
      if (template.category === "customized") {
        yield { entry: "transcodeTemplate", template };
      }
    }
    for (const job of this.jobs.all()) {
      yield { entry: "transcodeJob", job };
    }
  }

  /** Takes over what was saved; `jobs.resume` lets the jobs that had not stopped go on. */
  restore({ templates, jobs }: SavedTranscodes): void {
    this.templates.restore(templates.values());
    this.jobs.restore(jobs.values());
  }

  async reset(): Promise<void> {
    await this.jobs.reset();
    this.templates.reset();
  }
}
