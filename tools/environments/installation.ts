import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { cacheFolder, makeFolderOnce } from "../cacheFolder";
import { PACKAGE_NAME } from "../packedPackage";
import { withProgress } from "../progress";
import { REPOSITORY_ROOT } from "../repository";
import { type CommandEnd, runCommand } from "../runCommand";
import { SetUpError } from "../setUpError";
import {
  type Environment,
  MANAGER_VERSIONS,
  NODE_TYPES_RANGE,
  NODE_VERSIONS,
  SDK_VERSIONS,
  TYPESCRIPT_7_ALIAS,
  TYPESCRIPT_VERSIONS,
  titleOf,
} from "./table";
import { nodeFolder, pnpmScript, yarnScript } from "./toolchain";

const INSTALL_TIME_LIMIT_MILLISECONDS = 5 * 60_000;
/** A folder that was used this lately may belong to a run that goes on. */
const IN_USE_MILLISECONDS = 30 * 60_000;
const SHOWN_LINES = 20;
/** npm calls a version that is not there `undefined` when a peer range asks for the package too. */
const LACKING_VERSION =
  /ETARGET|E404|Found: \S+@undefined|NO_MATCHING_VERSION|FETCH_404|Couldn't find any versions/;

/** What a program runs with. */
export interface Installation {
  /** The `node_modules` with the packed package, made by the package manager. */
  nodeModules: string;
  /** The folder with `node`, to be put first into PATH. */
  nodeFolder: string;
}

/** What a program in this environment depends on; the package itself is this tarball. */
export function dependenciesOf(environment: Environment, tarball: string): Record<string, string> {
  const { language, sdk, also } = environment;
  return {
    [PACKAGE_NAME]: `file:./${path.basename(tarball)}`,
    "@pulumi/pulumi": SDK_VERSIONS[sdk],
    ...(language === "JavaScript" ? {} : typescriptOf(language.typescript)),
    ...also,
  };
}

function typescriptOf(major: 5 | 6 | 7): Record<string, string> {
  const version = TYPESCRIPT_VERSIONS[major];
  return {
    "@types/node": NODE_TYPES_RANGE,
    ...(major === 7 ? { [TYPESCRIPT_7_ALIAS]: `npm:typescript@${version}` } : { typescript: version }),
  };
}

/** The environment of a package manager: none of what `npm run` and the test runner add to it. */
function managerEnvironment(node: string): NodeJS.ProcessEnv {
  const added = /^(npm_(?!config_registry$)|NODE_OPTIONS$|NODE_ENV$|VITEST)/;
  const own = Object.entries(process.env).filter(([name]) => !added.test(name));
  return { ...Object.fromEntries(own), PATH: [node, process.env.PATH].join(path.delimiter) };
}

async function commandOf({ manager, ignoreEngines }: Environment): Promise<[string, ...string[]]> {
  switch (manager) {
    case "npm":
      return ["npm", "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    case "pnpm": {
      const store = path.join(cacheFolder(), "pnpm-store");
      return ["node", await pnpmScript(), "install", "--prefer-offline", "--store-dir", store];
    }
    case "yarn": {
      const cache = path.join(cacheFolder(), "yarn-cache");
      const flags = ["--prefer-offline", "--non-interactive", "--no-lockfile", "--ignore-scripts"];
      if (ignoreEngines) flags.push("--ignore-engines");
      return [
        "node",
        await yarnScript(),
        "install",
        ...flags,
        "--cache-folder",
        cache,
        "--mutex",
        `file:${cache}.lock`,
      ];
    }
  }
}

const PNPM_SETTINGS = "allowBuilds:\n  protobufjs: false\n";
/** `@alicloud/credentials` requires `debug` and does not declare it. */
const PNPM_UNHOISTED_SETTINGS = `${PNPM_SETTINGS}hoist: false
packageExtensions:
  "@alicloud/credentials":
    dependencies:
      debug: "4"
`;

