/** What every script's exit code says: the numbers of the command `pulumi-alicloud-ice`. */
export const EXIT_CODES = {
  /** Done; nothing has to be looked at. */
  done: 0,
  /** It could not be done, and stderr says why. */
  failed: 1,
  /** Called in a way that it can't be. */
  wrongUse: 2,
  /** Something was looked for and found: a drift, an orphan. */
  found: 3,
};

/** Ends the script with 2 and says how it is called. */
export class WrongUse extends Error {}

/**
 * Runs a script's work and sets its exit code. Whatever is thrown is said in one line.
 * @param {() => Promise<number>} work answers the exit code
 */
export async function exitWith(work) {
  try {
    process.exitCode = await work();
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : thrown}\n`);
    process.exitCode = thrown instanceof WrongUse ? EXIT_CODES.wrongUse : EXIT_CODES.failed;
  }
}
