import type { Context } from "../context";

/** How often a job is looked at while something is awaited. */
export const POLL_INTERVAL_MILLISECONDS = 5_000;

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
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const left = deadline - ctx.clock.now();
    if (left <= 0 || ctx.signal.aborted) return undefined;
    ctx.log.status(
      `waiting ${seconds(ctx.clock.now() - since)} for ${awaited}, at most ${seconds(left)} more`,
    );
    await ctx.clock.sleep(Math.min(POLL_INTERVAL_MILLISECONDS, left), ctx.signal);
  }
}

export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}
