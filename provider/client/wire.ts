import { isRecord } from "../rules/check";
import type { Operation } from "./operations";

/** The client's `templateIds` is the wire's `TemplateIds`: only the first letter differs, at every depth. */
function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function uncapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => item !== null && item !== undefined).map((item) => renamed(item, rename));
  }
  if (!isRecord(value)) return value;
  const present = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
  return Object.fromEntries(present.map(([key, entry]) => [rename(key), renamed(entry, rename)]));
}

/** A request as flat wire parameters: JSON texts where the operation wants them, lists as `Name.1`, `Name.2`. */
export function toWire(operation: Operation, request: object): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const [name, value] of Object.entries(renamed(request, capitalized) as Record<string, unknown>)) {
    if (operation.json?.includes(name)) wire[name] = JSON.stringify(value);
    else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        wire[`${name}.${index + 1}`] = String(item);
      });
    } else wire[name] = String(value);
  }
  return wire;
}

/** An answer under the client's names. Fields that we do not know are kept. */
export function fromWire(body: unknown): unknown {
  return renamed(isRecord(body) ? body : {}, uncapitalized);
}
