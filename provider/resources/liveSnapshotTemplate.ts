import type { LiveSnapshotTemplateRequest, SnapshotTemplate } from "../client/ice";
import type { Context } from "../context";
import { ResourceError, type ResourceHandler } from "../handler";
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
import { checkFields, type Failure } from "../rules/check";
import { changedFields } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { atMostCharacters } from "../rules/lengths";
import { placeholderRule } from "../rules/placeholders";
import { getSnapshotTemplate, snapshotTemplatesNamed } from "../snapshots/templates";
import { createTemplate, deleteTemplate, refusePreset, templateOutputs } from "../templates";

// Limits. Source of all: CreateLiveSnapshotTemplate.

const MAX_NAME_CHARACTERS = 128;
const MIN_TIME_INTERVAL_SECONDS = 5;
const MAX_TIME_INTERVAL_SECONDS = 3_600;
/** The page says 255 and no unit: bytes are the stricter reading. */
const MAX_FORMAT_BYTES = 255;
const OVERWRITE_PLACEHOLDERS = ["JobId"];
const SEQUENCE_PLACEHOLDERS = ["JobId", "Date", "UnixTimestamp", "Sequence"];
/** One of them tells a picture from the next. */
const TELLING_PLACEHOLDERS = ["UnixTimestamp", "Sequence"];

// Fields

export const fields = {
  templateName: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    doc: "The template's name, at most 128 characters. Changes in place.",
    source: "CreateLiveSnapshotTemplate, TemplateName (uniqueness unknown)",
    rule: atMostCharacters(MAX_NAME_CHARACTERS),
  },
  timeInterval: {
    type: "integer",
    unit: "seconds",
    min: MIN_TIME_INTERVAL_SECONDS,
    max: MAX_TIME_INTERVAL_SECONDS,
    doc: "From one picture to the next. Pictures are taken at key frames. Changes in place.",
    source: "CreateLiveSnapshotTemplate, TimeInterval",
  },
  overwriteFormat: {
    type: "string",
    optional: "no picture that is overwritten; one of the two formats must be given",
    doc: "The object name of the one picture that every new one overwrites: `snapshot/{JobId}.jpg`. It ends in `.jpg` and begins without a slash; placeholder: {JobId}. At most 255 bytes. Changes in place; whether the service lets go of a format that is left out is not documented, so the update reads it back and fails when it was kept.",
    source: "CreateLiveSnapshotTemplate, OverwriteFormat",
    rule: objectNameRule(
      placeholderRule({ allowed: OVERWRITE_PLACEHOLDERS, required: [], maxBytes: MAX_FORMAT_BYTES }),
    ),
  },
  sequenceFormat: {
    type: "string",
    optional: "no sequence of pictures; one of the two formats must be given",
    doc: "The object names of pictures that are all kept: `snapshot/{JobId}/{Date}/{UnixTimestamp}.jpg`. It ends in `.jpg` and begins without a slash; placeholders: {JobId} {Date} {UnixTimestamp} {Sequence}, of which {UnixTimestamp} or {Sequence} must be there. At most 255 bytes. Changes in place, as `overwriteFormat`.",
    source: "CreateLiveSnapshotTemplate, SequenceFormat",
    rule: objectNameRule(
      placeholderRule({
        allowed: SEQUENCE_PLACEHOLDERS,
        required: [TELLING_PLACEHOLDERS],
        maxBytes: MAX_FORMAT_BYTES,
      }),
    ),
  },
} as const satisfies Fields;

export interface LiveSnapshotTemplateInputs extends InputsOf<typeof fields> {
  __autoName?: true;
}

// Outputs

export const outputs = {
  ...templateOutputs,
  ...templatePlaceOutputs,
} as const satisfies Fields;

export interface LiveSnapshotTemplateOutputs extends LiveSnapshotTemplateInputs, InputsOf<typeof outputs> {}

// Requests and outputs

function toRequest(inputs: LiveSnapshotTemplateInputs): LiveSnapshotTemplateRequest {
  const { templateName = "", timeInterval, overwriteFormat, sequenceFormat } = inputs;
  return {
    templateName,
    timeInterval,
    ...(overwriteFormat ? { overwriteFormat } : {}),
    ...(sequenceFormat ? { sequenceFormat } : {}),
  };
}

function toOutputs(
  place: Partial<Place>,
  inputs: LiveSnapshotTemplateInputs,
  template: SnapshotTemplate,
): LiveSnapshotTemplateOutputs {
  return {
    ...inputs,
    type: template.type ?? "custom",
    ...(template.createTime ? { createTime: template.createTime } : {}),
    ...(template.lastModified ? { lastModified: template.lastModified } : {}),
    ...placeOf(place),
  };
}

/** What the service holds, as the program would write it. Some numbers of the service come as texts. */
function inputsOf(template: SnapshotTemplate): LiveSnapshotTemplateInputs {
  const { templateName = "", timeInterval, overwriteFormat, sequenceFormat } = template;
  const given = { overwriteFormat, sequenceFormat };
  const formats = Object.fromEntries(Object.entries(given).filter(([, format]) => format));
  return { templateName, timeInterval: Number(timeInterval), ...formats };
}

// Lifecycle

