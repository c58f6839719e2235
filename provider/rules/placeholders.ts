/**
 * A rule for object names with placeholders in braces.
 * `required` is a list of choices: of each, at least one placeholder must be there.
 */
export function placeholderRule({
  allowed,
  required,
  maxBytes,
}: {
  readonly allowed: readonly string[];
  readonly required: readonly (readonly string[])[];
  readonly maxBytes: number;
}): (value: string) => string | undefined {
  return (value) => {
    if (Buffer.byteLength(value) > maxBytes) return `must be at most ${maxBytes} bytes long`;
    const used = [...value.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? "");
    const strange = used.find((name) => !allowed.includes(name));
    if (strange !== undefined || /[{}]/.test(value.replace(/\{[^{}]*\}/g, ""))) {
      return `must hold no placeholders but ${allowed.map(braced).join(" ")}`;
    }
    const missing = required.find((choice) => !choice.some((name) => used.includes(name)));
    return missing && `must hold ${missing.map(braced).join(" or ")}`;
  };
}

function braced(name: string): string {
  return `{${name}}`;
}
