import { type Environment, SDK_VERSIONS, TYPESCRIPT_7_ALIAS, TYPESCRIPT_VERSIONS } from "./table";

/** An environment that does not work, and is known to fail before anything is made. */
export interface Refusal {
  title: string;
  environment: Environment;
  /** Where it ends: when its packages are installed, or when Pulumi runs the program. */
  endsAt: "install" | "up";
  /** A part of what is said then. */
  says: string;
  reason: string;
  remedy: string;
}

const BELOW_THE_RANGE = "3.215.0";

export const REFUSALS: readonly Refusal[] = [
  {
    title: `SDK ${BELOW_THE_RANGE}, or another below ${SDK_VERSIONS.lowest}`,
    environment: {
      manager: "npm",
      sdk: "lowest",
      node: 22,
      modules: "CommonJS",
      language: "JavaScript",
      also: { "@pulumi/pulumi": BELOW_THE_RANGE },
    },
    endsAt: "install",
    says: "ERESOLVE",
    reason: `${SDK_VERSIONS.lowest} is the first that passes on the inputs that a dynamic resource reads: before, drift is shown as an update of nothing`,
    remedy: "a newer SDK",
  },
  {
    title: "npm with `typescript` 7",
    environment: {
      manager: "npm",
      sdk: "newest",
      node: 22,
      modules: "CommonJS",
      language: "JavaScript",
      also: { typescript: TYPESCRIPT_VERSIONS[7] },
    },
    endsAt: "install",
    says: "ERESOLVE",
    reason: "the peer range of `@pulumi/pulumi` ends below TypeScript 7",
    remedy: `TypeScript 7 under another name: \`npm install -D ${TYPESCRIPT_7_ALIAS}@npm:typescript@7\``,
  },
  {
    title: "`typescript` 7, a program that Pulumi compiles",
    environment: {
      manager: "pnpm",
      sdk: "newest",
      node: 22,
      modules: "CommonJS",
      language: { typescript: 7, resolution: "node16", runBy: "Pulumi" },
      also: { typescript: TYPESCRIPT_VERSIONS[7] },
    },
    endsAt: "up",
    says: "Cannot read properties of undefined (reading 'readFile')",
    reason: "TypeScript 7 has no compiler API of the kind that Pulumi's language host loads",
    remedy: `compile with it and let Pulumi run the JavaScript (\`main: dist/index.js\`), with TypeScript 7 as \`${TYPESCRIPT_7_ALIAS}\``,
  },
  {
    title: "TypeScript in ESM on Node 20, without ts-node 10",
    environment: {
      manager: "pnpm",
      sdk: "newest",
      node: 20,
      modules: "ESM",
      language: { typescript: 6, resolution: "nodenext", runBy: "Pulumi" },
    },
    endsAt: "up",
    says: 'Unknown file extension ".ts"',
    reason: "the ts-node 7 that Pulumi brings knows CommonJS only, and Node 20 does not strip types",
    remedy: "`ts-node` 10 beside the SDK, Node 22.18 or newer, or compile before",
  },
  {
    title: `yarn classic, SDK ${SDK_VERSIONS.newest} on Node 20`,
    environment: {
      manager: "yarn",
      sdk: "newest",
      node: 20,
      modules: "CommonJS",
      language: "JavaScript",
    },
    endsAt: "install",
    says: 'The engine "node" is incompatible with this module',
    reason:
      "SDKs from 3.249 on say that they need Node 22, and yarn classic takes the word of a dependency for an order; npm and pnpm warn",
    remedy: "`yarn install --ignore-engines`, or Node 22",
  },
];
