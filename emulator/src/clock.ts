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

/** A clock that can be put away: `stop` drops every timer, so that nothing keeps the process alive. */
export interface StoppableClock extends Clock {
  stop(): void;
}

/** Node turns a longer delay into 1 ms. */
const LONGEST_REAL_TIMEOUT_MILLISECONDS = 2 ** 31 - 1;

/**
 * A clock that shows the machine's time until it is frozen or advanced. It never goes back.
 * Work that awaits something between two timers runs after `advance` has returned, and sees the time advanced to.
 */
export function createClock(): StoppableClock {
  return new EmulatorClock();
}

interface ScheduledTimer {
  readonly due: number;
  readonly sequence: number;
  callback: (() => void) | undefined;
}

class EmulatorClock implements StoppableClock {
  /** This clock minus the machine's clock, while time flows. */
  #offset = 0;
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
    return this.#held ?? Date.now() + this.#offset;
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
    this.#offset = time - Date.now();
  }

  /** Keeps one real timer for the earliest of ours, none while frozen. */
  #arm(): void {
    clearTimeout(this.#wakeUp);
    this.#wakeUp = undefined;
    const first = this.#timers.first();
    if (this.#held !== undefined || first === undefined) {
      return;
    }
    const wait = Math.min(Math.max(0, first.due - this.now()), LONGEST_REAL_TIMEOUT_MILLISECONDS);
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

/** Binary heap by due time, then by order of creation. Cancelled timers are dropped lazily. */
class TimerHeap {
  #items: ScheduledTimer[] = [];
  #cancelled = 0;

  first(): ScheduledTimer | undefined {
    while (this.#items[0] !== undefined && this.#items[0].callback === undefined) {
      this.removeFirst();
      this.#cancelled--;
    }
    return this.#items[0];
  }

  push(timer: ScheduledTimer): void {
    const items = this.#items;
    let index = items.push(timer) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (parent === undefined || !isBefore(timer, parent)) {
        break;
      }
      items[index] = parent;
      index = parentIndex;
    }
    items[index] = timer;
  }

  removeFirst(): void {
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#sinkFromTop(last);
    }
  }

  /** Rebuilds once most entries are cancelled, so that timers set and cancelled in a loop cost no memory. */
  noteCancelled(): void {
    this.#cancelled++;
    if (this.#cancelled > 1_000 && this.#cancelled > this.#items.length / 2) {
      const live = this.#items.filter((timer) => timer.callback !== undefined);
      this.#items = live.sort((a, b) => (isBefore(a, b) ? -1 : 1));
      this.#cancelled = 0;
    }
  }

  clear(): void {
    this.#items = [];
    this.#cancelled = 0;
  }

  #sinkFromTop(timer: ScheduledTimer): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const leftChild = items[left];
      if (leftChild === undefined) {
        break;
      }
      const rightChild = items[left + 1];
      const useRight = rightChild !== undefined && isBefore(rightChild, leftChild);
      const child = useRight ? rightChild : leftChild;
      if (!isBefore(child, timer)) {
        break;
      }
      items[index] = child;
      index = useRight ? left + 1 : left;
    }
    items[index] = timer;
  }
}

function isBefore(a: ScheduledTimer, b: ScheduledTimer): boolean {
  return a.due === b.due ? a.sequence < b.sequence : a.due < b.due;
}
