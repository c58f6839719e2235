import { existsSync, readFileSync } from "node:fs";
import { isRecord } from "../../rules/check";
import { findProject, parseYaml, stackFileOf } from "./project";

/** What a stack's configuration file holds, by full keys. */
export interface StackFile {
  readonly values: Readonly<Record<string, string>>;
  /** The keys whose values are encrypted: nobody but Pulumi reads them. */
  readonly encrypted: readonly string[];
}

/**
 * The plain values of the stack's configuration file as it is now, by their full keys.
 *
 * `destroy` and `refresh` do not run the program: the engine then configures a provider with what the last `up` left
 * in the state, and a value set since is not seen. Only the project's own file is looked at; configuration that is kept
 * elsewhere is seen with `--run-program`.
 * @param stack the stack's bare name, as in its file's: `Pulumi.STACK.yaml`
 * @param start a folder in the project: Pulumi.yaml is looked for here and above
 */
export function stackFileValues(stack: string, start = process.cwd()): Readonly<Record<string, string>> {
  return readStackFile(stack, start).values;
}

/** The same, with the keys of what is encrypted. */
export function readStackFile(stack: string, start: string): StackFile {
  const project = findProject(start);
  const file = project && stackFileOf(project, stack);
  const text = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!text.includes("alicloud")) return { values: {}, encrypted: [] };
  const { config }: { config?: Record<string, unknown> } = parseYaml(text) ?? {};
  const entries = Object.entries(config ?? {});
  const plain = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const encrypted = entries.filter(([, value]) => isRecord(value) && "secure" in value);
  return { values: Object.fromEntries(plain), encrypted: encrypted.map(([key]) => key) };
}
