import type { RecordJob } from "../client/ice";
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
import { comparable, serviceInputs, withStreamOfRelay } from "../recording/jobInputs";
import { adviceFor, checkNew, checkTogether } from "../recording/jobRules";
import { getJob, recordJobs, sayUnknownStatus, statusOf } from "../recording/jobs";
import { isLeaseOver, leaseFields, overdueOutput, sightOverdue, stopDue } from "../recording/lease";
import { preflight, preflightField } from "../recording/preflight";
import { recordOutputField } from "../recording/recordOutput";
import { guardReplacement, handOver, replacingInputs, restartDue } from "../recording/replacement";
import { endedWithLease, settled } from "../recording/settled";
import { stopByCall, stopCallField } from "../recording/stopCalls";
import { streamInputField } from "../recording/streamInput";
import { awaitEndByItself, confirmEnd, type EndState, sightEnd } from "../recording/verifiedEnd";
import { httpUrlRule } from "../rules/addresses";
import { autoName } from "../rules/autoName";
import { checkFields, type Failure } from "../rules/check";
import { changedFields, sameValue } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { hasUnknown, UNKNOWN } from "../rules/unknown";
import { type Adoption, submitOnce } from "../submission";

// Fields

export const fields = {
  name: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    replaces: true,
    doc: "The job's name. Not unique at the service. A name that is made is kept as long as the resource lives; a change of `triggers` makes a new one.",
    source: "SubmitLiveRecordJob, Name (length limit unknown)",
  },
  templateId: {
    type: "string",
    replaces: true,
    doc: "The record template: `template.id`, or a preset's id from `listLiveRecordTemplates`. The job keeps the template as it was when it was submitted.",
    source: "SubmitLiveRecordJob, TemplateId",
  },
  streamInput: streamInputField,
  recordOutput: recordOutputField,
  notifyUrl: {
    type: "string",
    optional: "no callback for this job",
    replaces: true,
    secret: true,
    doc: "Where the service posts what happens to the job.",
    source: "SubmitLiveRecordJob, NotifyUrl",
    rule: httpUrlRule,
  },
  onEnded: {
    type: "string",
    oneOf: ["keep", "restart"],
    optional: "keep",
    doc: "A job ends by itself when its stream is away for more than 3 minutes. `keep`: an ended job is done. `restart`: the next `up` submits it again, but never within 3 minutes of the last submit.",
  },
  triggers: {
    type: "map",
    optional: "none",
    replaces: true,
    doc: "Any change of these texts replaces the job: the explicit way to record again.",
  },
  stopCall: stopCallField,
  ...leaseFields,
  onDelete: {
    type: "string",
    oneOf: ["stop", "abandon"],
    optional: "stop",
    doc: "`stop`: delete ends the recording by its `stopCall`, or waits for the stream to go away, and fails while the job still records. `abandon`: delete drops the job from state and leaves it recording, with a warning that names it.",
  },
  onReplace: {
    type: "string",
    oneOf: ["refuse", "stop", "overlap"],
    optional: "refuse",
    plain: true,
    doc: "What a replacement does to a job that still records. `refuse`: it fails at preview. `stop`: the stop call is made, the stream goes off the air. `overlap`: the new job is submitted first and the old one is left to its end.",
  },
  waitFor: {
    type: "string",
    oneOf: ["submitted", "started"],
    optional: "submitted",
    doc: "When create returns: once the service has given the job's id, or once it says `started`. A job that ends before it started fails create; its id is kept.",
  },
  adoptExisting: {
    type: "boolean",
    optional: "false",
    doc: "With an explicit `name`: take over a running job of that name with the same settings instead of refusing.",
  },
  preflight: preflightField,
} as const satisfies Fields;

export interface LiveRecordJobInputs extends InputsOf<typeof fields> {
  /** The name was made by us: a running job that has it is ours. */
  __autoName?: true;
}

// Outputs

export const outputs = {
  status: {
    type: "string",
    doc: "`initial` (not recording yet), `started` (recording) or `paused` (the only word that can mean ended), as the service said at the last read; `initial` between the submit and the first read.",
  },
  createTime: {
    type: "string",
    optional: 'absent until the first read of a job that was submitted without `waitFor: "started"`',
    doc: "When the service made the job, UTC.",
  },
  templateName: {
    type: "string",
    optional: "absent until the first read, as `createTime`",
    doc: "The template's name when the job was submitted.",
  },
  ended: {
    type: "boolean",
    doc: "True once the service said `paused` in two reads at least 10 seconds apart. Never true on our word alone.",
  },
  endedSeenAt: {
    type: "string",
    optional: "absent while the job records",
    doc: "When `paused` was first seen, UTC. The service gives no end time.",
  },
  overdue: overdueOutput,
  ...jobPlaceOutputs,
} as const satisfies Fields;

