import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kind, kinds } from "pulumi-alicloud-ice/registry";
import { renderSupportTable } from "pulumi-alicloud-ice-emulator";
import { renderEnvironments } from "./generated/environments";
import { renderRamTable } from "./generated/ramTable";
import { renderReference } from "./generated/reference";
import { renderResource } from "./generated/resource";

/** Every file that is derived from declarations in the code: path from the root → text. */
export function generatedFiles(root: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const kind of kinds) files[`sdk/generated/${fileName(kind)}.ts`] = renderResource(kind);
  files["docs/reference.md"] = renderReference();
  files["docs/environments.md"] = renderEnvironments();
  const readme = readFileSync(join(root, "README.md"), "utf8");
  files["README.md"] = [
    ["RAM actions", renderRamTable()] as const,
    ["local IMS support", renderSupportTable()] as const,
  ].reduce((page, [name, text]) => replaceSection(page, name, text), readme);
  return files;
}

export function fileName(kind: Kind): string {
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}

/** Puts `text` between the markers `<!-- generated: NAME -->` and `<!-- end: NAME -->`. */
function replaceSection(page: string, name: string, text: string): string {
  const start = `<!-- generated: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no section between ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${text.trim()}\n\n${page.slice(to)}`;
}
