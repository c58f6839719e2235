import { REFUSALS, type Refusal } from "../environments/refusals";
import {
  ENVIRONMENTS,
  type Environment,
  languageTitle,
  MANAGER_VERSIONS,
  NODE_VERSIONS,
  SDK_VERSIONS,
  TYPESCRIPT_7_ALIAS,
} from "../environments/table";
import { CLI, LANGUAGE_HOST, pinnedVersion } from "../pulumi/pins";

/** docs/environments.md: where the packed package has been run, and where it can't. */
export function renderEnvironments(): string {
  const onNode20 = sdksOn(20);
  return `<!-- Generated from tools/environments by \`npm run generate\`. Do not edit. -->
# Environments

The package is CommonJS with types; \`@pulumi/pulumi\` is its peer, ${SDK_VERSIONS.lowest} or newer. It needs Node 20 or newer.

## Tested

\`npm run test:environments\` packs the package, has each package manager install it into an empty folder, has the
program's own TypeScript check a \`strict\` program against the installed types, and runs \`up\`, \`preview
--expect-no-changes\`, \`refresh\` and \`destroy\` on the real engine and the local IMS, under the Node of the row. One job
is submitted, the preview calls nothing, and nothing is left in state or at the service. \`npm test\` runs one row of each
package manager.

| package manager | SDK | Node | modules | language (moduleResolution, run by) | |
|---|---|---|---|---|---|
${ENVIRONMENTS.map(environmentRow).join("\n")}

The engine is the CLI that \`npm test\` finds or provides. Built from Go modules it is ${pinnedVersion(CLI)} with the language
host ${pinnedVersion(LANGUAGE_HOST)}, the last that the Go proxy serves. That one runs ESM programs too, but ignores \`runtime.options\` of
Pulumi.yaml: \`typescript: false\` does not keep it from loading \`typescript\`.

"Run by Pulumi": Pulumi compiles and checks \`index.ts\` in every command. "Run by Node": Node strips the types. "Run by
tsc": compiled before, and \`main: dist/index.js\` in Pulumi.yaml.

On Node 20 these SDKs are tested: ${onNode20.join(" and ")}. SDKs from 3.249 on say that they need Node 22; they run on 20,
but nobody promises that they will: for production use Node 22 or newer with them.

The SDKs are the lowest of the peer range and the newest that this repository is developed with. After
\`npm install -D -E @pulumi/pulumi@latest && npm run generate\` the newest one is another.

## Not possible

Each of these is tested to end before anything is made.

| tried | what is said | why | instead |
|---|---|---|---|
${REFUSALS.map(refusalRow).join("\n")}

Not tested: Yarn 2 and newer (its Plug'n'Play has no \`node_modules\`, which Pulumi's dynamic-provider process searches),
Bun, Deno, Windows, macOS.

## pnpm

- \`allowBuilds: {protobufjs: false}\` in pnpm-workspace.yaml: pnpm asks about the one install script among the
  dependencies of \`@pulumi/pulumi\`. Nothing needs it.
- The default is tested, and so is \`hoist: false\`. That one needs \`packageExtensions: {"@alicloud/credentials":
  {dependencies: {debug: "4"}}}\`: the official package requires \`debug\` and does not declare it.
- \`strictPeerDependencies: true\` fails on packages that \`@pulumi/pulumi\` ${SDK_VERSIONS.newest} brings, whatever else is installed.
- A TypeScript 7 under another name is still given to Pulumi as its \`typescript\`: install TypeScript 6 beside it
  (\`pnpm add -D typescript@6 ${TYPESCRIPT_7_ALIAS}@npm:typescript@7\`).

## yarn classic

- \`--ignore-engines\` for an SDK from 3.249 on under Node 20.
- \`yarn add ./package.tgz\` keeps the file by its name: after packing again under the same name it
  installs what it has kept. Give the file another name.

## ESM

\`import { Bucket } from "pulumi-alicloud-ice"\` works in ESM programs: Node finds the names in the CommonJS package. A
TypeScript program needs one of: Node 22.18 or newer (nothing checks the types then), \`ts-node\` 10, or \`tsc\` before.
`;
}

function environmentRow({ manager, sdk, node, modules, language, note }: Environment): string {
  const named = manager === "npm" ? manager : `${manager} ${MANAGER_VERSIONS[manager]}`;
  const cells = [named, SDK_VERSIONS[sdk], NODE_VERSIONS[node], modules, languageTitle(language), note ?? ""];
  return `| ${cells.join(" | ")} |`;
}

function refusalRow({ title, says, reason, remedy }: Refusal): string {
  return `| ${title} | \`${says}\` | ${reason} | ${remedy} |`;
}

function sdksOn(major: Environment["node"]): string[] {
  const sdks = ENVIRONMENTS.filter(({ node }) => node === major).map(({ sdk }) => SDK_VERSIONS[sdk]);
  return [...new Set(sdks)].sort();
}
