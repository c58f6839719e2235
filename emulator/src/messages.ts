import type { JobStatus, RecordJob } from "./jobs";
import { formatTime } from "./operations/paging";
import { urlPathOf } from "./oss/names";
import type { RecordFile } from "./recordFiles";
import type { RecordTemplate } from "./templates";

/** The emulator's own objects in the words of the API. */

/** @param status the status to show. */
export function jobMessage(job: RecordJob, status: JobStatus): Record<string, unknown> {
  return {
    JobId: job.jobId,
    Name: job.name,
    Status: status,
    TemplateId: job.template.templateId,
    TemplateName: job.template.name,
    CreateTime: formatTime(job.createTime),
    NotifyUrl: job.notifyUrl,
    StreamInput: { Type: "rtmp", Url: job.streamUrl },
    RecordOutput: recordOutput(job),
  };
}

export function templateMessage(template: RecordTemplate): Record<string, unknown> {
  return {
    TemplateId: template.templateId,
    Name: template.name,
    Type: template.type,
    CreateTime: formatTime(template.createTime),
    LastModified: formatTime(template.lastModified),
    RecordFormatList: template.recordFormats.map((format) => ({ ...format })),
  };
}

export function fileMessage(
  file: RecordFile,
  job: RecordJob | undefined,
  ossUrl: string,
): Record<string, unknown> {
  return {
    RecordId: file.recordId,
    RecordUrl: objectUrl(file, ossUrl),
    JobId: file.jobId,
    JobName: job?.name,
    Format: file.format,
    StartTime: formatTime(file.startTime),
    EndTime: formatTime(file.endTime),
    Duration: file.durationSeconds,
    Width: file.width,
    Height: file.height,
    CreateTime: formatTime(file.createTime),
    StreamUrl: job?.streamUrl,
    RecordOutput: job && JSON.stringify(recordOutput(job)),
  };
}

export function jobStatusMessage(job: RecordJob): Record<string, unknown> {
  return { JobId: job.jobId, Name: job.name, Status: job.status };
}

export function fileCreatedMessage(
  job: RecordJob,
  file: RecordFile,
  ossUrl: string,
): Record<string, unknown> {
  const { StreamUrl: _kept, ...message } = fileMessage(file, job, ossUrl);
  return message;
}

function recordOutput(job: RecordJob): Record<string, unknown> {
  return { Type: "oss", Bucket: job.bucket, Endpoint: job.endpoint };
}

function objectUrl(file: RecordFile, ossUrl: string): string {
  return `${ossUrl}/${file.bucket}/${urlPathOf(file.key)}`;
}
