/** What the command's exit code says. The same numbers everywhere, so that a pipeline needs to know them once. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  /** Something was looked for and found: an orphan, a drift. */
  found: 3,
} as const;

export const EXIT_CODES_HELP =
  "\nExit codes: 0 done, 1 failed, 2 wrong use, 3 found what was looked for (orphans).";