export interface LiveRecordJobOutputs extends LiveRecordJobInputs, InputsOf<typeof outputs> {
  /** Create failed while it waited for `started`: update repeats the wait. */
  __awaitsStart?: true;
}

// Requests and outputs

function toRequest({ name = "", templateId, streamInput, recordOutput, notifyUrl }: LiveRecordJobInputs) {
  return { name, templateId, streamInput, recordOutput, ...(notifyUrl ? { notifyUrl } : {}) };
}

/** What is known after `job` was read; before any read, what a submit leaves behind. */
function toOutputs(
  place: Partial<Place>,
  inputs: LiveRecordJobInputs,
  job: RecordJob | undefined,
  end: EndState,
): LiveRecordJobOutputs {
  return {
    ...inputs,
    status: job ? statusOf(job) : "initial",
    ...(job?.createTime ? { createTime: job.createTime } : {}),
    ...(job?.templateName ? { templateName: job.templateName } : {}),
    ended: end.ended,
    ...(end.endedSeenAt ? { endedSeenAt: end.endedSeenAt } : {}),
    ...placeOf(place),
  };
}

function inputsOf(values: Partial<LiveRecordJobOutputs>): LiveRecordJobInputs {
  const known = Object.entries(values).filter(([key]) => key in fields || key === "__autoName");
  return Object.fromEntries(known) as unknown as LiveRecordJobInputs;
}

/** The same resource after a read of its job. */
function refreshedOutputs(outs: LiveRecordJobOutputs, job: RecordJob, end: EndState): LiveRecordJobOutputs {
  return toOutputs(outs, inputsOf(outs), job, end);
}

// Lifecycle

