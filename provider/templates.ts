import { ServiceError } from "./client/errors";
import type { Action } from "./client/operations";
import type { Context } from "./context";
import { createOnce } from "./creation";
import { ResourceError } from "./handler";
import type { Fields } from "./rules/fields";

/** Documented for snapshot templates, whose pages list codes; of the others it is assumed by analogy. */
export const TEMPLATE_GONE_CODES: ReadonlySet<string> = new Set(["TemplateNotFound"]);

/** What record and snapshot templates know beyond their inputs. */
export const templateOutputs = {
  type: { type: "string", doc: "`custom`, or `system` for a preset of the service." },
  createTime: {
    type: "string",
    optional: "absent until the first refresh",
    doc: "When the template was made, UTC.",
  },
  lastModified: {
    type: "string",
    optional: "absent until the first refresh",
    doc: "When the template was last changed, UTC.",
  },
} as const satisfies Fields;

/** A template as a list shows it, of whatever family. */
interface Listed {
  readonly templateId?: string;
}

/** How a template of one family is made, found and brought in line. */
export interface TemplateCreation<Template extends Listed> {
  readonly kind: string;
  readonly action: Action;
  readonly name: string;
  /** The name was made by us and says whose the template is. Under any other name, others may have theirs. */
  readonly isOurName: boolean;
  /** The account's own templates of exactly this name. */
  named(): Promise<readonly Template[]>;
  /** Makes the create call. @returns the new id */
  create(): Promise<string | undefined>;
  /** Makes the update call, which brings a template that is taken over in line with the program. */
  update(templateId: string): Promise<unknown>;
}

/**
 * One template for one declaration, although the service knows no client token: one of our made name, which an earlier
 * up has left, is taken over; otherwise one is made, and looked for when the answer is lost.
 * @returns its id, and what a list showed of it where it was found in one
 */
export async function createTemplate<Template extends Listed>(
  ctx: Context,
  { kind, action, name, isOurName, named, create, update }: TemplateCreation<Template>,
): Promise<{ readonly id: string; readonly template?: Template }> {
  const before = await named();
  const [own] = isOurName ? before : [];
  if (own?.templateId) {
    ctx.log.info(
      `took over the template ${own.templateId} named ${JSON.stringify(name)}, which an earlier up had made`,
    );
    await update(own.templateId);
    return { id: own.templateId, template: own };
  }
  const known = new Set(before.map(({ templateId }) => templateId));
  const id = await createOnce(ctx, {
    action,
    what: `template named ${JSON.stringify(name)}`,
    create,
    findNew: async () => (await named()).find(({ templateId }) => !known.has(templateId))?.templateId,
    ...(isOurName ? {} : { ifOurs: (found: string) => ifOurs(kind, found) }),
  });
  return { id };
}

/** What to do with a template that turned up under a name of the program's own after a lost answer. */
function ifOurs(kind: string, id: string): string {
  return `If it is yours, import it with \`npx pulumi-alicloud-ice import ${kind} ${id}\`, or delete it and run up again; otherwise running up again makes one more of that name.`;
}

/** Deletes a template; one that is gone already is as good. */
export async function deleteTemplate(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !TEMPLATE_GONE_CODES.has(thrown.code)) throw thrown;
  }
}

/** @throws ResourceError for a preset of the service, which nobody can change or delete. */
export function refusePreset(
  kind: string,
  ctx: Context,
  verb: string,
  { type, category }: { readonly type?: string; readonly category?: string },
): void {
  // Of transcode templates the category says so, of all others the type.
  if (type !== "system" && category !== "system") return;
  throw new ResourceError(
    `${verb} ${kind} "${ctx.name}": it is a preset of the service ("system"), which nobody can change. Use its id as templateId directly, and take it out of state with \`pulumi state delete\`.`,
  );
}