type Handler = ResourceHandler<LiveSnapshotTemplateInputs, LiveSnapshotTemplateOutputs>;

export const liveSnapshotTemplate: Handler = {
  kind: "LiveSnapshotTemplate",
  fields,
  outputs,
  calls: [
    "CreateLiveSnapshotTemplate",
    "GetLiveSnapshotTemplate",
    "UpdateLiveSnapshotTemplate",
    "DeleteLiveSnapshotTemplate",
    "ListLiveSnapshotTemplates",
  ],

  async check(ctx, olds, news) {
    const failures: Failure[] = [...checkFields(fields, news)];
    const inputs = { ...news } as unknown as LiveSnapshotTemplateInputs;
    if (inputs.overwriteFormat === undefined && inputs.sequenceFormat === undefined) {
      failures.push({
        path: "sequenceFormat",
        reason: "must be given when overwriteFormat is not, got neither",
      });
    }
    if (inputs.templateName === undefined) {
      inputs.__autoName = true;
      inputs.templateName = keptOrMadeName(
        ctx.urn,
        olds?.__autoName,
        olds?.templateName,
        MAX_NAME_CHARACTERS,
      );
    }
    return { inputs, failures };
  },

  async diff(ctx, _id, olds, news) {
    requireSameLocation("LiveSnapshotTemplate", ctx, olds, iceLocation(ctx));
    const changedPaths = changedFields(fields, { ...olds }, { ...news });
    if (changedPaths.length > 0) refusePreset("LiveSnapshotTemplate", ctx, "updating", olds);
    return { changedPaths, replacePaths: [] };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, iceLocation(ctx));
    const request = toRequest(inputs);
    const { id, template = {} } = await createTemplate<SnapshotTemplate>(ctx, {
      kind: "LiveSnapshotTemplate",
      action: "CreateLiveSnapshotTemplate",
      name: request.templateName,
      isOurName: inputs.__autoName === true,
      named: () => snapshotTemplatesNamed(ctx, request.templateName),
      create: async () => (await ctx.ice.createLiveSnapshotTemplate(request)).templateId,
      update: (templateId) => ctx.ice.updateLiveSnapshotTemplate({ templateId, ...request }),
    });
    // One that was taken over may have had a format that this program does not name.
    if (template.templateId) await requireFormats(ctx, id, inputs);
    return { id, outs: toOutputs(place, inputs, template) };
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace("LiveSnapshotTemplate", ctx, outs, iceLocation(ctx));
    const template = await getSnapshotTemplate(ctx, id);
    if (template === "gone") return "gone";
    const found = inputsOf(template);
    const isNamedByUs = outs.__autoName && outs.templateName === found.templateName;
    const inputs = { ...found, ...(isNamedByUs ? { __autoName: true as const } : {}) };
    const hasDrifted = changedFields(fields, { ...outs }, { ...found }).length > 0;
    return { outs: toOutputs(place, inputs, template), ...(hasDrifted ? { inputs } : {}) };
  },

  async update(ctx, id, olds, news) {
    await requireSamePlace("LiveSnapshotTemplate", ctx, olds, iceLocation(ctx));
    refusePreset("LiveSnapshotTemplate", ctx, "updating", olds);
    await ctx.ice.updateLiveSnapshotTemplate({ templateId: id, ...toRequest(news) });
    const isRemoved = (["overwriteFormat", "sequenceFormat"] as const).some(
      (format) => olds[format] !== undefined && news[format] === undefined,
    );
    if (isRemoved) await requireFormats(ctx, id, news);
    return toOutputs(olds, news, olds);
  },

  async delete(ctx, id, outs) {
    await requireSamePlace("LiveSnapshotTemplate", ctx, outs, iceLocation(ctx));
    refusePreset("LiveSnapshotTemplate", ctx, "deleting", outs);
    await deleteTemplate(() => ctx.ice.deleteLiveSnapshotTemplate({ templateId: id }));
  },
};

function objectNameRule(
  placeholders: (value: string) => string | undefined,
): (value: string) => string | undefined {
  return (value) => {
    if (value.startsWith("/")) return "must not begin with a slash";
    return value.endsWith(".jpg") ? placeholders(value) : "must end in .jpg";
  };
}

/**
 * Makes sure that a format which the program no longer names is gone: whether an update without it lets go of it is not
 * documented.
 * @throws ResourceError that names the format which the service has kept; the update is due again then.
 */
async function requireFormats(ctx: Context, id: string, wanted: LiveSnapshotTemplateInputs): Promise<void> {
  const template = await getSnapshotTemplate(ctx, id);
  if (template === "gone") return;
  const held = inputsOf(template);
  const kept = (["overwriteFormat", "sequenceFormat"] as const).filter(
    (format) => held[format] !== undefined && wanted[format] === undefined,
  );
  if (kept.length === 0) return;
  throw new ResourceError(
    `Updating LiveSnapshotTemplate "${ctx.name}": the service has kept ${kept.map((format) => `${format} ${JSON.stringify(held[format])}`).join(" and ")} of template ${id}, which the program no longer names, and publishes no other way to let go of it. Put it back into the program, or make a new template with \`pulumi up --replace URN\`.`,
  );
}
