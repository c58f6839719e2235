import type { Clock } from "../clock";
import type { SavedClock } from "./stateEntries";

export function saveClock(clock: Clock): SavedClock {
  return { now: clock.now(), machineNow: Date.now(), frozen: clock.frozen, scale: clock.scale };
}

/**
 * Makes the clock flow as it did, from where it would be now. Time never goes back: a clock that is later already stays
 * where it is.
 */
export function restoreClock(clock: Clock, saved: SavedClock): void {
  clock.setScale(saved.scale);
  // Frozen meanwhile: a flowing clock would move on between the look at it and its freeze.
  clock.freeze();
  clock.advance(Math.max(0, expectedNow(saved) - clock.now()));
  if (!saved.frozen) {
    clock.resume();
  }
}

/** Real time that a note may be off by before the clock counts as moved; machines stall. */
const TOLERANCE_MILLISECONDS = 1000;

/** Whether the clock was frozen, moved or sped up since it was saved. */
export function clockWasMoved(clock: Clock, saved: SavedClock): boolean {
  return (
    clock.frozen !== saved.frozen ||
    clock.scale !== saved.scale ||
    Math.abs(clock.now() - expectedNow(saved)) > TOLERANCE_MILLISECONDS * saved.scale
  );
}

function expectedNow({ now, machineNow, frozen, scale }: SavedClock): number {
  return frozen ? now : now + Math.floor((Date.now() - machineNow) * scale);
}
