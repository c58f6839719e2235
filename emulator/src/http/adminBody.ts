/** A request to the emulator's own endpoints that it cannot serve. */
export class AdminError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "AdminError";
    this.status = status;
  }
}

/** The JSON object of such a request; fields that nobody reads are ignored. */
export class AdminBody {
  readonly #fields: Readonly<Record<string, unknown>>;

  private constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  static parse(body: Buffer): AdminBody {
    try {
      const fields: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
      if (typeof fields === "object" && fields !== null && !Array.isArray(fields)) {
        return new AdminBody(fields as Record<string, unknown>);
      }
    } catch {
      // Falls through to the one error below.
    }
    throw new AdminError(400, "the body has to be a JSON object");
  }

  text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || (typeof value === "string" && value !== "")) {
      return value;
    }
    throw new AdminError(400, `${name} has to be a text`);
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw new AdminError(400, `${name} is required`);
    }
    return value;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.requiredText(name);
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) {
      throw new AdminError(400, `${name} has to be one of ${choices.join(", ")}`);
    }
    return choice;
  }

  flag(name: string): boolean {
    const value = this.#fields[name] ?? false;
    if (typeof value !== "boolean") {
      throw new AdminError(400, `${name} has to be true or false`);
    }
    return value;
  }

  number(name: string, min: number, max: number): number | undefined {
    const value = this.#fields[name];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== "number" || !(value >= min && value <= max)) {
      throw new AdminError(400, `${name} has to be a number from ${min} to ${max}`);
    }
    return value;
  }

  wholeNumber(name: string, min: number, max: number): number | undefined {
    const value = this.number(name, min, max);
    if (value !== undefined && !Number.isInteger(value)) {
      throw new AdminError(400, `${name} has to be a whole number`);
    }
    return value;
  }
}
