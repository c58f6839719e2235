import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";

/** The header in which the gateway says how long a throttled caller has to wait. */
const HEADER = "x-acs-retry-after";
/** The client library lets a caller choose the nonce: it tells whose answer an answer is. */
export const NONCE_HEADER = "x-acs-signature-nonce";

/** The calls that are under way, by their nonces. */
const awaited = new Map<string, { milliseconds?: number }>();
let listening = false;

/**
 * Makes a call and tells how long its answer asks to wait. The client library throws away the headers of an error, so
 * Node itself is asked, which publishes every answer.
 *
 * The header's unit is not documented; the official core library sleeps for so many milliseconds.
 * @param nonce the one that the call is signed with
 */
export async function watchingRetryAfter<T>(
  nonce: string,
  call: (retryAfterMilliseconds: () => number | undefined) => Promise<T>,
): Promise<T> {
  if (!listening) {
    listening = true;
    subscribe("http.client.response.finish", (message) => note(message as Answered));
  }
  const seen: { milliseconds?: number } = {};
  awaited.set(nonce, seen);
  try {
    return await call(() => seen.milliseconds);
  } finally {
    awaited.delete(nonce);
  }
}

interface Answered {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

function note({ request, response }: Answered): void {
  const asked = Number.parseInt(String(response.headers[HEADER]), 10);
  if (!(asked > 0)) return;
  const call = awaited.get(String(request.getHeader(NONCE_HEADER)));
  if (call !== undefined) call.milliseconds = asked;
}
