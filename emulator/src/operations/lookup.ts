import { ServiceError } from "../http/errors";
import type { RecordJob } from "../jobs";
import type { ImsService } from "../service";
import type { SnapshotJob } from "../snapshots/snapshotJobs";
import type { SnapshotTemplate } from "../snapshots/snapshotTemplates";
import type { RecordTemplate } from "../templates";

/** @throws ServiceError 404 JobNotFound. */
export function requireJob(service: ImsService, jobId: string): RecordJob {
  return service.jobs.get(jobId) ?? jobNotFound();
}

/** @throws ServiceError 404 JobNotFound. */
export function requireSnapshotJob(service: ImsService, jobId: string): SnapshotJob {
  return service.liveSnapshots.jobs.get(jobId) ?? jobNotFound();
}

function jobNotFound(): never {
  throw new ServiceError(404, "JobNotFound", "No such job.");
}

/** @throws ServiceError 404 TemplateNotFound. */
export function requireTemplate(service: ImsService, templateId: string): RecordTemplate {
  return service.templates.get(templateId) ?? templateNotFound();
}

/** @throws ServiceError 404 TemplateNotFound. */
export function requireSnapshotTemplate(service: ImsService, templateId: string): SnapshotTemplate {
  return service.liveSnapshots.templates.get(templateId) ?? templateNotFound();
}

export function templateNotFound(): never {
  throw new ServiceError(404, "TemplateNotFound", "No such template.");
}
