import { DEFAULT_CYCLE_DURATION_SECONDS, DEFAULT_SLICE_DURATION_SECONDS } from "./cycle";
import type { RecordFormat } from "./recordingTypes";

/** A piece is handed over at least this often, so that little is lost with a killed emulator. */
const MAX_PIECE_SECONDS = 60;

interface Counter {
  readonly cycle: number;
  readonly slice: number;
  cycleSeconds: number;
  sliceSeconds: number;
}

/**
 * Where the media of a synthetic stream is cut: exactly at the ends of the slices and cycles of a recording, so that a
 * piece may be long without making any of them longer. Counts media in seconds over all pulls of the recording.
 */
export class SyntheticCuts {
  readonly #counters: readonly Counter[];

  constructor(formats: readonly RecordFormat[]) {
    this.#counters = formats.map((format) => ({
      cycle: format.CycleDuration ?? DEFAULT_CYCLE_DURATION_SECONDS,
      slice:
        format.Format === "m3u8"
          ? (format.SliceDuration ?? DEFAULT_SLICE_DURATION_SECONDS)
          : Number.POSITIVE_INFINITY,
      cycleSeconds: 0,
      sliceSeconds: 0,
    }));
  }

  /** @param cycleSeconds what the open cycle of each format holds already. */
  restore(cycleSeconds: readonly number[]): void {
    for (const [index, counter] of this.#counters.entries()) {
      counter.cycleSeconds = Math.round(cycleSeconds[index] ?? 0);
    }
  }

  /** Seconds of media until the next cut. */
  next(): number {
    return this.#counters.reduce(
      (least, { cycle, slice, cycleSeconds, sliceSeconds }) =>
        Math.min(least, Math.max(1, cycle - cycleSeconds), slice - sliceSeconds),
      MAX_PIECE_SECONDS,
    );
  }

  /** A piece of this length was handed over. */
  add(seconds: number): void {
    for (const counter of this.#counters) {
      counter.cycleSeconds += seconds;
      counter.sliceSeconds += seconds;
      if (counter.cycleSeconds >= counter.cycle) {
        counter.cycleSeconds = 0;
        counter.sliceSeconds = 0;
      } else if (counter.sliceSeconds >= counter.slice) {
        counter.sliceSeconds = 0;
      }
    }
  }

  /** The stream went away: slices end with it, cycles do not. */
  interrupt(): void {
    for (const counter of this.#counters) {
      counter.sliceSeconds = 0;
    }
  }
}
