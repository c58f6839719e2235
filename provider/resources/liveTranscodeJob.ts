import type { TranscodeJob } from "../client/ice";
import { messageOf } from "../error";
import { type Created, type DiffResult, ResourceError, type ResourceHandler } from "../handler";
import {
  iceLocation,
  jobPlaceOutputs,
  newPlace,
  type Place,
  placeOf,
  requireSameLocation,
  requireSamePlace,
} from "../place";
import { domainNameRule, rtmpUrlRule } from "../rules/addresses";
import { keptOrMadeName } from "../rules/autoName";
import { checkFields } from "../rules/check";
import { changedFields, replacingFields } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { utcTimeRule } from "../rules/times";
import { type Adoption, submitOnce } from "../submission";
import { bringInLine, refusedByUpdate, restartDue, toUpdate } from "../transcoding/changes";
import { checkTimes, checkTogether } from "../transcoding/jobRules";
import {
  comparable,
  getTranscodeJob,
  serviceInputs,
  type TranscodeJobSettings,
  transcodeJobs,
} from "../transcoding/jobs";
import { awaitOutput } from "../transcoding/output";
import { endTranscodeJob } from "../transcoding/stop";

// Fields

export const fields = {
  name: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    doc: "The job's name. Not unique at the service. Changes in place at any time.",
    source: "SubmitLiveTranscodeJob, Name (length limit unknown)",
  },
  templateId: {
    type: "string",
    replaces: true,
    doc: "The transcode template: `template.id`, or a preset's id from `listLiveTranscodeTemplates`.",
    source: "SubmitLiveTranscodeJob, TemplateId",
  },
  startMode: {
    type: "number",
    oneOf: [0, 1],
    replaces: true,
    doc: "When the job starts. 0: at once, so its stream has to be there. 1: by `timedConfig`, and it stops by it.",
    source: "SubmitLiveTranscodeJob, StartMode",
  },
  streamInput: {
    type: "object",
    secret: true,
    doc: "The stream to transcode. Changes in place while a timed job has not started, else it replaces the job. A change of `auth_key` alone is no change.",
    source: "SubmitLiveTranscodeJob, StreamInput",
    fields: {
      type: { type: "string", oneOf: ["rtmp"], doc: "The protocol of the pull: `rtmp`." },
      inputUrl: {
        type: "string",
        secret: true,
        doc: "The address that the service pulls, `rtmp://HOST/APP/STREAM`.",
        rule: rtmpUrlRule,
      },
    },
  },
  transcodeOutput: {
    type: "object",
    doc: "Where the transcoded stream goes. Changes in place while a timed job has not started, else it replaces the job; so does taking `domainName` out, which an update can't say. The service tells nobody what it is.",
    source: "SubmitLiveTranscodeJob, TranscodeOutput",
    fields: {
      type: {
        type: "string",
        oneOf: ["LiveCenter"],
        doc: "`LiveCenter`: an address of ApsaraVideo Live is made. The only value of the service.",
      },
      domainName: {
        type: "string",
        optional: "the service's own choice",
        doc: "The **streaming** domain in ApsaraVideo Live under which the transcoded stream is played.",
        rule: domainNameRule,
      },
    },
  },
  timedConfig: {
    type: "object",
    optional: "none; required when `startMode` is 1, refused when it is 0",
    doc: "When a timed job runs; both times lie at most 7 days ahead. Changes in place until the job has started, else it replaces the job. The service tells nobody what it is.",
    source: "SubmitLiveTranscodeJob, TimedConfig",
    fields: {
      startTime: {
        type: "string",
        doc: "When the job starts, UTC, `yyyy-MM-ddTHH:mm:ssZ`. Its stream has to be there by then.",
        rule: utcTimeRule,
      },
      endTime: {
        type: "string",
        optional: "none; that the job then runs until it is stopped is assumed",
        doc: "When the job stops, UTC, `yyyy-MM-ddTHH:mm:ssZ`, later than `startTime`. Taking it out replaces the job: an update can't say it.",
        rule: utcTimeRule,
      },
    },
  },
  onEnded: {
    type: "string",
    oneOf: ["keep", "restart"],
    optional: "keep",
    doc: "A stopped job can't be started again. `keep`: it is done. `restart`, for `startMode` 0: the next `up` replaces a job that has stopped, but never within 3 minutes of the last submit.",
  },
  triggers: {
    type: "map",
    optional: "none",
    replaces: true,
    doc: "Any change of these texts replaces the job.",
  },
  adoptExisting: {
    type: "boolean",
    optional: "false",
    doc: "With an explicit `name`: take over a job of that name that has not stopped, with the same template, start mode and stream, instead of refusing.",
  },
} as const satisfies Fields;

