import { ServiceError } from "../../../provider/client/errors";
import type {
  IceApi,
  ListLiveRecordFilesRequest,
  ListLiveRecordJobsRequest,
  ListLiveRecordTemplatesRequest,
  RecordFile,
  RecordFormat,
  RecordJob,
  RecordTemplate,
  StorageInfo,
  SubmitLiveRecordJobRequest,
} from "../../../provider/client/ice";
import { utcSeconds } from "../../../provider/clock";
import { FakeSnapshots } from "./fakeSnapshots";

/** IMS in memory: jobs do what the test says, lists may lag, answers may get lost. */
export class FakeIce extends FakeSnapshots implements IceApi {
  readonly jobs: RecordJob[] = [];
  readonly templates: RecordTemplate[] = [];
  readonly files: RecordFile[] = [];
  /** What GetStorageList answers. */
  readonly storages: StorageInfo[] = [{ storageLocation: "recordings", status: "Normal" }];
  /** The status of a job right after its submit. */
  submittedStatus = "initial";
  /** What the service says of a job that it does not know. */
  jobUnknown = (): Error =>
    new ServiceError("GetLiveRecordJob", "refused", "JobNotFound", "No such job.", 404);
  private made = 0;

  /** A job that is there without a submit of ours. */
  addJob(job: RecordJob): RecordJob {
    this.made += 1;
    const added = {
      jobId: `job-${this.made}`,
      status: "started",
      createTime: utcSeconds(this.clock.now()),
      ...job,
    };
    this.jobs.push(added);
    return added;
  }

  setStatus(jobId: string, status: string): void {
    for (const job of this.jobs) if (job.jobId === jobId) job.status = status;
  }

  /** The service no longer knows the job. */
  forget(jobId: string): void {
    const index = this.jobs.findIndex((job) => job.jobId === jobId);
    if (index >= 0) this.jobs.splice(index, 1);
  }

  /** The ids of the jobs that still record, as the service counts them. */
  get recording(): string[] {
    return this.jobs.filter(({ status }) => status !== "paused").map(({ jobId }) => jobId ?? "");
  }

  submitLiveRecordJob(request: SubmitLiveRecordJobRequest): Promise<{ jobId?: string }> {
    return this.call("SubmitLiveRecordJob", request, () => {
      const job = this.addJob({ ...request, status: this.submittedStatus, templateName: "a template" });
      this.visibleFrom.set(job.jobId, this.clock.now() + this.listLagMilliseconds);
      return job.jobId === undefined ? {} : { jobId: job.jobId };
    });
  }

  getLiveRecordJob({ jobId }: { jobId: string }): Promise<{ recordJob?: RecordJob }> {
    return this.call("GetLiveRecordJob", { jobId }, () => {
      const recordJob = this.jobs.find((job) => job.jobId === jobId);
      if (recordJob === undefined) throw this.jobUnknown();
      return { recordJob };
    });
  }

  listLiveRecordJobs(request: ListLiveRecordJobsRequest) {
    return this.call("ListLiveRecordJobs", request, () => {
      const { keyword = "", status, startTime = "", endTime = "9" } = request;
      const found = this.jobs
        .filter(({ jobId }) => this.isListed(jobId))
        .filter((job) => job.jobId === keyword || job.name?.includes(keyword))
        .filter((job) => status === undefined || job.status === status)
        .filter(({ createTime = "" }) => createTime >= startTime && createTime <= endTime)
        .reverse();
      return { liveRecordJobs: this.page(found, request), totalCount: found.length };
    });
  }

  listLiveRecordFiles(request: ListLiveRecordFilesRequest) {
    return this.call("ListLiveRecordFiles", request, () => {
      const { jobIds, recordFormat, startTime = "", endTime = "9" } = request;
      const found = this.files
        .filter(({ jobId = "" }) => jobIds === undefined || jobIds.includes(jobId))
        .filter(({ format }) => recordFormat === undefined || format === recordFormat)
        .filter(({ createTime = "" }) => createTime >= startTime && createTime <= endTime);
      return { files: this.page(found, request), totalCount: String(found.length) };
    });
  }

  deleteLiveRecordFiles(request: { recordIds: string[]; removeFile?: boolean }) {
    return this.call("DeleteLiveRecordFiles", request, () => {
      const kept = this.files.filter(({ recordId = "" }) => !request.recordIds.includes(recordId));
      this.files.splice(0, this.files.length, ...kept);
      return { message: "OK" };
    });
  }

  getStorageList(request: object) {
    return this.call("GetStorageList", request, () => ({ storageInfoList: this.storages }));
  }

  createLiveRecordTemplate(request: { name: string; recordFormat: RecordFormat[] }) {
    return this.call("CreateLiveRecordTemplate", request, () => {
      const { templateId } = this.addTemplate({ name: request.name, recordFormatList: request.recordFormat });
      this.visibleFrom.set(templateId, this.clock.now() + this.listLagMilliseconds);
      return templateId === undefined ? {} : { templateId };
    });
  }

  addTemplate(template: RecordTemplate): RecordTemplate {
    this.made += 1;
    const time = utcSeconds(this.clock.now());
    const added = {
      templateId: `template-${this.made}`,
      type: "custom",
      createTime: time,
      lastModified: time,
      ...template,
    };
    this.templates.push(added);
    return added;
  }

  updateLiveRecordTemplate(request: { templateId: string; name: string; recordFormat: RecordFormat[] }) {
    return this.call("UpdateLiveRecordTemplate", request, () => {
      const template = this.templateOf("UpdateLiveRecordTemplate", request.templateId);
      template.name = request.name;
      template.recordFormatList = request.recordFormat;
      template.lastModified = utcSeconds(this.clock.now());
      return {};
    });
  }

  getLiveRecordTemplate({ templateId }: { templateId: string }) {
    return this.call("GetLiveRecordTemplate", { templateId }, () => ({
      recordTemplate: this.templateOf("GetLiveRecordTemplate", templateId),
    }));
  }

  listLiveRecordTemplates(request: ListLiveRecordTemplatesRequest) {
    return this.call("ListLiveRecordTemplates", request, () => {
      const { keyword = "", templateIds, type } = request;
      const found = this.templates
        .filter(({ templateId }) => this.isListed(templateId))
        .filter((template) => template.templateId === keyword || template.name?.includes(keyword))
        .filter(({ templateId = "" }) => templateIds === undefined || templateIds.includes(templateId))
        .filter((template) => type === undefined || template.type === type)
        .reverse();
      return { recordTemplateList: this.page(found, request), totalCount: found.length };
    });
  }

  deleteLiveRecordTemplate({ templateId }: { templateId: string }) {
    return this.call("DeleteLiveRecordTemplate", { templateId }, () => {
      const template = this.templateOf("DeleteLiveRecordTemplate", templateId);
      this.templates.splice(this.templates.indexOf(template), 1);
      return {};
    });
  }

  private templateOf(action: string, templateId: string): RecordTemplate {
    const found = this.templates.find((template) => template.templateId === templateId);
    if (found === undefined) {
      throw new ServiceError(action, "refused", "TemplateNotFound", "No such template.", 404);
    }
    return found;
  }
}
