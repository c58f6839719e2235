import { invalidParameter, notImplemented, ServiceError } from "../http/errors";
import { jobMessage } from "../messages";
import { requireJob, requireTemplate } from "./lookup";
import { type Call, type Operation, operation } from "./operation";
import { isInSpan, readPage, readTimeSpan, takePage } from "./paging";

export const MAX_JOB_LIST_SPAN_DAYS = 30;

const PAGE_RULES = { minPageSize: 1, maxPageSize: 100, defaultSortBy: "desc" } as const;

/** Record jobs: submitted once, never changed, ended by their stream. */
export const recordJobs: readonly Operation[] = [
  operation("SubmitLiveRecordJob", (call) => {
    const { service, parameters } = call;
    const name = parameters.requiredText("Name");
    const templateId = parameters.requiredText("TemplateId");
    const streamUrl = readStreamUrl(call);
    const output = readRecordOutput(call);
    const notifyUrl = readNotifyUrl(call);
    const template = requireTemplate(service, templateId);
    if (!service.store.hasBucket(output.bucket)) {
      throw new ServiceError(404, "NoSuchBucket", `There is no bucket "${output.bucket}" in the local OSS.`);
    }
    const job = service.jobs.submit({
      name,
      template,
      streamUrl,
      ...output,
      notifyUrl,
      accessKeyId: call.accessKeyId,
    });
    return { JobId: job.jobId };
  }),

  operation("GetLiveRecordJob", ({ service, parameters }) => ({
    RecordJob: jobMessage(requireJob(service, parameters.requiredText("JobId"))),
  })),

  operation("ListLiveRecordJobs", ({ service, parameters }) => {
    const now = service.clock.now();
    const keyword = parameters.text("Keyword");
    const status = parameters.choice("Status", ["paused", "initial", "started"]);
    const span = readTimeSpan(parameters, MAX_JOB_LIST_SPAN_DAYS, now);
    const page = readPage(parameters, PAGE_RULES);
    const newestShown = now - service.settings.listLagSeconds * 1000;
    const { items, totalCount } = takePage(
      keyword === undefined ? service.jobs.all() : service.jobs.search(keyword),
      page,
      (job) =>
        (status === undefined || job.status === status) &&
        job.createTime <= newestShown &&
        isInSpan(job.createTime, span),
    );
    return {
      LiveRecordJobs: items.map(jobMessage),
      TotalCount: totalCount,
      PageNo: page.pageNo,
      PageSize: page.pageSize,
      SortBy: page.sortBy,
    };
  }),
];

function readStreamUrl({ parameters }: Call): string | undefined {
  const input = parameters.object("StreamInput");
  input.requiredChoice("Type", ["rtmp"]);
  const url = input.text("Url");
  if (url !== undefined && !isUrlOf(url, ["rtmp:"])) {
    throw invalidParameter("StreamInput.Url", "must be an rtmp:// URL");
  }
  return url;
}

function readRecordOutput({ parameters }: Call): { bucket: string; endpoint: string | undefined } {
  const output = parameters.object("RecordOutput");
  if (output.requiredChoice("Type", ["oss", "vod"]) === "vod") {
    throw notImplemented("RecordOutput.Type vod");
  }
  return { bucket: output.requiredText("Bucket"), endpoint: output.text("Endpoint") };
}

function readNotifyUrl({ parameters }: Call): string | undefined {
  const url = parameters.text("NotifyUrl");
  if (url !== undefined && !isUrlOf(url, ["http:", "https:"])) {
    throw invalidParameter("NotifyUrl", "must be an http:// or https:// URL");
  }
  return url;
}

function isUrlOf(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
