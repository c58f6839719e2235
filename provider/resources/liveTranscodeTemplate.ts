import type { TranscodeTemplate } from "../client/ice";
import type { ResourceHandler } from "../handler";
import {
  iceLocation,
  newPlace,
  type Place,
  placeOf,
  requireSameLocation,
  requireSamePlace,
  templatePlaceOutputs,
} from "../place";
import { keptOrMadeName } from "../rules/autoName";
import { checkFields } from "../rules/check";
import { changedFields, replacingFields } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { createTemplate, refusePreset, templateOutputs } from "../templates";
import { declaredPart, fromWireConfig, toWireConfig } from "../transcoding/templateConfig";
import { checkTemplate, MAX_LONG_SIDE_PIXELS, MIN_SIDE_PIXELS } from "../transcoding/templateRules";
import {
  deleteTranscodeTemplate,
  getTranscodeTemplate,
  refuseOtherType,
  type TranscodeTemplateSettings,
  transcodeTemplatesNamed,
} from "../transcoding/templates";

// Limits. Source of all: CreateLiveTranscodeTemplate, TemplateConfig. Those of two fields together: templateRules.

const MAX_VIDEO_BITRATE_KILOBITS_PER_SECOND = 6_000;
const MAX_FRAMES_PER_SECOND = 60;
const MAX_GOP_FRAMES = 3_000;
const MIN_SAMPLERATE_HERTZ = 22_050;
const MAX_SAMPLERATE_HERTZ = 96_000;
const MAX_AUDIO_BITRATE_KILOBITS_PER_SECOND = 1_000;

// Fields

const KIND = "LiveTranscodeTemplate";
const UNSET = "the service's own choice";

const sideField = {
  type: "integer",
  unit: "pixels",
  min: MIN_SIDE_PIXELS,
  max: MAX_LONG_SIDE_PIXELS,
  optional: `${UNSET}; one of the two is required when \`type\` is \`normal\``,
} as const;

const videoParamsFields = {
  codec: {
    type: "string",
    oneOf: ["H.264", "H.265"],
    optional: UNSET,
    doc: "The video codec.",
  },
  width: {
    ...sideField,
    doc: "The picture's width. The longer side is at most 2560, the shorter at most 1440; H.265 with type `narrow-band` at most 1280 × 720.",
  },
  height: { ...sideField, doc: "The picture's height. The same limits as `width`." },
  bitrate: {
    type: "integer",
    unit: "kbit/s",
    min: 1,
    max: MAX_VIDEO_BITRATE_KILOBITS_PER_SECOND,
    optional: `${UNSET}; required when \`type\` is \`normal\``,
    doc: "The video's bit rate.",
  },
  fps: {
    type: "integer",
    unit: "frames per second",
    min: 1,
    max: MAX_FRAMES_PER_SECOND,
    optional: `${UNSET}; required when \`type\` is \`normal\``,
    doc: "The frame rate.",
  },
  gop: {
    type: "integer",
    unit: "frames",
    min: 1,
    max: MAX_GOP_FRAMES,
    optional: UNSET,
    doc: "The distance between key frames.",
  },
  profile: {
    type: "number",
    oneOf: [1, 2, 3],
    optional: UNSET,
    doc: "The codec's profile: 1 baseline, 2 main, 3 high.",
  },
} as const satisfies Fields;

const audioParamsFields = {
  codec: { type: "string", oneOf: ["AAC", "MP3"], optional: UNSET, doc: "The audio codec." },
  profile: {
    type: "string",
    oneOf: ["aac_low", "aac_he", "aac_he_v2", "aac_ld"],
    optional: `${UNSET}; refused for MP3`,
    doc: "The profile of AAC.",
  },
  samplerate: {
    type: "integer",
    unit: "hertz",
    min: MIN_SAMPLERATE_HERTZ,
    max: MAX_SAMPLERATE_HERTZ,
    optional: UNSET,
    doc: "The sampling rate; at most 44100 with the profile `aac_ld`.",
  },
  bitrate: {
    type: "integer",
    unit: "kbit/s",
    min: 1,
    max: MAX_AUDIO_BITRATE_KILOBITS_PER_SECOND,
    optional: UNSET,
    doc: "The audio's bit rate.",
  },
  channels: {
    type: "number",
    oneOf: [1, 2],
    optional: UNSET,
    doc: "How many channels: 1 mono, 2 stereo.",
  },
} as const satisfies Fields;

export const fields = {
  name: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    doc: "The template's name. Changes in place.",
    source: "CreateLiveTranscodeTemplate, Name (length limit and uniqueness unknown)",
  },
  type: {
    type: "string",
    oneOf: ["normal", "narrow-band", "audio-only", "origin"],
    replaces: true,
    doc: "`normal`: the stream is encoded again. `narrow-band`: the same with less bandwidth for the same picture. `audio-only`: sound alone. `origin`: the stream is passed on as it is.",
    source: "CreateLiveTranscodeTemplate, Type",
  },
  templateConfig: {
    type: "object",
    optional: `${UNSET}; required when \`type\` is \`normal\`, refused when it is \`origin\``,
    doc: "How the stream is encoded. Changes in place; what that does to running jobs is not documented.",
    source: "CreateLiveTranscodeTemplate, TemplateConfig",
    fields: {
      videoParams: {
        type: "object",
        optional: `${UNSET}; refused when \`type\` is \`audio-only\``,
        doc: "The picture.",
        fields: videoParamsFields,
      },
      audioParams: { type: "object", optional: UNSET, doc: "The sound.", fields: audioParamsFields },
    },
  },
} as const satisfies Fields;