export interface LiveTranscodeJobInputs extends InputsOf<typeof fields> {
  /** The name was made by us: a job that has it and has not stopped is ours. */
  __autoName?: true;
  /** Read for the first time: what the service tells nobody is taken in once it is declared. */
  __untold?: true;
}

// Outputs

export const outputs = {
  status: {
    type: "number",
    doc: "What the service said at the last read: 0 not started, 1 running, 2 stopped.",
  },
  outputStream: {
    type: "object",
    optional: "absent until the service tells it; create waits for it a little while",
    secret: true,
    doc: "The transcoded stream.",
    fields: {
      streamInfos: {
        type: "list",
        doc: "Its addresses.",
        items: {
          type: "object",
          doc: "One address.",
          fields: {
            type: { type: "string", doc: "The protocol: `rtmp`." },
            outputUrl: { type: "string", secret: true, doc: "The address that is played." },
          },
        },
      },
    },
  },
  createTime: {
    type: "string",
    optional: "absent until the service tells it",
    doc: "When the service made the job, UTC.",
  },
  templateName: {
    type: "string",
    optional: "absent until the service tells it",
    doc: "The template's name.",
  },
  templateType: {
    type: "string",
    optional: "absent until the service tells it",
    doc: "The template's type: `normal`, `narrow-band`, `audio-only` or `origin`.",
  },
  ...jobPlaceOutputs,
} as const satisfies Fields;

export interface LiveTranscodeJobOutputs extends LiveTranscodeJobInputs, InputsOf<typeof outputs> {}

// Requests and outputs

function toRequest({
  name = "",
  templateId,
  startMode,
  streamInput,
  transcodeOutput,
  timedConfig,
}: LiveTranscodeJobInputs): TranscodeJobSettings {
  const settings = { name, templateId, startMode, streamInput, transcodeOutput };
  return { ...settings, ...(timedConfig ? { timedConfig } : {}) };
}

/** What is known after `job` was read; before any read, what a submit leaves behind. */
function toOutputs(
  place: Partial<Place>,
  inputs: LiveTranscodeJobInputs,
  job: TranscodeJob,
): LiveTranscodeJobOutputs {
  const { status = 0, outputStream, createTime, templateName, templateType } = job;
  const told = Object.entries({ outputStream, createTime, templateName, templateType });
  return {
    ...inputs,
    status: Number(status),
    ...Object.fromEntries(told.filter(([, value]) => value !== undefined && value !== "")),
    ...placeOf(place),
  } as LiveTranscodeJobOutputs;
}

/** What a job has that is read for the first time. */
const ONLY_OUTPUT = { transcodeOutput: { type: "LiveCenter" } };

function inputsOf(values: Partial<LiveTranscodeJobOutputs>): LiveTranscodeJobInputs {
  const known = Object.entries(values).filter(
    ([key]) => key in fields || key === "__autoName" || key === "__untold",
  );
  return Object.fromEntries(known) as unknown as LiveTranscodeJobInputs;
}

// Lifecycle

