import type { Field, Fields } from "pulumi-alicloud-ice/registry";
import { handlerOf, type Kind } from "pulumi-alicloud-ice/registry";
import { facts } from "./facts";

/**
 * The typed half of an SDK resource. It is written out because a compiler that infers types from the declaration
 * drops the documentation, and a user of the package would see none on hover.
 */
export function renderResource(kind: Kind): string {
  const { fields, outputs } = handlerOf(kind);
  const args = new Side("Args");
  const state = new Side("");
  const inputs = args.members(kind, fields);
  const properties = Object.entries({ ...fields, ...outputs }).map(([name, field]) => {
    const absent = field.optional !== undefined && !field.autoNamed ? " | undefined" : "";
    return `${docComment(field)}  declare readonly ${name}: pulumi.Output<${state.typeOf(field, nestedName(kind, name))}${absent}>;`;
  });
  return `// Generated from the field declarations of provider/resources by \`npm run generate\`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a ${kind}. */
export interface ${kind}Args {
${inputs}
}
${[...args.interfaces, ...state.interfaces].join("")}
/** What the engine knows of a ${kind}. */
export abstract class ${kind}Properties extends IceResource {
${properties.join("\n")}
}
`;
}

/** One side of a resource's types: what a program gives (every value may come from elsewhere), or what comes back. */
class Side {
  /** The interfaces of nested objects, as they turn up. */
  readonly interfaces: string[] = [];

  constructor(private readonly suffix: "Args" | "") {}

  members(owner: string, fields: Fields): string {
    return Object.entries(fields)
      .map(([name, field]) => {
        const type = this.typeOf(field, nestedName(owner, name));
        return `${docComment(field)}  ${name}${field.optional === undefined ? "" : "?"}: ${type};`;
      })
      .join("\n");
  }

  typeOf(field: Field, nested: string): string {
    const type = this.plainType(field, nested);
    return this.suffix === "" || field.plain ? type : `pulumi.Input<${type}>`;
  }

  private plainType(field: Field, nested: string): string {
    switch (field.type) {
      case "string":
      case "number":
        return field.oneOf ? field.oneOf.map((choice) => JSON.stringify(choice)).join(" | ") : field.type;
      case "integer":
        return "number";
      case "boolean":
        return "boolean";
      case "map":
        return `Record<string, ${this.suffix === "" ? "string" : "pulumi.Input<string>"}>`;
      case "list":
        return `${this.typeOf(field.items, nested.replace(/s$/, ""))}[]`;
      case "object": {
        const name = `${nested}${this.suffix}`;
        const text = this.members(nested, field.fields);
        this.interfaces.push(`\n/** ${field.doc} */\nexport interface ${name} {\n${text}\n}\n`);
        return name;
      }
    }
  }
}

function nestedName(owner: string, field: string): string {
  return `${owner}${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

function docComment(field: Field): string {
  const lines = [field.doc, "", ...facts(field).map((fact) => `- ${fact}`)];
  return `  /**\n${lines.map((line) => `   *${line === "" ? "" : ` ${line}`}\n`).join("")}   */\n`;
}
