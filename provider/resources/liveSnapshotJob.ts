import type { SnapshotJob } from "../client/ice";
import type { Context } from "../context";
import { messageOf } from "../error";
import { type DiffResult, ResourceError, type ResourceHandler } from "../handler";
import {
  iceLocation,
  jobPlaceOutputs,
  newPlace,
  type Place,
  placeOf,
  requireSameLocation,
  requireSamePlace,
} from "../place";
import { statusOf } from "../recording/jobs";
import { bucketNameRule, httpUrlRule, ossEndpointRule, rtmpUrlRule } from "../rules/addresses";
import { keptOrMadeName } from "../rules/autoName";
import { checkFields, type Failure } from "../rules/check";
import { changedFields, replacingFields, sameValue } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { atMostCharacters } from "../rules/lengths";
import { type Reached, run, stop, stopIfThere } from "../snapshots/commands";
import { comparable, inputsAmong, statusMeans } from "../snapshots/jobInputs";
import { getSnapshotJob, sayUnknownStatus, snapshotJobs } from "../snapshots/jobs";
import { startDue } from "../snapshots/stream";
import { type Adoption, submitOnce } from "../submission";

// Limits. Source of all: SubmitLiveSnapshotJob.

const MAX_NAME_CHARACTERS = 128;
const MAX_URL_CHARACTERS = 255;

// Fields

export const fields = {
  jobName: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    replaces: true,
    doc: "The job's name, at most 128 characters. Not unique at the service. A name that is made is kept as long as the resource lives.",
    source: "SubmitLiveSnapshotJob, JobName",
    rule: atMostCharacters(MAX_NAME_CHARACTERS),
  },
  templateId: {
    type: "string",
    replaces: true,
    doc: "The snapshot template: `template.id`, or a preset's id from `listLiveSnapshotTemplates`.",
    source: "SubmitLiveSnapshotJob, TemplateId",
  },
  streamInput: {
    type: "object",
    replaces: true,
    secret: true,
    doc: "The stream to take pictures of. A change of `auth_key` alone is no change.",
    source: "SubmitLiveSnapshotJob, StreamInput",
    fields: {
      type: { type: "string", oneOf: ["rtmp"], doc: "The protocol of the pull: `rtmp`." },
      url: {
        type: "string",
        secret: true,
        doc: "The address that the service pulls, `rtmp://HOST/APP/STREAM`, at most 255 characters.",
        rule: (value) => rtmpUrlRule(value) ?? atMostCharacters(MAX_URL_CHARACTERS)(value),
      },
    },
  },
  snapshotOutput: {
    type: "object",
    replaces: true,
    doc: "Where the pictures go.",
    source: "SubmitLiveSnapshotJob, SnapshotOutput",
    fields: {
      storageType: { type: "string", oneOf: ["oss"], doc: "The kind of storage: `oss`." },
      bucket: { type: "string", doc: "The bucket's name: `bucket.id`.", rule: bucketNameRule },
      endpoint: {
        type: "string",
        doc: "The bucket's OSS endpoint without a scheme: `bucket.extranetEndpoint`.",
        rule: ossEndpointRule,
      },
    },
  },
  callbackUrl: {
    type: "string",
    optional: "the account's general callback setting counts",
    replaces: true,
    secret: true,
    doc: "Where the service posts that a picture was taken; `http://` or `https://`, at most 255 characters.",
    source: "SubmitLiveSnapshotJob, CallbackUrl",
    rule: (value) => httpUrlRule(value) ?? atMostCharacters(MAX_URL_CHARACTERS)(value),
  },
  desiredStatus: {
    type: "string",
    oneOf: ["running", "stopped"],
    optional: "running",
    doc: "Whether the job is to take pictures. A change starts or stops it in place. A job that somebody else has stopped or started shows as a change of this field after a refresh, and the next `up` puts it right. A job whose stream is away can't be started: that is a warning, not a failure, and no change is due until ApsaraVideo Live says that the stream is there; a stream of another origin is followed by a change of `triggers`.",
  },
  triggers: {
    type: "map",
    optional: "none",
    doc: "Any change of these texts restarts the job in place, or starts it where it was not started; a job that is to be stopped stays so.",
  },
  onDelete: {
    type: "string",
    oneOf: ["stop", "abandon"],
    optional: "stop",
    doc: "`stop`: delete stops the job and makes sure of it. `abandon`: delete drops the job from state and leaves it taking pictures, with a warning that names it. The service deletes no snapshot job: a stopped one stays in its list as `paused`.",
  },
  adoptExisting: {
    type: "boolean",
    optional: "false",
    doc: "With an explicit `jobName`: take over a job of that name that is not stopped and has the same settings, instead of refusing.",
  },
} as const satisfies Fields;

