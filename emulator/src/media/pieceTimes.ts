import type { Clock } from "../clock";

/** A piece arrives when the next key frame has: later than this after its end only if the clock was moved. */
const MAX_LAG_MILLISECONDS = 10_000;

/**
 * When the pieces of a pull were on the air, by the emulator's clock. Media runs in real time whatever the clock does,
 * so their lengths are added up from the start of the pull and kept close to now; never later than now.
 */
export class PieceTimes {
  private mediaEnd: number;

  constructor(
    private readonly clock: Clock,
    /** End of the piece before this pull; no piece starts before it. */
    private lastEnd: number,
  ) {
    this.mediaEnd = clock.now();
  }

  next(durationSeconds: number): { startTime: number; endTime: number } {
    const now = this.clock.now();
    const milliseconds = durationSeconds * 1000;
    this.mediaEnd = Math.max(this.mediaEnd + milliseconds, now - MAX_LAG_MILLISECONDS);
    const endTime = Math.round(Math.min(now, this.mediaEnd));
    const startTime = Math.round(Math.min(endTime, Math.max(endTime - milliseconds, this.lastEnd)));
    this.lastEnd = endTime;
    return { startTime, endTime };
  }
}
