import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/**
 * The plain values of the stack's configuration file as it is now, by their full keys.
 *
 * `destroy` and `refresh` do not run the program: the engine then configures a provider with what the last `up` left
 * in the state, and a value set since is not seen. Only the file beside Pulumi.yaml is looked at; configuration that
 * is kept elsewhere is seen with `--run-program`.
 * @param stack the stack's bare name, as in its file's: `Pulumi.STACK.yaml`
 * @param start a folder in the project: Pulumi.yaml is looked for here and above
 */
export function stackFileValues(stack: string, start = process.cwd()): Readonly<Record<string, string>> {
  const folder = projectFolder(start);
  const file = path.join(folder ?? "", `Pulumi.${stack}.yaml`);
  if (folder === undefined || !existsSync(file)) return {};
  const text = readFileSync(file, "utf8");
  if (!text.includes("alicloud")) return {};
  const yaml: typeof import("yaml") = require("yaml");
  const { config }: { config?: Record<string, unknown> } = yaml.parse(text) ?? {};
  const plain = Object.entries(config ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(plain);
}

/** The provider's process starts in the program's folder, which may lie below the project's. */
function projectFolder(start: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (PROJECT_FILES.some((name) => existsSync(path.join(folder, name)))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
