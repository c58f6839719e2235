import type { Clock } from "../clock";
import type { Ffmpeg } from "./ffmpeg";
import { KeyFramePull } from "./keyFramePull";
import { PictureTimes } from "./pictureTimes";
import { type FoundStream, type StreamServers, StreamSeeker } from "./streamSeeker";
import type { PullAddress, StreamAddress } from "./streamUrl";
import { SyntheticPictures } from "./syntheticPictures";
import type { SyntheticStreams } from "./syntheticStreams";

/** A picture of a stream. */
export interface Picture {
  /** Rejects when ffmpeg could not make it. */
  readonly jpeg: () => Promise<Buffer>;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly takenAt: number;
  /** Whether its media was made up. */
  readonly synthetic: boolean;
}

/** All times in milliseconds since the epoch, by the emulator's clock. */
export interface TakingEvents {
  /** The stream's first picture since it was looked for. */
  came(at: number): void;
  went(at: number): void;
  picture(picture: Picture): void;
  /** No stream URL in `message`. */
  problem(at: number, message: string): void;
}

export interface SnapshotTaking {
  /** Takes no more pictures; what was taken has been told. */
  close(): Promise<void>;
}

export interface TakingOptions extends StreamServers {
  readonly streamUrl: string;
  /** Seconds between two pictures, by the emulator's clock. */
  readonly timeInterval: number;
  readonly clock: Clock;
  readonly ffmpeg: Ffmpeg;
  /** The picture that synthetic streams show. */
  readonly syntheticJpeg: () => Promise<Buffer>;
  readonly events: TakingEvents;
}

/**
 * Takes pictures of a stream until it is closed. A stream that goes away is waited for. Never throws: what happens is
 * told by `events`.
 */
export function startTaking(options: TakingOptions): SnapshotTaking {
  const taking = new StreamTaking(options);
  taking.begin();
  return taking;
}

interface RunningTaking {
  stop(): Promise<void>;
}

class StreamTaking implements SnapshotTaking {
  readonly #options: TakingOptions;
  readonly #seeker: StreamSeeker;
  readonly #times: PictureTimes;
  #running: RunningTaking | undefined;
  #hasStream = false;
  #closed = false;

  constructor(options: TakingOptions) {
    this.#options = options;
    this.#times = new PictureTimes(options.timeInterval);
    this.#seeker = new StreamSeeker(options.streamUrl, options, {
      wanted: () => !this.#closed && this.#running === undefined,
      found: (stream) => this.#start(stream),
    });
  }

  begin(): void {
    this.#seeker.begin();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#seeker.stop();
    await this.#running?.stop();
  }

  #start(stream: FoundStream): void {
    if ("synthetic" in stream) {
      this.#startSynthetic(stream.synthetic, stream.address);
    } else {
      this.#startPull(stream.pull);
    }
  }

  #startPull(address: PullAddress): void {
    const { clock, ffmpeg, events } = this.#options;
    try {
      this.#running = new KeyFramePull(ffmpeg, address, {
        keyFrame: (jpeg) => this.#takeIfDue(jpeg),
        closed: () => this.#ended(),
      });
    } catch (error) {
      events.problem(clock.now(), `ffmpeg could not be started: ${(error as Error).message}`);
      this.#seeker.lookLater();
    }
  }

  /** Pictures are taken at key frames: at the first one that comes when a picture is due. */
  #takeIfDue(jpeg: Buffer): void {
    const now = this.#options.clock.now();
    this.#streamCame(now);
    if (now >= this.#times.next(now)) {
      this.#times.taken(now);
      this.#options.events.picture({ jpeg: async () => jpeg, takenAt: now, synthetic: false });
    }
  }

  #startSynthetic(streams: SyntheticStreams, address: StreamAddress): void {
    const { clock, events, syntheticJpeg } = this.#options;
    const pictures = new SyntheticPictures(streams, address, clock, this.#times, {
      due: (at) => events.picture({ jpeg: syntheticJpeg, takenAt: at, synthetic: true }),
      closed: () => this.#ended(),
    });
    this.#running = pictures;
    this.#streamCame(clock.now());
    pictures.begin();
  }

  #streamCame(at: number): void {
    if (!this.#hasStream) {
      this.#hasStream = true;
      this.#options.events.came(at);
    }
  }

  #ended(): void {
    this.#running = undefined;
    if (this.#hasStream) {
      this.#hasStream = false;
      this.#options.events.went(this.#options.clock.now());
      this.#seeker.look();
    }
    this.#seeker.lookLater();
  }
}
