import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder for one Pulumi program, outside the repository, in which packages resolve as in a user's project.
 *
 * Inside the repository the package's name would mean the working tree, and a dependency that the package
 * forgot to declare would be found further up.
 *
 * @param parent An existing folder outside the repository.
 * @param nodeModules The installed packages; linked, so that a program folder costs no installation.
 * @param files The program, its Pulumi.yaml and whatever else it needs: path in the folder → content.
 */
export function createProgramFolder(
  parent: string,
  nodeModules: string,
  files: Record<string, string>,
): string {
  const folder = mkdtempSync(path.join(parent, "program-"));
  symlinkSync(nodeModules, path.join(folder, "node_modules"), "junction");
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}
