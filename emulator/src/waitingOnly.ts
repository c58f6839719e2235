import type { Clock } from "./clock";
import type { StartRecording } from "./jobs";

/**
 * Recording without media: no stream is ever pulled, so that a job ends when the window after Submit is over.
 * @param windowMilliseconds read at Submit, of the emulator's clock.
 */
export function waitForNoStream(clock: Clock, windowMilliseconds: () => number): StartRecording {
  return (_job, events) => {
    const timer = clock.setTimeout(() => events.ended(clock.now(), "never-pulled"), windowMilliseconds());
    return {
      close: async () => {
        timer.cancel();
        events.ended(clock.now(), "closed");
      },
      settled: () => Promise.resolve(),
      saveTo: () => Promise.resolve(),
      faultAdded: () => {},
    };
  };
}
