import { ServiceError } from "../../../provider/client/errors";
import type {
  ListLiveSnapshotFilesRequest,
  ListLiveSnapshotJobsRequest,
  ListLiveSnapshotTemplatesRequest,
  LiveSnapshotApi,
  LiveSnapshotTemplateRequest,
  SnapshotFile,
  SnapshotJob,
  SnapshotJobCommand,
  SnapshotTemplate,
  SubmitLiveSnapshotJobRequest,
} from "../../../provider/client/ice";
import { utcSeconds } from "../../../provider/clock";
import { FakeTranscode } from "./fakeTranscode";

/** The snapshot family in memory. */
export class FakeSnapshots extends FakeTranscode implements LiveSnapshotApi {
  readonly snapshotJobs: SnapshotJob[] = [];
  readonly snapshotTemplates: SnapshotTemplate[] = [];
  readonly snapshotFiles: SnapshotFile[] = [];
  /** Whether the streams of all jobs are there. */
  hasStreams = true;
  /** Whether an update without a format keeps the one that the template has. */
  keepsFormats = false;
  /** What a stop makes of a job that never started. */
  stoppedInit = "paused";
  /** How long a command takes to show. */
  commandMilliseconds = 0;
  private madeSnapshots = 0;

  /** A job that is there without a submit of ours. */
  addSnapshotJob(job: SnapshotJob): SnapshotJob {
    this.madeSnapshots += 1;
    const time = utcSeconds(this.clock.now());
    const id = `snapshot-job-${this.madeSnapshots}`;
    const added = { jobId: id, status: "started", createTime: time, lastModified: time, ...job };
    this.snapshotJobs.push(added);
    return added;
  }

  /** The ids of the jobs that are not stopped. */
  get taking(): string[] {
    return this.snapshotJobs.filter(({ status }) => status !== "paused").map(({ jobId }) => jobId ?? "");
  }

  submitLiveSnapshotJob(request: SubmitLiveSnapshotJobRequest): Promise<{ jobId?: string }> {
    return this.call("SubmitLiveSnapshotJob", request, () => {
      const job = this.addSnapshotJob({ ...request, status: "init", templateName: "a template" });
      this.visibleFrom.set(job.jobId, this.clock.now() + this.listLagMilliseconds);
      if (this.hasStreams) {
        this.clock.after(this.commandMilliseconds, () => {
          if (job.status === "init") job.status = "started";
        });
        this.clock.advance(0);
      }
      return job.jobId === undefined ? {} : { jobId: job.jobId };
    });
  }

  sendLiveSnapshotJobCommand(request: { jobId: string; command: SnapshotJobCommand }): Promise<unknown> {
    const action = "SendLiveSnapshotJobCommand";
    return this.call(action, request, () => {
      const job = this.snapshotJobOf(action, request.jobId);
      const refuse = (code: string, status: number): never => {
        throw new ServiceError(action, "refused", code, "no", status);
      };
      if (request.command === "start" && job.status === "started") refuse("JobAlreadyStarted", 409);
      if (request.command !== "stop" && !this.hasStreams) refuse("StreamNotFound", 400);
      const stopped = job.status === "init" ? this.stoppedInit : "paused";
      const status = request.command === "stop" ? stopped : "started";
      this.clock.after(this.commandMilliseconds, () => {
        job.status = status;
      });
      this.clock.advance(0);
      return {};
    });
  }

  getLiveSnapshotJob({ jobId }: { jobId: string }): Promise<SnapshotJob> {
    return this.call("GetLiveSnapshotJob", { jobId }, () => this.snapshotJobOf("GetLiveSnapshotJob", jobId));
  }

  listLiveSnapshotJobs(request: ListLiveSnapshotJobsRequest) {
    return this.call("ListLiveSnapshotJobs", request, () => {
      const { searchKeyWord = "", status, startTime = "", endTime = "9" } = request;
      const found = this.snapshotJobs
        .filter(({ jobId }) => this.isListed(jobId))
        .filter((job) => job.jobId === searchKeyWord || job.jobName?.includes(searchKeyWord))
        .filter((job) => status === undefined || job.status === status)
        .filter(({ createTime = "" }) => createTime >= startTime && createTime <= endTime)
        .map(({ streamInput, overwriteFormat, sequenceFormat, callbackUrl, ...listed }) => listed)
        .reverse();
      return { jobList: this.page(found, request), totalCount: found.length };
    });
  }

