import { STACK_MARKER } from "./processes";

const CLEARED_PREFIXES = [
  "ALIBABA_CLOUD_",
  "ALIBABACLOUD_",
  "ALICLOUD_",
  "OSS_",
  "PULUMI_",
  "VITEST",
  "NODE_",
  "npm_",
];
const CLEARED_NAMES = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "DEBUG",
  "TEST",
  "TS_NODE_PROJECT",
];

function isCleared(name: string): boolean {
  return (
    CLEARED_PREFIXES.some((prefix) => name.startsWith(prefix)) || CLEARED_NAMES.includes(name.toUpperCase())
  );
}

/**
 * The environment of a stack's commands: what this process has, without anything that would point a test at
 * somebody's account, proxy or Pulumi backend, or at the runner's own settings for Node.
 */
export function stackEnvironment(places: {
  folder: string;
  backend: string;
  home: string;
  stack: string;
  searchPath: string;
}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !isCleared(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: places.searchPath,
    // The credential chain looks for profiles in the user's home, and for the metadata service of a cloud host.
    HOME: places.home,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    PULUMI_HOME: places.home,
    PULUMI_BACKEND_URL: `file://${places.backend}`,
    PULUMI_STACK: places.stack,
    PULUMI_CONFIG_PASSPHRASE: "not a secret",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    [STACK_MARKER]: places.folder,
  };
}
