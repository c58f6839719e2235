import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../../tools/repository";

const CLIENT = path.join(REPOSITORY_ROOT, "tests", "support", "officialIce", "client.cjs");

/** The double, which writes down what it calls. */
function listening(callsFile: string): string {
  return `
    const official = require(${JSON.stringify(CLIENT)});
    class Listening extends official.default {
      callApi(params, ...rest) {
        require("node:fs").appendFileSync(${JSON.stringify(callsFile)}, params.action + "\\n");
        return super.callApi(params, ...rest);
      }
    }
    module.exports = { ...official, default: Listening };
  `;
}

/**
 * Puts a double of the official client into a `node_modules`, under its name.
 * @param folder where that `node_modules` is made
 * @param callsFile gets a line for each call
 */
export function installOfficialIce(folder: string, callsFile: string): void {
  installAsOfficialIce(folder, listening(callsFile));
}

/** Puts any module there, by the text of its index.js. */
export function installAsOfficialIce(folder: string, source: string): void {
  const home = path.join(folder, "node_modules", "@alicloud", "ice20201109");
  mkdirSync(home, { recursive: true });
  writeFileSync(
    path.join(home, "package.json"),
    JSON.stringify({ name: "@alicloud/ice20201109", version: "6.20.2", main: "index.js" }),
  );
  writeFileSync(path.join(home, "index.js"), source);
}
