import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../../tools/repository";

const CLIENT = path.join(REPOSITORY_ROOT, "tests", "support", "officialIce", "client.cjs");

/**
 * Puts a double of the official client into a `node_modules`, under its name.
 * @param folder where that `node_modules` is made
 * @param source the text of its index.js; by default all that the double has
 */
export function installOfficialIce(
  folder: string,
  source = `module.exports = require(${JSON.stringify(CLIENT)});`,
): void {
  const home = path.join(folder, "node_modules", "@alicloud", "ice20201109");
  mkdirSync(home, { recursive: true });
  writeFileSync(
    path.join(home, "package.json"),
    JSON.stringify({ name: "@alicloud/ice20201109", version: "6.20.2", main: "index.js" }),
  );
  writeFileSync(path.join(home, "index.js"), source);
}
