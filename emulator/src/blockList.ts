import type { Clock, ClockTimer } from "./clock";
import type { RecordState } from "./state/stateEntries";

/** What the block list needs of the place where publishers push to. */
export interface PublisherControl {
  forbid(app: string, stream: string): Promise<void>;
  disconnect(app: string, stream: string): Promise<void>;
  allow(app: string, stream: string): Promise<void>;
}

export const MAX_FORBIDDEN_STREAMS = 10_000;
/** 6 months, which the documentation does not count in days. */
export const DEFAULT_FORBIDDEN_MILLISECONDS = 182 * 24 * 60 * 60 * 1000;

export interface ForbiddenStream {
  readonly app: string;
  readonly stream: string;
  /** Milliseconds since the epoch at which the stream is allowed again by itself. */
  readonly until: number;
}

interface Entry extends ForbiddenStream {
  readonly timer: ClockTimer;
}

/** Streams that must not be pushed. Each entry is lifted by the clock. */
export class BlockList {
  readonly #clock: Clock;
  readonly #origin: PublisherControl | undefined;
  /** Stream name → app name → entry. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #record: RecordState;
  #size = 0;

  constructor(clock: Clock, origin: PublisherControl | undefined, record: RecordState = () => {}) {
    this.#clock = clock;
    this.#origin = origin;
    this.#record = record;
  }

  get isFull(): boolean {
    return this.#size >= MAX_FORBIDDEN_STREAMS;
  }

  has(app: string, stream: string): boolean {
    return this.#entries.get(stream)?.has(app) ?? false;
  }

  all(): ForbiddenStream[] {
    return [...this.#entries.values()].flatMap((apps) =>
      [...apps.values()].map(({ app, stream, until }) => ({ app, stream, until })),
    );
  }

  /** Disconnects the publisher and keeps it away until `until`. */
  async forbid(app: string, stream: string, until: number): Promise<void> {
    this.#remove(app, stream);
    const forbidden = { app, stream, ...(Number.isFinite(until) ? { until } : {}) };
    this.#record({ entry: "forbidden", forbidden });
    const timer = this.#clock.setTimeout(() => {
      // Nobody waits for this, and an origin that is gone has nobody to let in.
      this.resume(app, stream).catch(() => undefined);
    }, until - this.#clock.now());
    const apps = this.#entries.get(stream) ?? new Map<string, Entry>();
    apps.set(app, { app, stream, until, timer });
    this.#entries.set(stream, apps);
    this.#size++;
    await this.#origin?.forbid(app, stream);
  }

  /** Disconnects the publisher, which may come back at once. */
  async disconnect(app: string, stream: string): Promise<void> {
    await this.#origin?.disconnect(app, stream);
  }

  /** @param app an application's name, or `*` for every application. */
  async resume(app: string, stream: string): Promise<void> {
    const apps = app === "*" ? [...(this.#entries.get(stream)?.keys() ?? [])] : [app];
    for (const name of apps) {
      this.#remove(name, stream);
      await this.#origin?.allow(name, stream);
    }
  }

  async reset(): Promise<void> {
    for (const { app, stream } of this.all()) {
      await this.resume(app, stream);
    }
  }

  #remove(app: string, stream: string): void {
    const apps = this.#entries.get(stream);
    const entry = apps?.get(app);
    if (apps === undefined || entry === undefined) {
      return;
    }
    this.#record({ entry: "allowed", app, stream });
    entry.timer.cancel();
    apps.delete(app);
    this.#size--;
    if (apps.size === 0) {
      this.#entries.delete(stream);
    }
  }
}
