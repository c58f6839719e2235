import { fchmodSync, fstatSync, writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { kinds } from "../../provider/registry";
import { type Declaration, declarationOf } from "../import/declaration";
import { holdsSecrets, importFile } from "../import/importFile";
import { type ReadThing, readThing, urnOf } from "../import/read";
import { parseWanted, type Wanted } from "../import/wanted";
import { explained, openStack, type Stack } from "../stack";
import { type StackOptions, withStackOptions } from "../stackOptions";

interface ImportOptions extends StackOptions {
  readonly parent?: string;
  readonly program?: string;
}

const STDOUT = 1;
/** For the file's owner alone. */
const PRIVATE_MODE = 0o600;

/** `import`: writes what `pulumi import --file` takes for things that exist already. */
export function importCommand(): Command {
  const command = new Command("import")
    .description("Write an import file for things that exist, for `pulumi import --file`.")
    .usage("[options] KIND ID [NAME] [KIND ID [NAME] …] > import.json")
    .argument("<KIND ID [NAME]...>", `KIND is ${kinds.join(", ")}; without NAME one is derived`)
    .option("--parent <urn>", "the URN of the parent of all of them")
    .option("--program <file>", "write the TypeScript that declares them there instead of to stderr")
    .action((args: string[], options: ImportOptions) => run(command, args, options));
  return withStackOptions(command);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function run(command: Command, args: string[], options: ImportOptions): Promise<void> {
  const wanted = wantedFrom(command, args);
  const stack = openStack(options, say);
  if (options.parent !== undefined) checkParent(command, stack, options.parent);
  const things = await readAll(stack, wanted, options.parent);
  checkNames(command, stack, things);
  const hasSecrets = holdsSecrets(things);
  const isClosed = hasSecrets && closeToOthers();
  process.stdout.write(importFile(things, options.parent));
  const declaration = declarationOf(things, options.parent);
  if (options.program !== undefined) writeFileSync(options.program, declaration.text);
  for (const line of advice(stack, things, declaration, options.program)) say(line);
  if (hasSecrets) {
    const access = isClosed ? "It can be read by its owner alone now. " : "";
    say(
      `\nThe import file holds secrets in clear. ${access}Delete it after the import: the state has them encrypted.`,
    );
  }
}

function wantedFrom(command: Command, args: string[]): Wanted[] {
  try {
    return parseWanted(args);
  } catch (thrown) {
    if (thrown instanceof InvalidArgumentError) command.error(`error: ${thrown.message}`);
    throw thrown;
  }
}

function checkParent(command: Command, stack: Stack, parent: string): void {
  const start = `urn:pulumi:${stack.name}::${stack.project}::`;
  if (!parent.startsWith(start) || parent.split("::").length < 4) {
    command.error(`error: --parent must be a URN of this stack, ${start}TYPE::NAME`);
  }
}

function checkNames(command: Command, stack: Stack, things: readonly ReadThing[]): void {
  const urns = things.map(({ urn }) => urn);
  const twice = things.find(({ urn }, index) => urns.indexOf(urn) !== index);
  if (twice === undefined) return;
  command.error(
    `error: two resources would have the URN ${urnOf(stack, twice.kind, twice.name)}: give each a NAME of its own`,
  );
}

async function readAll(
  stack: Stack,
  wanted: readonly Wanted[],
  parent: string | undefined,
): Promise<ReadThing[]> {
  const things: ReadThing[] = [];
  try {
    for (const one of wanted) things.push(await readThing(stack, one, parent, say));
  } catch (thrown) {
    throw explained(stack, thrown);
  }
  return things;
}

/** A shell has opened the file for everybody before this command began. */
function closeToOthers(): boolean {
  if (!fstatSync(STDOUT).isFile()) return false;
  fchmodSync(STDOUT, PRIVATE_MODE);
  return true;
}

function advice(
  stack: Stack,
  things: readonly ReadThing[],
  { text, secrets }: Declaration,
  program?: string,
): string[] {
  const lines: string[] = [];
  if (program === undefined) lines.push("Declare in the program:", "", text);
  else lines.push(`${program} declares ${things.length === 1 ? "it" : "them"}.`, "");
  for (const { outputs, kind, name } of things) {
    if (outputs.status === "paused") {
      lines.push(
        `${kind} ${JSON.stringify(name)} is "paused": its recording is over, and importing it records nothing.`,
        "",
      );
    }
  }
  const stackFlag = `--stack ${stack.name}`;
  lines.push("Then:", `  pulumi import --file import.json --generate-code=false ${stackFlag}`);
  for (const { key, path } of secrets) {
    lines.push(`  pulumi config set --secret ${key} ${stackFlag}    # asks for the value: ${path}`);
  }
  lines.push(`  pulumi up ${stackFlag}`, "");
  lines.push(
    "Import protects what it takes over: destroy refuses it until `protect` is gone from the program.",
  );
  return lines;
}
