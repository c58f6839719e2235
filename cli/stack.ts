import { readFileSync } from "node:fs";
import { ServiceError } from "../provider/client/errors";
import { type Context, DEFAULT_TIMEOUTS, openServices, type Services } from "../provider/context";
import { findProject, parseYaml, readStackFile, type StackFile } from "../provider/hosts/dynamic/stackFile";
import type { AnyHandler } from "../provider/registry";
import { ConfigurationError, type ReadSetting } from "../provider/settings";
import { SETTING_OPTIONS, type StackOptions } from "./stackOptions";

/** The stack that a command speaks of, with the clients that its configuration gives. */
export interface Stack {
  readonly name: string;
  readonly project: string;
  readonly services: Services;
  /** Whether key pairs of the configuration were passed over, since they are encrypted. */
  readonly hasEncryptedKeys: boolean;
}

const KEY_PAIR = ["accessKey", "secretKey", "securityToken"];
const NAMESPACES = ["alicloud-ice", "alicloud"];

/**
 * Reads the project, the stack's file and the flags, as the provider would see them.
 * @throws ConfigurationError when there is no project, or the settings are incomplete.
 */
export function openStack(options: StackOptions, say: (line: string) => void, start = process.cwd()): Stack {
  // A stack may be named with its organisation and project; its file is not.
  const name = options.stack.split("/").at(-1) ?? "";
  const file = readStackFile(name, start);
  return {
    name,
    project: projectName(start),
    services: openServices(settingsOf(options, file), say),
    hasEncryptedKeys: hasEncryptedKeys(file),
  };
}

function projectName(start: string): string {
  const project = findProject(start);
  const name: unknown = project && parseYaml(readFileSync(project.file, "utf8"))?.name;
  if (typeof name === "string" && name !== "") return name;
  throw new ConfigurationError(
    `There is no Pulumi.yaml with a name in ${start} or above. Run this in the folder of the Pulumi project.`,
  );
}

function settingsOf(options: StackOptions, file: StackFile): ReadSetting {
  const flags = new Map<string, string | undefined>(SETTING_OPTIONS.map((key) => [key, options[key]]));
  const skipKeys = hasEncryptedKeys(file);
  return (namespace, key) => {
    // Halves of two pairs, or the pair of the other namespace, would be somebody else's.
    if (skipKeys && KEY_PAIR.includes(key)) return undefined;
    const flag = namespace === "alicloud-ice" ? flags.get(key) : undefined;
    return flag ?? file.values[`${namespace}:${key}`];
  };
}

function hasEncryptedKeys({ encrypted }: StackFile): boolean {
  return NAMESPACES.some((namespace) => KEY_PAIR.some((key) => encrypted.includes(`${namespace}:${key}`)));
}

/** What a handler may touch on behalf of a command. */
export function contextOf(
  stack: Stack,
  handler: AnyHandler,
  urn: string,
  say: (line: string) => void,
): Context {
  const name = urn.split("::").slice(3).join("::") || handler.kind;
  return {
    ...stack.services,
    urn,
    name,
    log: { info: say, warn: say, status: () => undefined },
    signal: new AbortController().signal,
    timeouts: DEFAULT_TIMEOUTS,
    callerAlive: () => Promise.resolve(true),
  };
}

/** Says of missing credentials why those of the stack's configuration were not used. */
export function explained(stack: Stack, thrown: unknown): unknown {
  if (!stack.hasEncryptedKeys || !(thrown instanceof ServiceError) || thrown.code !== "NoCredentials")
    return thrown;
  return new ConfigurationError(
    `${thrown.message} The keys in Pulumi.${stack.name}.yaml are encrypted, and only Pulumi can read them: set the environment's for this command.`,
  );
}
