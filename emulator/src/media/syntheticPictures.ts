import type { Clock, ClockTimer } from "../clock";
import { pipeThrough } from "./children";
import type { Ffmpeg } from "./ffmpeg";
import { ONE_JPEG_ARGUMENTS } from "./keyFramePull";
import type { PictureTimes } from "./pictureTimes";
import type { StreamAddress } from "./streamUrl";
import { SyntheticMedia } from "./syntheticMedia";
import type { SyntheticStreams } from "./syntheticStreams";

export interface SyntheticPictureEvents {
  /** A picture is due. */
  due(at: number): void;
  /** The last event: the stream has gone, or `stop` was called. */
  closed(): void;
}

/**
 * The pictures of a synthetic stream: each exactly when it is due, within the clock's own steps, so that an advance by
 * hours has every one of them at its time.
 */
export class SyntheticPictures {
  readonly #clock: Clock;
  readonly #times: PictureTimes;
  readonly #events: SyntheticPictureEvents;
  readonly #stopListening: () => void;
  #timer: ClockTimer | undefined;
  #closed = false;

  constructor(
    streams: SyntheticStreams,
    { app, stream }: StreamAddress,
    clock: Clock,
    times: PictureTimes,
    events: SyntheticPictureEvents,
  ) {
    this.#clock = clock;
    this.#times = times;
    this.#events = events;
    this.#stopListening = streams.onChange(() => {
      if (!streams.isOnline(app, stream)) {
        this.#close();
      }
    });
  }

  begin(): void {
    this.#takeDue();
    this.#wait();
  }

  async stop(): Promise<void> {
    this.#close();
  }

  #wait(): void {
    const now = this.#clock.now();
    this.#timer = this.#clock.setTimeout(() => {
      this.#takeDue();
      this.#wait();
    }, this.#times.next(now) - now);
  }

  /** A clock that flows many times as fast as the machine's passes several times at once. */
  #takeDue(): void {
    const now = this.#clock.now();
    for (let at = this.#times.next(now); at <= now; at = this.#times.next(now)) {
      this.#times.taken(at);
      this.#events.due(at);
    }
  }

  #close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#timer?.cancel();
    this.#stopListening();
    this.#takeDue();
    this.#events.closed();
  }
}

/** The one picture that all synthetic streams show, made by ffmpeg out of their media. */
export function makeSyntheticJpeg(ffmpeg: Ffmpeg): Promise<Buffer> {
  return pipeThrough(ffmpeg.path, ONE_JPEG_ARGUMENTS, new SyntheticMedia(0).take(1));
}
