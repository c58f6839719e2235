import {
  FAULT_KINDS,
  FAULT_TABLE,
  type FaultDescription,
  type FaultKind,
  type FaultOption,
} from "./faultTable";

export { FAULT_KINDS, FAULT_TABLE, type FaultDescription, type FaultKind } from "./faultTable";

/** A fault as it is asked for. {@link FAULT_TABLE} says which options a kind has. */
export interface FaultRequest {
  readonly kind: FaultKind;
  /**
   * Kinds that act on calls: the action, or the call of OSS by its name; `*` for every action of ICE and Live, `oss:*`
   * for every call of OSS. Required there, absent elsewhere.
   */
  readonly action?: string;
  /** How often it is applied. Default: as the table says; with `rate` until cleared. */
  readonly count?: number;
  /**
   * Share of the fitting calls that it is applied to, above 0 and up to 1. Evenly spread, not by chance: 0.25 is every
   * fourth, from the fourth on.
   */
  readonly rate?: number;
  readonly milliseconds?: number;
  /** Value of the header `x-acs-retry-after`; its unit is not documented. */
  readonly retryAfter?: number;
  readonly code?: string;
  /** HTTP status. */
  readonly status?: number;
  readonly limit?: number;
  readonly includeEnded?: boolean;
  readonly jobId?: string;
}

export interface ActiveFault extends FaultRequest {
  readonly id: number;
  /** How often it was applied. */
  readonly applied: number;
  /** How often it still is; absent when it stays until it is cleared. */
  readonly remaining?: number;
}

interface StoredFault extends ActiveFault {
  applied: number;
  remaining?: number;
  /** Occasions that fitted, applied or not. */
  fitting: number;
  /** When the calls that a rate limit let through came, in the last second. */
  letThrough: number[];
}

/** What a fault names that acts on every action of ICE and Live. */
const EVERY_ACTION = "*";
/** What a fault names that acts on every call of OSS. */
export const EVERY_OSS_CALL = "oss:*";

/** The faults that wait for their occasion. */
export class Faults {
  readonly #added: () => void;
  #active: StoredFault[] = [];
  #lastId = 0;

  /** @param added called after each fault that was added: some act at once. */
  constructor(added: () => void = () => {}) {
    this.#added = added;
  }

  /** @throws TypeError when the fault makes no sense; the message says why. */
  add(request: FaultRequest): ActiveFault {
    checkFault(request);
    const { lasts } = FAULT_TABLE[request.kind];
    const once = lasts === "once" && request.rate === undefined ? 1 : undefined;
    const count = request.count ?? once;
    const fault: StoredFault = {
      ...request,
      ...(count === undefined ? {} : { count, remaining: count }),
      id: ++this.#lastId,
      applied: 0,
      fitting: 0,
      letThrough: [],
    };
    this.#active.push(fault);
    this.#added();
    return publicFault(fault);
  }

  /** The fault of calls to apply to a call of `action`, counted as applied: the oldest that fits, one at most. */
  takeForCall(action: string, everyOne: string = EVERY_ACTION): ActiveFault | undefined {
    return this.#take(
      (fault) =>
        FAULT_TABLE[fault.kind].actsOn === "calls" && (fault.action === action || fault.action === everyOne),
    );
  }

  /** The fault of this kind to apply now, counted as applied. @param fits whether it changes anything. */
  take(kind: FaultKind, fits: (fault: ActiveFault) => boolean = () => true): ActiveFault | undefined {
    return this.#take((fault) => fault.kind === kind && fits(fault));
  }

  list(): readonly ActiveFault[] {
    return this.#active.map(publicFault);
  }

  clear(): void {
    this.#active = [];
  }

  #take(fits: (fault: StoredFault) => boolean): ActiveFault | undefined {
    const fault = this.#active.find((candidate) => fits(candidate) && isDue(candidate));
    if (fault === undefined) {
      return undefined;
    }
    fault.applied++;
    if (fault.remaining !== undefined && --fault.remaining <= 0) {
      this.#active = this.#active.filter((candidate) => candidate !== fault);
    }
    return fault;
  }
}

const DEFAULT_RATE_LIMIT = 10;
const RATE_WINDOW_MILLISECONDS = 1_000;

function isDue(fault: StoredFault): boolean {
  return fault.kind === "rate-limit" ? isOverLimit(fault) : isSpread(fault);
}

/** A client waits in its machine's time, so this is not counted by the emulator's clock. */
function isOverLimit(fault: StoredFault): boolean {
  const now = performance.now();
  fault.letThrough = fault.letThrough.filter((at) => now - at < RATE_WINDOW_MILLISECONDS);
  if (fault.letThrough.length >= (fault.limit ?? DEFAULT_RATE_LIMIT)) return true;
  fault.letThrough.push(now);
  return false;
}

function isSpread(fault: StoredFault): boolean {
  const rate = fault.rate ?? 1;
  const before = Math.floor(fault.fitting * rate);
  fault.fitting++;
  return Math.floor(fault.fitting * rate) > before;
}

function publicFault({ fitting: _counted, letThrough: _times, ...fault }: StoredFault): ActiveFault {
  return fault;
}

const OPTIONS: readonly FaultOption[] = [
  "count",
  "rate",
  "milliseconds",
  "retryAfter",
  "code",
  "status",
  "limit",
  "includeEnded",
  "jobId",
];

function checkFault(request: FaultRequest): void {
  const { kind, action, count, rate, status } = request;
  if (!FAULT_KINDS.includes(kind)) {
    throw new TypeError(`kind has to be one of ${FAULT_KINDS.join(", ")}`);
  }
  const description: FaultDescription = FAULT_TABLE[kind];
  if ((action === undefined) === (description.actsOn === "calls")) {
    throw new TypeError(
      action === undefined
        ? "action is required: the name of an action or of a call of OSS, * or oss:*"
        : `the fault ${kind} takes no action: it acts on ${[description.actsOn].flat().join(", ")}`,
    );
  }
  const foreign = OPTIONS.find((name) => request[name] !== undefined && !description.options.includes(name));
  if (foreign !== undefined) {
    throw new TypeError(`the fault ${kind} has no ${foreign}, only ${description.options.join(", ")}`);
  }
  if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
    throw new TypeError("count has to be a whole number from 1");
  }
  if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599)) {
    throw new TypeError("status has to be a whole number from 200 to 599");
  }
  if (rate !== undefined && !(rate > 0 && rate <= 1)) {
    throw new TypeError("rate has to be a number above 0 and up to 1");
  }
}
