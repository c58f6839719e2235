import { ServiceError } from "../client/errors";
import type { TranscodeTemplate } from "../client/ice";
import { allPages } from "../client/paging";
import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import { deleteTemplate, TEMPLATE_GONE_CODES } from "../templates";
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

/** A template of our made name is ours, whatever its type; and nobody can change that. */
export function refuseOtherType(
  found: readonly TranscodeTemplate[],
  { name, type }: TranscodeTemplateSettings,
): void {
  const other = found.find((template) => template.type !== type);
  if (other === undefined) return;
  throw new ResourceError(
    `The template ${other.templateId} named ${JSON.stringify(name)} is of type ${JSON.stringify(other.type)}, which nobody can change to ${JSON.stringify(type)}. Nothing was made. Delete it, or give the template a name of its own.`,
  );
}

/** Deletes a template; one that is gone is deleted. @throws ResourceError that names the jobs which use it. */
export async function deleteTranscodeTemplate(ctx: Context, templateId: string): Promise<void> {
  try {
    await deleteTemplate(() => ctx.ice.deleteLiveTranscodeTemplate({ templateId }));
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || thrown.code !== IN_USE_CODE) throw thrown;
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
