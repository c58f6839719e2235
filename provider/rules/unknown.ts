/**
 * The text that Pulumi puts in the place of a value that is not known yet, whatever the value's type.
 * Source: `rpc.unknownValue` of @pulumi/pulumi; guarded by a test.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether `value` is, or holds at any depth, something that Pulumi does not know yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "string") return value === UNKNOWN;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (value !== null && typeof value === "object") return Object.values(value).some(hasUnknown);
  return false;
}
