import { ServiceError } from "../client/errors";
import type { RecordFormat, RecordTemplate } from "../client/ice";
import { allPages, listOf } from "../client/paging";
import type { Context } from "../context";
import { TEMPLATE_GONE_CODES } from "../templates";

/** The service's largest page of templates. Source: ListLiveRecordTemplates, PageSize 1 to 100. */
const MAX_PAGE_SIZE = 100;

/** What a template is made of, as the service takes it. */
export interface TemplateSettings {
  readonly name: string;
  readonly recordFormat: RecordFormat[];
}

/** The template, or "gone" when the service says so twice: by a code that means it, and by a list without it. */
export async function getTemplate(ctx: Context, templateId: string): Promise<RecordTemplate | "gone"> {
  try {
    const { recordTemplate } = await ctx.ice.getLiveRecordTemplate({ templateId });
    if (recordTemplate) return recordTemplate;
    throw new ServiceError(
      "GetLiveRecordTemplate",
      "unclear",
      "EmptyAnswer",
      "the answer holds no RecordTemplate",
    );
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !TEMPLATE_GONE_CODES.has(thrown.code)) throw thrown;
    const { recordTemplateList } = await ctx.ice.listLiveRecordTemplates({ templateIds: [templateId] });
    return recordTemplateList?.find((template) => template.templateId === templateId) ?? "gone";
  }
}

/** The account's own templates of exactly this name; presets are nobody's. */
export async function templatesNamed({ ice }: Context, name: string): Promise<RecordTemplate[]> {
  const listed = await allPages(async (pageNo) => {
    const page = await ice.listLiveRecordTemplates({
      keyword: name,
      type: "custom",
      pageNo,
      pageSize: MAX_PAGE_SIZE,
    });
    return { items: page.recordTemplateList, totalCount: page.totalCount };
  });
  return listed.filter((template) => template.name === name && template.type === "custom");
}

const KNOWN_FORMATS: ReadonlySet<unknown> = new Set(["m3u8", "mp4", "flv"]);

/** What of a template's formats the service does not record by, each as the rest of a sentence about the template. */
export function formatFindings({ recordFormatList }: RecordTemplate): string[] {
  const formats = listOf(recordFormatList);
  if (formats.length === 0) return ["has no format"];
  // A format of tomorrow may have rules of its own.
  const known = formats.filter(({ format }) => KNOWN_FORMATS.has(format));
  return known
    .filter(({ format, sliceOssObjectPrefix }) => format === "m3u8" && !sliceOssObjectPrefix)
    .map(() => "has the format m3u8 without a sliceOssObjectPrefix, which m3u8 needs");
}