export const liveRecordJob: ResourceHandler<LiveRecordJobInputs, LiveRecordJobOutputs, "preflight"> = {
  kind: "LiveRecordJob",
  fields,
  outputs,
  calls: ["SubmitLiveRecordJob", "GetLiveRecordJob", "ListLiveRecordJobs"],
  callsWith: {
    preflight: ["GetStorageList", "GetLiveRecordTemplate", "ListLiveRecordTemplates", "GetBucketInfo"],
  },

  async check(ctx, olds, news) {
    const inputs = { ...news } as unknown as LiveRecordJobInputs;
    const failures: Failure[] = [...checkFields(fields, news), ...checkTogether(inputs)];
    if (inputs.name === undefined) {
      inputs.__autoName = true;
      // A change of triggers is a new recording, so it gets a name of its own; anything else keeps the name.
      const keeps =
        olds?.__autoName === true &&
        olds.name !== undefined &&
        sameValue(olds.triggers ?? {}, inputs.triggers ?? {});
      if (keeps) inputs.name = olds.name as string;
      else inputs.name = hasUnknown(inputs.triggers) ? UNKNOWN : autoName(ctx.urn, inputs.triggers ?? {});
    }
    if (olds?.name !== undefined) ctx.namesInState.set(ctx.urn, olds.name);
    if (olds === undefined && failures.length === 0) {
      for (const line of adviceFor(inputs)) ctx.log.warn(`LiveRecordJob "${ctx.name}" ${line}`);
      failures.push(...checkNew(inputs, ctx.clock.now()));
      if (failures.length === 0)
        failures.push(...(await preflight(ctx, inputs.preflight, toRequest(inputs))));
    }
    return { inputs, failures };
  },

  async diff(ctx, id, olds, news): Promise<DiffResult> {
    requireSameLocation("LiveRecordJob", ctx, olds, iceLocation(ctx));
    const seen = withStreamOfRelay(olds, news);
    const changedPaths = changedFields(fields, comparable(olds), comparable(seen));
    const replacePaths = replacingInputs(fields, changedPaths, olds, news);
    if (replacePaths.length > 0) {
      // Asked anew even of a job that had ended: should the service have resumed it, delete would stop it.
      await guardReplacement(ctx, id, olds, news, replacePaths);
      return { changedPaths, replacePaths };
    }
    const leaseIsOver = isLeaseOver(ctx, news, olds.createTime);
    if (news.onEnded === "restart" && !leaseIsOver && (await restartDue(ctx, id, olds))) {
      return { changedPaths, replacePaths: ["status"], drifted: true };
    }
    const isOverdue = leaseIsOver && olds.ended !== true && (await stopDue(ctx, id, news));
    // A refresh clears the engine's own note that create failed; the wait is still due.
    const isDue = isOverdue || waitIsDue(olds, news);
    return { changedPaths, replacePaths, ...(isDue && changedPaths.length === 0 ? { drifted: true } : {}) };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, iceLocation(ctx));
    const { jobId, job } = await submitOnce(ctx, recordJobs, toRequest(inputs), adoptionOf(inputs));
    const outs = toOutputs(place, inputs, job, { ended: false });
    const waits = inputs.waitFor === "started" && job?.status !== "started";
    const deadline = ctx.clock.now() + ctx.timeouts.create;
    return { id: jobId, outs: await settled(ctx, jobId, outs, waits, deadline, refreshedOutputs) };
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace("LiveRecordJob", ctx, outs, iceLocation(ctx));
    const job = await getJob(ctx, id);
    // The service forgets ended jobs after a while; a recording that is done stays done.
    if (job === "gone") {
      const wasSeenPaused = outs.ended === true || outs.endedSeenAt !== undefined;
      return wasSeenPaused ? { outs: { ...outs, ended: true } as LiveRecordJobOutputs } : "gone";
    }
    const end = sightEnd(ctx, id, job, outs);
    sayUnknownStatus(ctx, id, job, outs.status);
    // Nothing of a submitted job can be changed, so what was declared stays true; a service that fills in an
    // endpoint, or a rotated auth_key, is no drift. Only a job that is read for the first time brings its inputs.
    if (outs.templateId !== undefined) {
      const known = toOutputs(place, inputsOf(outs), job, end);
      const isOverdue = sightOverdue(ctx, id, job, known);
      const awaits = outs.__awaitsStart && job.status !== "started";
      return {
        outs: {
          ...known,
          ...(isOverdue ? { overdue: true } : {}),
          ...(awaits ? { __awaitsStart: true as const } : {}),
        },
      };
    }
    const inputs = serviceInputs(job);
    return { outs: toOutputs(place, inputs, job, end), inputs };
  },

  async update(ctx, id, olds, news) {
    // After a create that failed half-way the engine updates without a diff that would have asked.
    requireSameLocation("LiveRecordJob", ctx, olds, iceLocation(ctx));
    const deadline = ctx.clock.now() + ctx.timeouts.update;
    const waits = waitIsDue(olds, news);
    const outs = await settled(ctx, id, toOutputs(olds, news, olds, olds), waits, deadline, refreshedOutputs);
    return endedWithLease(ctx, id, outs, deadline, refreshedOutputs);
  },

  async delete(ctx, id, outs) {
    if (ctx.settings.abandonJobs.has(id) || outs.onDelete === "abandon") {
      ctx.log.warn(
        `job ${id} is dropped from state and was not stopped; if it records, it goes on until its stream is away for 3 minutes`,
      );
      return;
    }
    await requireSamePlace("LiveRecordJob", ctx, outs, iceLocation(ctx));
    const deadline = ctx.clock.now() + ctx.timeouts.delete;
    const job = await getJob(ctx, id);
    if (job === "gone") return;
    if ((await confirmEnd(ctx, id, sightEnd(ctx, id, job, outs))).ended) return;
    if (outs.onReplace === "overlap" && (await handOver(ctx, id, job, deadline))) return;
    if (outs.stopCall) return stopByCall(ctx, id, outs.stopCall, deadline);
    if (await awaitEndByItself(ctx, id, deadline)) return;
    throw new ResourceError(
      `Deleting LiveRecordJob "${ctx.name}": job ${id} still records, and IMS publishes no call that stops a record job. It is kept in state. Choose one: end its stream, wait 3 minutes and run this again; set a stopCall, run up, then remove it again; set onDelete: "abandon" and run up first; or run \`pulumi config set alicloud-ice:abandonJobs ${id}\` and run this again, which drops the job from state and leaves it recording.`,
    );
  },
};

function adoptionOf(inputs: LiveRecordJobInputs): Adoption {
  if (inputs.onReplace === "overlap") return "beside-predecessor";
  if (inputs.__autoName) return "ours";
  return inputs.adoptExisting ? "allowed" : "refused";
}

/** Create failed while it waited for the start, and the program still wants to wait for it. */
function waitIsDue(olds: LiveRecordJobOutputs, news: LiveRecordJobInputs): boolean {
  return olds.__awaitsStart === true && news.waitFor === "started";
}