export const liveTranscodeJob: ResourceHandler<LiveTranscodeJobInputs, LiveTranscodeJobOutputs> = {
  kind: "LiveTranscodeJob",
  fields,
  outputs,
  calls: [
    "SubmitLiveTranscodeJob",
    "GetLiveTranscodeJob",
    "ListLiveTranscodeJobs",
    "UpdateLiveTranscodeJob",
    "SendLiveTranscodeJobCommand",
    "DeleteLiveTranscodeJob",
  ],

  async check(ctx, olds, news) {
    const inputs = { ...news } as unknown as LiveTranscodeJobInputs;
    const failures = [...checkFields(fields, news), ...checkTogether(inputs)];
    if (failures.length === 0) {
      // Of an imported job nobody knows the times: those that are declared are taken for them.
      const before = olds && (olds.timedConfig ?? inputs.timedConfig);
      failures.push(...checkTimes(ctx.clock, inputs.timedConfig, before));
    }
    if (inputs.name === undefined) {
      inputs.__autoName = true;
      inputs.name = keptOrMadeName(ctx.urn, olds?.__autoName, olds?.name);
    }
    return { inputs, failures };
  },

  async diff(ctx, id, olds, news): Promise<DiffResult> {
    requireSameLocation("LiveTranscodeJob", ctx, olds, iceLocation(ctx));
    const changedPaths = changedFields(fields, comparable(olds), comparable(news));
    const replacePaths = replacingFields(fields, changedPaths);
    if (replacePaths.length === 0) {
      replacePaths.push(...(await refusedByUpdate(ctx, id, olds, news, changedPaths)));
    }
    if (replacePaths.length === 0 && news.onEnded === "restart" && (await restartDue(ctx, id))) {
      return { changedPaths, replacePaths: ["status"], drifted: true };
    }
    return { changedPaths, replacePaths };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, iceLocation(ctx));
    const request = toRequest(inputs);
    const { jobId, job } = await submitOnce(ctx, transcodeJobs, request, adoptionOf(inputs));
    const outs = toOutputs(place, inputs, {});
    return keepingId(jobId, outs, async () => {
      if (job !== undefined) await bringInLine(ctx, jobId, job, inputs);
      const deadline = ctx.clock.now() + ctx.timeouts.create;
      return toOutputs(place, inputs, await awaitOutput(ctx, jobId, inputs.startMode, deadline));
    });
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace("LiveTranscodeJob", ctx, outs, iceLocation(ctx));
    const job = await getTranscodeJob(ctx, id);
    if (job === "gone") return "gone";
    const found = serviceInputs(job);
    // Read for the first time: all that the service tells is news.
    if (outs.templateId === undefined) {
      const inputs = { ...ONLY_OUTPUT, ...found, __untold: true } as unknown as LiveTranscodeJobInputs;
      return { outs: toOutputs(place, inputs, job), inputs };
    }
    const known = inputsOf(outs);
    const told = Object.keys(found);
    const drift = changedFields(fields, comparable(known), comparable({ ...known, ...found })).filter(
      (name) => told.includes(name),
    );
    // The address of a job stays its own, although a stopped one may no longer be told.
    const { outputStream = outs.outputStream } = job;
    const seen = outputStream ? { ...job, outputStream } : job;
    if (drift.length === 0) return { outs: toOutputs(place, known, seen) };
    const inputs = { ...known, ...Object.fromEntries(drift.map((name) => [name, found[name]])) };
    if (drift.includes("name")) delete inputs.__autoName;
    return { outs: toOutputs(place, inputs, seen), inputs };
  },

  async update(ctx, id, olds, news) {
    await requireSamePlace("LiveTranscodeJob", ctx, olds, iceLocation(ctx));
    const request = toUpdate(id, olds, news);
    if (request !== undefined) await ctx.ice.updateLiveTranscodeJob(request);
    // Create, or an earlier update, failed before it had read the job.
    const isUnread = olds.createTime === undefined;
    if (request === undefined && !isUnread) return toOutputs(olds, news, olds);
    const deadline = ctx.clock.now() + ctx.timeouts.update;
    return toOutputs(olds, news, await awaitOutput(ctx, id, news.startMode, deadline));
  },

  async delete(ctx, id, outs) {
    await requireSamePlace("LiveTranscodeJob", ctx, outs, iceLocation(ctx));
    await endTranscodeJob(ctx, id, ctx.clock.now() + ctx.timeouts.delete);
  },
};

function adoptionOf({ __autoName, adoptExisting }: LiveTranscodeJobInputs): Adoption {
  if (__autoName) return "ours";
  return adoptExisting ? "allowed" : "refused";
}

/** The job exists: whatever goes wrong from here on, its id is kept. */
async function keepingId(
  id: string,
  outs: LiveTranscodeJobOutputs,
  work: () => Promise<LiveTranscodeJobOutputs>,
): Promise<Created<LiveTranscodeJobOutputs>> {
  try {
    return { id, outs: await work() };
  } catch (thrown) {
    throw new ResourceError(messageOf(thrown), { id, outs: { ...outs } });
  }
}
