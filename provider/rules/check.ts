import type { Field, Fields, IntegerField, ListField, MapField, NumberField, StringField } from "./fields";
import { shown } from "./masking";
import { UNKNOWN } from "./unknown";

/** One broken rule. `path` is written as the user would write it: `recordFormats[0].sliceDuration`. */
export interface Failure {
  readonly path: string;
  /** Rule and value, the value masked where the field is secret. */
  readonly reason: string;
}

/** Checks plain values against their declaration. Unknown values pass: they are checked once they are known. */
export function checkFields(fields: Fields, values: Readonly<Record<string, unknown>>, path = ""): Failure[] {
  const failures: Failure[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("__") || value === undefined || fields[name]) continue;
    const known = Object.keys(fields).join(", ");
    failures.push({ path: join(path, name), reason: `is not a field here; the fields are ${known}` });
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    const fieldPath = join(path, name);
    if (value !== undefined && value !== null) failures.push(...checkField(field, value, fieldPath));
    else if (field.optional === undefined)
      failures.push({ path: fieldPath, reason: "must be given, got nothing" });
  }
  return failures;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function checkField(field: Field, value: unknown, path: string): Failure[] {
  if (value === UNKNOWN) return [];
  switch (field.type) {
    case "string":
      return one(path, stringRule(field, value), field, value);
    case "integer":
      return one(path, integerRule(field, value), field, value);
    case "number":
      return one(path, numberRule(field, value), field, value);
    case "boolean":
      return one(path, typeof value === "boolean" ? undefined : "must be true or false", field, value);
    case "object":
      return isRecord(value)
        ? checkFields(field.fields, value, path)
        : one(path, `must be an object with ${Object.keys(field.fields).join(", ")}`, field, value);
    case "list":
      return checkList(field, value, path);
    case "map":
      return checkMap(field, value, path);
  }
}

function one(path: string, rule: string | undefined, field: Field, value: unknown): Failure[] {
  return rule === undefined ? [] : [{ path, reason: `${rule}, got ${shown(value, field.secret)}` }];
}

function stringRule(field: StringField, value: unknown): string | undefined {
  if (field.oneOf) {
    return typeof value === "string" && field.oneOf.includes(value)
      ? undefined
      : `must be ${oneOfText(field.oneOf)}`;
  }
  if (typeof value !== "string") return "must be text";
  if (value === "" && !field.mayBeEmpty) return "must not be empty";
  return field.rule?.(value);
}

function numberRule({ oneOf }: NumberField, value: unknown): string | undefined {
  if (typeof value === "number" && (oneOf === undefined || oneOf.includes(value))) return undefined;
  return `must be ${oneOf === undefined ? "a number" : oneOfText(oneOf)}`;
}

function oneOfText(choices: readonly (string | number)[]): string {
  const quoted = choices.map((choice) => JSON.stringify(choice));
  return quoted.length === 1 ? `${quoted[0]}` : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

function integerRule(field: IntegerField, value: unknown): string | undefined {
  const range = field.max === undefined ? `of at least ${field.min}` : `from ${field.min} to ${field.max}`;
  const fits =
    typeof value === "number" &&
    Number.isSafeInteger(value) &&
    value >= field.min &&
    (field.max === undefined || value <= field.max);
  return fits ? undefined : `must be a whole number of ${field.unit} ${range}`;
}

function checkList(field: ListField, value: unknown, path: string): Failure[] {
  if (!Array.isArray(value)) return one(path, "must be a list", field, value);
  const { minItems = 0, maxItems } = field;
  if (value.length < minItems) return one(path, `must have at least ${minItems} entry`, field, value);
  if (maxItems !== undefined && value.length > maxItems) {
    return [{ path, reason: `must have at most ${maxItems} entries, got ${value.length}` }];
  }
  return value.flatMap((item, index) => {
    const itemPath = `${path}[${index}]`;
    return item === undefined || item === null
      ? [{ path: itemPath, reason: "must be given, got nothing" }]
      : checkField(field.items, item, itemPath);
  });
}

function checkMap(field: MapField, value: unknown, path: string): Failure[] {
  if (!isRecord(value)) return one(path, "must be an object of texts", field, value);
  const entries = Object.entries(value);
  if (field.maxEntries !== undefined && entries.length > field.maxEntries) {
    return [{ path, reason: `must have at most ${field.maxEntries} entries, got ${entries.length}` }];
  }
  return entries.flatMap(([key, entry]) => {
    if (entry === UNKNOWN) return [];
    const rule = typeof entry === "string" ? field.rule?.(key, entry) : "must be text";
    return one(`${path}[${JSON.stringify(key)}]`, rule, field, entry);
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What a program gave: a field that is null says no more than one that is left out. Entries of lists stay. */
export function withoutNulls(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, inner(value)]));
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  return isRecord(value) ? withoutNulls(value) : value;
}
