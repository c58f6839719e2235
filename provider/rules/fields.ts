/**
 * How a resource declares its fields, once. Types, checks, the replace list, the secret list, the Args
 * interface of the SDK and the documentation tables are all derived from such a declaration.
 */
export type Fields = Readonly<Record<string, Field>>;

export type Field =
  | StringField
  | IntegerField
  | NumberField
  | BooleanField
  | ObjectField
  | ListField
  | MapField;

interface FieldBase {
  /** Meaning, as a sentence or more. Ends up in the editor, on hover. */
  readonly doc: string;
  /** Where the meaning and the limits come from. */
  readonly source?: string;
  /** What holds when the field is left out, in words. Makes the field optional. */
  readonly optional?: string;
  /** Kept encrypted in state and masked wherever it would be shown. */
  readonly secret?: true;
  /** A change of the field replaces the resource. */
  readonly replaces?: true;
  /** Check fills it in when the program leaves it out: never absent once declared. */
  readonly autoNamed?: true;
  /** The program has to give a plain value, since the class itself decides by it. */
  readonly plain?: true;
}

export interface StringField extends FieldBase {
  readonly type: "string";
  /** The closed set of values. */
  readonly oneOf?: readonly string[];
  /** Says which rule a value breaks, as a phrase that starts with "must", or undefined. */
  readonly rule?: (value: string) => string | undefined;
  /** Set when the empty text is a value like any other. */
  readonly mayBeEmpty?: true;
}

export interface IntegerField extends FieldBase {
  readonly type: "integer";
  /** The unit, in the plural: "seconds". */
  readonly unit: string;
  readonly min: number;
  /** Left out where the service's own maximum is unknown. */
  readonly max?: number;
}

/** A number that the service gives a meaning of its own: `startMode` 0 or 1. */
export interface NumberField extends FieldBase {
  readonly type: "number";
  /** The closed set of values. */
  readonly oneOf?: readonly number[];
}

export interface BooleanField extends FieldBase {
  readonly type: "boolean";
}

export interface ObjectField extends FieldBase {
  readonly type: "object";
  readonly fields: Fields;
}

export interface ListField extends FieldBase {
  readonly type: "list";
  readonly items: Field;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Text by text: tags, triggers. */
export interface MapField extends FieldBase {
  readonly type: "map";
  readonly maxEntries?: number;
  readonly rule?: (key: string, value: string) => string | undefined;
}

type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly optional: string } ? K : never;
}[keyof F];

/** The plain type of a declared field. */
export type ValueOf<F> = F extends {
  readonly type: "string" | "number";
  readonly oneOf: readonly (infer Choice)[];
}
  ? Choice
  : F extends { readonly type: "string" }
    ? string
    : F extends { readonly type: "integer" | "number" }
      ? number
      : F extends { readonly type: "boolean" }
        ? boolean
        : F extends { readonly type: "object"; readonly fields: infer Nested extends Fields }
          ? InputsOf<Nested>
          : F extends { readonly type: "list"; readonly items: infer Item }
            ? ValueOf<Item>[]
            : F extends { readonly type: "map" }
              ? Record<string, string>
              : never;

type Flat<T> = { [K in keyof T]: T[K] };

/** The plain object that a field declaration describes. */
export type InputsOf<F extends Fields> = Flat<
  { -readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
    -readonly [K in OptionalKeys<F>]?: ValueOf<F[K]>;
  }
>;

/** The names of the top-level fields for which `predicate` holds. */
export function fieldNames(fields: Fields, predicate: (field: Field) => boolean): string[] {
  return Object.entries(fields)
    .filter(([, field]) => predicate(field))
    .map(([name]) => name);
}

/** Whether the field, or one inside of it, is secret. */
export function holdsSecret(field: Field): boolean {
  if (field.secret) return true;
  if (field.type === "object") return Object.values(field.fields).some(holdsSecret);
  return field.type === "list" && holdsSecret(field.items);
}