function pnpmSettings({ isUnhoisted }: Environment): string {
  return isUnhoisted ? PNPM_UNHOISTED_SETTINGS : PNPM_SETTINGS;
}

/** Runs the environment's package manager in a folder that has nothing but the tarball, to its end, whatever it is. */
export async function runInstall(
  environment: Environment,
  tarball: string,
  folder: string,
): Promise<CommandEnd> {
  const node = await nodeFolder(environment.node);
  const [command, ...args] = await commandOf(environment);
  copyFileSync(tarball, path.join(folder, path.basename(tarball)));
  const dependencies = dependenciesOf(environment, tarball);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }, null, 2));
  if (environment.manager === "pnpm") {
    writeFileSync(path.join(folder, "pnpm-workspace.yaml"), pnpmSettings(environment));
  }
  return runCommand(command, args, {
    cwd: folder,
    env: managerEnvironment(node),
    timeLimitMilliseconds: INSTALL_TIME_LIMIT_MILLISECONDS,
  });
}

/**
 * Installs the tarball as a user does, with the environment's package manager under its Node, and answers the result.
 *
 * The same tarball is installed once in an environment: the folder's name has the hash of all that went into it.
 * @param tarball its name has to change with its content: yarn keeps files by their names.
 */
export async function installEnvironment(environment: Environment, tarball: string): Promise<Installation> {
  const parent = path.join(cacheFolder(), "environments");
  const key = createHash("sha256")
    .update(readFileSync(tarball))
    .update(JSON.stringify([dependenciesOf(environment, ""), MANAGER_VERSIONS, NODE_VERSIONS]))
    .update(pnpmSettings(environment))
    .digest("hex")
    .slice(0, 16);
  const row = titleOf(environment).replace(/[^\w.]+/g, "-");
  const folder = path.join(parent, `${row}-${key}`);
  await makeFolderOnce(folder, async (unfinished) => {
    const end = await withProgress(`Installing for ${titleOf(environment)}`, () =>
      runInstall(environment, tarball, unfinished),
    );
    if (end.exitCode !== 0) throw new SetUpError(failure(environment, end));
    requireSameContent(path.join(unfinished, "node_modules", PACKAGE_NAME));
  });
  utimesSync(folder, new Date(), new Date());
  removeUnusedFolders(parent, row);
  return {
    nodeModules: path.join(folder, "node_modules"),
    nodeFolder: await nodeFolder(environment.node),
  };
}

function failure(environment: Environment, { stdout, stderr }: CommandEnd): string {
  const said = `${stdout}\n${stderr}`;
  const lines = said.split("\n").filter((line) => !/^(npm error)?\s*$|^npm warn/.test(line));
  const reason = LACKING_VERSION.test(said)
    ? "the registry lacks a version that tools/environments/table.ts names"
    : "the installation failed";
  return `${titleOf(environment)}: ${reason}:\n${lines.slice(-SHOWN_LINES).join("\n")}`;
}

/** Package managers keep what they have installed: an older build under the same name would be tested unnoticed. */
function requireSameContent(installed: string): void {
  for (const part of ["dist/sdk", "dist/provider"]) {
    const built = path.join(REPOSITORY_ROOT, part);
    for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const copy = path.join(installed, path.relative(REPOSITORY_ROOT, file));
      if (!existsSync(copy) || !readFileSync(copy).equals(readFileSync(file))) {
        throw new SetUpError(`${copy} is not what was built: the package manager installed another tarball.`);
      }
    }
  }
}

/** Removes what was installed for a row from earlier builds. */
function removeUnusedFolders(parent: string, row: string): void {
  for (const name of readdirSync(parent)) {
    const place = path.join(parent, name);
    const isOfRow = name.startsWith(`${row}-`) && !name.endsWith(".lock") && !name.endsWith(".unfinished");
    if (isOfRow && Date.now() - statSync(place).mtimeMs > IN_USE_MILLISECONDS) {
      rmSync(place, { recursive: true, force: true });
    }
  }
}
