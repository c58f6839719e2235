import { maskParameters } from "./masking";

/** What a server tells the log about one request. Parameters are masked before they are kept. */
export interface RequestRecord {
  readonly service: "ice" | "live" | "sts" | "oss";
  /** The API's own name of the call, e.g. `SubmitLiveRecordJob` or `PutObject`. */
  readonly action: string;
  /** HTTP status answered; 0 when the connection was cut without an answer. */
  readonly status: number;
  /** Error code answered; absent on success. */
  readonly code?: string;
  readonly requestId: string;
  /** Time from the request's arrival to the end of its answer. */
  readonly milliseconds: number;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Kind of the fault that was applied on command, if one was. */
  readonly fault?: string;
}

export interface LoggedRequest extends RequestRecord {
  /** Counts up from 1 since the emulator started or was reset. */
  readonly number: number;
  /** When it was answered, UTC by the emulator's clock. */
  readonly time: string;
}

export const MAX_LOGGED_REQUESTS = 10_000;

/** The last requests that any of the emulator's servers answered, oldest first. Never holds a secret. */
export class RequestLog {
  readonly #now: () => number;
  readonly #alsoTo: (request: LoggedRequest) => void;
  readonly #ring: LoggedRequest[] = [];
  #count = 0;

  /**
   * @param now milliseconds since the epoch, by the emulator's clock.
   * @param alsoTo gets each request as it is kept. Default: nobody.
   */
  constructor(now: () => number = Date.now, alsoTo: (request: LoggedRequest) => void = () => {}) {
    this.#now = now;
    this.#alsoTo = alsoTo;
  }

  record(entry: RequestRecord): void {
    const number = this.#count + 1;
    const logged: LoggedRequest = {
      number,
      time: new Date(this.#now()).toISOString(),
      ...entry,
      ...(entry.parameters === undefined ? {} : { parameters: maskParameters(entry.parameters) }),
    };
    this.#ring[this.#count % MAX_LOGGED_REQUESTS] = logged;
    this.#count = number;
    this.#alsoTo(logged);
  }

  /** The requests kept (at most {@link MAX_LOGGED_REQUESTS}), oldest first. */
  entries(): LoggedRequest[] {
    if (this.#count <= MAX_LOGGED_REQUESTS) {
      return [...this.#ring];
    }
    const oldest = this.#count % MAX_LOGGED_REQUESTS;
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)];
  }

  clear(): void {
    this.#ring.length = 0;
    this.#count = 0;
  }
}