export interface LiveSnapshotJobInputs extends InputsOf<typeof fields> {
  /** The name was made by us: a job that has it is ours. */
  __autoName?: true;
}

// Outputs

export const outputs = {
  status: {
    type: "string",
    doc: "`init` (not started), `started` (takes pictures) or `paused` (stopped), as the service said at the last read.",
  },
  createTime: {
    type: "string",
    optional: "absent until the first read that succeeds",
    doc: "When the service made the job, UTC.",
  },
  lastModified: {
    type: "string",
    optional: "absent, as `createTime`",
    doc: "When the job was last changed, UTC.",
  },
  templateName: {
    type: "string",
    optional: "absent, as `createTime`",
    doc: "The template's name, as the job knows it.",
  },
  ...jobPlaceOutputs,
} as const satisfies Fields;

export interface LiveSnapshotJobOutputs extends LiveSnapshotJobInputs, InputsOf<typeof outputs> {
  /** The job is to run and could not be started, since its stream was away: that is no drift. */
  __awaitsStream?: true;
}

// Requests and outputs

function toRequest(inputs: LiveSnapshotJobInputs) {
  const { jobName = "", templateId, streamInput, snapshotOutput, callbackUrl } = inputs;
  return { name: jobName, templateId, streamInput, snapshotOutput, ...(callbackUrl ? { callbackUrl } : {}) };
}

