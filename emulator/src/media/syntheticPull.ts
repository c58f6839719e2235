import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock, ClockTimer } from "../clock";
import type { PullEvents, RunningPull } from "./pull";
import type { SyntheticCuts } from "./syntheticCuts";
import { SyntheticMedia } from "./syntheticMedia";
import { SYNTHETIC_HEIGHT, SYNTHETIC_WIDTH } from "./syntheticPicture";
import type { SyntheticStreams } from "./syntheticStreams";

export interface SyntheticSource {
  readonly streams: SyntheticStreams;
  readonly app: string;
  readonly stream: string;
  readonly clock: Clock;
  readonly cuts: SyntheticCuts;
}

/** How the name of a piece without real media ends. */
export const SYNTHETIC_PIECE = "-synthetic.ts";

/**
 * The pull of a synthetic stream: media comes with the emulator's clock, in whole seconds. Everything happens within
 * the clock's own steps, so that an advance by hours has each cut at its right time.
 */
export class SyntheticPull implements RunningPull {
  readonly #source: SyntheticSource;
  readonly #folder: string;
  readonly #events: PullEvents;
  readonly #media: SyntheticMedia;
  readonly #startTime: number;
  readonly #stopListening: () => void;
  #takenSeconds = 0;
  #pieces = 0;
  #timer: ClockTimer | undefined;
  #closed = false;

  /** @param startSeconds where the timestamps of the media start. */
  constructor(source: SyntheticSource, folder: string, startSeconds: number, events: PullEvents) {
    this.#source = source;
    this.#folder = folder;
    this.#events = events;
    this.#media = new SyntheticMedia(startSeconds);
    this.#startTime = source.clock.now();
    this.#stopListening = source.streams.onChange(() => {
      if (!source.streams.isOnline(source.app, source.stream)) {
        this.#close();
      }
    });
  }

  /** Starts: tells that it is open at once. */
  open(): void {
    this.#events.opened({
      durationSeconds: 0,
      width: SYNTHETIC_WIDTH,
      height: SYNTHETIC_HEIGHT,
      videoCodec: "h264",
    });
    this.#takeAtNextCut();
  }

  /** Ends the pull; everything that has come until now is delivered first. */
  async stop(): Promise<void> {
    this.#close();
  }

  #takeAtNextCut(): void {
    const { clock, cuts } = this.#source;
    const seconds = cuts.next();
    const due = this.#startTime + (this.#takenSeconds + seconds) * 1000;
    this.#timer = clock.setTimeout(() => {
      this.#take(seconds);
      this.#takeAtNextCut();
    }, due - clock.now());
  }

  #take(seconds: number): void {
    const path = join(this.#folder, `${String(++this.#pieces).padStart(8, "0")}${SYNTHETIC_PIECE}`);
    const startTime = this.#startTime + this.#takenSeconds * 1000;
    this.#takenSeconds += seconds;
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(path, this.#media.take(seconds));
    } catch (error) {
      // A full disk must not end the process: nobody could catch what a timer of the clock throws.
      this.#events.lost(error as Error);
      return;
    }
    this.#source.cuts.add(seconds);
    this.#events.piece({
      path,
      durationSeconds: seconds,
      synthetic: { startTime, endTime: startTime + seconds * 1000 },
    });
  }

  #close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#timer?.cancel();
    this.#stopListening();
    const { clock, cuts } = this.#source;
    const elapsedSeconds = Math.floor((clock.now() - this.#startTime) / 1000);
    while (elapsedSeconds > this.#takenSeconds) {
      this.#take(Math.min(cuts.next(), elapsedSeconds - this.#takenSeconds));
    }
    cuts.interrupt();
    this.#events.closed();
  }
}
