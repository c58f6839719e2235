import { formatTime } from "../operations/paging";
import type { TranscodeJob } from "./jobs";
import { outputUrl } from "./outputStream";
import type { TranscodeTemplate } from "./templates";

/** The family's objects in the words of the API. Times and domain of a job are not among them. */

/** @param originUrl `rtmp://HOST:PORT`; undefined without media. */
export function transcodeJobMessage(
  job: TranscodeJob,
  originUrl: string | undefined,
): Record<string, unknown> {
  return {
    JobId: job.jobId,
    Name: job.name,
    Status: job.status,
    StartMode: job.startMode,
    TemplateId: job.template.templateId,
    TemplateName: job.template.name,
    TemplateType: job.template.type,
    StreamInput: { Type: "rtmp", InputUrl: job.inputUrl },
    OutputStream: { StreamInfos: [{ Type: "rtmp", OutputUrl: outputUrl(originUrl, job.jobId) }] },
    CreateTime: formatTime(job.createTime),
  };
}

export function transcodeTemplateMessage(template: TranscodeTemplate): Record<string, unknown> {
  return {
    TemplateId: template.templateId,
    Name: template.name,
    Type: template.type,
    Category: template.category,
    CreateTime: formatTime(template.createTime),
    TemplateConfig: template.config,
  };
}
