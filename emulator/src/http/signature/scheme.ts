import type { AccessKeys } from "../accessKeys";
import type { AnswerFormat } from "../answerFormat";
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

/** What a request calls. Empty texts where it does not say. */
export interface Target {
  readonly action: string;
  readonly version: string;
}

/** One signature scheme. */
export interface SignatureScheme {
  /** How its clients are answered when they do not ask for a format. */
  readonly defaultFormat: AnswerFormat;
  recognises(request: IncomingRequest): boolean;
  /** Read only from where the scheme signs it: what stands elsewhere could have been changed on the way. */
  target(request: IncomingRequest): Target;
  /** @throws ServiceError when the request is not exactly what a known key has signed just now. */
  verify(request: IncomingRequest, context: VerifierContext): Caller;
}
