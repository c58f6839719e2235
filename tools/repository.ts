import { existsSync } from "node:fs";
import path from "node:path";

function findRepositoryRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "package-lock.json"))) {
    const parent = path.dirname(folder);
    if (parent === folder) {
      throw new Error(`${__dirname} is not inside a checkout of this repository.`);
    }
    folder = parent;
  }
  return folder;
}

/** The root of the checkout, the same for the sources in `tools/` and what is compiled from them. */
export const REPOSITORY_ROOT = findRepositoryRoot();
