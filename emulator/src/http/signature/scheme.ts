import type { AccessKeys } from "../accessKeys";
import type { IncomingRequest } from "../incoming";
import type { Nonces } from "./nonces";

export interface VerifierContext {
  readonly accessKeys: AccessKeys;
  readonly nonces: Nonces;
  /**
   * Milliseconds since the epoch by the machine's clock. Not the emulator's: clients stamp their requests with
   * the time of the machine that they run on, and a client must not be locked out because somebody has advanced
   * the emulated service by a day.
   */
  readonly realNow: number;
}

/** Who sent a request, proven by its signature. */
export interface Caller {
  readonly accessKeyId: string;
}

/** One signature scheme. */
export interface SignatureScheme {
  recognises(request: IncomingRequest): boolean;
  /** @throws ServiceError when the request is not exactly what a known key has signed just now. */
  verify(request: IncomingRequest, context: VerifierContext): Caller;
}
