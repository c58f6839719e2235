import type { Clock } from "../../../provider/clock";

/** A clock that stands still until somebody sleeps: a sleep is over at once and has moved the time. */
export class FakeClock implements Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  private time: number;
  private readonly planned: { at: number; happens: () => void }[] = [];

  constructor(start = "2026-03-01T12:00:00Z") {
    this.time = Date.parse(start);
  }

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.advance(milliseconds);
    return Promise.resolve();
  }

  /** Moves the time, and lets happen what was planned for then. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const due = this.planned.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at);
      const [next] = due;
      if (next === undefined) break;
      this.planned.splice(this.planned.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.happens();
    }
    this.time = end;
  }

  /** Plans something for `milliseconds` from now. */
  after(milliseconds: number, happens: () => void): void {
    this.planned.push({ at: this.time + milliseconds, happens });
  }

  /** All that was slept since the start, in milliseconds. */
  get slept(): number {
    return this.sleeps.reduce((sum, sleep) => sum + sleep, 0);
  }
}
