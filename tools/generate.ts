import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./generatedFiles";
import { REPOSITORY_ROOT } from "./repository";

/** Writes what is derived from the field declarations: `npm run generate`. A test fails while any of it is out of date. */
for (const [path, text] of Object.entries(generatedFiles(REPOSITORY_ROOT))) {
  const file = join(REPOSITORY_ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
