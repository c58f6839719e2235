import { randomUUID } from "node:crypto";
import { DEFAULT_CYCLE_DURATION_SECONDS, DEFAULT_SLICE_DURATION_SECONDS } from "./media/cycle";
import type { RecordFormat } from "./media/recordingTypes";
import type { RecordState } from "./state/stateEntries";

export interface RecordTemplate {
  readonly templateId: string;
  readonly name: string;
  /** `system` templates are presets: they can be used and read, not changed. */
  readonly type: "system" | "custom";
  /** Milliseconds since the epoch, as is `lastModified`. */
  readonly createTime: number;
  readonly lastModified: number;
  /** In the API's own names, with their documented defaults filled in. */
  readonly recordFormats: readonly RecordFormat[];
}

/** The record templates: presets first, then custom ones in order of creation. A template never changes in place. */
export class RecordTemplates {
  readonly #byId = new Map<string, RecordTemplate>();
  readonly #record: RecordState;

  constructor(record: RecordState = () => {}) {
    this.#record = record;
    this.reset();
  }

  get(templateId: string): RecordTemplate | undefined {
    return this.#byId.get(templateId);
  }

  all(): RecordTemplate[] {
    return [...this.#byId.values()];
  }

  /** @param templateId default: a new one. */
  create(
    name: string,
    recordFormats: readonly RecordFormat[],
    now: number,
    templateId: string = randomUUID(),
  ): RecordTemplate {
    const template: RecordTemplate = {
      templateId,
      name,
      type: "custom",
      createTime: now,
      lastModified: now,
      recordFormats,
    };
    this.#set(template);
    return template;
  }

  /** Puts a new version in the template's place; whoever holds the old one keeps it as it was. */
  replace(template: RecordTemplate, name: string, recordFormats: readonly RecordFormat[], now: number): void {
    this.#set({ ...template, name, recordFormats, lastModified: now });
  }

  delete(templateId: string): void {
    this.#record({ entry: "templateDeleted", templateId });
    this.#byId.delete(templateId);
  }

  restore(templates: Iterable<RecordTemplate>): void {
    for (const template of templates) {
      this.#byId.set(template.templateId, template);
    }
  }

  reset(): void {
    this.#byId.clear();
    for (const preset of PRESETS) {
      this.#byId.set(preset.templateId, preset);
    }
  }

  #set(template: RecordTemplate): void {
    this.#record({ entry: "template", template });
    this.#byId.set(template.templateId, template);
  }
}

const PRESET_TIME = Date.parse("2022-01-01T00:00:00Z");
const PRESET_PREFIX = "record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}";
const PRESET_SLICE_PREFIX = "record/{JobId}/{UnixTimestamp}_{Sequence}";

/** The ids are recognisably the emulator's own: the service's presets have ids that are not published. */
const PRESETS: readonly RecordTemplate[] = [
  preset("00000000-0000-4000-8000-0000000000a1", "preset-m3u8", {
    Format: "m3u8",
    OssObjectPrefix: PRESET_PREFIX,
    SliceOssObjectPrefix: PRESET_SLICE_PREFIX,
    SliceDuration: DEFAULT_SLICE_DURATION_SECONDS,
    CycleDuration: DEFAULT_CYCLE_DURATION_SECONDS,
  }),
  preset("00000000-0000-4000-8000-0000000000a2", "preset-mp4", {
    Format: "mp4",
    OssObjectPrefix: PRESET_PREFIX,
    CycleDuration: DEFAULT_CYCLE_DURATION_SECONDS,
  }),
  preset("00000000-0000-4000-8000-0000000000a3", "preset-flv", {
    Format: "flv",
    OssObjectPrefix: PRESET_PREFIX,
    CycleDuration: DEFAULT_CYCLE_DURATION_SECONDS,
  }),
];

function preset(templateId: string, name: string, format: RecordFormat): RecordTemplate {
  return {
    templateId,
    name,
    type: "system",
    createTime: PRESET_TIME,
    lastModified: PRESET_TIME,
    recordFormats: [format],
  };
}
