import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/** A Pulumi project, found from a folder in it. */
export interface Project {
  readonly folder: string;
  /** Its Pulumi.yaml, and the text in it. */
  readonly file: string;
  readonly text: string;
}

/** The provider's process starts in the program's folder, which may lie below the project's. */
export function findProject(start: string): Project | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = PROJECT_FILES.map((name) => path.join(folder, name)).find(existsSync);
    if (file !== undefined) return { folder, file, text: readFileSync(file, "utf8") };
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** Where the project keeps a stack's configuration: named and placed as the CLI does it. */
export function stackFileOf(project: Project, stack: string): string {
  return path.join(
    project.folder,
    stackConfigFolder(project),
    `Pulumi.${stack}${path.extname(project.file)}`,
  );
}

function stackConfigFolder({ text }: Project): string {
  // Few projects say it: the others do without a parser.
  if (!/^(stackConfigDir|config)\s*:/m.test(text)) return "";
  const { stackConfigDir, config } = parseYaml(text) ?? {};
  // It was called `config` once; what that holds today are values.
  const folder: unknown = stackConfigDir ?? config;
  return typeof folder === "string" ? folder : "";
}

/** Loaded when there is something to read: a provider that needs no file does without. */
export function parseYaml(text: string) {
  const yaml: typeof import("yaml") = require("yaml");
  return yaml.parse(text);
}
