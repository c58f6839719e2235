import type { Values } from "../../handler";

/** Inputs that the resource class adds for the host. Handlers never see them; states keep them. */
export const PROVIDER_INPUT = "__provider";
/** The resource's URN: the host is not told otherwise whom a message is about. */
export const URN_INPUT = "__urn";
/** `customTimeouts` as the user wrote them: the engine keeps them to itself. */
export const TIMEOUTS_INPUT = "__customTimeouts";

const HIDDEN = [PROVIDER_INPUT, URN_INPUT, TIMEOUTS_INPUT] as const;

/** Takes the host's own inputs out of what the engine sent. */
export function split(values: Values): { hidden: Values; own: Values } {
  const own = { ...values };
  const hidden: Values = {};
  for (const key of HIDDEN) {
    if (own[key] !== undefined) hidden[key] = own[key];
    delete own[key];
  }
  return { hidden, own };
}
