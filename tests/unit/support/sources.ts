import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../../../tools/repository";

/** A file of the repository that people write: its path from the root, with slashes, and its text. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

const NOT_WRITTEN = new Set(["node_modules", "dist", "generated"]);

/** Every TypeScript source below a folder, without what is built or generated. */
export function sourcesIn(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(REPOSITORY_ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return NOT_WRITTEN.has(entry.name) ? [] : sourcesIn(file);
      return /\.m?ts$/.test(entry.name) ? [{ file, text: textOf(file) }] : [];
    }),
  );
}

export function textOf(file: string): string {
  return readFileSync(path.join(REPOSITORY_ROOT, file), "utf8");
}

/** The code of a source, without its comments. */
export function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
