import { handlerOf, type Kind } from "../../provider/registry";
import { isRecord } from "../../provider/rules/check";
import type { Field, Fields } from "../../provider/rules/fields";
import type { ReadThing } from "./read";

/** A secret that the program takes from the stack's configuration. */
export interface ConfigSecret {
  /** The key in the project's own namespace. */
  readonly key: string;
  /** Where its value stands in the import file: `streamInput.url` of the resource `show`. */
  readonly path: string;
}

/** The piece of a program that declares what was read. */
export interface Declaration {
  readonly text: string;
  readonly secrets: readonly ConfigSecret[];
}

/** Fields that name another resource of ours, and whose `id` they are then. */
const REFERENCES: Readonly<Partial<Record<Kind, Readonly<Record<string, Kind>>>>> = {
  LiveRecordJob: {
    templateId: "LiveRecordTemplate",
    "recordOutput.bucket": "Bucket",
    "stopCall.jobId": "LiveTranscodeJob",
  },
  LiveSnapshotJob: { templateId: "LiveSnapshotTemplate", "snapshotOutput.bucket": "Bucket" },
  LiveTranscodeJob: { templateId: "LiveTranscodeTemplate" },
};
/** What may not be the name of a variable, or is taken by the program itself. */
const TAKEN = new Set(
  (
    "await break case catch class config const continue debugger default delete do else enum export extends false " +
    "finally for function ice if implements import in instanceof interface let new null package parent private protected " +
    "public pulumi return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Renders TypeScript: what others refer to comes first, secrets come from the stack's configuration. */
export function declarationOf(things: readonly ReadThing[], parent: string | undefined): Declaration {
  const ordered = [...things].sort((left, right) => depthOf(left.kind) - depthOf(right.kind));
  const variables = variablesOf(ordered);
  const secrets: ConfigSecret[] = [];
  const resources = ordered.map((thing) => {
    const variable = variables.get(thing) ?? "";
    const write = new Writer(thing, variable, variables, secrets);
    const { fields } = handlerOf(thing.kind);
    // A name that we make is left out: declared, it would be one that the program gave.
    const given = Object.keys(fields).filter((name) => !(fields[name]?.autoNamed && thing.inputs.__autoName));
    const args = write.object(
      Object.fromEntries(given.map((name) => [name, fields[name] as Field])),
      thing.inputs,
    );
    const options = parent === undefined ? "{ protect: true }" : "{ parent, protect: true }";
    return `const ${variable} = new ice.${thing.kind}(${JSON.stringify(thing.name)}, ${args}, ${options});\n`;
  });
  const parentNote = parent === undefined ? "" : `// parent is the resource ${parent}\n`;
  const config = secrets.length === 0 ? "" : "const config = new pulumi.Config();\n";
  const pulumi = secrets.length === 0 ? "" : 'import * as pulumi from "@pulumi/pulumi";\n';
  return {
    text: `${pulumi}import * as ice from "pulumi-alicloud-ice";\n\n${parentNote}${config}${resources.join("")}`,
    secrets,
  };
}

/** How many kinds, one referring to the next, may have to stand before one of this kind. */
function depthOf(kind: Kind): number {
  const referred = Object.values(REFERENCES[kind] ?? {});
  return Math.max(0, ...referred.map((other) => depthOf(other) + 1));
}

function variablesOf(things: readonly ReadThing[]): ReadonlyMap<ReadThing, string> {
  const taken = new Set(TAKEN);
  return new Map(
    things.map((thing) => {
      const plain = camelCase(thing.name);
      const names = [plain, `${plain}${thing.kind}`, ...things.map((_, index) => `${plain}${index + 2}`)];
      const free =
        names.find((name) => /^[a-z_$]/i.test(name) && !taken.has(name)) ?? `resource${taken.size}`;
      taken.add(free);
      return [thing, free];
    }),
  );
}

function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word, index) => (index === 0 ? lowered(word) : raised(word))).join("");
}

function lowered(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function raised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Writes the arguments of one resource. */
class Writer {
  constructor(
    private readonly thing: ReadThing,
    private readonly variable: string,
    private readonly variables: ReadonlyMap<ReadThing, string>,
    private readonly secrets: ConfigSecret[],
  ) {}

  object(fields: Fields, values: Readonly<Record<string, unknown>>, path = "", indent = ""): string {
    const lines = Object.entries(fields)
      .filter(([name]) => values[name] !== undefined)
      .map(([name, field]) => {
        const inner = path === "" ? name : `${path}.${name}`;
        return `${indent}  ${name}: ${this.value(field, values[name], inner, `${indent}  `)},\n`;
      });
    return lines.length === 0 ? "{}" : `{\n${lines.join("")}${indent}}`;
  }

  private value(field: Field, value: unknown, path: string, indent: string): string {
    if (field.type === "object" && isRecord(value)) return this.object(field.fields, value, path, indent);
    if (field.type === "list" && Array.isArray(value)) {
      const items = value.map((item, index) =>
        this.value(field.items, item, `${path}[${index}]`, `${indent}  `),
      );
      return `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
    }
    if (field.secret) return this.secret(path);
    return this.reference(path, value) ?? JSON.stringify(value);
  }

  private secret(path: string): string {
    const key = camelCase(`${this.variable} ${path}`);
    this.secrets.push({ key, path: `${path} of ${JSON.stringify(this.thing.name)}` });
    return `config.requireSecret(${JSON.stringify(key)})`;
  }

  private reference(path: string, value: unknown): string | undefined {
    const kind = REFERENCES[this.thing.kind]?.[path];
    for (const [thing, variable] of this.variables) {
      if (thing.kind === kind && thing.id === value) return `${variable}.id`;
    }
    return undefined;
  }
}
