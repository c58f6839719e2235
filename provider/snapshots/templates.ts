import { ServiceError } from "../client/errors";
import type { ListLiveSnapshotTemplatesRequest, SnapshotTemplate } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { TEMPLATE_GONE_CODES } from "../templates";

/** The service's largest page of templates. Source: ListLiveSnapshotTemplates, PageSize 1 to 100. */
const MAX_PAGE_SIZE = 100;

/** The template, or "gone" when the service says so twice: by a code that means it, and by a list without it. */
export async function getSnapshotTemplate(
  ctx: Context,
  templateId: string,
): Promise<SnapshotTemplate | "gone"> {
  try {
    const template = await ctx.ice.getLiveSnapshotTemplate({ templateId });
    if (template.templateId) return template;
    throw new ServiceError(
      "GetLiveSnapshotTemplate",
      "unclear",
      "EmptyAnswer",
      "the answer holds no TemplateId",
    );
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !TEMPLATE_GONE_CODES.has(thrown.code)) throw thrown;
    const listed = await listSnapshotTemplates(ctx, { templateIds: [templateId] });
    // A list has no formats: it can say that a template is there, not what it is.
    if (listed.some((template) => template.templateId === templateId)) throw thrown;
    return "gone";
  }
}

/** The account's own templates of exactly this name; presets are nobody's. */
export async function snapshotTemplatesNamed(ctx: Context, name: string): Promise<SnapshotTemplate[]> {
  const listed = await listSnapshotTemplates(ctx, { searchKeyWord: name, type: "custom" });
  return listed.filter(({ templateName, type }) => templateName === name && type === "custom");
}

/** Every template that the filter lets through, all pages, newest first. */
export function listSnapshotTemplates(
  { ice }: Pick<Context, "ice">,
  filter: Pick<ListLiveSnapshotTemplatesRequest, "searchKeyWord" | "templateIds" | "type">,
): Promise<SnapshotTemplate[]> {
  return allPages(async (pageNo) => {
    const page = await ice.listLiveSnapshotTemplates({ ...filter, pageNo, pageSize: MAX_PAGE_SIZE });
    return { items: page.templateList, totalCount: page.totalCount };
  });
}
