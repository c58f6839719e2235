import { invalidParameter, missingParameter, ServiceError } from "../http/errors";
import { DEFAULT_CYCLE_DURATION_SECONDS, DEFAULT_SLICE_DURATION_SECONDS } from "../media/cycle";
import type { RecordFormat } from "../media/recordingTypes";
import { templateMessage } from "../messages";
import type { ImsService } from "../service";
import type { RecordTemplate } from "../templates";
import { requireJob, requireTemplate, templateNotFound } from "./lookup";
import { type Operation, operation } from "./operation";
import { NEWEST_FIRST, readPage, takePage } from "./paging";
import type { JsonObject, Parameters } from "./parameters";

export const MAX_PREFIX_BYTES = 255;
export const MIN_SLICE_DURATION_SECONDS = 5;
export const MAX_SLICE_DURATION_SECONDS = 30;

/** Record templates: what a job writes, how long its files are and how they are named. */
export const recordTemplates: readonly Operation[] = [
  operation("CreateLiveRecordTemplate", ({ service, parameters }) => {
    const name = parameters.requiredText("Name");
    const template = service.templates.create(name, readRecordFormats(parameters), service.clock.now());
    return { TemplateId: template.templateId };
  }),

  operation("UpdateLiveRecordTemplate", ({ service, parameters }) => {
    const template = requireCustomTemplate(service, parameters, "updated");
    const name = parameters.requiredText("Name");
    service.templates.replace(template, name, readRecordFormats(parameters), service.clock.now());
    return {};
  }),

  operation("DeleteLiveRecordTemplate", ({ service, parameters }) => {
    const template = requireCustomTemplate(service, parameters, "deleted");
    service.templates.delete(template.templateId);
    return {};
  }),

  operation("GetLiveRecordTemplate", ({ service, parameters }) => {
    const templateId = parameters.requiredText("TemplateId");
    const jobId = parameters.text("JobId");
    if (jobId === undefined) {
      return { RecordTemplate: templateMessage(requireTemplate(service, templateId)) };
    }
    const { template } = requireJob(service, jobId);
    if (template.templateId !== templateId) {
      templateNotFound();
    }
    return { RecordTemplate: templateMessage(template) };
  }),

  operation("ListLiveRecordTemplates", ({ service, parameters }) => {
    const keyword = parameters.text("Keyword");
    const type = parameters.choice("Type", ["system", "custom"]);
    const templateIds = parameters.list("TemplateIds");
    const wanted = templateIds && new Set(templateIds);
    const page = readPage(parameters, NEWEST_FIRST);
    const { items, totalCount } = takePage(
      service.templates.all(),
      page,
      (template) =>
        (type === undefined || template.type === type) &&
        (wanted === undefined || wanted.has(template.templateId)) &&
        (keyword === undefined || template.templateId === keyword || template.name.includes(keyword)),
    );
    return {
      RecordTemplateList: items.map(templateMessage),
      TotalCount: totalCount,
      PageNo: page.pageNo,
      PageSize: page.pageSize,
      SortBy: page.sortBy,
    };
  }),
];

function requireCustomTemplate(service: ImsService, parameters: Parameters, change: string): RecordTemplate {
  const template = requireTemplate(service, parameters.requiredText("TemplateId"));
  if (template.type === "system") {
    throw new ServiceError(403, "Forbidden", `A template of type system cannot be ${change}.`);
  }
  return template;
}

/** @throws ServiceError 400 that names the field that breaks a rule. */
export function readRecordFormats(parameters: Parameters): RecordFormat[] {
  const entries = parameters.objects("RecordFormat");
  if (entries.length === 0) {
    throw missingParameter("RecordFormat");
  }
  return entries.map(readRecordFormat);
}

function readRecordFormat(entry: JsonObject): RecordFormat {
  const Format = entry.requiredChoice("Format", ["m3u8", "mp4", "flv"]);
  const OssObjectPrefix = readPrefix(entry, "OssObjectPrefix");
  const SliceOssObjectPrefix = readPrefix(entry, "SliceOssObjectPrefix");
  const sliceRule = { min: MIN_SLICE_DURATION_SECONDS, max: MAX_SLICE_DURATION_SECONDS };
  const SliceDuration =
    entry.wholeNumber("SliceDuration", sliceRule) ??
    (Format === "m3u8" ? DEFAULT_SLICE_DURATION_SECONDS : undefined);
  const cycleRule = { min: 1, max: Number.MAX_SAFE_INTEGER };
  const CycleDuration = entry.wholeNumber("CycleDuration", cycleRule) ?? DEFAULT_CYCLE_DURATION_SECONDS;
  if (OssObjectPrefix !== undefined) {
    requireVariable(entry, "OssObjectPrefix", OssObjectPrefix, ["{StartTime}", "{EscapedStartTime}"]);
    requireVariable(entry, "OssObjectPrefix", OssObjectPrefix, ["{EndTime}", "{EscapedEndTime}"]);
  }
  if (Format === "m3u8") {
    const slicePrefix = SliceOssObjectPrefix ?? entry.requiredText("SliceOssObjectPrefix");
    requireVariable(entry, "SliceOssObjectPrefix", slicePrefix, ["{UnixTimestamp}"]);
    requireVariable(entry, "SliceOssObjectPrefix", slicePrefix, ["{Sequence}"]);
  }
  return {
    Format,
    ...(OssObjectPrefix === undefined ? {} : { OssObjectPrefix }),
    ...(SliceOssObjectPrefix === undefined ? {} : { SliceOssObjectPrefix }),
    ...(SliceDuration === undefined ? {} : { SliceDuration }),
    CycleDuration,
  };
}

function readPrefix(entry: JsonObject, name: string): string | undefined {
  const prefix = entry.text(name);
  if (prefix !== undefined && Buffer.byteLength(prefix) > MAX_PREFIX_BYTES) {
    throw invalidParameter(`${entry.path}.${name}`, `must be at most ${MAX_PREFIX_BYTES} bytes`);
  }
  return prefix;
}

function requireVariable(entry: JsonObject, name: string, prefix: string, variables: string[]): void {
  if (!variables.some((variable) => prefix.includes(variable))) {
    throw invalidParameter(`${entry.path}.${name}`, `must hold ${variables.join(" or ")}`);
  }
}
