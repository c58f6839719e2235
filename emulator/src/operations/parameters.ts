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
  text(name: string, maxLength?: number): string | undefined {
    return checkLength(name, this.#values.get(name) || undefined, maxLength);
  }

  requiredText(name: string, maxLength?: number): string {
    return this.text(name, maxLength) ?? fail(missingParameter(name));
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

  requiredWholeNumber(name: string, rule: { min: number; max: number }): number {
    this.requiredText(name);
    return this.wholeNumber(name, { ...rule, fallback: rule.min });
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
    const value = this.text(name);
    if (value === undefined) {
      return undefined;
    }
    const time = TIME_FORMAT.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) {
      throw new ServiceError(
        400,
        errorCode,
        `The parameter ${name} must be a UTC time, yyyy-MM-ddTHH:mm:ssZ.`,
      );
    }
    return time;
  }

  /** A required parameter whose value is an object in JSON. */
  object(name: string): JsonObject {
    const value = parseJson(name, this.requiredText(name));
    return isObject(value)
      ? new JsonObject(name, value)
      : fail(invalidParameter(name, "must be an object in JSON"));
  }

  /** A required parameter whose value is a list of whole numbers in JSON, at least one. */
  wholeNumbers(name: string, maxCount: number): number[] {
    const value = parseJson(name, this.requiredText(name));
    if (!Array.isArray(value) || !value.every((entry): entry is number => Number.isSafeInteger(entry))) {
      throw invalidParameter(name, "must be a list of whole numbers in JSON");
    }
    if (value.length === 0 || value.length > maxCount) {
      throw invalidParameter(name, `must hold 1 to ${maxCount} numbers`);
    }
    return value;
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

  text(name: string, maxLength?: number): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || value === "") {
      return undefined;
    }
    return typeof value === "string"
      ? checkLength(`${this.path}.${name}`, value, maxLength)
      : fail(invalidParameter(`${this.path}.${name}`, "must be a text"));
  }

  requiredText(name: string, maxLength?: number): string {
    return this.text(name, maxLength) ?? fail(missingParameter(`${this.path}.${name}`));
  }

  requiredChoice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.requiredText(name);
    return (
      choices.find((choice) => choice === value) ??
      fail(invalidParameter(`${this.path}.${name}`, `must be one of ${choices.join(", ")}`))
    );
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

/** Lengths are counted in characters. */
function checkLength<Text extends string | undefined>(
  name: string,
  text: Text,
  maxLength = Number.POSITIVE_INFINITY,
): Text {
  if (text !== undefined && Array.from<string>(text).length > maxLength) {
    throw invalidParameter(name, `must be at most ${maxLength} characters long`);
  }
  return text;
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
