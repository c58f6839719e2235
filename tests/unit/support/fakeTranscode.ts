import { ServiceError } from "../../../provider/client/errors";
import type {
  ListLiveTranscodeJobsRequest,
  ListLiveTranscodeTemplatesRequest,
  LiveTranscodeApi,
  SubmitLiveTranscodeJobRequest,
  TranscodeJob,
  TranscodeTemplate,
  TranscodeTemplateConfig,
  UpdateLiveTranscodeJobRequest,
} from "../../../provider/client/ice";
import { utcSeconds } from "../../../provider/clock";
import { FakeCalls } from "./fakeCalls";
import type { FakeClock } from "./fakeClock";

/** The transcode half of IMS in memory: jobs do what the test says, lists may lag, answers may get lost. */
export class FakeTranscode extends FakeCalls implements LiveTranscodeApi {
  readonly transcodeJobs: TranscodeJob[] = [];
  readonly transcodeTemplates: TranscodeTemplate[] = [];
  /** How long a new job or template stays out of lists. */
  listLagMilliseconds = 0;
  /** The largest page that a list answers with. */
  maxPageSize = 100;
  /** How long after its submit a job's output stays untold. */
  outputLagMilliseconds = 0;
  /** How long a job goes on after the command `stop`. */
  stopLagMilliseconds = 0;
  /** Called when a relay's output goes off the air. */
  onRelayStopped: () => void = () => undefined;
  /** Times and outputs, which no answer tells. */
  readonly untold = new Map<string, Partial<SubmitLiveTranscodeJobRequest>>();
  protected readonly visibleFrom = new Map<unknown, number>();
  private madeTranscode = 0;

  constructor(protected readonly clock: FakeClock) {
    super();
  }

  /** A job that is there without a submit of ours. */
  addTranscodeJob(job: TranscodeJob): TranscodeJob {
    this.madeTranscode += 1;
    const jobId = `relay-${this.madeTranscode}`;
    const added: TranscodeJob = {
      jobId,
      status: job.startMode === 1 ? 0 : 1,
      createTime: utcSeconds(this.clock.now()),
      templateName: "a template",
      templateType: "origin",
      outputStream: { streamInfos: [{ type: "rtmp", outputUrl: `rtmp://out.example.com/live/${jobId}` }] },
      ...job,
    };
    this.transcodeJobs.push(added);
    return added;
  }

  transcodeJobOf(jobId: string, action = "test"): TranscodeJob {
    const found = this.transcodeJobs.find((job) => job.jobId === jobId);
    if (found === undefined) throw new ServiceError(action, "refused", "JobNotFound", "No such job.", 404);
    return found;
  }

  /** The ids of the jobs that have not stopped, as the service counts them. */
  get relaying(): string[] {
    return this.transcodeJobs.filter(({ status }) => status !== 2).map(({ jobId }) => jobId ?? "");
  }

  submitLiveTranscodeJob(request: SubmitLiveTranscodeJobRequest): Promise<{ jobId?: string }> {
    return this.call("SubmitLiveTranscodeJob", request, () => {
      const { name, templateId, startMode, streamInput, ...untold } = request;
      const job = this.addTranscodeJob({ name, templateId, startMode, streamInput });
      const { jobId = "", outputStream } = job;
      this.untold.set(jobId, untold);
      this.visibleFrom.set(jobId, this.clock.now() + this.listLagMilliseconds);
      if (this.outputLagMilliseconds > 0 && outputStream) {
        delete job.outputStream;
        this.clock.after(this.outputLagMilliseconds, () => {
          job.outputStream = outputStream;
        });
      }
      return { jobId };
    });
  }

  updateLiveTranscodeJob(request: UpdateLiveTranscodeJobRequest): Promise<unknown> {
    return this.call("UpdateLiveTranscodeJob", request, () => {
      const { jobId, name, streamInput, ...untold } = request;
      const job = this.transcodeJobOf(jobId, "UpdateLiveTranscodeJob");
      const isMore = streamInput !== undefined || Object.keys(untold).length > 0;
      if (isMore && (job.startMode !== 1 || job.status !== 0)) {
        throw new ServiceError("UpdateLiveTranscodeJob", "refused", "InvalidParam", "started", 400);
      }
      Object.assign(
        job,
        name === undefined ? {} : { name },
        streamInput === undefined ? {} : { streamInput },
      );
      this.untold.set(jobId, { ...this.untold.get(jobId), ...untold });
      return {};
    });
  }

  sendLiveTranscodeJobCommand(request: { jobId: string; command: "stop" }): Promise<unknown> {
    return this.call("SendLiveTranscodeJobCommand", request, () => {
      const job = this.transcodeJobOf(request.jobId, "SendLiveTranscodeJobCommand");
      const stop = (): void => {
        job.status = 2;
        this.onRelayStopped();
      };
      if (this.stopLagMilliseconds === 0) stop();
      else this.clock.after(this.stopLagMilliseconds, stop);
      return {};
    });
  }

