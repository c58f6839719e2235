import { secretNames } from "../../provider/handler";
import { markSecrets, secretInFile } from "../../provider/hosts/dynamic/secrets";
import { typeToken } from "../../provider/hosts/dynamic/tokens";
import { handlerOf } from "../../provider/registry";
import type { ReadThing } from "./read";

/** The name under which the file lists the parent of all. */
const PARENT_ENTRY = "parent";

/**
 * What `pulumi import --file` takes. With outputs beside the inputs the engine takes the state as it is and asks no
 * provider to read: for dynamic resources that would fail. Source: `importSpec` of the Pulumi CLI, since 3.254.
 */
export function importFile(things: readonly ReadThing[], parent: string | undefined): string {
  const resources = things.map(({ kind, id, name, inputs, outputs }) => {
    const handler = handlerOf(kind);
    return {
      type: typeToken(kind),
      name,
      id,
      ...(parent === undefined ? {} : { parent: PARENT_ENTRY }),
      inputs: markSecrets(handler, inputs, secretInFile),
      outputs: markSecrets(handler, outputs, secretInFile),
    };
  });
  const nameTable = parent === undefined ? {} : { nameTable: { [PARENT_ENTRY]: parent } };
  return `${JSON.stringify({ ...nameTable, resources }, null, 2)}\n`;
}

/** Whether the file holds a secret in clear. */
export function holdsSecrets(things: readonly ReadThing[]): boolean {
  return things.some(({ kind, outputs }) =>
    secretNames(handlerOf(kind)).some((name) => outputs[name] !== undefined),
  );
}
