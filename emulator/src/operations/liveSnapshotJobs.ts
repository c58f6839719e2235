import { invalidParameter, ServiceError } from "../http/errors";
import type { ImsService } from "../service";
import { statusesFor } from "../shownStatus";
import { MAX_STARTED_SNAPSHOT_JOBS, type SnapshotJob, type SnapshotJobStatus } from "../snapshots/snapshotJobs";
import { listedJobMessage, snapshotJobMessage } from "../snapshots/snapshotMessages";
import { newestShown } from "./listLag";
import { MAX_SNAPSHOT_NAME_LENGTH } from "./liveSnapshotTemplates";
import { requireSnapshotJob, requireSnapshotTemplate } from "./lookup";
import { type Call, type Operation, operation } from "./operation";
import { checkedSpan, DAY_MILLISECONDS, isInSpan, readPage, type TimeSpan, takePage } from "./paging";
import { isUrlOf } from "./parameters";

export const MAX_SNAPSHOT_URL_LENGTH = 255;
export const MAX_SNAPSHOT_JOB_LIST_SPAN_DAYS = 30;
export const DEFAULT_SNAPSHOT_JOB_LIST_SPAN_DAYS = 7;

const PAGE_RULES = { minPageSize: 1, maxPageSize: 100, defaultSortBy: "desc" } as const;

/** Snapshot jobs: submitted once, never changed, started and stopped on command. */
export const liveSnapshotJobs: readonly Operation[] = [
  operation("SubmitLiveSnapshotJob", (call) => {
    const { service, parameters } = call;
    const jobName = parameters.requiredText("JobName", MAX_SNAPSHOT_NAME_LENGTH);
    const templateId = parameters.requiredText("TemplateId");
    const streamUrl = readStreamUrl(call);
    const output = readSnapshotOutput(call);
    const callbackUrl = readCallbackUrl(call);
    const template = requireSnapshotTemplate(service, templateId);
    if (!service.store.hasBucket(output.bucket)) {
      throw invalidParameter("SnapshotOutput.Bucket", "must be a bucket of the local OSS");
    }
    const { accessKeyId } = call;
    const settings = { jobName, template, streamUrl, ...output, callbackUrl, accessKeyId };
    return { JobId: service.liveSnapshots.jobs.submit(settings).jobId };
  }),

  operation("SendLiveSnapshotJobCommand", async (call) => {
    const { service, parameters } = call;
    const job = requireSnapshotJob(service, parameters.requiredText("JobId"));
    parameters.requiredText("Command");
    const { jobs } = service.liveSnapshots;
    switch (parameters.choice("Command", ["start", "stop", "restart"])) {
      case "stop":
        jobs.stop(job.jobId);
        break;
      case "restart":
        await requireStream(service, job);
        jobs.stop(job.jobId);
        startJob(call, job);
        break;
      default:
        refuseStarted(job);
        await requireStream(service, job);
        refuseStarted(job);
        startJob(call, job);
    }
    return {};
  }),

  operation("GetLiveSnapshotJob", ({ service, parameters, faults }) => {
    const job = requireSnapshotJob(service, parameters.requiredText("JobId"));
    return snapshotJobMessage(job, statusesFor<SnapshotJobStatus>(faults, [job])(job));
  }),

  operation("ListLiveSnapshotJobs", (call) => {
    const { service, parameters, faults } = call;
    const { jobs } = service.liveSnapshots;
    const keyword = parameters.text("SearchKeyWord", MAX_SNAPSHOT_NAME_LENGTH);
    const status = parameters.choice("Status", ["init", "paused", "started"]);
    const span = readJobSpan(call);
    const page = readPage(parameters, PAGE_RULES);
    const found = keyword === undefined ? jobs.all() : jobs.search(keyword);
    const newest = newestShown(service, faults, found);
    const statusOf = statusesFor<SnapshotJobStatus>(faults, found);
    const { items, totalCount } = takePage(
      found,
      page,
      (job) =>
        (status === undefined || statusOf(job) === status) &&
        job.createTime <= newest &&
        isInSpan(job.createTime, span),
    );
    return {
      JobList: items.map((job) => listedJobMessage(job, statusOf(job))),
      TotalCount: totalCount,
      PageNo: page.pageNo,
      PageSize: page.pageSize,
      SortBy: page.sortBy,
    };
  }),
];

/** The last days unless the caller says otherwise: each end has a default of its own. */
function readJobSpan({ service, parameters }: Call): TimeSpan {
  const now = service.clock.now();
  const start =
    parameters.time("StartTime", "MalformedStartTime") ??
    now - DEFAULT_SNAPSHOT_JOB_LIST_SPAN_DAYS * DAY_MILLISECONDS;
  const end = parameters.time("EndTime", "MalformedEndTime") ?? now;
  return checkedSpan(start, end, MAX_SNAPSHOT_JOB_LIST_SPAN_DAYS);
}

function refuseStarted({ status }: SnapshotJob): void {
  if (status === "started") {
    throw new ServiceError(409, "JobAlreadyStarted", "The job has already started.");
  }
}

async function requireStream({ liveSnapshots }: ImsService, job: SnapshotJob): Promise<void> {
  if (!(await liveSnapshots.jobs.isOnAir(job))) {
    throw new ServiceError(400, "StreamNotFound", "The stream of the job is not being pushed.");
  }
}

function startJob({ service, faults }: Call, { jobId }: SnapshotJob): void {
  const { jobs } = service.liveSnapshots;
  const quota = faults.take(
    "quota-exceeded",
    ({ limit = MAX_STARTED_SNAPSHOT_JOBS }) => jobs.startedCount >= limit,
  );
  if (quota !== undefined || jobs.startedCount >= MAX_STARTED_SNAPSHOT_JOBS) {
    throw new ServiceError(400, "JobLimitExceeded", "The number of snapshot jobs at once exceeds the quota.");
  }
  jobs.start(jobId);
}

function readStreamUrl({ parameters }: Call): string {
  const input = parameters.object("StreamInput");
  input.requiredChoice("Type", ["rtmp"]);
  const url = input.requiredText("Url", MAX_SNAPSHOT_URL_LENGTH);
  if (!isUrlOf(url, ["rtmp:"])) {
    throw invalidParameter("StreamInput.Url", "must be an rtmp:// URL");
  }
  return url;
}

function readSnapshotOutput({ parameters }: Call): { bucket: string; endpoint: string } {
  const output = parameters.object("SnapshotOutput");
  output.requiredChoice("StorageType", ["oss"]);
  return { bucket: output.requiredText("Bucket"), endpoint: output.requiredText("Endpoint") };
}

function readCallbackUrl({ parameters }: Call): string | undefined {
  const url = parameters.text("CallbackUrl", MAX_SNAPSHOT_URL_LENGTH);
  if (url !== undefined && !isUrlOf(url, ["http:", "https:"])) {
    throw invalidParameter("CallbackUrl", "must be an http:// or https:// URL");
  }
  return url;
}
