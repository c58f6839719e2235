import type { Emulator, EmulatorOptions } from "./index.js";

/**
 * Starts an emulator for the tests of the file or the `describe` that calls it, resets it before each of them, and stops
 * it after the last. The types for files that the compiler takes for CommonJS; what runs under vitest is the ES module.
 *
 * @throws Error when it is really required: vitest cannot be.
 */
export function useEmulator(_options: EmulatorOptions = {}): () => Emulator {
  throw new Error(
    "pulumi-alicloud-ice-emulator/vitest is an ES module, as vitest is: import it, do not require it.",
  );
}
