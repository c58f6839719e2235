import pRetry from "p-retry";
import type { Clock } from "../clock";
import { ServiceError } from "./errors";
import type { Pace } from "./pace";

const MAX_RETRIES = 6;
/** A throttled call did nothing and costs nothing: with the backoff below, some two and a half minutes. */
const MAX_RETRIES_WHILE_THROTTLED = 20;
/** A closed port or an unknown host seldom opens within seconds: say so soon. */
const MAX_RETRIES_WITHOUT_CONNECTION = 2;
const FIRST_BACKOFF_MILLISECONDS = 400;
const MAX_BACKOFF_MILLISECONDS = 8_000;
/** However long a service asks to be left alone. */
const MAX_WAIT_MILLISECONDS = 60_000;

/** What a call is, for whoever repeats it. */
export interface Call {
  readonly action: string;
  /** False where a second call would make a second thing: the service knows no client token. */
  readonly repeatable: boolean;
  /** The action's own published limit. */
  readonly maxCallsPerSecond?: number;
}

/** Makes calls at the process's pace, and again where that does no harm. */
export class Calls {
  private readonly toldOfThrottle = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
    /** Told of every try that failed and is made again. */
    private readonly say: (message: string) => void,
  ) {}

  /** @throws ServiceError, which `send` has to throw, of the last try. */
  make<T>(call: Call, send: () => Promise<T>): Promise<T> {
    const tries = { unsuccessful: 0 };
    return pRetry(() => this.pace.run(call.action, () => this.send(call, send), call.maxCallsPerSecond), {
      retries: MAX_RETRIES_WHILE_THROTTLED,
      minTimeout: FIRST_BACKOFF_MILLISECONDS,
      maxTimeout: MAX_BACKOFF_MILLISECONDS,
      randomize: true,
      onFailedAttempt: (error) => this.letAgain(call, error, tries),
    });
  }

  private async send<T>(call: Call, send: () => Promise<T>): Promise<T> {
    const startedAt = this.clock.now();
    try {
      return await send();
    } catch (thrown) {
      if (thrown instanceof ServiceError && thrown.outcome === "throttled") {
        const wait = Math.min(thrown.retryAfterMilliseconds ?? 0, MAX_WAIT_MILLISECONDS);
        this.pace.throttled(call.action, startedAt, wait);
      }
      throw thrown;
    }
  }

  /**
   * A repeat is safe where nothing happened, or where a second call does no harm. Anything else is the caller's to
   * sort out: it has to look whether the first call took effect.
   * @throws the error, when the call is not made again
   */
  private letAgain(call: Call, thrown: unknown, tries: { unsuccessful: number }): void {
    if (!(thrown instanceof ServiceError)) throw thrown;
    const error = thrown as ServiceError & { retriesLeft: number };
    if (error.retriesLeft === 0) return;
    if (error.outcome === "throttled") {
      this.sayOnce(error);
      return;
    }
    tries.unsuccessful++;
    const notSent = error.outcome === "not-sent";
    const harmless = notSent || (call.repeatable && error.mayHaveTakenEffect);
    if (!harmless || tries.unsuccessful > (notSent ? MAX_RETRIES_WITHOUT_CONNECTION : MAX_RETRIES))
      throw error;
    this.say(`${error.message} – trying again.`);
  }

  /** A thousand resources may be throttled at once: that is one thing to know, and no failure. */
  private sayOnce({ action }: ServiceError): void {
    if (this.toldOfThrottle.has(action)) return;
    this.toldOfThrottle.add(action);
    this.say(`The service throttles ${action}; its calls go out more slowly from now on.`);
  }
}
