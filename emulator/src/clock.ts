import { type ScheduledTimer, TimerHeap } from "./timerHeap";

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
  /**
   * Moves time forward; due timers run in order, each seeing its own due time as `now()`.
   * @throws RangeError for less than 0: time never goes back.
   */
  advance(milliseconds: number): void;
  /**
   * Makes time flow `scale` times as fast as the machine's, from now on; 1 is the default. A frozen clock stays frozen
   * and flows at this speed when it is resumed. No clock speeds up what is real: the pull of a pushed stream, an answer
   * over the network.
   * @throws RangeError outside {@link MIN_CLOCK_SCALE} to {@link MAX_CLOCK_SCALE}.
   */
  setScale(scale: number): void;
  readonly scale: number;
  readonly frozen: boolean;
}

export interface ClockTimer {
  cancel(): void;
}

/** A clock that can be put away: `stop` drops every timer, so that nothing keeps the process alive. */
export interface StoppableClock extends Clock {
  stop(): void;
}

/** One second in about 17 minutes. */
export const MIN_CLOCK_SCALE = 0.001;
/** A day in less than a second. */
export const MAX_CLOCK_SCALE = 100_000;

/** Node turns a longer delay into 1 ms. */
const LONGEST_REAL_TIMEOUT_MILLISECONDS = 2 ** 31 - 1;

/**
 * A clock that shows the machine's time until it is frozen or advanced. It never goes back.
 * Work that awaits something between two timers runs after `advance` has returned, and sees the time advanced to.
 */
export function createClock(): StoppableClock {
  return new EmulatorClock();
}

class EmulatorClock implements StoppableClock {
  /** While time flows: what this clock showed at `#flowingSince`, which is in the machine's time. */
  #flowedFrom = Date.now();
  #flowingSince = this.#flowedFrom;
  #scale = 1;
  /** The time shown while it does not flow: frozen, or held at a timer's due time during `advance`. */
  #held: number | undefined;
  #frozen = false;
  #sequence = 0;
  readonly #timers = new TimerHeap();
  #wakeUp: NodeJS.Timeout | undefined;

  get frozen(): boolean {
    return this.#frozen;
  }

  now(): number {
    return this.#held ?? this.#flowedFrom + Math.floor((Date.now() - this.#flowingSince) * this.#scale);
  }

  get scale(): number {
    return this.#scale;
  }

  setScale(scale: number): void {
    if (!(scale >= MIN_CLOCK_SCALE && scale <= MAX_CLOCK_SCALE)) {
      throw new RangeError(
        `the clock cannot run ${scale} times as fast: from ${MIN_CLOCK_SCALE} to ${MAX_CLOCK_SCALE}`,
      );
    }
    const held = this.#held;
    this.#flowFrom(this.now());
    this.#held = held;
    this.#scale = scale;
    this.#arm();
  }

  setTimeout(callback: () => void, milliseconds: number): ClockTimer {
    const timer: ScheduledTimer = {
      due: this.now() + Math.max(0, milliseconds),
      sequence: this.#sequence++,
      callback,
    };
    this.#timers.push(timer);
    if (this.#timers.first() === timer) {
      this.#arm();
    }
    return {
      cancel: () => {
        if (timer.callback !== undefined) {
          timer.callback = undefined;
          this.#timers.noteCancelled();
        }
      },
    };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.setTimeout(resolve, milliseconds);
    });
  }

  freeze(): void {
    this.#held = this.now();
    this.#frozen = true;
    this.#arm();
  }

  resume(): void {
    if (!this.#frozen) {
      return;
    }
    this.#flowFrom(this.now());
    this.#frozen = false;
    this.#arm();
  }

  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) {
      throw new RangeError(`the clock cannot be advanced by ${milliseconds} ms: it never goes back`);
    }
    const target = this.now() + milliseconds;
    try {
      this.#runUntil(target);
    } finally {
      const reached = Math.max(target, this.now());
      if (this.#frozen) {
        this.#held = reached;
      } else {
        this.#flowFrom(reached);
      }
      this.#arm();
    }
  }

  stop(): void {
    this.#timers.clear();
    clearTimeout(this.#wakeUp);
  }

  #runUntil(target: number): void {
    for (;;) {
      const timer = this.#timers.first();
      if (timer === undefined || timer.due > target) {
        return;
      }
      this.#timers.removeFirst();
      this.#held = Math.max(timer.due, this.#held ?? timer.due);
      run(timer);
    }
  }

  #flowFrom(time: number): void {
    this.#held = undefined;
    this.#flowedFrom = time;
    this.#flowingSince = Date.now();
  }

  /** Keeps one real timer for the earliest of ours, none while frozen. */
  #arm(): void {
    clearTimeout(this.#wakeUp);
    this.#wakeUp = undefined;
    const first = this.#timers.first();
    if (this.#held !== undefined || first === undefined) {
      return;
    }
    const wait = Math.min(
      Math.max(0, (first.due - this.now()) / this.#scale),
      LONGEST_REAL_TIMEOUT_MILLISECONDS,
    );
    this.#wakeUp = setTimeout(() => this.#runDue(), wait);
  }

  #runDue(): void {
    try {
      for (;;) {
        const timer = this.#timers.first();
        if (timer === undefined || this.#frozen || timer.due > this.now()) {
          return;
        }
        this.#timers.removeFirst();
        run(timer);
      }
    } finally {
      this.#arm();
    }
  }
}

function run(timer: ScheduledTimer): void {
  const callback = timer.callback;
  timer.callback = undefined;
  callback?.();
}
