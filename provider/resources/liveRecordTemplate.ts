import type { RecordFormat, RecordTemplate } from "../client/ice";
import { listOf } from "../client/paging";
import type { ResourceHandler, Values } from "../handler";
import {
  iceLocation,
  newPlace,
  type Place,
  placeOf,
  requireSameLocation,
  requireSamePlace,
  templatePlaceOutputs,
} from "../place";
import { getTemplate, type TemplateSettings, templatesNamed } from "../recording/templates";
import { keptOrMadeName } from "../rules/autoName";
import { checkFields, type Failure } from "../rules/check";
import { changedFields } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { placeholderRule } from "../rules/placeholders";
import { UNKNOWN } from "../rules/unknown";
import { createTemplate, deleteTemplate, refusePreset, templateOutputs } from "../templates";

// Limits. Source of all: CreateLiveRecordTemplate, RecordFormat.

/** What the service uses when none is given. */
const DEFAULT_CYCLE_DURATION_SECONDS = 21_600;
const DEFAULT_SLICE_DURATION_SECONDS = 30;
const MIN_SLICE_DURATION_SECONDS = 5;
const MAX_SLICE_DURATION_SECONDS = 30;
/** Below 256 bytes. */
const MAX_PREFIX_BYTES = 255;
const START_PLACEHOLDERS = ["StartTime", "EscapedStartTime"];
const END_PLACEHOLDERS = ["EndTime", "EscapedEndTime"];

// Fields

const recordFormatFields = {
  format: {
    type: "string",
    oneOf: ["m3u8", "mp4", "flv"],
    doc: "The container. The stream is not encoded again.",
    source: "CreateLiveRecordTemplate, RecordFormat.Format",
  },
  cycleDuration: {
    type: "integer",
    unit: "seconds",
    min: 1,
    optional: `${DEFAULT_CYCLE_DURATION_SECONDS} (6 hours)`,
    doc: "How much one file holds before the next one begins. The API's own range is unknown (the console offers 15 to 360 minutes).",
    source: "CreateLiveRecordTemplate, RecordFormat.CycleDuration",
  },
  ossObjectPrefix: {
    type: "string",
    optional: "the service's own naming",
    doc: "The object name of a file, without its extension. Placeholders: {JobId} {Sequence} {StartTime} {EndTime} {EscapedStartTime} {EscapedEndTime}; a start and an end placeholder must be there. At most 255 bytes.",
    source: "CreateLiveRecordTemplate, RecordFormat.OssObjectPrefix",
    rule: placeholderRule({
      allowed: ["JobId", "Sequence", ...START_PLACEHOLDERS, ...END_PLACEHOLDERS],
      required: [START_PLACEHOLDERS, END_PLACEHOLDERS],
      maxBytes: MAX_PREFIX_BYTES,
    }),
  },
  sliceOssObjectPrefix: {
    type: "string",
    optional: "nothing; required for m3u8, refused for other formats",
    doc: "The object name of a slice, without its extension. Placeholders: {JobId} {UnixTimestamp} {Sequence}; {UnixTimestamp} and {Sequence} must be there. At most 255 bytes.",
    source: "CreateLiveRecordTemplate, RecordFormat.SliceOssObjectPrefix",
    rule: placeholderRule({
      allowed: ["JobId", "UnixTimestamp", "Sequence"],
      required: [["UnixTimestamp"], ["Sequence"]],
      maxBytes: MAX_PREFIX_BYTES,
    }),
  },
  sliceDuration: {
    type: "integer",
    unit: "seconds",
    min: MIN_SLICE_DURATION_SECONDS,
    max: MAX_SLICE_DURATION_SECONDS,
    optional: `${DEFAULT_SLICE_DURATION_SECONDS} for m3u8; refused for other formats`,
    doc: "The length of one slice.",
    source: "CreateLiveRecordTemplate, RecordFormat.SliceDuration",
  },
} as const satisfies Fields;

export const fields = {
  name: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    doc: "The template's name. Changes in place.",
    source: "CreateLiveRecordTemplate, Name (length limit and uniqueness unknown)",
  },
  recordFormats: {
    type: "list",
    minItems: 1,
    doc: "What is recorded, one entry per format. Changes in place; jobs that are submitted already keep the formats they were submitted with.",
    source: "CreateLiveRecordTemplate, RecordFormat",
    items: { type: "object", doc: "One format of a recording.", fields: recordFormatFields },
  },
} as const satisfies Fields;

export interface LiveRecordTemplateInputs extends InputsOf<typeof fields> {
  __autoName?: true;
}

// Outputs

export const outputs = {
  ...templateOutputs,
  ...templatePlaceOutputs,
} as const satisfies Fields;

export interface LiveRecordTemplateOutputs extends LiveRecordTemplateInputs, InputsOf<typeof outputs> {}

// Requests and outputs

/** One text says that m3u8 needs a slice duration, another that it has a default: sending the default satisfies both. */
function toRequest({ name = "", recordFormats }: LiveRecordTemplateInputs): TemplateSettings {
  const recordFormat = recordFormats.map((entry): RecordFormat => {
    const sliceDuration = entry.sliceDuration ?? DEFAULT_SLICE_DURATION_SECONDS;
    return entry.format === "m3u8" ? { ...entry, sliceDuration } : { ...entry };
  });
  return { name, recordFormat };
}

function toOutputs(
  place: Partial<Place>,
  inputs: LiveRecordTemplateInputs,
  template: RecordTemplate,
): LiveRecordTemplateOutputs {
  return {
    ...inputs,
    type: template.type ?? "custom",
    ...(template.createTime ? { createTime: template.createTime } : {}),
    ...(template.lastModified ? { lastModified: template.lastModified } : {}),
    ...placeOf(place),
  };
}

