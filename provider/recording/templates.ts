import { ServiceError } from "../client/errors";
import type { RecordFormat, RecordTemplate } from "../client/ice";
import { allPages, listOf } from "../client/paging";
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

/**
 * The service knows no client token: after an answer that never came, look whether the template is there.
 * @param adoption whether a template that turns up is certainly ours, since its name is made by us
 */
export async function createTemplateOnce(
  ctx: Context,
  request: TemplateSettings,
  known: ReadonlySet<unknown>,
  adoption: "ours" | "refused",
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
      if (found?.templateId === undefined) continue;
      if (adoption === "refused") throw perhapsOurs(thrown, request, found.templateId);
      return found.templateId;
    }
    throw new ResourceError(
      `${sentenceOf(thrown)} No template named ${JSON.stringify(request.name)} was found afterwards. Run up again.`,
    );
  }
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

/** Under a name that others may give too, the template may be one that another stack made at the same moment. */
function perhapsOurs(thrown: ServiceError, { name }: TemplateSettings, templateId: string): ResourceError {
  return new ResourceError(
    `${sentenceOf(thrown)} Template ${templateId} named ${JSON.stringify(name)} is there since then: the lost call has made it, or somebody else has. It was not taken over. If it is yours, import it with \`npx pulumi-alicloud-ice import LiveRecordTemplate ${templateId}\`, or delete it and run up again; otherwise running up again makes one more of that name.`,
  );
}
