import type { Context } from "./context";

/** How often a job is looked at while something is awaited: often at first, since a start takes a second or two. */
const MIN_POLL_INTERVAL_MILLISECONDS = 1_000;
const MAX_POLL_INTERVAL_MILLISECONDS = 5_000;
/** A log that keeps every line must not fill with them. */
const MIN_SHOWN_INTERVAL_MILLISECONDS = 15_000;

/**
 * Looks again and again until `look` finds something, at the longest until `deadline`.
 * Shows what is awaited and since when; never runs past the deadline by more than one look.
 * @returns what was found, or undefined when time ran out.
 */
export async function lookUntil<Found>(
  ctx: Context,
  awaited: string,
  deadline: number,
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const since = ctx.clock.now();
  let shownAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const waited = ctx.clock.now() - since;
    const left = deadline - ctx.clock.now();
    if (left <= 0 || ctx.signal.aborted) return undefined;
    if (waited - shownAt >= MIN_SHOWN_INTERVAL_MILLISECONDS) {
      ctx.log.status(`waiting ${seconds(waited)} for ${awaited}, at most ${seconds(left)} more`);
      shownAt = waited;
    }
    const interval = Math.min(
      MAX_POLL_INTERVAL_MILLISECONDS,
      Math.max(MIN_POLL_INTERVAL_MILLISECONDS, waited),
    );
    await ctx.clock.sleep(Math.min(interval, left), ctx.signal);
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}
