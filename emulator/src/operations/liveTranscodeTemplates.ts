import { invalidParam, ServiceError } from "../http/errors";
import type { ImsService } from "../service";
import { STOPPED } from "../transcoding/jobs";
import { transcodeTemplateMessage } from "../transcoding/messages";
import { TRANSCODE_TEMPLATE_TYPES, type TranscodeTemplate } from "../transcoding/templates";
import { templateNotFound } from "./lookup";
import { type Operation, operation } from "./operation";
import { NEWEST_FIRST, readPage, takePage } from "./paging";
import type { Parameters } from "./parameters";
import { readTemplateConfig } from "./transcodeTemplateConfig";

/** Transcode templates: what becomes of a stream. */
export const liveTranscodeTemplates: readonly Operation[] = [
  operation("CreateLiveTranscodeTemplate", ({ service, parameters }) => {
    const name = parameters.requiredText("Name");
    const type = parameters.requiredChoice("Type", TRANSCODE_TEMPLATE_TYPES);
    const config = readTemplateConfig(parameters, type);
    const template = service.transcodeTemplates.create({ name, type, config }, service.clock.now());
    return { TemplateId: template.templateId };
  }),

  operation("GetLiveTranscodeTemplate", ({ service, parameters }) => {
    const template = requireTranscodeTemplate(service, parameters.requiredText("TemplateId"));
    return { TemplateContent: transcodeTemplateMessage(template) };
  }),

  operation("UpdateLiveTranscodeTemplate", ({ service, parameters }) => {
    const template = requireCustomizedTemplate(service, parameters, "updated");
    const name = parameters.text("Name") ?? template.name;
    const config =
      parameters.text("TemplateConfig") === undefined
        ? template.config
        : readTemplateConfig(parameters, template.type);
    service.transcodeTemplates.replace(template, { name, config });
    return {};
  }),

  operation("DeleteLiveTranscodeTemplate", ({ service, parameters }) => {
    const { templateId } = requireCustomizedTemplate(service, parameters, "deleted");
    const user = service.transcodeJobs
      .all()
      .find(({ status, template }) => status !== STOPPED && template.templateId === templateId);
    if (user !== undefined) {
      throw invalidParam(`templateId ${templateId} is in use by the job ${user.jobId}.`);
    }
    service.transcodeTemplates.delete(templateId);
    return {};
  }),

  operation("ListLiveTranscodeTemplates", ({ service, parameters }) => {
    const category = parameters.choice("Category", ["system", "customized"]);
    const type = parameters.choice("Type", TRANSCODE_TEMPLATE_TYPES);
    const codec = parameters.choice("VideoCodec", ["H.264", "H.265"]);
    const keyword = parameters.text("KeyWord");
    const page = readPage(parameters, NEWEST_FIRST);
    const { items, totalCount } = takePage(
      service.transcodeTemplates.all(),
      page,
      (template) =>
        (category === undefined || template.category === category) &&
        (type === undefined || template.type === type) &&
        (codec === undefined || template.config.VideoParams?.Codec === codec) &&
        (keyword === undefined || template.templateId === keyword || template.name.includes(keyword)),
    );
    return { TemplateContentList: items.map(transcodeTemplateMessage), TotalCount: totalCount };
  }),
];

/** @throws ServiceError 404 TemplateNotFound. */
export function requireTranscodeTemplate(service: ImsService, templateId: string): TranscodeTemplate {
  return service.transcodeTemplates.get(templateId) ?? templateNotFound();
}

function requireCustomizedTemplate(
  service: ImsService,
  parameters: Parameters,
  change: string,
): TranscodeTemplate {
  const template = requireTranscodeTemplate(service, parameters.requiredText("TemplateId"));
  if (template.category === "system") {
    throw new ServiceError(403, "Forbidden", `A template of category system cannot be ${change}.`);
  }
  return template;
}
