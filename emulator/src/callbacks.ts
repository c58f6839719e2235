import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Clock, ClockTimer } from "./clock";
import { DEFAULT_ACCOUNT_ID } from "./http/accessKeys";
import { maskUrls } from "./http/masking";
import { formatTime } from "./operations/paging";

export const MAX_TRIES = 3;
export const RETRY_PAUSE_MILLISECONDS = 1000;
/** Of real time: no clock speeds up the receiver. */
export const REPLY_TIMEOUT_MILLISECONDS = 3000;
export const MAX_KEPT_CALLBACKS = 10_000;
const MAX_SENDING_AT_ONCE = 64;

export type CallbackEvent =
  | "LiveRecordTaskStatus"
  | "LiveRecordFileCreated"
  | "LiveSnapshotFileCreated";

export interface CallbackTry {
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly at: number;
  /** HTTP status answered; absent when there was no answer. */
  readonly status?: number;
  readonly error?: string;
}

/** One callback and what became of it. */
export interface CallbackRecord {
  readonly number: number;
  readonly eventType: CallbackEvent;
  readonly jobId: string;
  /** Scheme and host only. */
  readonly url: string;
  readonly envelope: Readonly<Record<string, unknown>>;
  readonly tries: readonly CallbackTry[];
  readonly outcome: "pending" | "delivered" | "dropped";
  /** Number of the callback that this one repeats, when it was sent again on command. */
  readonly repeats?: number;
}

interface Delivery extends CallbackRecord {
  tries: CallbackTry[];
  outcome: CallbackRecord["outcome"];
}

/**
 * Sends callbacks to NotifyUrl and CallbackUrl: an answer of HTTP 200 within 3 seconds is success; everything else is tried again,
 * 3 tries in all, 1 second apart.
 */
export class Callbacks {
  readonly #clock: Clock;
  readonly #replyTimeoutMilliseconds: number;
  #kept: Delivery[] = [];
  #count = 0;
  readonly #sending = new Set<Promise<void>>();
  #waiting: (() => void)[] = [];
  readonly #timers = new Set<ClockTimer>();
  readonly #underWay = new Set<ClientRequest>();
  /** Counts resets: what began before one has no say after it. */
  #generation = 0;

  constructor(clock: Clock, replyTimeoutMilliseconds = REPLY_TIMEOUT_MILLISECONDS) {
    this.#clock = clock;
    this.#replyTimeoutMilliseconds = replyTimeoutMilliseconds;
  }

  send(
    url: string,
    event: { type: CallbackEvent; jobId: string; at: number; messageBody: Record<string, unknown> },
  ): void {
    const envelope = {
      EventType: event.type,
      UserId: Number(DEFAULT_ACCOUNT_ID),
      EventTime: formatTime(event.at),
      MessageBody: event.messageBody,
    };
    this.#start({ eventType: event.type, jobId: event.jobId, envelope }, url);
  }

  /** Sends the same envelope once more, with tries of its own. @param url where it goes, unmasked. */
  sendAgain({ number, eventType, jobId, envelope }: CallbackRecord, url: string): CallbackRecord {
    return this.#start({ eventType, jobId, envelope, repeats: number }, url);
  }

  #start(content: Omit<CallbackRecord, "number" | "url" | "tries" | "outcome">, url: string): CallbackRecord {
    const delivery: Delivery = {
      number: ++this.#count,
      url: maskUrls(url),
      ...content,
      tries: [],
      outcome: "pending",
    };
    this.#kept.push(delivery);
    if (this.#kept.length > 2 * MAX_KEPT_CALLBACKS) {
      this.#kept = this.#kept.slice(-MAX_KEPT_CALLBACKS);
    }
    this.#whenFree(() => this.#try(delivery, url, this.#generation));
    return delivery;
  }

  /** The last callbacks, oldest first. */
  all(): readonly CallbackRecord[] {
    return this.#kept.slice(-MAX_KEPT_CALLBACKS);
  }

  /** Waits for the tries that are under way or about to start, for as long as one of them may take. */
  async drain(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#replyTimeoutMilliseconds);
    });
    await Promise.race([this.#whenIdle(), patience]);
    clearTimeout(timer);
  }

  /** Gives up what is pending and forgets everything. */
  reset(): void {
    this.#generation++;
    for (const message of this.#underWay) {
      message.destroy();
    }
    for (const timer of this.#timers) {
      timer.cancel();
    }
    this.#timers.clear();
    this.#waiting = [];
    this.#kept = [];
    this.#count = 0;
  }

  async #whenIdle(): Promise<void> {
    while (this.#sending.size > 0) {
      await Promise.all(this.#sending);
    }
  }

  #whenFree(start: () => Promise<void>): void {
    const run = (): void => {
      const sending: Promise<void> = start().finally(() => {
        this.#sending.delete(sending);
        this.#waiting.shift()?.();
      });
      this.#sending.add(sending);
    };
    if (this.#sending.size < MAX_SENDING_AT_ONCE) {
      run();
    } else {
      this.#waiting.push(run);
    }
  }

  async #try(delivery: Delivery, url: string, generation: number): Promise<void> {
    const at = this.#clock.now();
    const result = await this.#post(url, JSON.stringify(delivery.envelope)).catch(neverSent);
    if (generation !== this.#generation) {
      return;
    }
    delivery.tries.push({ at, ...result });
    if (result.status === 200) {
      delivery.outcome = "delivered";
    } else if (delivery.tries.length >= MAX_TRIES) {
      delivery.outcome = "dropped";
    } else {
      const timer = this.#clock.setTimeout(() => {
        this.#timers.delete(timer);
        this.#whenFree(() => this.#try(delivery, url, generation));
      }, RETRY_PAUSE_MILLISECONDS);
      this.#timers.add(timer);
    }
  }

  /**
   * The answer's body is not looked at, and a redirect is not followed. Rejects only for a URL that cannot be sent to.
   */
  #post(url: string, body: string): Promise<{ status?: number; error?: string }> {
    const timeoutMilliseconds = this.#replyTimeoutMilliseconds;
    return new Promise((resolve) => {
      const send = url.startsWith("https:") ? httpsRequest : httpRequest;
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const message = send(url, { method: "POST", agent: false, headers }, (answer) => {
        answer.destroy();
        resolve({ status: answer.statusCode ?? 0 });
      });
      this.#underWay.add(message);
      const timer = setTimeout(() => {
        resolve({ error: `no answer within ${timeoutMilliseconds} ms` });
        message.destroy();
      }, timeoutMilliseconds);
      message.on("error", (error: NodeJS.ErrnoException) =>
        resolve({ error: error.code ?? "request failed" }),
      );
      message.on("close", () => {
        clearTimeout(timer);
        this.#underWay.delete(message);
        resolve({ error: "request failed" });
      });
      message.end(body);
    });
  }
}

/** A user name that is not percent-encoded UTF-8 passes as a URL; node refuses to call it. */
function neverSent(): Pick<CallbackTry, "status" | "error"> {
  return { error: "the URL cannot be called" };
}
