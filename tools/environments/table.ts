import { readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../repository";

export type PackageManager = "npm" | "pnpm" | "yarn";
export type NodeMajor = 20 | 22 | 24;
export type ModuleSystem = "CommonJS" | "ESM";
/** `moduleResolution` of a program's tsconfig. */
export type Resolution = "node10" | "node16" | "nodenext" | "bundler";

/** What the program is written in, and who turns it into JavaScript. */
export type Language =
  | "JavaScript"
  | {
      typescript: 5 | 6 | 7;
      resolution: Resolution;
      /** Pulumi compiles and checks it in every command, Node strips the types, or `tsc` has compiled it before. */
      runBy: "Pulumi" | "Node" | "tsc";
    };

/** A surrounding in which the packed package goes through its life on the real engine. */
export interface Environment {
  manager: PackageManager;
  sdk: "lowest" | "newest";
  node: NodeMajor;
  modules: ModuleSystem;
  language: Language;
  /** Packages that a program needs here beside the usual ones. */
  also?: Record<string, string>;
  /** pnpm only: without hoisting a package finds what it declares and nothing else. */
  isUnhoisted?: true;
  /** Whether the package manager has to be told to leave it to us which Node runs. */
  ignoreEngines?: true;
  /** In every `npm test`; the others in `npm run test:environments` only. */
  inEveryRun?: true;
  /** Why this surrounding needs something else than others. */
  note?: string;
}

interface Manifest {
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest: Manifest = JSON.parse(readFileSync(path.join(REPOSITORY_ROOT, "package.json"), "utf8"));

function versionOf(dependencies: Record<string, string>, name: string): string {
  const range = dependencies[name];
  if (range === undefined) throw new Error(`package.json has no ${name}.`);
  return range.replace(/^\^/, "");
}

/** The Pulumi SDKs: the lowest that the peer range admits, and the newest that this repository is developed with. */
export const SDK_VERSIONS = {
  lowest: versionOf(manifest.peerDependencies, "@pulumi/pulumi"),
  newest: versionOf(manifest.devDependencies, "@pulumi/pulumi"),
} as const;

export const TYPESCRIPT_VERSIONS = {
  5: "5.9.3",
  6: versionOf(manifest.devDependencies, "typescript"),
  7: "7.0.2",
} as const;

export const NODE_TYPES_RANGE = manifest.devDependencies["@types/node"] ?? "*";

/** What the registry serves as packages `node-PLATFORM-ARCHITECTURE`. */
export const NODE_VERSIONS = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0" } as const;

/** npm is the one that is there. */
export const MANAGER_VERSIONS = { pnpm: "12.21.0", yarn: "1.22.22" } as const;

/**
 * The name under which TypeScript 7 is installed: under its own, Pulumi's language host would load it,
 * and it has no compiler API that the host knows.
 */
export const TYPESCRIPT_7_ALIAS = "typescript7";

/** Every value of every axis, and the pairs that matter. */
export const ENVIRONMENTS: readonly Environment[] = [
  {
    manager: "npm",
    sdk: "lowest",
    node: 20,
    modules: "CommonJS",
    language: { typescript: 5, resolution: "node16", runBy: "Pulumi" },
    inEveryRun: true,
  },
  {
    manager: "npm",
    sdk: "newest",
    node: 22,
    modules: "CommonJS",
    language: { typescript: 6, resolution: "nodenext", runBy: "Pulumi" },
  },
  {
    manager: "npm",
    sdk: "newest",
    node: 24,
    modules: "ESM",
    language: { typescript: 6, resolution: "nodenext", runBy: "Node" },
    note: "Node strips types from 22.18 on; nothing checks them while Pulumi runs",
  },
  {
    manager: "npm",
    sdk: "newest",
    node: 22,
    modules: "CommonJS",
    language: { typescript: 7, resolution: "nodenext", runBy: "tsc" },
    note: `TypeScript 7 as \`${TYPESCRIPT_7_ALIAS}\``,
  },
  {
    manager: "npm",
    sdk: "lowest",
    node: 24,
    modules: "ESM",
    language: { typescript: 5, resolution: "bundler", runBy: "tsc" },
  },
  { manager: "npm", sdk: "newest", node: 20, modules: "ESM", language: "JavaScript" },
  {
    manager: "pnpm",
    sdk: "newest",
    node: 24,
    modules: "ESM",
    language: { typescript: 7, resolution: "node16", runBy: "tsc" },
    also: { typescript: TYPESCRIPT_VERSIONS[6] },
    inEveryRun: true,
    note: `TypeScript 7 as \`${TYPESCRIPT_7_ALIAS}\`, and TypeScript 6 beside it: pnpm gives Pulumi the aliased one otherwise`,
  },
  {
    manager: "pnpm",
    sdk: "newest",
    node: 22,
    modules: "ESM",
    language: { typescript: 6, resolution: "nodenext", runBy: "Pulumi" },
    also: { "ts-node": "10.9.2" },
    isUnhoisted: true,
    note: "ts-node 10 gives Pulumi its loader for ESM; `hoist: false`, see below",
  },
  {
    manager: "pnpm",
    sdk: "lowest",
    node: 20,
    modules: "CommonJS",
    language: { typescript: 5, resolution: "node16", runBy: "Pulumi" },
  },
  {
    manager: "pnpm",
    sdk: "newest",
    node: 20,
    modules: "CommonJS",
    language: { typescript: 6, resolution: "bundler", runBy: "Pulumi" },
  },
  {
    manager: "yarn",
    sdk: "lowest",
    node: 22,
    modules: "CommonJS",
    language: { typescript: 5, resolution: "node10", runBy: "Pulumi" },
    note: "the tsconfig of Pulumi's older templates",
  },
  {
    manager: "yarn",
    sdk: "newest",
    node: 24,
    modules: "CommonJS",
    language: { typescript: 6, resolution: "node16", runBy: "Pulumi" },
    inEveryRun: true,
  },
  {
    manager: "yarn",
    sdk: "newest",
    node: 20,
    modules: "CommonJS",
    language: "JavaScript",
    ignoreEngines: true,
    note: "`yarn install --ignore-engines`",
  },
];

/** "pnpm, SDK 3.270.0, Node 24, ESM, TypeScript 7 (node16, run by tsc)". */
export function titleOf({ manager, sdk, node, modules, language }: Environment): string {
  return [manager, `SDK ${SDK_VERSIONS[sdk]}`, `Node ${node}`, modules, languageTitle(language)].join(", ");
}

export function languageTitle(language: Language): string {
  if (language === "JavaScript") return language;
  const { typescript, resolution, runBy } = language;
  return `TypeScript ${TYPESCRIPT_VERSIONS[typescript]} (${resolution}, run by ${runBy})`;
}
