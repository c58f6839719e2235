import type { RecordState } from "../state/stateEntries";
import { TemplateStore } from "../templateStore";
import { newTranscodeId } from "./ids";
import type { TemplateConfig } from "./templateConfig";

export const TRANSCODE_TEMPLATE_TYPES = ["normal", "narrow-band", "audio-only", "origin"] as const;

export type TranscodeTemplateType = (typeof TRANSCODE_TEMPLATE_TYPES)[number];

export interface TranscodeTemplate {
  readonly templateId: string;
  readonly name: string;
  readonly type: TranscodeTemplateType;
  /** `system` templates are presets: they can be used and read, not changed. */
  readonly category: "system" | "customized";
  /** Milliseconds since the epoch. */
  readonly createTime: number;
  readonly config: TemplateConfig;
}

/** The transcode templates. */
export class TranscodeTemplates extends TemplateStore<TranscodeTemplate> {
  constructor(record: RecordState) {
    super(PRESETS, {
      put: (template) => record({ entry: "transcodeTemplate", template }),
      deleted: (templateId) => record({ entry: "transcodeTemplateDeleted", templateId }),
    });
  }

  create(fields: Pick<TranscodeTemplate, "name" | "type" | "config">, now: number): TranscodeTemplate {
    const template: TranscodeTemplate = {
      templateId: newTranscodeId(),
      category: "customized",
      createTime: now,
      ...fields,
    };
    this.put(template);
    return template;
  }

  replace(template: TranscodeTemplate, fields: Pick<TranscodeTemplate, "name" | "config">): void {
    this.put({ ...template, ...fields });
  }
}

const PRESET_TIME = Date.parse("2022-01-01T00:00:00Z");
const PRESET_VIDEO = { Codec: "H.264", Width: "1280", Height: "720", Fps: "25", Gop: "50" } as const;
const PRESET_AUDIO = { Codec: "AAC", Profile: "aac_low", Samplerate: "44100", Channels: "2" } as const;

/** The ids are recognisably the emulator's own: the service's presets have ids that are not published. */
const PRESETS: readonly TranscodeTemplate[] = [
  preset("000000000000400080000000000000b1", "origin", {}),
  preset("000000000000400080000000000000b2", "normal", {
    VideoParams: { ...PRESET_VIDEO, Bitrate: "2000" },
    AudioParams: { ...PRESET_AUDIO, Bitrate: "128" },
  }),
  preset("000000000000400080000000000000b3", "narrow-band", {
    VideoParams: { ...PRESET_VIDEO, Bitrate: "1000" },
    AudioParams: { ...PRESET_AUDIO, Bitrate: "96" },
  }),
  preset("000000000000400080000000000000b4", "audio-only", {
    AudioParams: { ...PRESET_AUDIO, Bitrate: "96" },
  }),
];

function preset(templateId: string, type: TranscodeTemplateType, config: TemplateConfig): TranscodeTemplate {
  return { templateId, name: `preset-${type}`, type, category: "system", createTime: PRESET_TIME, config };
}
