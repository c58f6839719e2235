import { randomUUID } from "node:crypto";
import type { RecordState } from "../state/stateEntries";
import { type Template, TemplateRegister } from "../templateRegister";

/** What a snapshot template says, and what a job takes over from it at Submit. */
export interface SnapshotSettings {
  readonly templateName: string;
  /** Seconds between two pictures. */
  readonly timeInterval: number;
  /** Key of the one object that every picture overwrites. */
  readonly overwriteFormat?: string;
  /** Key of an object of its own for each picture. */
  readonly sequenceFormat?: string;
}

export interface SnapshotTemplate extends Template, SnapshotSettings {}

/** The snapshot templates. */
export class SnapshotTemplates extends TemplateRegister<SnapshotTemplate> {
  constructor(record: RecordState) {
    super(PRESETS, {
      kept: (template) => record({ entry: "snapshotTemplate", template }),
      deleted: (templateId) => record({ entry: "snapshotTemplateDeleted", templateId }),
    });
  }

  /** @param templateId default: a new one. */
  create(
    settings: SnapshotSettings,
    now: number,
    templateId: string = randomUUID(),
  ): SnapshotTemplate {
    return this.keep({ templateId, type: "custom", createTime: now, lastModified: now, ...settings });
  }

  replace({ templateId, type, createTime }: SnapshotTemplate, settings: SnapshotSettings, now: number): void {
    this.keep({ templateId, type, createTime, lastModified: now, ...settings });
  }
}

const PRESET_TIME = Date.parse("2022-01-01T00:00:00Z");

/** The ids are recognisably the emulator's own: the service's presets have ids that are not published. */
const PRESETS: readonly SnapshotTemplate[] = [
  preset("00000000-0000-4000-8000-0000000000b1", {
    templateName: "preset-sequence",
    timeInterval: 10,
    sequenceFormat: "snapshot/{JobId}/{Sequence}/{UnixTimestamp}.jpg",
  }),
  preset("00000000-0000-4000-8000-0000000000b2", {
    templateName: "preset-overwrite",
    timeInterval: 10,
    overwriteFormat: "snapshot/{JobId}.jpg",
  }),
];

function preset(templateId: string, settings: SnapshotSettings): SnapshotTemplate {
  return { templateId, type: "system", createTime: PRESET_TIME, lastModified: PRESET_TIME, ...settings };
}
