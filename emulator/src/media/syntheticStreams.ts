import type { Clock, ClockTimer } from "../clock";
import type { RecordState } from "../state/stateEntries";
import type { OnlineStream } from "./originMessages";

export interface SyntheticOptions {
  /**
   * Seconds, by the emulator's clock, after which a publisher that was disconnected or refused pushes again, as encoders
   * do. Without it the stream ends with its connection.
   */
  readonly reconnectAfterSeconds?: number;
}

/** A stream that was declared and not stopped since. */
export interface SyntheticStream extends SyntheticOptions {
  readonly app: string;
  readonly stream: string;
}

interface Entry extends SyntheticStream {
  /** Made from another stream: whoever made it makes it again, so that it is not kept. */
  readonly derived?: true;
  /** Milliseconds since the epoch, by the emulator's clock; absent while it is off the air. */
  onlineSince?: number;
  retry?: ClockTimer;
}

/**
 * Streams without a publisher: the emulator makes their media up, by its own clock. So what takes hours can be
 * rehearsed in seconds. Whatever host a job's stream URL names, its application and stream name lead here.
 */
export class SyntheticStreams {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #forbidden = new Set<string>();
  readonly #listeners = new Set<() => void>();

  readonly #record: RecordState;

  constructor(clock: Clock, record: RecordState = () => {}) {
    this.#clock = clock;
    this.#record = record;
  }

  /** Puts the stream on the air. @throws Error when it is declared already, or forbidden and not to be tried again. */
  start(app: string, stream: string, options: SyntheticOptions = {}): void {
    const path = pathOf(app, stream);
    if (this.#entries.has(path)) {
      throw new Error(`the synthetic stream ${path} is there already`);
    }
    if (this.#forbidden.has(path) && options.reconnectAfterSeconds === undefined) {
      throw new Error(`the stream ${path} is forbidden`);
    }
    this.#record({ entry: "synthetic", synthetic: { app, stream, ...options } });
    this.#add({ app, stream, ...options });
  }

  /** Puts a stream on the air that is made from another one, until it is stopped. @throws Error when it is there already. */
  startDerived(app: string, stream: string, options: Required<SyntheticOptions>): void {
    if (this.#entries.has(pathOf(app, stream))) {
      throw new Error(`the synthetic stream ${pathOf(app, stream)} is there already`);
    }
    this.#add({ app, stream, derived: true, ...options });
  }

  /** Takes the stream off the air for good. @throws Error when there is none. */
  stop(app: string, stream: string): void {
    const path = pathOf(app, stream);
    const entry = this.#entries.get(path);
    if (entry === undefined) {
      throw new Error(`there is no synthetic stream ${path}`);
    }
    entry.retry?.cancel();
    this.#forget(entry);
    this.#changed();
  }

  isOnline(app: string, stream: string): boolean {
    return this.#entries.get(pathOf(app, stream))?.onlineSince !== undefined;
  }

  /** The streams that are on the air, as a publisher's would be listed. */
  online(): OnlineStream[] {
    return [...this.#entries.values()].flatMap(({ app, stream, onlineSince }) =>
      onlineSince === undefined
        ? []
        : [{ app, stream, publishedAt: onlineSince, domain: "synthetic", clientIp: "127.0.0.1" }],
    );
  }

  declared(): SyntheticStream[] {
    return [...this.#entries.values()].flatMap(({ app, stream, reconnectAfterSeconds, derived }) =>
      derived
        ? []
        : [{ app, stream, ...(reconnectAfterSeconds === undefined ? {} : { reconnectAfterSeconds }) }],
    );
  }

  /** Calls `listener` whenever a stream came or went. Answers a function that ends this. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  disconnect(app: string, stream: string): void {
    const entry = this.#entries.get(pathOf(app, stream));
    if (entry?.onlineSince !== undefined) {
      this.#drop(entry);
    }
  }

  forbid(app: string, stream: string): void {
    this.#forbidden.add(pathOf(app, stream));
    this.disconnect(app, stream);
  }

  allow(app: string, stream: string): void {
    this.#forbidden.delete(pathOf(app, stream));
  }

  reset(): void {
    for (const { app, stream } of this.declared()) {
      this.stop(app, stream);
    }
    this.#forbidden.clear();
  }

  #add(entry: Entry): void {
    this.#entries.set(pathOf(entry.app, entry.stream), entry);
    this.#connect(entry);
  }

  #connect(entry: Entry): void {
    if (this.#forbidden.has(pathOf(entry.app, entry.stream))) {
      this.#drop(entry);
      return;
    }
    entry.onlineSince = this.#clock.now();
    this.#changed();
  }

  #drop(entry: Entry): void {
    const { reconnectAfterSeconds } = entry;
    delete entry.onlineSince;
    if (reconnectAfterSeconds === undefined) {
      this.#forget(entry);
    } else {
      entry.retry = this.#clock.setTimeout(() => this.#connect(entry), reconnectAfterSeconds * 1000);
    }
    this.#changed();
  }

  #forget({ app, stream, derived }: Entry): void {
    if (!derived) {
      this.#record({ entry: "syntheticStopped", app, stream });
    }
    this.#entries.delete(pathOf(app, stream));
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}

function pathOf(app: string, stream: string): string {
  return `${app}/${stream}`;
}
