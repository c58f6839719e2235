const QUIET_MILLISECONDS = 3_000;
const TERMINAL_INTERVAL_MILLISECONDS = 1_000;
const LOG_INTERVAL_MILLISECONDS = 15_000;

function elapsedSeconds(startedAt: number): string {
  return `${Math.round((Date.now() - startedAt) / 1_000)} s`;
}

/**
 * Runs work and says how long it has been running, once it takes more than a few seconds.
 *
 * A terminal shows one line that is written again every second; a log gets a line every 15 seconds.
 * Everything goes to stderr, so that the stdout of a command stays its result.
 */
export async function withProgress<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = Date.now();
  const isTerminal = process.stderr.isTTY === true;
  let isShown = false;
  const show = (text: string, isLast: boolean) => {
    isShown = true;
    process.stderr.write(isTerminal ? `\r\u001b[K${text}${isLast ? "\n" : ""}` : `${text}\n`);
  };
  const repeat = () => show(`${title} ... ${elapsedSeconds(startedAt)}`, false);
  let interval: NodeJS.Timeout | undefined;
  const quiet = setTimeout(() => {
    repeat();
    interval = setInterval(repeat, isTerminal ? TERMINAL_INTERVAL_MILLISECONDS : LOG_INTERVAL_MILLISECONDS);
  }, QUIET_MILLISECONDS);
  try {
    const result = await work();
    if (isShown) {
      show(`${title}: done in ${elapsedSeconds(startedAt)}`, true);
    }
    return result;
  } catch (error) {
    if (isShown) {
      show(`${title}: failed after ${elapsedSeconds(startedAt)}`, true);
    }
    throw error;
  } finally {
    clearTimeout(quiet);
    clearInterval(interval);
  }
}
