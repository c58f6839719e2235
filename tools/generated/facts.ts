import type { Field } from "pulumi-alicloud-ice/registry";

/** What else there is to know of a field, one short line each: default, range, unit, secrecy, replacement, source. */
export function facts(field: Field): string[] {
  const lines: string[] = [];
  lines.push(field.optional === undefined ? "Required." : `Default: ${field.optional}.`);
  const range = rangeOf(field);
  if (range !== undefined) lines.push(range);
  if (field.secret) lines.push("Secret: encrypted in state, masked in errors.");
  if (field.replaces) lines.push("A change replaces the resource.");
  if (field.plain) lines.push("A plain value: it can't come from another resource.");
  if (field.source !== undefined) lines.push(`Source: ${field.source}.`);
  return lines;
}

function rangeOf(field: Field): string | undefined {
  if (field.type === "integer") {
    return `A whole number of ${field.unit}, ${field.max === undefined ? `at least ${field.min}` : `${field.min} to ${field.max}`}.`;
  }
  if ((field.type === "string" || field.type === "number") && field.oneOf)
    return `One of ${field.oneOf.map((choice) => `\`${choice}\``).join(", ")}.`;
  return undefined;
}
