import { invalidParameter, notImplemented, ServiceError } from "../http/errors";
import type { RecordJob } from "../jobs";
import { jobMessage } from "../messages";
import { statusesFor } from "../shownStatus";
import { newestShown } from "./listLag";
import { requireJob, requireTemplate } from "./lookup";
import { type Call, type Operation, operation } from "./operation";
import { isInSpan, readPage, readTimeSpan, takePage } from "./paging";
import { isUrlOf } from "./parameters";

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
    refuseOnCommand(call, name);
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

  operation("GetLiveRecordJob", ({ service, parameters, faults }) => {
    const job = requireJob(service, parameters.requiredText("JobId"));
    return { RecordJob: jobMessage(job, statusesFor(faults, [job])(job)) };
  }),

  operation("ListLiveRecordJobs", ({ service, parameters, faults }) => {
    const now = service.clock.now();
    const keyword = parameters.text("Keyword");
    const status = parameters.choice("Status", ["paused", "initial", "started"]);
    const span = readTimeSpan(parameters, MAX_JOB_LIST_SPAN_DAYS, now);
    const page = readPage(parameters, PAGE_RULES);
    const found = keyword === undefined ? service.jobs.all() : service.jobs.search(keyword);
    const newest = newestShown(service, faults, found);
    const statusOf = statusesFor(faults, found);
    const { items, totalCount } = takePage(
      found,
      page,
      (job) =>
        (status === undefined || statusOf(job) === status) &&
        job.createTime <= newest &&
        isInSpan(job.createTime, span),
    );
    return {
      LiveRecordJobs: items.map((job) => jobMessage(job, statusOf(job))),
      TotalCount: totalCount,
      PageNo: page.pageNo,
      PageSize: page.pageSize,
      SortBy: page.sortBy,
    };
  }),
];

const DEFAULT_QUOTA_JOBS = 100;

/** What Submit can be told to refuse: names in use, too many jobs, a bucket that the service may not write to. */
function refuseOnCommand({ service, faults }: Call, name: string): void {
  const { jobs } = service;
  const unauthorized = faults.take("bucket-not-authorized");
  if (unauthorized !== undefined) {
    throw new ServiceError(
      403,
      "BucketNotAuthorized",
      "The service is not authorized to write to the bucket.",
    );
  }
  const quota = faults.take(
    "quota-exceeded",
    ({ limit = DEFAULT_QUOTA_JOBS }) => jobs.all().filter(hasNotEnded).length >= limit,
  );
  if (quota !== undefined) {
    throw new ServiceError(400, "JobLimitExceeded", "The number of record jobs at once exceeds the quota.");
  }
  const taken = faults.take("unique-names", ({ includeEnded = false }) =>
    jobs.search(name).some((job) => job.name === name && (includeEnded || hasNotEnded(job))),
  );
  if (taken !== undefined) {
    throw new ServiceError(409, "NameAlreadyExists", "There is a record job of that name.");
  }
}

function hasNotEnded(job: RecordJob): boolean {
  return job.status !== "paused";
}

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
