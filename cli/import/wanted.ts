import { InvalidArgumentError } from "commander";
import { type Kind, kinds } from "../../provider/registry";

/** One thing that is to be imported. */
export interface Wanted {
  readonly kind: Kind;
  readonly id: string;
  /** The logical name; without one it is derived from the thing's own name. */
  readonly name?: string;
}

/**
 * `KIND ID [NAME]`, as often as wanted: a name ends where the next kind begins.
 * @throws InvalidArgumentError that names the argument.
 */
export function parseWanted(args: readonly string[]): Wanted[] {
  const wanted: Wanted[] = [];
  const rest = [...args];
  for (let kind = rest.shift(); kind !== undefined; kind = rest.shift()) {
    if (!isKind(kind)) {
      throw new InvalidArgumentError(`${JSON.stringify(kind)} is not one of ${kinds.join(", ")}.`);
    }
    const id = rest.shift();
    if (id === undefined || id === "" || isKind(id)) throw new InvalidArgumentError(`${kind} needs an id.`);
    const name = rest[0] === undefined || isKind(rest[0]) ? undefined : rest.shift();
    wanted.push({ kind, id, ...(name === undefined ? {} : { name }) });
  }
  return wanted;
}

function isKind(text: string): text is Kind {
  return (kinds as string[]).includes(text);
}
