import type { Failure } from "../rules/check";
import { shown } from "../rules/masking";
import { UNKNOWN } from "../rules/unknown";

/** The fields of an event callback that say something of each other. */
interface EventCallbackFields {
  readonly callbackType?: unknown;
  readonly callbackURL?: unknown;
  readonly callbackQueueName?: unknown;
  readonly eventTypeList?: unknown;
  readonly authSwitch?: unknown;
  readonly authKey?: unknown;
}

/** Rules that more than one field of an event callback takes part in. A choice that is not known yet breaks none. */
export function checkTogether(callback: EventCallbackFields): Failure[] {
  const { callbackType, authSwitch = "off" } = callback;
  const signs = authSwitch === "on" ? ["authKey"] : [];
  const unsigned = authSwitch === "off" ? ["authKey"] : [];
  const failures = repeatedEvents(callback.eventTypeList);
  if (callbackType === "HTTP") {
    failures.push(...mustBeThere(callback, ["callbackURL"], 'callbackType is "HTTP"'));
    failures.push(...mustBeAbsent(callback, ["callbackQueueName"], 'callbackType is "MNS"'));
    failures.push(...mustBeThere(callback, signs, 'authSwitch is "on"'));
    failures.push(...mustBeAbsent(callback, unsigned, 'authSwitch is "on"'));
  }
  if (callbackType === "MNS") {
    failures.push(...mustBeThere(callback, ["callbackQueueName"], 'callbackType is "MNS"'));
    failures.push(
      ...mustBeAbsent(callback, ["callbackURL", "authSwitch", "authKey"], 'callbackType is "HTTP"'),
    );
  }
  return failures;
}

const SECRET_FIELDS: readonly string[] = ["callbackURL", "authKey"];

function mustBeThere(values: EventCallbackFields, names: readonly string[], when: string): Failure[] {
  return names
    .filter((name) => (values as Record<string, unknown>)[name] === undefined)
    .map((name) => ({ path: name, reason: `must be given when ${when}, got nothing` }));
}

function mustBeAbsent(values: EventCallbackFields, names: readonly string[], unless: string): Failure[] {
  return Object.entries(values)
    .filter(([name, value]) => names.includes(name) && value !== undefined)
    .map(([name, value]) => ({
      path: name,
      reason: `must be left out unless ${unless}, got ${shown(value, SECRET_FIELDS.includes(name) || undefined)}`,
    }));
}

function repeatedEvents(eventTypeList: unknown): Failure[] {
  if (!Array.isArray(eventTypeList)) return [];
  return eventTypeList.flatMap((name, index) =>
    typeof name === "string" && name !== UNKNOWN && eventTypeList.indexOf(name) < index
      ? [{ path: `eventTypeList[${index}]`, reason: `must name each event once, got ${shown(name)} again` }]
      : [],
  );
}
