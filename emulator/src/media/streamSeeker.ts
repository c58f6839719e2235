import type { Origin } from "./origin";
import {
  isServedBy,
  type PullAddress,
  parseStreamUrl,
  pullAddress,
  reach,
  type StreamAddress,
} from "./streamUrl";
import type { SyntheticStreams } from "./syntheticStreams";

/** Real time between two looks for a stream that is elsewhere, or that should be there and is not. */
const RETRY_MILLISECONDS = 1_000;

/** The servers that a stream may be at. */
export interface StreamServers {
  readonly origin: Origin;
  /** Streams whose media is made up. Default: none. */
  readonly synthetic?: SyntheticStreams | undefined;
}

/** A stream that was found: made up here, or to be pulled. */
export type FoundStream =
  | { readonly synthetic: SyntheticStreams; readonly address: StreamAddress }
  | { readonly pull: PullAddress };

export interface SeekerEvents {
  /** Whether the stream is still to be looked for; asked before each look and before each `found`. */
  wanted(): boolean;
  found(stream: FoundStream): void;
}

/**
 * Looks for a stream whenever one came or went here; for one that is elsewhere, where nobody tells us, again and again
 * until a server answers there.
 */
export class StreamSeeker {
  /** Undefined when the URL is no address of a stream: it is never found. */
  readonly address: StreamAddress | undefined;
  /** Whether it is, or would be, at the emulator's own origin. */
  readonly embedded: boolean;
  readonly #servers: StreamServers;
  readonly #events: SeekerEvents;
  #stopListening: () => void = () => {};
  #retry: NodeJS.Timeout | undefined;
  #reaching = false;

  constructor(streamUrl: string, servers: StreamServers, events: SeekerEvents) {
    this.address = parseStreamUrl(streamUrl);
    this.embedded = this.address !== undefined && isServedBy(this.address, servers.origin);
    this.#servers = servers;
    this.#events = events;
  }

  /** Looks now, and at every change from now on. */
  begin(): void {
    const { origin, synthetic } = this.#servers;
    const stops = [
      this.embedded ? origin.onChange(() => this.look()) : () => {},
      synthetic?.onChange(() => this.look()) ?? (() => {}),
    ];
    this.#stopListening = () => {
      for (const stop of stops) {
        stop();
      }
    };
    this.look();
  }

  look(): void {
    const { address } = this;
    if (address === undefined || !this.#events.wanted()) {
      return;
    }
    const place = locate(address, this.#servers);
    if (place === "elsewhere") {
      void this.#reach(address);
    } else if (place !== undefined) {
      this.#events.found(place);
    }
  }

  /** Looks in a second of real time: the stream should be there, and could not be read. */
  lookLater(): void {
    clearTimeout(this.#retry);
    if (this.#events.wanted()) {
      this.#retry = setTimeout(() => this.look(), RETRY_MILLISECONDS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#stopListening();
  }

  async #reach(address: StreamAddress): Promise<void> {
    if (this.#reaching) {
      return;
    }
    this.#reaching = true;
    const ip = await reach(address);
    this.#reaching = false;
    if (!this.#events.wanted()) {
      return;
    }
    if (ip === undefined) {
      this.lookLater();
    } else {
      this.#events.found({ pull: pullAddress(address, { ip, port: address.port }) });
    }
  }
}

/** Whether a stream could be pulled now; one that is elsewhere counts when its server accepts connections. */
export async function isOnAir(streamUrl: string, servers: StreamServers): Promise<boolean> {
  const address = parseStreamUrl(streamUrl);
  if (address === undefined) {
    return false;
  }
  const place = locate(address, servers);
  return place === "elsewhere" ? (await reach(address)) !== undefined : place !== undefined;
}

function locate(
  address: StreamAddress,
  { origin, synthetic }: StreamServers,
): FoundStream | "elsewhere" | undefined {
  const { app, stream } = address;
  if (synthetic?.isOnline(app, stream)) {
    return { synthetic, address };
  }
  if (!isServedBy(address, origin)) {
    return "elsewhere";
  }
  const ip = /^rtmp:\/\/\[?([^\]/]+?)\]?:\d+$/.exec(origin.url)?.[1] ?? "127.0.0.1";
  return origin.isOnline(app, stream)
    ? { pull: pullAddress(address, { ip, port: origin.port }) }
    : undefined;
}
