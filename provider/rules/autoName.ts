import { createHash } from "node:crypto";

const IDENTITY_HASH_CHARACTERS = 8;
const LIFE_HASH_CHARACTERS = 6;

/**
 * A name for a resource that the program left unnamed: the logical name, a short hash of where it is declared
 * (stack, project, parents, logical name), and one of what marks this life of it, if anything does. The same
 * declaration always gets the same name, so that a lost answer can be looked up by it. Of `life` only the hash is left.
 * @param urn `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. The resource's own type is left out of the hash, so that
 *   the name survives a move from the dynamic host to another one.
 * @param maxCharacters where the service takes no longer name: the logical name is cut, the hashes stay
 */
export function autoName(
  urn: string,
  life: Readonly<Record<string, string>>,
  maxCharacters = Number.POSITIVE_INFINITY,
): string {
  const [stack = "", project = "", types = "", ...rest] = urn.split("::");
  const logicalName = rest.join("::");
  const parents = types.split("$").slice(0, -1);
  const marks = Object.entries(life).sort(([left], [right]) => (left < right ? -1 : 1));
  const identity = `-${hash([stack, project, parents, logicalName], IDENTITY_HASH_CHARACTERS)}`;
  const hashes = marks.length === 0 ? identity : `${identity}-${hash(marks, LIFE_HASH_CHARACTERS)}`;
  return [...logicalName].slice(0, maxCharacters - hashes.length).join("") + hashes;
}

/** The name of a resource that the program left unnamed: one that was made before is kept as long as the resource lives. */
export function keptOrMadeName(
  urn: string,
  wasMade: true | undefined,
  earlierName: string | undefined,
  maxCharacters?: number,
): string {
  return wasMade && earlierName !== undefined ? earlierName : autoName(urn, {}, maxCharacters);
}

function hash(value: unknown, characters: number): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, characters);
}

const MADE_NAME = new RegExp(
  `^((.+)-[0-9a-f]{${IDENTITY_HASH_CHARACTERS}})(-[0-9a-f]{${LIFE_HASH_CHARACTERS}})?$`,
);

/** Whether two names belong to lives of the same declaration. */
export function sameLineage(left: string, right: string): boolean {
  return left === right || lineageOf(left) === lineageOf(right);
}

/** What the names of all lives of a declaration begin with; any other name as it is. */
export function lineageOf(name: string): string {
  return MADE_NAME.exec(name)?.[1] ?? name;
}

/** The logical name with which a made name begins; undefined when it does not look like one. */
export function logicalNameIn(name: string): string | undefined {
  return MADE_NAME.exec(name)?.[2];
}
