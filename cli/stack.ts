import { ServiceError } from "../provider/client/errors";
import { type Context, DEFAULT_TIMEOUTS, openServices, type Services } from "../provider/context";
import { findProject, parseYaml } from "../provider/hosts/dynamic/project";
import { readStackFile, type StackFile } from "../provider/hosts/dynamic/stackFile";
import { isRecord } from "../provider/rules/check";
import { ConfigurationError, type ReadSetting } from "../provider/settings";
import { SETTING_OPTIONS, type SettingOptions, type StackOptions } from "./stackOptions";

/** The clients that a command works with. */
export interface Access {
  readonly services: Services;
  /** The stack whose keys were passed over, since they are encrypted. */
  readonly encryptedKeysOf?: string;
}

/** The stack that a command speaks of, with the clients that its configuration gives. */
export interface Stack extends Access {
  readonly name: string;
  readonly project: string;
}

const KEY_PAIR = ["accessKey", "secretKey", "securityToken"];
const OWN_NAMESPACE = "alicloud-ice";
const NAMESPACES = [OWN_NAMESPACE, "alicloud"];

/**
 * Reads the project, the stack's file and the flags, as the provider would see them.
 * @throws ConfigurationError when there is no project, or the settings are incomplete.
 */
export function openStack(options: StackOptions, say: (line: string) => void, start = process.cwd()): Stack {
  const project = readProject(start);
  // A stack may be named with its organisation and project; its file is not.
  const name = options.stack.split("/").at(-1) ?? "";
  const file = readStackFile(name, start);
  const configuration = { ...file, values: { ...project.values, ...file.values } };
  return {
    name,
    project: project.name,
    services: openServices(settingsOf(options, configuration), say),
    ...(hasEncryptedKeys(file) ? { encryptedKeysOf: name } : {}),
  };
}

/**
 * The clients of a command that speaks of an account and a region: by the stack's configuration when one is named, else
 * by the flags and the environment.
 * @throws ConfigurationError as `openStack`.
 */
export function openAccess(options: SettingOptions, say: (line: string) => void): Access {
  const { stack } = options;
  if (stack !== undefined) return openStack({ ...options, stack }, say);
  return { services: openServices(settingsOf(options, { values: {}, encrypted: [] }), say) };
}

/** A project's name, and the values that it gives all of its stacks: `KEY: VALUE`, or `KEY: {value: VALUE}`. */
function readProject(start: string): { name: string; values: Record<string, string> } {
  const found = findProject(start);
  const project: unknown = found && parseYaml(found.text);
  if (!isRecord(project) || typeof project.name !== "string" || project.name === "") {
    throw new ConfigurationError(
      `There is no Pulumi.yaml with a name in ${start} or above. Run this in the folder of the Pulumi project.`,
    );
  }
  const config = isRecord(project.config) ? Object.entries(project.config) : [];
  const values = config.map(([key, entry]) => [key, isRecord(entry) ? entry.value : entry]);
  return {
    name: project.name,
    values: Object.fromEntries(values.filter(([, value]) => typeof value === "string")),
  };
}

function settingsOf(options: SettingOptions, { values, encrypted }: StackFile): ReadSetting {
  const flags = new Map<string, string | undefined>(SETTING_OPTIONS.map((key) => [key, options[key]]));
  const skipKeys = hasEncryptedKeys({ encrypted });
  return (namespace, key) => {
    // Halves of two pairs, or the pair of the other namespace, would be somebody else's.
    if (skipKeys && KEY_PAIR.includes(key)) return undefined;
    const flag = flags.get(key);
    if (flag !== undefined) return namespace === OWN_NAMESPACE ? flag : undefined;
    const fullKey = `${namespace}:${key}`;
    if (encrypted.includes(fullKey)) {
      const isFlag = (SETTING_OPTIONS as readonly string[]).includes(key);
      const way = isFlag ? `Give its value with --${kebabCase(key)}, or set` : "Set";
      throw new ConfigurationError(
        `${fullKey} of the stack is encrypted, and only Pulumi can read it. ${way} it without --secret.`,
      );
    }
    return values[fullKey];
  };
}

function kebabCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function hasEncryptedKeys({ encrypted }: Pick<StackFile, "encrypted">): boolean {
  return NAMESPACES.some((namespace) => KEY_PAIR.some((key) => encrypted.includes(`${namespace}:${key}`)));
}

/** What a handler may touch on behalf of a command. */
export function contextOf(
  { services }: Access,
  urn: string,
  name: string,
  say: (line: string) => void,
  status: (line: string) => void = () => undefined,
): Context {
  return {
    ...services,
    urn,
    name,
    log: { info: say, warn: say, status },
    signal: new AbortController().signal,
    timeouts: DEFAULT_TIMEOUTS,
    callerAlive: () => Promise.resolve(true),
  };
}

/** Says of missing credentials why those of the stack's configuration were not used. */
export function explained({ encryptedKeysOf }: Access, thrown: unknown): unknown {
  if (encryptedKeysOf === undefined || !(thrown instanceof ServiceError) || thrown.code !== "NoCredentials")
    return thrown;
  return new ConfigurationError(
    `${thrown.message} The keys in Pulumi.${encryptedKeysOf}.yaml are encrypted, and only Pulumi can read them: set the environment's for this command.`,
  );
}