  listLiveSnapshotFiles(request: ListLiveSnapshotFilesRequest) {
    return this.call("ListLiveSnapshotFiles", request, () => {
      const { startTime, endTime, limit = 10 } = request;
      const found = this.snapshotFiles.filter(
        ({ createTime = "" }) => createTime >= startTime && createTime <= endTime,
      );
      const next = found[limit];
      return { fileList: found.slice(0, limit), ...(next ? { nextStartTime: next.createTime ?? "" } : {}) };
    });
  }

  createLiveSnapshotTemplate(request: LiveSnapshotTemplateRequest) {
    return this.call("CreateLiveSnapshotTemplate", request, () => {
      const { templateId } = this.addSnapshotTemplate(request);
      this.visibleFrom.set(templateId, this.clock.now() + this.listLagMilliseconds);
      return templateId === undefined ? {} : { templateId };
    });
  }

  addSnapshotTemplate(template: SnapshotTemplate): SnapshotTemplate {
    this.madeSnapshots += 1;
    const time = utcSeconds(this.clock.now());
    const added = {
      templateId: `snapshot-template-${this.madeSnapshots}`,
      type: "custom",
      createTime: time,
      lastModified: time,
      ...template,
    };
    this.snapshotTemplates.push(added);
    return added;
  }

  updateLiveSnapshotTemplate(request: LiveSnapshotTemplateRequest & { templateId: string }) {
    return this.call("UpdateLiveSnapshotTemplate", request, () => {
      const template = this.snapshotTemplateOf("UpdateLiveSnapshotTemplate", request.templateId);
      if (!this.keepsFormats) {
        delete template.overwriteFormat;
        delete template.sequenceFormat;
      }
      Object.assign(template, request, { lastModified: utcSeconds(this.clock.now()) });
      return {};
    });
  }

  getLiveSnapshotTemplate({ templateId }: { templateId: string }): Promise<SnapshotTemplate> {
    return this.call("GetLiveSnapshotTemplate", { templateId }, () =>
      this.snapshotTemplateOf("GetLiveSnapshotTemplate", templateId),
    );
  }

  listLiveSnapshotTemplates(request: ListLiveSnapshotTemplatesRequest) {
    return this.call("ListLiveSnapshotTemplates", request, () => {
      const { searchKeyWord, templateIds, type } = request;
      const word = searchKeyWord ?? "";
      const found = this.snapshotTemplates
        .filter(({ templateId }) => this.isListed(templateId))
        .filter((template) => template.templateId === word || template.templateName?.includes(word))
        .filter(
          ({ templateId = "" }) =>
            searchKeyWord !== undefined || templateIds === undefined || templateIds.includes(templateId),
        )
        .filter((template) => type === undefined || template.type === type)
        .map(({ overwriteFormat, sequenceFormat, ...listed }) => listed)
        .reverse();
      return { templateList: this.page(found, request), totalCount: found.length };
    });
  }

  deleteLiveSnapshotTemplate({ templateId }: { templateId: string }) {
    return this.call("DeleteLiveSnapshotTemplate", { templateId }, () => {
      const template = this.snapshotTemplateOf("DeleteLiveSnapshotTemplate", templateId);
      this.snapshotTemplates.splice(this.snapshotTemplates.indexOf(template), 1);
      return {};
    });
  }

  protected isListed(id: unknown): boolean {
    return (this.visibleFrom.get(id) ?? 0) <= this.clock.now();
  }

  private snapshotJobOf(action: string, jobId: string): SnapshotJob {
    const found = this.snapshotJobs.find((job) => job.jobId === jobId);
    if (found === undefined) throw new ServiceError(action, "refused", "JobNotFound", "No such job.", 404);
    return found;
  }

  private snapshotTemplateOf(action: string, templateId: string): SnapshotTemplate {
    const found = this.snapshotTemplates.find((template) => template.templateId === templateId);
    if (found === undefined)
      throw new ServiceError(action, "refused", "TemplateNotFound", "No such template.", 404);
    return found;
  }
}
