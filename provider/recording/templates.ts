import { ServiceError } from "../client/errors";
import type { RecordFormat, RecordTemplate } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";

/** By analogy with the snapshot pages of the same service: the record pages list no code. */
export const TEMPLATE_GONE_CODES: ReadonlySet<string> = new Set(["TemplateNotFound"]);
/** Lists may lag behind a create: each look is this long after the one before. */
const LOOKS_AFTER_LOST_ANSWER_MILLISECONDS = [1_000, 2_000, 3_000];
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

/** The service knows no client token: after an answer that never came, look whether the template is there. */
export async function createTemplateOnce(
  ctx: Context,
  request: TemplateSettings,
  known: ReadonlySet<unknown>,
): Promise<string> {
  try {
    const { templateId } = await ctx.ice.createLiveRecordTemplate(request);
    if (templateId) return templateId;
    throw new ServiceError(
      "CreateLiveRecordTemplate",
      "unclear",
      "EmptyAnswer",
      "the answer holds no TemplateId",
    );
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !thrown.mayHaveTakenEffect) throw thrown;
    for (const pause of LOOKS_AFTER_LOST_ANSWER_MILLISECONDS) {
      await ctx.clock.sleep(pause, ctx.signal);
      const found = (await templatesNamed(ctx, request.name)).find(
        (template) => !known.has(template.templateId),
      );
      if (found?.templateId) return found.templateId;
    }
    throw new ResourceError(
      `${sentenceOf(thrown)} No template named ${JSON.stringify(request.name)} was found afterwards. Run up again.`,
    );
  }
}