function toOutputs(
  place: Partial<Place>,
  inputs: LiveSnapshotJobInputs,
  job: SnapshotJob,
  awaitsStream: boolean,
): LiveSnapshotJobOutputs {
  const { createTime, lastModified, templateName } = job;
  return {
    ...inputs,
    status: statusOf(job),
    ...(createTime ? { createTime } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(templateName ? { templateName } : {}),
    ...placeOf(place),
    ...(awaitsStream ? { __awaitsStream: true } : {}),
  };
}

// Lifecycle

export const liveSnapshotJob: ResourceHandler<LiveSnapshotJobInputs, LiveSnapshotJobOutputs> = {
  kind: "LiveSnapshotJob",
  fields,
  outputs,
  calls: [
    "SubmitLiveSnapshotJob",
    "GetLiveSnapshotJob",
    "ListLiveSnapshotJobs",
    "SendLiveSnapshotJobCommand",
    "DescribeLiveStreamsOnlineList",
  ],

  async check(ctx, olds, news) {
    const inputs = { ...news } as unknown as LiveSnapshotJobInputs;
    const failures: Failure[] = [...checkFields(fields, news)];
    if (inputs.adoptExisting === true && inputs.jobName === undefined) {
      failures.push({ path: "adoptExisting", reason: "must come with an explicit jobName, got none" });
    }
    if (inputs.jobName === undefined) {
      inputs.__autoName = true;
      inputs.jobName = keptOrMadeName(ctx.urn, olds?.__autoName, olds?.jobName, MAX_NAME_CHARACTERS);
    }
    return { inputs, failures };
  },

  async diff(ctx, id, olds, news): Promise<DiffResult> {
    requireSameLocation("LiveSnapshotJob", ctx, olds, iceLocation(ctx));
    const changedPaths = changedFields(fields, comparable(olds), comparable(news));
    const replacePaths = replacingFields(fields, changedPaths);
    const awaitsStream = olds.__awaitsStream === true && changedPaths.length === 0;
    const isDue = awaitsStream && (await startDue(ctx, id, news.streamInput.url));
    return { changedPaths, replacePaths, ...(isDue ? { drifted: true } : {}) };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, iceLocation(ctx));
    const { jobId } = await submitOnce(ctx, snapshotJobs, toRequest(inputs), adoptionOf(inputs));
    const outs = toOutputs(place, inputs, { status: "init" }, false);
    try {
      return { id: jobId, outs: await bringTo(ctx, jobId, inputs, outs, false, ctx.timeouts.create) };
    } catch (thrown) {
      // The job exists: whatever goes wrong from here on, its id is kept.
      throw new ResourceError(messageOf(thrown), { id: jobId, outs: { ...outs } });
    }
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace("LiveSnapshotJob", ctx, outs, iceLocation(ctx));
    const job = await getSnapshotJob(ctx, id);
    if (job === "gone") return "gone";
    sayUnknownStatus(ctx, id, job, outs.status);
    const seen = statusMeans(job.status);
    // Nothing else of a submitted job can be changed, so what was declared stays true.
    const isFirst = outs.templateId === undefined;
    const declared = inputsAmong(fields, isFirst ? job : outs);
    const desired = declared.desiredStatus ?? "running";
    const awaitsStream =
      desired === "running" && job.status !== "started" && (outs.__awaitsStream || job.status === "init");
    if (seen === undefined || seen === desired || awaitsStream) {
      const known = toOutputs(place, declared, job, awaitsStream === true);
      return isFirst ? { outs: known, inputs: declared } : { outs: known };
    }
    const inputs = { ...declared, desiredStatus: seen };
    return { outs: toOutputs(place, inputs, job, false), inputs };
  },

  async update(ctx, id, olds, news) {
    requireSameLocation("LiveSnapshotJob", ctx, olds, iceLocation(ctx));
    const { desiredStatus = "running" } = news;
    const restart = !sameValue(olds.triggers ?? {}, news.triggers ?? {});
    const isReached = statusMeans(olds.status) === desiredStatus && olds.desiredStatus === news.desiredStatus;
    const outs = toOutputs(olds, news, olds, false);
    if (isReached && !(restart && desiredStatus === "running")) return outs;
    await requireSamePlace("LiveSnapshotJob", ctx, olds, iceLocation(ctx));
    return bringTo(ctx, id, news, outs, restart, ctx.timeouts.update);
  },

  async delete(ctx, id, outs) {
    if (ctx.settings.abandonJobs.has(id) || outs.onDelete === "abandon") {
      ctx.log.warn(
        `job ${id} is dropped from state and was not stopped; if it takes pictures, it goes on until it is stopped in the IMS console`,
      );
      return;
    }
    await requireSamePlace("LiveSnapshotJob", ctx, outs, iceLocation(ctx));
    await stopIfThere(ctx, id, ctx.clock.now() + ctx.timeouts.delete);
  },
};

function adoptionOf(inputs: LiveSnapshotJobInputs): Adoption {
  if (inputs.__autoName) return "ours";
  return inputs.adoptExisting ? "allowed" : "refused";
}

/** Starts, restarts or stops the job as it is declared. */
async function bringTo(
  ctx: Context,
  jobId: string,
  inputs: LiveSnapshotJobInputs,
  outs: LiveSnapshotJobOutputs,
  restart: boolean,
  timeoutMilliseconds: number,
): Promise<LiveSnapshotJobOutputs> {
  const { job, awaitsStream }: Reached =
    inputs.desiredStatus === "stopped"
      ? await stop(ctx, jobId, ctx.clock.now() + timeoutMilliseconds)
      : await run(ctx, jobId, restart);
  return toOutputs(outs, inputs, job, awaitsStream);
}
