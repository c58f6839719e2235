import { ServiceError } from "../client/errors";
import type { RecordFormat, RecordTemplate } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { createOnce } from "../creation";

/** By analogy with the snapshot pages of the same service: the record pages list no code. */
export const TEMPLATE_GONE_CODES: ReadonlySet<string> = new Set(["TemplateNotFound"]);
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

/** Makes a template, and finds it again after an answer that was lost. @param known what was there before */
export function createTemplateOnce(
  ctx: Context,
  request: TemplateSettings,
  known: ReadonlySet<unknown>,
): Promise<string> {
  return createOnce(ctx, {
    action: "CreateLiveRecordTemplate",
    what: `template named ${JSON.stringify(request.name)}`,
    create: async () => (await ctx.ice.createLiveRecordTemplate(request)).templateId,
    findNew: async () =>
      (await templatesNamed(ctx, request.name)).find((template) => !known.has(template.templateId))
        ?.templateId,
  });
}
