/**
 * The one clock of the emulator. Every timer and every timestamp that the emulator produces comes from here,
 * so that a test can freeze time and move it by hand instead of sleeping.
 */
export interface Clock {
  /** Milliseconds since the epoch, as the emulated service sees them. */
  now(): number;
  /** Runs `callback` once, `milliseconds` of this clock's time from now. */
  setTimeout(callback: () => void, milliseconds: number): ClockTimer;
  /** Resolves after `milliseconds` of this clock's time. */
  sleep(milliseconds: number): Promise<void>;
  /** Stops the flow of time; `advance` still moves it. */
  freeze(): void;
  /** Lets time flow again from where it is. */
  resume(): void;
  /** Moves time forward; due timers run in order, each seeing its own due time as `now()`. */
  advance(milliseconds: number): void;
  readonly frozen: boolean;
}

export interface ClockTimer {
  cancel(): void;
}
