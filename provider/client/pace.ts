import pLimit from "p-limit";
import type { Clock } from "../clock";

/** However hard the service throttles: one call of an action a second still goes out. */
const MAX_GAP_MILLISECONDS = 1_000;
/** After so many calls of an action that were not throttled, the next ones go out a little sooner. */
const CALLS_BEFORE_SPEEDING_UP = 10;
const SPEEDING_UP_FACTOR = 0.9;
const SLOWING_DOWN_FACTOR = 1.5;
/** Limits are counted by the second: what comes within the same one is refused, whatever the pace. */
const MIN_HOLD_MILLISECONDS = 1_000;

export interface PaceLimits {
  /** To all products together. */
  readonly maxConcurrentCalls: number;
  /** Of one action, in calls per second. */
  readonly maxCallsPerSecond: number;
}

/** The calls of one action stand in line: each starts a gap after the one before it. */
interface Line {
  turn: Promise<unknown>;
  readonly minGapMilliseconds: number;
  gapMilliseconds: number;
  lastStartedAt: number;
  /** Nothing starts before. */
  heldUntil: number;
  slowedAt: number;
  untroubledCalls: number;
}

/**
 * How fast a process calls the service: one for all of its resources, since Pulumi works on many at once. What the
 * service throttles goes out more slowly from then on, and by and by faster again while it is left in peace.
 */
export class Pace {
  private readonly together: pLimit.Limit;
  private readonly lines = new Map<string, Line>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: PaceLimits,
  ) {
    this.together = pLimit(limits.maxConcurrentCalls);
  }

  /**
   * Makes the call when its turn has come.
   * @param maxCallsPerSecond the action's own limit, where one is published
   */
  run<T>(action: string, call: () => Promise<T>, maxCallsPerSecond = Number.POSITIVE_INFINITY): Promise<T> {
    const line = this.lineOf(action, maxCallsPerSecond);
    return new Promise<T>((resolve, reject) => {
      const start = (): Promise<void> =>
        new Promise((started) => {
          const begin = (): Promise<T> => {
            line.lastStartedAt = this.clock.now();
            started();
            return call();
          };
          this.together(begin).then(resolve, reject);
        });
      line.turn = line.turn.then(() => this.awaitTurn(line)).then(start);
    }).then((answer) => {
      this.speedUp(line);
      return answer;
    });
  }

  /**
   * The service throttled a call of this action.
   * @param startedAt when that call was made: many that were under way at once slow the pace down only once
   * @param waitMilliseconds how long the service asks to be left alone
   */
  throttled(action: string, startedAt: number, waitMilliseconds: number): void {
    const line = this.lines.get(action);
    if (line === undefined) return;
    const now = this.clock.now();
    line.heldUntil = Math.max(line.heldUntil, now + Math.max(waitMilliseconds, MIN_HOLD_MILLISECONDS));
    line.untroubledCalls = 0;
    if (startedAt < line.slowedAt) return;
    line.slowedAt = now;
    line.gapMilliseconds = Math.min(line.gapMilliseconds * SLOWING_DOWN_FACTOR, MAX_GAP_MILLISECONDS);
  }

  private lineOf(action: string, maxCallsPerSecond: number): Line {
    const known = this.lines.get(action);
    if (known !== undefined) return known;
    const gap = 1_000 / Math.min(this.limits.maxCallsPerSecond, maxCallsPerSecond);
    const line: Line = {
      turn: Promise.resolve(),
      minGapMilliseconds: gap,
      gapMilliseconds: gap,
      lastStartedAt: Number.NEGATIVE_INFINITY,
      heldUntil: Number.NEGATIVE_INFINITY,
      slowedAt: Number.NEGATIVE_INFINITY,
      untroubledCalls: 0,
    };
    this.lines.set(action, line);
    return line;
  }

  /** Looked at again after each sleep: the service may have throttled meanwhile. */
  private async awaitTurn(line: Line): Promise<void> {
    for (;;) {
      const due = Math.max(line.lastStartedAt + line.gapMilliseconds, line.heldUntil);
      const wait = due - this.clock.now();
      if (wait <= 0) return;
      await this.clock.sleep(Math.ceil(wait));
    }
  }

  private speedUp(line: Line): void {
    line.untroubledCalls++;
    if (line.untroubledCalls % CALLS_BEFORE_SPEEDING_UP !== 0) return;
    line.gapMilliseconds = Math.max(line.minGapMilliseconds, line.gapMilliseconds * SPEEDING_UP_FACTOR);
  }
}
