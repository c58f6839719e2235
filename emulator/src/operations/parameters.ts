import { invalidParameter, missingParameter, ServiceError } from "../http/errors";

const TIME_FORMAT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z$/;
const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** A request's parameters, read by the rules of the API; whatever breaks one is a 400 that names the parameter. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** Empty counts as absent. */
  text(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  requiredText(name: string): string {
    return this.text(name) ?? fail(missingParameter(name));
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    if (value === undefined) {
      return undefined;
    }
    return (
      choices.find((choice) => choice === value) ??
      fail(invalidParameter(name, `must be one of ${choices.join(", ")}`))
    );
  }

  requiredChoice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    return this.choice(name, choices) ?? fail(missingParameter(name));
  }

  wholeNumber(name: string, rule: { min: number; max: number; fallback: number }): number {
    const value = this.text(name);
    if (value === undefined) {
      return rule.fallback;
    }
    const number = WHOLE_NUMBER.test(value) ? Number(value) : Number.NaN;
    if (!(number >= rule.min && number <= rule.max)) {
      throw invalidParameter(name, `must be a whole number from ${rule.min} to ${rule.max}`);
    }
    return number;
  }

  /** In any case: the official client in Python writes `True`. */
  boolean(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined || value === "true" || value === "false") {
      return value === undefined ? undefined : value === "true";
    }
    throw invalidParameter(name, "must be one of true, false");
  }

  /** `Name.1`, `Name.2` …; undefined when there is none. */
  list(name: string): string[] | undefined {
    const values: string[] = [];
    for (let index = 1; ; index++) {
      const value = this.#values.get(`${name}.${index}`);
      if (value === undefined) {
        return values.length === 0 ? undefined : values;
      }
      values.push(value);
    }
  }

  /** A UTC time in milliseconds since the epoch; seconds may be left out. */
  time(name: string, errorCode = "InvalidParameter"): number | undefined {
    return parseTime(name, this.text(name), errorCode);
  }

  /** A required parameter whose value is an object in JSON. */
  object(name: string): JsonObject {
    const value = parseJson(name, this.requiredText(name));
    return isObject(value)
      ? new JsonObject(name, value)
      : fail(invalidParameter(name, "must be an object in JSON"));
  }

  /** A parameter whose value, if it is given, is an object in JSON. */
  optionalObject(name: string): JsonObject | undefined {
    return this.text(name) === undefined ? undefined : this.object(name);
  }

  /** A required parameter whose value is a list of objects in JSON. */
  objects(name: string): JsonObject[] {
    const value = parseJson(name, this.requiredText(name));
    if (!Array.isArray(value) || !value.every(isObject)) {
      throw invalidParameter(name, "must be a list of objects in JSON");
    }
    return value.map((entry, index) => new JsonObject(`${name}[${index}]`, entry));
  }
}

/** One object of a JSON-encoded parameter. */
export class JsonObject {
  readonly path: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(path: string, fields: Readonly<Record<string, unknown>>) {
    this.path = path;
    this.#fields = fields;
  }

  text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || value === "") {
      return undefined;
    }
    return typeof value === "string"
      ? value
      : fail(invalidParameter(`${this.path}.${name}`, "must be a text"));
  }

  requiredText(name: string): string {
    return this.text(name) ?? fail(missingParameter(`${this.path}.${name}`));
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    return this.text(name) === undefined ? undefined : this.requiredChoice(name, choices);
  }

  requiredChoice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.requiredText(name);
    return (
      choices.find((choice) => choice === value) ??
      fail(invalidParameter(`${this.path}.${name}`, `must be one of ${choices.join(", ")}`))
    );
  }

  object(name: string): JsonObject | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) {
      return undefined;
    }
    const path = `${this.path}.${name}`;
    return isObject(value)
      ? new JsonObject(path, value)
      : fail(invalidParameter(path, "must be an object in JSON"));
  }

  /** A whole number as its decimal text, the only form that some fields have. */
  wholeNumberText(name: string, rule: { min: number; max: number }): string | undefined {
    const number = this.text(name) === undefined ? undefined : this.wholeNumber(name, rule);
    return number === undefined ? undefined : String(number);
  }

  /** A UTC time in milliseconds since the epoch; seconds may be left out. */
  time(name: string): number | undefined {
    return parseTime(`${this.path}.${name}`, this.text(name), "InvalidParameter");
  }

  /** A whole number, as a JSON number or as its decimal text. */
  wholeNumber(name: string, rule: { min: number; max: number }): number | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || value === "") {
      return undefined;
    }
    const number = typeof value === "number" || WHOLE_NUMBER.test(String(value)) ? Number(value) : Number.NaN;
    if (!Number.isInteger(number) || number < rule.min || number > rule.max) {
      throw invalidParameter(
        `${this.path}.${name}`,
        `must be a whole number from ${rule.min} to ${rule.max}`,
      );
    }
    return number;
  }
}

export function isUrlOf(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function parseTime(name: string, value: string | undefined, errorCode: string): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const time = TIME_FORMAT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ServiceError(400, errorCode, `The parameter ${name} must be a UTC time, yyyy-MM-ddTHH:mm:ssZ.`);
  }
  return time;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter(name, "must be JSON");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(error: ServiceError): never {
  throw error;
}
