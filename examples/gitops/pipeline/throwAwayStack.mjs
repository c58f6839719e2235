import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { mustSucceed, pulumi } from "./pulumi.mjs";

const NOT_COPIED = new Set(["node_modules", ".git", "artifacts"]);

/** What stands in for encrypted values: they have to pass the same rules as the real ones. */
const PLACEHOLDERS = {
  streamUrl: "rtmp://placeholder.invalid/live/placeholder",
  notifyUrl: "https://placeholder.invalid/",
};

/**
 * Does something in a copy of this repository whose stack has an empty state of its own, which goes afterwards.
 * @template Result
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 * @param {(place: { env: NodeJS.ProcessEnv, cwd: string }) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function inThrowAwayStack(stack, env, work) {
  const root = mkdtempSync(path.join(os.tmpdir(), "throw-away-stack-"));
  try {
    const cwd = path.join(root, "repository");
    const backend = path.join(root, "backend");
    cpSync(".", cwd, { recursive: true, filter: (source) => !NOT_COPIED.has(path.basename(source)) });
    symlinkSync(path.resolve("node_modules"), path.join(cwd, "node_modules"), "junction");
    mkdirSync(backend);
    const file = path.join(cwd, `Pulumi.${stack}.yaml`);
    const { text, encryptedKeys } = withoutEncryption(readFileSync(file, "utf8"));
    writeFileSync(file, text);
    const place = {
      cwd,
      env: {
        ...env,
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "of a stack that is thrown away",
        PULUMI_CONFIG_PASSPHRASE_FILE: "",
        PULUMI_ACCESS_TOKEN: "",
      },
    };
    mustSucceed(await pulumi(stack, ["stack", "init"], place), `Making the throw-away stack ${stack}`);
    const secrets = encryptedKeys.flatMap((key) => ["--secret", `${key}=${placeholderOf(key)}`]);
    if (secrets.length > 0) {
      const set = await pulumi(stack, ["config", "set-all", ...secrets], place);
      mustSucceed(set, `Setting placeholders for ${encryptedKeys.join(", ")}`);
    }
    return await work(place);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/**
 * The stack's configuration without what only its passphrase opens: the salt, and values that are encrypted as a whole.
 * @param {string} file as Pulumi writes it
 */
function withoutEncryption(file) {
  /** @type {string[]} */
  const encryptedKeys = [];
  const text = file
    .replace(/^(encryptionsalt|encryptedkey|secretsprovider):.*\n?/gm, "")
    .replace(/^ {2}(\S+):[ ]*\n {4}secure: .*\n?/gm, (_all, key) => {
      encryptedKeys.push(key);
      return "";
    });
  return { text, encryptedKeys };
}

/** @param {string} key such as `recordings:streamUrl` */
function placeholderOf(key) {
  const name = /** @type {keyof typeof PLACEHOLDERS} */ (key.split(":").at(-1));
  return PLACEHOLDERS[name] ?? "placeholder";
}
