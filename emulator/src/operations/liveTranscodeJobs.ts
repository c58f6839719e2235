import { invalidParam, invalidParameter, missingParameter, notImplemented } from "../http/errors";
import { unsupportedBy } from "../media/encoderArguments";
import type { ImsService } from "../service";
import {
  NOT_STARTED,
  RUNNING,
  STOPPED,
  TIMED,
  type TimedConfig,
  type TranscodeJob,
} from "../transcoding/jobs";
import { transcodeJobMessage } from "../transcoding/messages";
import { TRANSCODE_TEMPLATE_TYPES } from "../transcoding/templates";
import { requireTranscodeTemplate } from "./liveTranscodeTemplates";
import { jobNotFound } from "./lookup";
import { type Call, type Operation, operation } from "./operation";
import { DAY_MILLISECONDS, NEWEST_FIRST, readPage, takePage } from "./paging";
import { isUrlOf, type Parameters } from "./parameters";

export const MAX_TIMED_AHEAD_DAYS = 7;

/** Transcode jobs: each one makes another stream out of a stream, at once or at set times, until it is stopped. */
export const liveTranscodeJobs: readonly Operation[] = [
  operation("SubmitLiveTranscodeJob", (call) => {
    const { service, parameters, accessKeyId } = call;
    const name = parameters.requiredText("Name");
    const templateId = parameters.requiredText("TemplateId");
    const startMode = Number(parameters.requiredChoice("StartMode", ["0", "1"])) as 0 | 1;
    const inputUrl = readInputUrl(parameters);
    const { domainName } = readTranscodeOutput(parameters);
    const timedConfig = startMode === TIMED ? readTimedConfig(call) : undefined;
    const template = requireTranscodeTemplate(service, templateId);
    const unsupported = unsupportedBy(template);
    if (unsupported !== undefined) {
      throw notImplemented(`A transcode with ${unsupported}`);
    }
    const job = service.transcodeJobs.submit({
      name,
      template,
      startMode,
      inputUrl,
      ...(domainName === undefined ? {} : { domainName }),
      ...(timedConfig === undefined ? {} : { timedConfig }),
      accessKeyId,
    });
    return { JobId: job.jobId };
  }),

  operation("GetLiveTranscodeJob", ({ service, parameters }) => ({
    Job: transcodeJobMessage(requireTranscodeJob(service, parameters), service.origin?.url),
  })),

  operation("ListLiveTranscodeJobs", ({ service, parameters }) => {
    const keyword = parameters.text("KeyWord");
    const status = parameters.choice("Status", ["0", "1", "2"]);
    const startMode = parameters.choice("StartMode", ["0", "1"]);
    const type = parameters.choice("Type", TRANSCODE_TEMPLATE_TYPES);
    const page = readPage(parameters, NEWEST_FIRST);
    const { items, totalCount } = takePage(
      service.transcodeJobs.all(),
      page,
      (job) =>
        (keyword === undefined || job.jobId === keyword || job.name.includes(keyword)) &&
        (status === undefined || job.status === Number(status)) &&
        (startMode === undefined || job.startMode === Number(startMode)) &&
        (type === undefined || job.template.type === type),
    );
    return {
      JobList: items.map((job) => transcodeJobMessage(job, service.origin?.url)),
      TotalCount: totalCount,
    };
  }),

  operation("UpdateLiveTranscodeJob", (call) => {
    const { service, parameters } = call;
    const job = requireTranscodeJob(service, parameters);
    const name = parameters.text("Name");
    refuseLateChange(job, parameters);
    const inputUrl = parameters.text("StreamInput") && readInputUrl(parameters);
    const output = parameters.text("TranscodeOutput") && readTranscodeOutput(parameters);
    if (output && output.domainName === undefined) {
      throw missingParameter("TranscodeOutput.DomainName");
    }
    const timedConfig =
      parameters.text("TimedConfig") === undefined ? undefined : readTimedConfig(call, job.timedConfig);
    service.transcodeJobs.update(job.jobId, {
      ...(name === undefined ? {} : { name }),
      ...(inputUrl ? { inputUrl } : {}),
      ...(output ? output : {}),
      ...(timedConfig === undefined ? {} : { timedConfig }),
    });
    return {};
  }),

  operation("SendLiveTranscodeJobCommand", async ({ service, parameters }) => {
    const { jobId } = requireTranscodeJob(service, parameters);
    parameters.requiredChoice("Command", ["stop"]);
    await service.transcodeJobs.stop(jobId, "command stop");
    return {};
  }),

  operation("DeleteLiveTranscodeJob", ({ service, parameters }) => {
    const job = requireTranscodeJob(service, parameters);
    if (job.status === RUNNING) {
      throw invalidParam(`The job ${job.jobId} is running: it has to be stopped first.`);
    }
    service.transcodeJobs.delete(job.jobId);
    return {};
  }),
];

function requireTranscodeJob(service: ImsService, parameters: Parameters): TranscodeJob {
  return service.transcodeJobs.get(parameters.requiredText("JobId")) ?? jobNotFound();
}

/** Only the name can be changed at any time; the rest of a timed job until it starts, and of another job never. */
function refuseLateChange(job: TranscodeJob, parameters: Parameters): void {
  const changed = ["StreamInput", "TranscodeOutput", "TimedConfig"].find(
    (field) => parameters.text(field) !== undefined,
  );
  if (changed !== undefined && (job.startMode !== TIMED || job.status !== NOT_STARTED)) {
    const reason =
      job.startMode !== TIMED ? "is not a timed one" : job.status === STOPPED ? "was stopped" : "has started";
    throw invalidParam(`${changed} of the job ${job.jobId} cannot be changed: it ${reason}.`);
  }
}

function readInputUrl(parameters: Parameters): string {
  const input = parameters.object("StreamInput");
  input.requiredChoice("Type", ["rtmp"]);
  const url = input.requiredText("InputUrl");
  if (!isUrlOf(url, ["rtmp:"])) {
    throw invalidParameter("StreamInput.InputUrl", "must be an rtmp:// URL");
  }
  return url;
}

function readTranscodeOutput(parameters: Parameters): { domainName?: string } {
  const output = parameters.object("TranscodeOutput");
  output.requiredChoice("Type", ["LiveCenter"]);
  const domainName = output.text("DomainName");
  return domainName === undefined ? {} : { domainName };
}

/** @param earlier what is kept of a time that is left out. */
function readTimedConfig({ service, parameters }: Call, earlier?: TimedConfig): TimedConfig {
  const now = service.clock.now();
  const config = parameters.object("TimedConfig");
  const startTime = config.time("StartTime") ?? earlier?.startTime;
  const endTime = config.time("EndTime") ?? earlier?.endTime;
  if (startTime === undefined) {
    throw missingParameter("TimedConfig.StartTime");
  }
  for (const [field, time] of Object.entries({ StartTime: startTime, EndTime: endTime })) {
    if (time !== undefined && Math.abs(time - now) > MAX_TIMED_AHEAD_DAYS * DAY_MILLISECONDS) {
      throw invalidParameter(`TimedConfig.${field}`, `must be at most ${MAX_TIMED_AHEAD_DAYS} days from now`);
    }
  }
  // The API has whole seconds: the one that has just begun is not over.
  if (startTime < Math.floor(now / 1000) * 1000) {
    throw invalidParameter("TimedConfig.StartTime", "must not be in the past");
  }
  if (endTime !== undefined && endTime <= startTime) {
    throw invalidParameter("TimedConfig.EndTime", "must be later than StartTime");
  }
  return { startTime, ...(endTime === undefined ? {} : { endTime }) };
}
