import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./generatedFiles";

/** Writes what is derived from the field declarations: `npm run generate`. A test fails while any of it is out of date. */
const root = join(__dirname, "..", "..");
for (const [path, text] of Object.entries(generatedFiles(root))) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
