/** A local IMS as a vitest fixture. Needs vitest, which this package leaves to the project that tests with it. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "./index.js";

/**
 * Starts an emulator for the tests of the file or the `describe` that calls it, resets it before each of them, and stops
 * it after the last. Its clock is resumed at normal speed by each reset; it does not go back.
 *
 * ```ts
 * const ims = useEmulator({ media: false });
 * it("…", () => expect(ims().jobs()).toEqual([]));
 * ```
 *
 * @returns the running emulator; to be called in tests and hooks, not while they are collected.
 */
export function useEmulator(options: EmulatorOptions = {}): () => Emulator {
  let running: Emulator | undefined;
  beforeAll(async () => {
    running = await startEmulator(options);
  });
  beforeEach(async () => {
    if (running !== undefined) {
      running.clock.setScale(1);
      running.clock.resume();
      await running.reset();
    }
  });
  afterAll(async () => {
    await running?.stop();
    running = undefined;
  });
  return () => {
    if (running === undefined) {
      throw new Error("The emulator is not running: call this in a test or a hook, not around them.");
    }
    return running;
  };
}
