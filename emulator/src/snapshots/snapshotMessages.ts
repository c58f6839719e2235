import { formatTime } from "../operations/paging";
import type { SnapshotFile } from "./snapshotFiles";
import type { SnapshotJob, SnapshotJobStatus } from "./snapshotJobs";
import type { SnapshotTemplate } from "./snapshotTemplates";

/** The emulator's own objects in the words of the API. */

export function snapshotTemplateMessage(template: SnapshotTemplate): Record<string, unknown> {
  return {
    ...listedTemplateMessage(template),
    OverwriteFormat: template.overwriteFormat,
    SequenceFormat: template.sequenceFormat,
    LastModified: formatTime(template.lastModified),
  };
}

/** In a list, a template is without its formats. */
export function listedTemplateMessage(template: SnapshotTemplate): Record<string, unknown> {
  return {
    TemplateId: template.templateId,
    TemplateName: template.templateName,
    Type: template.type,
    TimeInterval: template.timeInterval,
    CreateTime: formatTime(template.createTime),
  };
}

/** @param status the status to show. */
export function snapshotJobMessage(job: SnapshotJob, status: SnapshotJobStatus): Record<string, unknown> {
  return {
    ...listedJobMessage(job, status),
    OverwriteFormat: job.template.overwriteFormat,
    SequenceFormat: job.template.sequenceFormat,
    CallbackUrl: job.callbackUrl,
    StreamInput: { Type: "rtmp", Url: job.streamUrl },
    LastModified: formatTime(job.lastModified),
  };
}

/** In a list, a job is without its stream. @param status the status to show. */
export function listedJobMessage(job: SnapshotJob, status: SnapshotJobStatus): Record<string, unknown> {
  return {
    JobId: job.jobId,
    JobName: job.jobName,
    Status: status,
    TemplateId: job.template.templateId,
    TemplateName: job.template.templateName,
    TimeInterval: job.template.timeInterval,
    SnapshotOutput: { StorageType: "oss", Bucket: job.bucket, Endpoint: job.endpoint },
    CreateTime: formatTime(job.createTime),
  };
}

export function snapshotFileMessage(file: SnapshotFile): Record<string, unknown> {
  return {
    OssEndpoint: file.endpoint,
    OssBucket: file.bucket,
    OssObject: file.key,
    CreateTime: formatTime(file.createTimestamp),
    CreateTimestamp: file.createTimestamp,
    IsOverlay: file.isOverlay,
  };
}
