import { randomUUID } from "node:crypto";
import { DEFAULT_CYCLE_DURATION_SECONDS, DEFAULT_SLICE_DURATION_SECONDS } from "./media/cycle";
import type { RecordFormat } from "./media/recordingTypes";
import type { RecordState } from "./state/stateEntries";
import { type Template, TemplateRegister } from "./templateRegister";

export interface RecordTemplate extends Template {
  readonly name: string;
  /** In the API's own names, with their documented defaults filled in. */
  readonly recordFormats: readonly RecordFormat[];
}

/** The record templates. */
export class RecordTemplates extends TemplateRegister<RecordTemplate> {
  constructor(record: RecordState = () => {}) {
    super(PRESETS, {
      kept: (template) => record({ entry: "template", template }),
      deleted: (templateId) => record({ entry: "templateDeleted", templateId }),
    });
  }

  /** @param templateId default: a new one. */
  create(
    name: string,
    recordFormats: readonly RecordFormat[],
    now: number,
    templateId: string = randomUUID(),
  ): RecordTemplate {
    return this.keep({
      templateId,
      name,
      type: "custom",
      createTime: now,
      lastModified: now,
      recordFormats,
    });
  }

  replace(template: RecordTemplate, name: string, recordFormats: readonly RecordFormat[], now: number): void {
    this.keep({ ...template, name, recordFormats, lastModified: now });
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
