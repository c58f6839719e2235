import type { Context } from "./context";
import { ResourceError, type Values } from "./handler";
import type { AnyHandler } from "./registry";
import { sameLineage } from "./rules/autoName";

/** A resource as it stands at the service. */
export interface FirstRead {
  readonly inputs: Values;
  readonly outs: Values;
}

/**
 * Reads what no state knows yet: for `get` and for every kind of import.
 *
 * A name that our check would have made for this very declaration is marked as made, so that the program may go on
 * leaving it out. Check itself is asked what it would make: some kinds bend the name.
 * @throws ResourceError when there is no such thing. To answer that it is gone would say that nothing went wrong.
 */
export async function readForTheFirstTime(handler: AnyHandler, ctx: Context, id: string): Promise<FirstRead> {
  const found = await handler.read(ctx, id, {});
  if (found === "gone") {
    const { region, ice, oss } = ctx.settings;
    throw new ResourceError(
      `${handler.kind} "${ctx.name}": there is no ${handler.kind} with the id ${JSON.stringify(id)} in region ${region} (ICE at ${ice.host}, OSS at ${oss.host}) for the account whose key is used. Check the id, the region and the account.`,
    );
  }
  const { outs, inputs = {} } = found;
  return (await hasMadeName(handler, ctx, inputs))
    ? { outs: { ...outs, __autoName: true }, inputs: { ...inputs, __autoName: true } }
    : { outs, inputs };
}

async function hasMadeName(handler: AnyHandler, ctx: Context, inputs: Values): Promise<boolean> {
  const field = Object.keys(handler.fields).find((name) => handler.fields[name]?.autoNamed);
  const name = field === undefined ? undefined : inputs[field];
  if (field === undefined || typeof name !== "string") return false;
  const { [field]: _name, ...unnamed } = inputs;
  const silent = { info: () => undefined, warn: () => undefined, status: () => undefined };
  const made = (await handler.check({ ...ctx, log: silent }, undefined, unnamed)).inputs[field];
  return typeof made === "string" && sameLineage(name, made);
}
