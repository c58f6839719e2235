import type { ActiveFault, FaultKind, Faults } from "../faults";
import { ServiceError } from "./errors";

export const DEFAULT_DELAY_MILLISECONDS = 1000;

/** What becomes of a call that a fault hits: it is answered, cut off, left without an answer, or answered with a page. */
export type FaultyEnd<Answer> =
  | { readonly end: "answer"; readonly answer: Answer }
  | { readonly end: "cut" | "no-answer" }
  | { readonly end: "html"; readonly status: number };

/** The faults of one call; remembers which were applied. */
export class CallFaults {
  readonly #faults: Faults;
  readonly #applied: ActiveFault[] = [];

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** The fault of this kind to apply to this call. @param fits whether it changes anything. */
  take(kind: FaultKind, fits?: (fault: ActiveFault) => boolean): ActiveFault | undefined {
    return this.#note(this.#faults.take(kind, fits));
  }

  /** The fault that waits for a call of `action`, counted as applied to this one. */
  takeForCall(action: string, everyOne?: string): ActiveFault | undefined {
    return this.#note(this.#faults.takeForCall(action, everyOne));
  }

  /** For the log: the kinds that were applied, separated by commas; undefined without any. */
  get applied(): string | undefined {
    return this.#applied.length === 0 ? undefined : this.#applied.map(({ kind }) => kind).join(", ");
  }

  /** Headers that the answer gets. */
  get headers(): Record<string, string> {
    const retryAfter = this.#applied.find((fault) => fault.retryAfter !== undefined)?.retryAfter;
    return retryAfter === undefined ? {} : { "x-acs-retry-after": String(retryAfter) };
  }

  /**
   * Runs a call under the fault that waits for its action, if there is one.
   * @param sleep by the emulator's clock.
   */
  async run<Answer>(
    action: string,
    call: () => Promise<Answer>,
    sleep: (milliseconds: number) => Promise<void>,
  ): Promise<FaultyEnd<Answer>> {
    const fault = this.takeForCall(action);
    switch (fault?.kind) {
      case "throttle":
      case "rate-limit":
        throw new ServiceError(
          fault.status ?? 400,
          fault.code ?? "Throttling.User",
          "Request was denied due to user flow control.",
        );
      case "error":
        throw commanded(fault);
      case "non-json":
        return { end: "html", status: fault.status ?? 502 };
      case "reset-before":
        return { end: "cut" };
      case "late-effect":
        await sleep(fault.milliseconds ?? DEFAULT_DELAY_MILLISECONDS);
    }
    const answer = await call();
    switch (fault?.kind) {
      case "reset-after":
        return { end: "cut" };
      case "no-answer":
        return { end: "no-answer" };
      case "delay":
        await sleep(fault.milliseconds ?? DEFAULT_DELAY_MILLISECONDS);
    }
    return { end: "answer", answer };
  }

  #note(fault: ActiveFault | undefined): ActiveFault | undefined {
    if (fault !== undefined) {
      this.#applied.push(fault);
    }
    return fault;
  }
}

function commanded(fault: ActiveFault): ServiceError {
  const status = fault.status ?? 500;
  const code = fault.code ?? (status === 503 ? "ServiceUnavailable" : "InternalError");
  return new ServiceError(status, code, "The request processing has failed due to some unknown error.");
}
