import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { messageOf } from "../../provider/error";
import { isRecord } from "../../provider/rules/check";
import { ConfigurationError } from "../../provider/settings";

/** A resource as Pulumi's state holds it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const STATE_FILE = /\.json(\.gz)?$/;

/**
 * The resources of every stack in these places: files of `pulumi stack export`, or folders of a file backend.
 * @throws ConfigurationError when a place holds no state: a stack that is passed over would make orphans of its jobs.
 */
export function readStates(places: readonly string[]): StateResource[] {
  return places.flatMap((place) => {
    if (!existsSync(place)) throw new ConfigurationError(`There is no state at ${place}.`);
    return (statSync(place).isDirectory() ? filesIn(place) : [place]).flatMap(resourcesIn);
  });
}

/** `FOLDER/.pulumi/stacks/PROJECT/STACK.json` of a file backend; or a folder of exports. */
function filesIn(folder: string): string[] {
  const stacks = [path.join(folder, ".pulumi", "stacks"), path.join(folder, "stacks"), folder].find(
    existsSync,
  );
  const names = readdirSync(stacks ?? folder, { recursive: true, encoding: "utf8" });
  const files = names
    .filter((name) => STATE_FILE.test(name))
    .map((name) => path.join(stacks ?? folder, name));
  if (files.length > 0) return files;
  throw new ConfigurationError(
    `There is no state in ${folder}: name a folder of a file backend, or files of \`pulumi stack export --file\`.`,
  );
}

function resourcesIn(file: string): StateResource[] {
  const state = parse(file);
  // An export has a `deployment`, a file of a backend a `checkpoint`; a stack that never ran has neither's insides.
  const holder = isRecord(state.deployment) ? state.deployment : checkpointIn(state);
  if (holder === undefined) {
    throw new ConfigurationError(`${file} is no state of a stack: it has neither deployment nor checkpoint.`);
  }
  const resources = Array.isArray(holder.resources) ? holder.resources : [];
  return resources.filter(isResource).map(({ urn, type, id, inputs, outputs }) => ({
    urn,
    type,
    ...(typeof id === "string" ? { id } : {}),
    inputs: isRecord(inputs) ? inputs : {},
    outputs: isRecord(outputs) ? outputs : {},
  }));
}

function checkpointIn({ checkpoint }: Record<string, unknown>): Record<string, unknown> | undefined {
  if (!isRecord(checkpoint)) return undefined;
  return isRecord(checkpoint.latest) ? checkpoint.latest : {};
}

function parse(file: string): Record<string, unknown> {
  try {
    const bytes = readFileSync(file);
    const state: unknown = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
    if (isRecord(state)) return state;
  } catch (thrown) {
    throw new ConfigurationError(`${file} can't be read as a state of a stack: ${messageOf(thrown)}`);
  }
  throw new ConfigurationError(`${file} is no state of a stack.`);
}

function isResource(value: unknown): value is Record<string, unknown> & { urn: string; type: string } {
  return isRecord(value) && typeof value.urn === "string" && typeof value.type === "string";
}
