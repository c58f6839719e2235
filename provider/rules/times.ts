import { utcSeconds } from "../clock";

/** Rule for a time in the service's own form. Names the broken rule, or nothing. */
export function utcTimeRule(value: string): string | undefined {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value));
  // A day that a month does not have would otherwise be taken for one of the next.
  return isTime && utcSeconds(Date.parse(value)) === value
    ? undefined
    : "must be a time in UTC such as 2026-03-01T18:00:00Z";
}
