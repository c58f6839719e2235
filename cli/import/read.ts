import { readForTheFirstTime } from "../../provider/firstRead";
import { ResourceError, type Values } from "../../provider/handler";
import { PROVIDER_INPUT, URN_INPUT } from "../../provider/hosts/dynamic/hidden";
import { providerText, typeToken } from "../../provider/hosts/dynamic/tokens";
import { handlerOf, type Kind } from "../../provider/registry";
import { logicalNameIn } from "../../provider/rules/autoName";
import { contextOf, type Stack } from "../stack";
import type { Wanted } from "./wanted";

/** A thing as the stack's state would hold it after a refresh. */
export interface ReadThing {
  readonly kind: Kind;
  readonly id: string;
  /** The logical name. */
  readonly name: string;
  readonly urn: string;
  /** With what the resource's class adds for the host. */
  readonly inputs: Values;
  readonly outputs: Values;
}

/** The URN that the engine gives: `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
export function urnOf(stack: Stack, kind: Kind, name: string, parent?: string): string {
  const parents = parent === undefined ? "" : `${parent.split("::")[2]}$`;
  return `urn:pulumi:${stack.name}::${stack.project}::${parents}${typeToken(kind)}::${name}`;
}

/**
 * Reads a thing with the handler that a refresh uses.
 * @throws ResourceError when it is not there, or is a preset.
 */
export async function readThing(
  stack: Stack,
  { kind, id, name }: Wanted,
  parent: string | undefined,
  say: (line: string) => void,
): Promise<ReadThing> {
  const readAs = async (logicalName: string): Promise<ReadThing> => {
    const urn = urnOf(stack, kind, logicalName, parent);
    const handler = handlerOf(kind);
    const ctx = contextOf(stack, urn, logicalName || kind, say);
    const { inputs, outs } = await readForTheFirstTime(handler, ctx, id);
    const hidden = { [PROVIDER_INPUT]: providerText(kind), [URN_INPUT]: urn };
    return {
      kind,
      id,
      name: logicalName,
      urn,
      inputs: { ...inputs, ...hidden },
      outputs: { ...outs, ...hidden },
    };
  };
  const thing = await (name === undefined ? readUnnamed(kind, id, readAs) : readAs(name));
  // Of record templates the type says so, of transcode templates the category.
  if (thing.outputs.type === "system" || thing.outputs.category === "system") {
    throw new ResourceError(
      `${kind} ${id} is a preset of the service, which nobody can change or delete: it is not imported. Use its id as templateId.`,
    );
  }
  return thing;
}

/** Whether the thing's own name is one of ours depends on the URN, and so on the logical name: each is tried. */
async function readUnnamed(
  kind: Kind,
  id: string,
  readAs: (logicalName: string) => Promise<ReadThing>,
): Promise<ReadThing> {
  const { fields } = handlerOf(kind);
  const field = Object.keys(fields).find((key) => fields[key]?.autoNamed) ?? "";
  const own = (await readAs(id)).inputs[field];
  if (typeof own !== "string" || own === "") return readAs(id);
  const logicalName = logicalNameIn(own);
  const made = logicalName === undefined ? undefined : await readAs(logicalName);
  return made?.inputs.__autoName === true ? made : readAs(own);
}
