/** What can be made to go wrong on command. */
export const FAULT_KINDS = ["throttle", "error", "reset-before", "reset-after", "delay", "non-json"] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRequest {
  /** Action that it applies to, or `*` for every action. */
  readonly action: string;
  /**
   * `throttle` and `error` answer an error without effect; `reset-before` cuts the connection without effect;
   * `reset-after` cuts it after the effect; `delay` answers late, after the effect; `non-json` answers an HTML page
   * without effect.
   */
  readonly kind: FaultKind;
  /** How many requests it applies to. Default 1. */
  readonly count?: number;
  /** `delay` only: by the emulator's clock. Default 1000. */
  readonly milliseconds?: number;
  /** `throttle`, `error`: error code. Default `Throttling.User`, `InternalError` or `ServiceUnavailable`. */
  readonly code?: string;
  /** `throttle` (default 400), `error` (500), `non-json` (502): HTTP status. */
  readonly status?: number;
}

export interface ActiveFault extends FaultRequest {
  readonly id: number;
  readonly count: number;
  /** Requests that it still applies to. */
  readonly remaining: number;
}

/** The faults that wait for requests. Each request gets one at most: the oldest that fits. */
export class Faults {
  #active: (ActiveFault & { remaining: number })[] = [];
  #lastId = 0;

  add(fault: FaultRequest): ActiveFault {
    const count = fault.count ?? 1;
    const active = { ...fault, id: ++this.#lastId, count, remaining: count };
    this.#active.push(active);
    return active;
  }

  /** The fault to apply to a request for `action`, counted as applied. */
  take(action: string): ActiveFault | undefined {
    const fault = this.#active.find((candidate) => candidate.action === action || candidate.action === "*");
    if (fault === undefined) {
      return undefined;
    }
    fault.remaining--;
    if (fault.remaining <= 0) {
      this.#active = this.#active.filter((candidate) => candidate !== fault);
    }
    return fault;
  }

  list(): readonly ActiveFault[] {
    return this.#active;
  }

  clear(): void {
    this.#active = [];
  }
}
