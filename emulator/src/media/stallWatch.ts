/** Real time without any media before ffmpeg is given up; an origin ends a silent publisher sooner. */
const STALL_MILLISECONDS = 15_000;

/** Notices when an ffmpeg that pulls a live stream gets no media any more. */
export class StallWatch {
  readonly #stalled: () => void;
  #mediaTime = "";
  #timer: NodeJS.Timeout;

  constructor(stalled: () => void) {
    this.#stalled = stalled;
    this.#timer = this.#arm();
  }

  /** @param text of ffmpeg's `-progress`. */
  readProgress(text: string): void {
    const time = /out_time=(\S+)/.exec(text)?.[1];
    if (time !== undefined && time !== this.#mediaTime) {
      this.#mediaTime = time;
      clearTimeout(this.#timer);
      this.#timer = this.#arm();
    }
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #arm(): NodeJS.Timeout {
    return setTimeout(this.#stalled, STALL_MILLISECONDS).unref();
  }
}
