import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/**
 * A plain value of the stack's configuration file as it is now.
 *
 * `destroy` and `refresh` do not run the program: the engine then configures a provider with what the last `up` left
 * in the state, and a value set since is not seen. Only the file beside Pulumi.yaml is looked at; configuration that
 * is kept elsewhere is seen with `--run-program`.
 * @param key with its namespace
 * @returns undefined when there is no such file, key or plain value
 */
export function stackFileValue(stack: string, key: string): string | undefined {
  const folder = projectFolder(process.cwd());
  const file = path.join(folder ?? "", `Pulumi.${stack}.yaml`);
  if (folder === undefined || !existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  // The parser is loaded by the few stacks that have the key at all.
  if (!text.includes(key)) return undefined;
  const yaml: typeof import("yaml") = require("yaml");
  const { config }: { config?: Record<string, unknown> } = yaml.parse(text) ?? {};
  const value = config?.[key];
  return typeof value === "string" ? value : undefined;
}

/** The provider's process starts in the program's folder, which may lie below the project's. */
function projectFolder(start: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (PROJECT_FILES.some((name) => existsSync(path.join(folder, name)))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
