import type { Origin } from "./origin";
import {
  isServedBy,
  type PullAddress,
  parseStreamUrl,
  pullAddress,
  reach,
  type StreamAddress,
  serverOf,
} from "./streamUrl";
import type { SyntheticStreams } from "./syntheticStreams";

/** Real time between two attempts to find a stream that is elsewhere, or that should be there and is not. */
const RETRY_MILLISECONDS = 1_000;

/** A stream that can be pulled now. */
export type FoundStream =
  | { readonly source: "pushed"; readonly address: PullAddress }
  | {
      readonly source: "synthetic";
      readonly streams: SyntheticStreams;
      readonly app: string;
      readonly stream: string;
    };

export type FoundSyntheticStream = Extract<FoundStream, { source: "synthetic" }>;

export interface StreamSeekerParts {
  readonly streamUrl: string;
  readonly origin: Origin;
  /** Streams whose media is made up. Default: none. */
  readonly synthetic?: SyntheticStreams;
  /** Whether somebody waits for the stream now. */
  readonly wanted: () => boolean;
  /** The stream is there. Called again whenever it is looked for again. */
  readonly found: (stream: FoundStream) => void;
}

/**
 * Looks out for a stream: at the embedded origin and among the synthetic streams it is told of changes, elsewhere it
 * has to try.
 */
export class StreamSeeker {
  readonly #parts: StreamSeekerParts;
  readonly #address: StreamAddress | undefined;
  readonly #embedded: boolean;
  #stopListening: () => void = () => {};
  #retry: NodeJS.Timeout | undefined;
  #reaching = false;
  #stopped = false;

  constructor(parts: StreamSeekerParts) {
    this.#parts = parts;
    this.#address = parseStreamUrl(parts.streamUrl);
    this.#embedded = this.#address !== undefined && isServedBy(this.#address, parts.origin);
  }

  /** Whether the stream is on the air at the embedded origin. */
  get isOnline(): boolean {
    return (
      this.#embedded &&
      this.#address !== undefined &&
      this.#parts.origin.isOnline(this.#address.app, this.#address.stream)
    );
  }

  /** Looks for the stream now, and whenever something changes. */
  start(): void {
    const { origin, synthetic } = this.#parts;
    const stops = [
      this.#embedded ? origin.onChange(() => this.seek()) : () => {},
      synthetic?.onChange(() => this.seek()) ?? (() => {}),
    ];
    this.#stopListening = () => {
      for (const stop of stops) {
        stop();
      }
    };
    this.seek();
  }

  /** Tells of the stream if it is there, else sees to it that we hear of it. */
  seek(): void {
    const address = this.#address;
    if (address === undefined || !this.#isWanted()) {
      return;
    }
    const { origin, synthetic, found } = this.#parts;
    const { app, stream } = address;
    if (synthetic?.isOnline(app, stream)) {
      found({ source: "synthetic", streams: synthetic, app, stream });
    } else if (!this.#embedded) {
      void this.#reach(address);
    } else if (origin.isOnline(app, stream)) {
      found({ source: "pushed", address: pullAddress(address, serverOf(origin)) });
    }
  }

  seekLater(): void {
    clearTimeout(this.#retry);
    if (!this.#stopped) {
      this.#retry = setTimeout(() => this.seek(), RETRY_MILLISECONDS).unref();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#stopListening();
  }

  #isWanted(): boolean {
    return !this.#stopped && this.#parts.wanted();
  }

  async #reach(address: StreamAddress): Promise<void> {
    if (this.#reaching) {
      return;
    }
    this.#reaching = true;
    const ip = await reach(address);
    this.#reaching = false;
    if (!this.#isWanted()) {
      return;
    }
    if (ip === undefined) {
      this.seekLater();
    } else {
      this.#parts.found({
        source: "pushed",
        address: pullAddress(address, { ip, port: address.port }),
      });
    }
  }
}