export interface LiveTranscodeTemplateInputs extends InputsOf<typeof fields> {
  __autoName?: true;
}

// Outputs

export const outputs = {
  category: { type: "string", doc: "`customized`, or `system` for a preset of the service." },
  createTime: templateOutputs.createTime,
  ...templatePlaceOutputs,
} as const satisfies Fields;

export interface LiveTranscodeTemplateOutputs extends LiveTranscodeTemplateInputs, InputsOf<typeof outputs> {}

// Requests and outputs

function toRequest({
  name = "",
  type,
  templateConfig,
}: LiveTranscodeTemplateInputs): TranscodeTemplateSettings {
  return { name, type, ...(templateConfig ? { templateConfig: toWireConfig(templateConfig) } : {}) };
}

function toOutputs(
  place: Partial<Place>,
  inputs: LiveTranscodeTemplateInputs,
  template: Pick<TranscodeTemplate, "category" | "createTime">,
): LiveTranscodeTemplateOutputs {
  return {
    ...inputs,
    category: template.category ?? "customized",
    ...(template.createTime ? { createTime: template.createTime } : {}),
    ...placeOf(place),
  };
}

/** What the service holds, as the program would write it: without what has no meaning for the template's type. */
function inputsOf({ name, type, templateConfig }: TranscodeTemplate): LiveTranscodeTemplateInputs {
  const { videoParams, ...rest } = fromWireConfig(templateConfig) ?? {};
  const config = { ...(type === "audio-only" || !videoParams ? {} : { videoParams }), ...rest };
  const hasConfig = type !== "origin" && Object.keys(config).length > 0;
  return {
    ...(name ? { name } : {}),
    type,
    ...(hasConfig ? { templateConfig: config } : {}),
  } as LiveTranscodeTemplateInputs;
}

// Lifecycle

export const liveTranscodeTemplate: ResourceHandler<
  LiveTranscodeTemplateInputs,
  LiveTranscodeTemplateOutputs
> = {
  kind: KIND,
  fields,
  outputs,
  calls: [
    "CreateLiveTranscodeTemplate",
    "GetLiveTranscodeTemplate",
    "UpdateLiveTranscodeTemplate",
    "DeleteLiveTranscodeTemplate",
    "ListLiveTranscodeTemplates",
    "ListLiveTranscodeJobs",
  ],

  async check(ctx, olds, news) {
    const inputs = { ...news } as unknown as LiveTranscodeTemplateInputs;
    const failures = [...checkFields(fields, news), ...checkTemplate(news.type, news.templateConfig)];
    if (inputs.name === undefined) {
      inputs.__autoName = true;
      inputs.name = keptOrMadeName(ctx.urn, olds?.__autoName, olds?.name);
    }
    return { inputs, failures };
  },

  async diff(ctx, _id, olds, news) {
    requireSameLocation(KIND, ctx, olds, iceLocation(ctx));
    const changedPaths = changedFields(fields, { ...olds }, { ...news });
    if (changedPaths.length > 0) refusePreset(KIND, ctx, "updating", olds);
    return { changedPaths, replacePaths: replacingFields(fields, changedPaths) };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, iceLocation(ctx));
    const request = toRequest(inputs);
    const { type: _type, ...changeable } = request;
    const isOurName = inputs.__autoName === true;
    const { id, template = {} } = await createTemplate<TranscodeTemplate>(ctx, {
      kind: KIND,
      action: "CreateLiveTranscodeTemplate",
      name: request.name,
      isOurName,
      named: async () => {
        const found = await transcodeTemplatesNamed(ctx, request.name);
        if (isOurName) refuseOtherType(found, request);
        return found;
      },
      create: async () => (await ctx.ice.createLiveTranscodeTemplate(request)).templateId,
      update: (templateId) => ctx.ice.updateLiveTranscodeTemplate({ templateId, ...changeable }),
    });
    return { id, outs: toOutputs(place, inputs, template) };
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace(KIND, ctx, outs, iceLocation(ctx));
    const template = await getTranscodeTemplate(ctx, id);
    if (template === "gone") return "gone";
    const found = inputsOf(template);
    const { name, type, templateConfig, __autoName } = outs;
    // Read for the first time: all of it is news.
    if (type === undefined) return { outs: toOutputs(place, found, template), inputs: found };
    const seen = { ...found };
    delete seen.templateConfig;
    const part = declaredPart(templateConfig, found.templateConfig);
    if (part !== undefined) seen.templateConfig = part;
    const known = {
      ...(name === undefined ? {} : { name }),
      type,
      ...(templateConfig ? { templateConfig } : {}),
    };
    const made = __autoName && name === found.name ? { __autoName: true as const } : {};
    if (changedFields(fields, known, { ...seen }).length === 0) {
      return { outs: toOutputs(place, { ...known, ...made }, template) };
    }
    const inputs = { ...seen, ...made };
    return { outs: toOutputs(place, inputs, template), inputs };
  },

  async update(ctx, id, olds, news) {
    await requireSamePlace(KIND, ctx, olds, iceLocation(ctx));
    refusePreset(KIND, ctx, "updating", olds);
    const { type: _type, ...request } = toRequest(news);
    await ctx.ice.updateLiveTranscodeTemplate({ templateId: id, ...request });
    return toOutputs(olds, news, olds);
  },

  async delete(ctx, id, outs) {
    await requireSamePlace(KIND, ctx, outs, iceLocation(ctx));
    refusePreset(KIND, ctx, "deleting", outs);
    await deleteTranscodeTemplate(ctx, id);
  },
};