/** Formats in the form in which they are compared: what the service fills in by itself is no difference. */
function comparable({ name, recordFormats }: Partial<LiveRecordTemplateInputs>): Values {
  if (!Array.isArray(recordFormats)) return { name, recordFormats };
  const formats = recordFormats.map((entry) => {
    if (typeof entry !== "object") return entry;
    const { cycleDuration = DEFAULT_CYCLE_DURATION_SECONDS, sliceDuration, ...rest } = entry;
    const slice =
      entry.format === "m3u8" ? { sliceDuration: sliceDuration ?? DEFAULT_SLICE_DURATION_SECONDS } : {};
    return { ...rest, cycleDuration, ...slice };
  });
  return { name, recordFormats: formats };
}

/** Some numbers of the service come as texts. */
function toNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}

/** What the service holds, as the program would write it. */
function inputsOf(template: RecordTemplate): LiveRecordTemplateInputs {
  const recordFormats = listOf(template.recordFormatList).map((entry) => {
    const m3u8 = entry.format === "m3u8";
    const { format, ossObjectPrefix } = entry;
    const cycleDuration = toNumber(entry.cycleDuration);
    const slices = m3u8
      ? { sliceOssObjectPrefix: entry.sliceOssObjectPrefix, sliceDuration: toNumber(entry.sliceDuration) }
      : {};
    const known = Object.entries({ format, cycleDuration, ossObjectPrefix, ...slices });
    return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== ""));
  });
  return { name: template.name, recordFormats } as LiveRecordTemplateInputs;
}

// Lifecycle

export const liveRecordTemplate: ResourceHandler<LiveRecordTemplateInputs, LiveRecordTemplateOutputs> = {
  kind: "LiveRecordTemplate",
  fields,
  outputs,
  calls: [
    "CreateLiveRecordTemplate",
    "GetLiveRecordTemplate",
    "UpdateLiveRecordTemplate",
    "DeleteLiveRecordTemplate",
    "ListLiveRecordTemplates",
  ],

  async check(ctx, olds, news) {
    const failures: Failure[] = [...checkFields(fields, news)];
    const inputs = { ...news } as unknown as LiveRecordTemplateInputs;
    if (Array.isArray(inputs.recordFormats)) {
      failures.push(
        ...inputs.recordFormats.flatMap((entry, index) => checkSlices(entry, `recordFormats[${index}]`)),
      );
    }
    if (inputs.name === undefined) {
      inputs.__autoName = true;
      inputs.name = keptOrMadeName(ctx.urn, olds?.__autoName, olds?.name);
    }
    return { inputs, failures };
  },

  async diff(ctx, _id, olds, news) {
    requireSameLocation("LiveRecordTemplate", ctx, olds, iceLocation(ctx));
    const changedPaths = changedFields(fields, comparable(olds), comparable(news));
    if (changedPaths.length > 0) refusePreset("LiveRecordTemplate", ctx, "updating", olds);
    return { changedPaths, replacePaths: [] };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, iceLocation(ctx));
    const request = toRequest(inputs);
    const { id, template = {} } = await createTemplate<RecordTemplate>(ctx, {
      kind: "LiveRecordTemplate",
      action: "CreateLiveRecordTemplate",
      name: request.name,
      isOurName: inputs.__autoName === true,
      named: () => templatesNamed(ctx, request.name),
      create: async () => (await ctx.ice.createLiveRecordTemplate(request)).templateId,
      update: (templateId) => ctx.ice.updateLiveRecordTemplate({ templateId, ...request }),
    });
    return { id, outs: toOutputs(place, inputs, template) };
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace("LiveRecordTemplate", ctx, outs, iceLocation(ctx));
    const template = await getTemplate(ctx, id);
    if (template === "gone") return "gone";
    const found = inputsOf(template);
    const known = { name: outs.name, recordFormats: outs.recordFormats };
    if (outs.recordFormats && changedFields(fields, comparable(known), comparable(found)).length === 0) {
      const kept = { ...found, ...known, ...(outs.__autoName ? { __autoName: true as const } : {}) };
      return { outs: toOutputs(place, kept as LiveRecordTemplateInputs, template) };
    }
    const inputs = {
      ...found,
      ...(outs.__autoName && outs.name === found.name ? { __autoName: true as const } : {}),
    };
    return { outs: toOutputs(place, inputs, template), inputs };
  },

  async update(ctx, id, olds, news) {
    await requireSamePlace("LiveRecordTemplate", ctx, olds, iceLocation(ctx));
    refusePreset("LiveRecordTemplate", ctx, "updating", olds);
    await ctx.ice.updateLiveRecordTemplate({ templateId: id, ...toRequest(news) });
    return toOutputs(olds, news, olds);
  },

  async delete(ctx, id, outs) {
    await requireSamePlace("LiveRecordTemplate", ctx, outs, iceLocation(ctx));
    refusePreset("LiveRecordTemplate", ctx, "deleting", outs);
    await deleteTemplate(() => ctx.ice.deleteLiveRecordTemplate({ templateId: id }));
  },
};

function checkSlices(entry: LiveRecordTemplateInputs["recordFormats"][number], path: string): Failure[] {
  const { format, sliceOssObjectPrefix, sliceDuration } = entry ?? {};
  if (format === "m3u8") {
    return sliceOssObjectPrefix === undefined
      ? [{ path: `${path}.sliceOssObjectPrefix`, reason: 'must be given when format is "m3u8", got nothing' }]
      : [];
  }
  if (format === undefined || (format as string) === UNKNOWN) return [];
  return Object.entries({ sliceOssObjectPrefix, sliceDuration })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({
      path: `${path}.${name}`,
      reason: `must be left out unless format is "m3u8", got ${JSON.stringify(value)}`,
    }));
}
