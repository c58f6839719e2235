import { pulumi } from "./pulumi.mjs";

/**
 * @typedef {{ id?: string, inputs?: Record<string, unknown>, outputs?: Record<string, unknown> }} State
 */

/**
 * A step of `pulumi preview --json`, as far as it is used here. Secrets are "[secret]" in it.
 * @typedef {object} Step
 * @property {string} op
 * @property {string} urn
 * @property {State} [oldState]
 * @property {State} [newState]
 * @property {string[]} [diffReasons]
 * @property {string[]} [replaceReasons]
 */

/**
 * @typedef {object} Digest
 * @property {Step[]} [steps]
 * @property {{ urn?: string, message?: string, severity?: string }[]} [diagnostics]
 * @property {Record<string, number>} [changeSummary]
 */

/**
 * Runs a preview and reads what the engine says of it.
 * @param {string} stack
 * @param {readonly string[]} flags
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [place]
 * @returns {Promise<{ succeeded: boolean, digest: Digest }>} the digest of a preview that failed has its errors
 */
export async function preview(stack, flags, place) {
  const { exitCode, stdout } = await pulumi(stack, ["preview", "--json", ...flags], {
    ...place,
    isShown: false,
  });
  const text = stdout.trim();
  if (!text.startsWith("{"))
    throw new Error(`The preview of ${stack} ended with ${exitCode} and without a result.`);
  return { succeeded: exitCode === 0, digest: JSON.parse(text) };
}

/**
 * What a failed preview says, one reason each.
 * @param {Digest} digest
 */
export function errorsOf({ diagnostics = [] }) {
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message = "" }) => message.trim());
}

/**
 * What is said of a resource: its kind and its logical name.
 * @param {string} urn
 */
export function nameOf(urn) {
  const [, , type = "", ...name] = urn.split("::");
  return { kind: type.split(/[:$]/).at(-1) ?? type, name: name.join("::") };
}