  getLiveTranscodeJob({ jobId }: { jobId: string }): Promise<{ job?: TranscodeJob }> {
    return this.call("GetLiveTranscodeJob", { jobId }, () => ({
      job: this.transcodeJobOf(jobId, "GetLiveTranscodeJob"),
    }));
  }

  listLiveTranscodeJobs(request: ListLiveTranscodeJobsRequest) {
    return this.call("ListLiveTranscodeJobs", request, () => {
      const { keyWord = "", status } = request;
      const found = this.transcodeJobs
        .filter(({ jobId }) => (this.visibleFrom.get(jobId) ?? 0) <= this.clock.now())
        .filter((job) => job.jobId === keyWord || job.name?.includes(keyWord))
        .filter((job) => status === undefined || job.status === status)
        .reverse();
      return { jobList: this.page(found, request), totalCount: found.length };
    });
  }

  deleteLiveTranscodeJob({ jobId }: { jobId: string }): Promise<unknown> {
    return this.call("DeleteLiveTranscodeJob", { jobId }, () => {
      const job = this.transcodeJobOf(jobId, "DeleteLiveTranscodeJob");
      if (job.status === 1) {
        throw new ServiceError("DeleteLiveTranscodeJob", "refused", "InvalidParam", "running", 400);
      }
      this.transcodeJobs.splice(this.transcodeJobs.indexOf(job), 1);
      return {};
    });
  }

  addTranscodeTemplate(template: TranscodeTemplate): TranscodeTemplate {
    this.madeTranscode += 1;
    const added = {
      templateId: `transcode-template-${this.madeTranscode}`,
      category: "customized",
      createTime: utcSeconds(this.clock.now()),
      ...template,
    };
    this.transcodeTemplates.push(added);
    return added;
  }

  createLiveTranscodeTemplate(request: {
    name: string;
    type: string;
    templateConfig?: TranscodeTemplateConfig;
  }) {
    return this.call("CreateLiveTranscodeTemplate", request, () => {
      const { templateId = "" } = this.addTranscodeTemplate({ ...request });
      this.visibleFrom.set(templateId, this.clock.now() + this.listLagMilliseconds);
      return { templateId };
    });
  }

  updateLiveTranscodeTemplate(request: {
    templateId: string;
    name: string;
    templateConfig?: TranscodeTemplateConfig;
  }): Promise<unknown> {
    return this.call("UpdateLiveTranscodeTemplate", request, () => {
      Object.assign(this.transcodeTemplateOf("UpdateLiveTranscodeTemplate", request.templateId), request);
      return {};
    });
  }

  getLiveTranscodeTemplate({ templateId }: { templateId: string }) {
    return this.call("GetLiveTranscodeTemplate", { templateId }, () => ({
      templateContent: this.transcodeTemplateOf("GetLiveTranscodeTemplate", templateId),
    }));
  }

  listLiveTranscodeTemplates(request: ListLiveTranscodeTemplatesRequest) {
    return this.call("ListLiveTranscodeTemplates", request, () => {
      const { keyWord = "", category } = request;
      const found = this.transcodeTemplates
        .filter(({ templateId }) => (this.visibleFrom.get(templateId) ?? 0) <= this.clock.now())
        .filter((template) => template.templateId === keyWord || template.name?.includes(keyWord))
        .filter((template) => category === undefined || template.category === category)
        .reverse();
      return { templateContentList: this.page(found, request), totalCount: found.length };
    });
  }

  deleteLiveTranscodeTemplate({ templateId }: { templateId: string }): Promise<unknown> {
    return this.call("DeleteLiveTranscodeTemplate", { templateId }, () => {
      const template = this.transcodeTemplateOf("DeleteLiveTranscodeTemplate", templateId);
      if (this.transcodeJobs.some((job) => job.templateId === templateId)) {
        throw new ServiceError(
          "DeleteLiveTranscodeTemplate",
          "refused",
          "InvalidParam",
          "templateId in use",
          400,
        );
      }
      this.transcodeTemplates.splice(this.transcodeTemplates.indexOf(template), 1);
      return {};
    });
  }

  private transcodeTemplateOf(action: string, templateId: string): TranscodeTemplate {
    const found = this.transcodeTemplates.find((template) => template.templateId === templateId);
    if (found === undefined) {
      throw new ServiceError(action, "refused", "TemplateNotFound", "No such template.", 404);
    }
    return found;
  }

  protected page<T>(found: T[], { pageNo = 1, pageSize = 10 }: { pageNo?: number; pageSize?: number }): T[] {
    const size = Math.min(pageSize, this.maxPageSize);
    return found.slice((pageNo - 1) * size, pageNo * size);
  }
}
