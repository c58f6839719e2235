import { invalidParameter, missingParameter, ServiceError } from "../http/errors";
import { listedTemplateMessage, snapshotTemplateMessage } from "../snapshots/snapshotMessages";
import type { SnapshotSettings, SnapshotTemplate } from "../snapshots/snapshotTemplates";
import { requireSnapshotTemplate } from "./lookup";
import { type Call, type Operation, operation } from "./operation";
import { readPage, takePage } from "./paging";
import type { Parameters } from "./parameters";

export const MAX_SNAPSHOT_NAME_LENGTH = 128;
export const MAX_FORMAT_LENGTH = 255;
export const MIN_TIME_INTERVAL_SECONDS = 5;
export const MAX_TIME_INTERVAL_SECONDS = 3600;
export const MAX_LISTED_TEMPLATE_IDS = 200;

const PAGE_RULES = { minPageSize: 1, maxPageSize: 100, defaultSortBy: "desc" } as const;
const OVERWRITE_PLACEHOLDERS = ["{JobId}"];
const SEQUENCE_PLACEHOLDERS = ["{JobId}", "{Date}", "{UnixTimestamp}", "{Sequence}"];
/** One of them has to be there: without it, pictures would overwrite each other. */
const TELLING_PLACEHOLDERS = ["{UnixTimestamp}", "{Sequence}"];

/** Snapshot templates: how often a job takes a picture and how its objects are named. */
export const liveSnapshotTemplates: readonly Operation[] = [
  operation("CreateLiveSnapshotTemplate", ({ service, parameters }) => {
    const settings = readSnapshotSettings(parameters);
    const template = service.liveSnapshots.templates.create(settings, service.clock.now());
    return { TemplateId: template.templateId };
  }),

  operation("UpdateLiveSnapshotTemplate", (call) => {
    const { service, parameters } = call;
    const template = requireCustomTemplate(call, "updated");
    const settings = readSnapshotSettings(parameters, keptFormats(call, template));
    service.liveSnapshots.templates.replace(template, settings, service.clock.now());
    return {};
  }),

  operation("DeleteLiveSnapshotTemplate", (call) => {
    const template = requireCustomTemplate(call, "deleted");
    call.service.liveSnapshots.templates.delete(template.templateId);
    return {};
  }),

  operation("GetLiveSnapshotTemplate", ({ service, parameters }) =>
    snapshotTemplateMessage(requireSnapshotTemplate(service, parameters.requiredText("TemplateId"))),
  ),

  operation("ListLiveSnapshotTemplates", ({ service, parameters }) => {
    const keyword = parameters.text("SearchKeyWord", MAX_SNAPSHOT_NAME_LENGTH);
    const type = parameters.choice("Type", ["system", "custom"]);
    const templateIds = parameters.list("TemplateIds");
    if (templateIds !== undefined && templateIds.length > MAX_LISTED_TEMPLATE_IDS) {
      throw invalidParameter("TemplateIds", `must hold at most ${MAX_LISTED_TEMPLATE_IDS} ids`);
    }
    const wanted = keyword === undefined && templateIds !== undefined ? new Set(templateIds) : undefined;
    const page = readPage(parameters, PAGE_RULES);
    const { items, totalCount } = takePage(
      service.liveSnapshots.templates.all(),
      page,
      (template) =>
        (type === undefined || template.type === type) &&
        (wanted === undefined || wanted.has(template.templateId)) &&
        (keyword === undefined ||
          template.templateId === keyword ||
          template.templateName.includes(keyword)),
    );
    return {
      TemplateList: items.map(listedTemplateMessage),
      TotalCount: totalCount,
      PageNo: page.pageNo,
      PageSize: page.pageSize,
      SortBy: page.sortBy,
    };
  }),
];

function requireCustomTemplate({ service, parameters }: Call, change: string): SnapshotTemplate {
  const template = requireSnapshotTemplate(service, parameters.requiredText("TemplateId"));
  if (template.type === "system") {
    throw new ServiceError(403, "Forbidden", `A template of type system cannot be ${change}.`);
  }
  return template;
}

type Formats = Pick<SnapshotSettings, "overwriteFormat" | "sequenceFormat">;

/** What an update leaves out is gone, unless a fault has it kept: which of both the service does is not published. */
function keptFormats({ faults, parameters }: Call, template: SnapshotTemplate): Formats {
  const { overwriteFormat, sequenceFormat } = template;
  const leavesOut = (name: string, format: string | undefined): boolean =>
    format !== undefined && parameters.text(name) === undefined;
  const fault = faults.take(
    "omitted-format-kept",
    () => leavesOut("OverwriteFormat", overwriteFormat) || leavesOut("SequenceFormat", sequenceFormat),
  );
  return fault === undefined ? {} : template;
}

/**
 * @param kept formats that count when none are given.
 * @throws ServiceError 400 that names the field that breaks a rule.
 */
export function readSnapshotSettings(parameters: Parameters, kept: Formats = {}): SnapshotSettings {
  const templateName = parameters.requiredText("TemplateName", MAX_SNAPSHOT_NAME_LENGTH);
  const timeInterval = parameters.requiredWholeNumber("TimeInterval", {
    min: MIN_TIME_INTERVAL_SECONDS,
    max: MAX_TIME_INTERVAL_SECONDS,
  });
  const overwriteFormat =
    readFormat(parameters, "OverwriteFormat", OVERWRITE_PLACEHOLDERS) ?? kept.overwriteFormat;
  const sequenceFormat =
    readFormat(parameters, "SequenceFormat", SEQUENCE_PLACEHOLDERS) ?? kept.sequenceFormat;
  if (overwriteFormat === undefined && sequenceFormat === undefined) {
    throw missingParameter("OverwriteFormat or SequenceFormat");
  }
  if (sequenceFormat !== undefined && !TELLING_PLACEHOLDERS.some((each) => sequenceFormat.includes(each))) {
    throw invalidParameter("SequenceFormat", `must hold ${TELLING_PLACEHOLDERS.join(" or ")}`);
  }
  return {
    templateName,
    timeInterval,
    ...(overwriteFormat === undefined ? {} : { overwriteFormat }),
    ...(sequenceFormat === undefined ? {} : { sequenceFormat }),
  };
}

function readFormat(
  parameters: Parameters,
  name: string,
  placeholders: readonly string[],
): string | undefined {
  const format = parameters.text(name, MAX_FORMAT_LENGTH);
  if (format?.startsWith("/")) {
    throw invalidParameter(name, "must not begin with /");
  }
  if (format !== undefined && !format.endsWith(".jpg")) {
    throw invalidParameter(name, "must end with .jpg");
  }
  const foreign = format?.match(/\{\w+\}/g)?.find((each) => !placeholders.includes(each));
  if (foreign !== undefined) {
    throw invalidParameter(name, `must hold no ${foreign}, only ${placeholders.join(", ")}`);
  }
  return format;
}
