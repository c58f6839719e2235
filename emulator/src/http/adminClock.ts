import { type Clock, MAX_CLOCK_SCALE, MIN_CLOCK_SCALE } from "../clock";
import type { AdminBody } from "./adminBody";

const MAX_ADVANCE_SECONDS = 10 * 365 * 24 * 60 * 60;

export interface ClockState {
  /** UTC. */
  readonly now: string;
  readonly frozen: boolean;
  readonly scale: number;
}

export function clockState(clock: Clock): ClockState {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen, scale: clock.scale };
}

/** `freeze`, `scale`, `advanceSeconds` and `resume`, in this order. */
export function moveClock(clock: Clock, body: AdminBody): void {
  const scale = body.number("scale", MIN_CLOCK_SCALE, MAX_CLOCK_SCALE);
  const seconds = body.number("advanceSeconds", 0, MAX_ADVANCE_SECONDS);
  const resume = body.flag("resume");
  if (body.flag("freeze")) {
    clock.freeze();
  }
  if (scale !== undefined) {
    clock.setScale(scale);
  }
  if (seconds !== undefined) {
    clock.advance(seconds * 1000);
  }
  if (resume) {
    clock.resume();
  }
}
