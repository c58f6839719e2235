import { ServiceError } from "../client/errors";
import type { TranscodeTemplate } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { createOnce } from "../creation";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import { ifOurs, TEMPLATE_GONE_CODES } from "../templates";
import { listTranscodeJobs, statusText } from "./jobs";

/** Says that the template is in use. Source: DeleteLiveTranscodeTemplate. */
const IN_USE_CODE = "InvalidParam";
/** The service's largest page of templates. Source: ListLiveTranscodeTemplates, PageSize up to 100. */
const MAX_PAGE_SIZE = 100;
const MAX_NAMED_JOBS = 10;

/** What a template is made of, as the service takes it. */
export type TranscodeTemplateSettings = Parameters<Context["ice"]["createLiveTranscodeTemplate"]>[0];

/** The templates that the filter lets through, all pages. */
export function listTranscodeTemplates(
  { ice }: Pick<Context, "ice">,
  filter: Omit<Parameters<Context["ice"]["listLiveTranscodeTemplates"]>[0], "pageNo" | "pageSize">,
): Promise<TranscodeTemplate[]> {
  return allPages(async (pageNo) => {
    const page = await ice.listLiveTranscodeTemplates({ ...filter, pageNo, pageSize: MAX_PAGE_SIZE });
    return { items: page.templateContentList, totalCount: page.totalCount };
  });
}

/** The template, or "gone" when the service says so twice: by a code that means it, and by a list without it. */
export async function getTranscodeTemplate(
  ctx: Context,
  templateId: string,
): Promise<TranscodeTemplate | "gone"> {
  try {
    const { templateContent } = await ctx.ice.getLiveTranscodeTemplate({ templateId });
    if (templateContent) return templateContent;
    throw new ServiceError(
      "GetLiveTranscodeTemplate",
      "unclear",
      "EmptyAnswer",
      "the answer holds no TemplateContent",
    );
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !TEMPLATE_GONE_CODES.has(thrown.code)) throw thrown;
    const listed = await listTranscodeTemplates(ctx, { keyWord: templateId });
    return listed.find((template) => template.templateId === templateId) ?? "gone";
  }
}

/** The account's own templates of exactly this name; presets are nobody's. */
export async function transcodeTemplatesNamed(ctx: Context, name: string): Promise<TranscodeTemplate[]> {
  const listed = await listTranscodeTemplates(ctx, { keyWord: name, category: "customized" });
  return listed.filter((template) => template.name === name);
}

/**
 * Makes a template, and finds it again after an answer that was lost.
 * @param known what was there before
 * @param isOurName the name was made by us and says whose the template is; under any other name, others may have theirs
 */
export function createTranscodeTemplateOnce(
  ctx: Context,
  request: TranscodeTemplateSettings,
  known: ReadonlySet<unknown>,
  isOurName: boolean,
): Promise<string> {
  return createOnce(ctx, {
    action: "CreateLiveTranscodeTemplate",
    what: `template named ${JSON.stringify(request.name)}`,
    create: async () => (await ctx.ice.createLiveTranscodeTemplate(request)).templateId,
    findNew: async () =>
      (await transcodeTemplatesNamed(ctx, request.name)).find((template) => !known.has(template.templateId))
        ?.templateId,
    ...(isOurName ? {} : { ifOurs: (found: string) => ifOurs("LiveTranscodeTemplate", found) }),
  });
}

/** Deletes a template; one that is gone is deleted. @throws ResourceError that names the jobs which use it. */
export async function deleteTranscodeTemplate(ctx: Context, templateId: string): Promise<void> {
  try {
    await ctx.ice.deleteLiveTranscodeTemplate({ templateId });
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || thrown.mayHaveTakenEffect) throw thrown;
    if (TEMPLATE_GONE_CODES.has(thrown.code)) return;
    if (thrown.code !== IN_USE_CODE) throw thrown;
    throw new ResourceError(
      `Deleting LiveTranscodeTemplate "${ctx.name}": ${sentenceOf(thrown)} ${await usersOf(ctx, templateId)} The template is kept in state.`,
    );
  }
}

async function usersOf(ctx: Context, templateId: string): Promise<string> {
  const unseen = "The service says so of a template that a job uses; which one could not be listed.";
  const jobs = await listTranscodeJobs(ctx, {}).catch(() => undefined);
  if (jobs === undefined) return unseen;
  const users = jobs.filter((job) => job.templateId === templateId);
  if (users.length === 0) return unseen;
  const named = users.slice(0, MAX_NAMED_JOBS).map((job) => `${job.jobId} (${statusText(job)})`);
  const more = users.length > named.length ? ` and ${users.length - named.length} more` : "";
  return `It is used by the transcode jobs ${named.join(", ")}${more}. Delete them first, then run this again.`;
}
