import type { Field, Fields } from "pulumi-alicloud-ice/registry";
import { handlerOf, type Kind, kinds } from "pulumi-alicloud-ice/registry";
import { facts } from "./facts";

/** docs/reference.md: every field and output of every resource. */
export function renderReference(): string {
  return `<!-- Generated from the field declarations by \`npm run generate\`. Do not edit. -->
# Reference

${kinds.map(section).join("\n")}`;
}

function section(kind: Kind): string {
  const { fields, outputs } = handlerOf(kind);
  return `## ${kind}

| input | meaning |
|---|---|
${rows(fields, "").join("\n")}

| output (besides \`id\` and the inputs) | meaning |
|---|---|
${Object.entries(outputs)
  .map(
    ([name, field]) =>
      `| \`${name}\` | ${cell(field.doc)}${field.optional === undefined ? "" : ` Otherwise ${cell(field.optional)}.`} |`,
  )
  .join("\n")}
`;
}

function rows(fields: Fields, path: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const own = `${path}${name}`;
    const row = `| \`${own}\` | ${cell([field.doc, ...facts(field)].join(" "))} |`;
    return [row, ...rows(inner(field), `${own}${field.type === "list" ? "[]" : ""}.`)];
  });
}

function inner(field: Field): Fields {
  if (field.type === "object") return field.fields;
  return field.type === "list" ? inner(field.items) : {};
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
