import type { RecordJob } from "../client/ice";
import { utcSeconds } from "../clock";
import type { Context } from "../context";
import { lookUntil } from "../waiting";
import { getJob, statusOf, stillRecords } from "./jobs";

/**
 * A job counts as ended when two reads this far apart both say `paused`. Whether a paused job can go on by itself
 * is not documented, so one read is not trusted.
 */
export const PAUSED_CONFIRMATION_MILLISECONDS = 10_000;
/** The time of the first sight is kept in whole seconds, rounded up. */
const ROUNDING_MILLISECONDS = 1_000;
/** A timer may be a little early by the clock. */
const TIMER_MARGIN_MILLISECONDS = 250;
/** A job ends by itself when its stream is away for longer. Source: record guide; changed by support ticket only. */
export const STREAM_AWAY_WINDOW_SECONDS = 180;
/** The service needs a moment to notice that the window has passed. Assumed. */
const WINDOW_MARGIN_SECONDS = 20;

/** What is known of a job's end. */
export interface EndState {
  /** The service said `paused` in two reads at least 10 seconds apart. */
  readonly ended: boolean;
  /** When `paused` was first seen, UTC. */
  readonly endedSeenAt?: string;
}

/** What one more read of the job tells about its end, given what was known before. Makes no call. */
export function sightEnd(ctx: Context, jobId: string, job: RecordJob, before: Partial<EndState>): EndState {
  if (stillRecords(job)) {
    if (before.ended || before.endedSeenAt !== undefined) {
      ctx.log.warn(
        `job ${jobId} ${before.ended ? "had ended" : "said paused"} and is now "${statusOf(job)}" again: the service resumed it. It records; look at it before you rely on its end.`,
      );
    }
    return { ended: false };
  }
  const now = ctx.clock.now();
  const seen = before.endedSeenAt ? Date.parse(before.endedSeenAt) : now;
  // Another machine's clock may be ahead of this one: its time would be waited for.
  const firstSeen = seen <= now + ROUNDING_MILLISECONDS ? seen : now;
  return {
    ended: before.ended === true || now - firstSeen >= PAUSED_CONFIRMATION_MILLISECONDS,
    // Kept in whole seconds: rounded up, so that a later read never takes the 10 seconds for longer than they were.
    endedSeenAt: utcSeconds(Math.ceil(firstSeen / 1_000) * 1_000),
  };
}

/** Makes sure of an end that one read has shown: waits out the rest of the 10 seconds and reads again. */
export async function confirmEnd(ctx: Context, jobId: string, sighted: EndState): Promise<EndState> {
  if (sighted.ended || sighted.endedSeenAt === undefined) return sighted;
  const left = Date.parse(sighted.endedSeenAt) + PAUSED_CONFIRMATION_MILLISECONDS - ctx.clock.now();
  ctx.log.status(`job ${jobId} says paused; reading once more to be sure`);
  await ctx.clock.sleep(Math.max(0, left) + TIMER_MARGIN_MILLISECONDS, ctx.signal);
  const job = await getJob(ctx, jobId);
  return job === "gone" ? { ...sighted, ended: true } : sightEnd(ctx, jobId, job, sighted);
}

/** Waits until the job has ended for certain. @returns false when it still records at the deadline. */
export async function awaitEnd(ctx: Context, jobId: string, deadline: number): Promise<boolean> {
  const ended = await lookUntil(ctx, `the end of job ${jobId}`, deadline, async () => {
    const job = await getJob(ctx, jobId);
    if (job === "gone") return true;
    return (await confirmEnd(ctx, jobId, sightEnd(ctx, jobId, job, {}))).ended ? true : undefined;
  });
  return ended === true;
}

/** Waits for an end that nobody asks for: if the stream is away already, the job ends within the window. */
export function awaitEndByItself(ctx: Context, jobId: string, deadline: number): Promise<boolean> {
  const window = ctx.clock.now() + (STREAM_AWAY_WINDOW_SECONDS + WINDOW_MARGIN_SECONDS) * 1_000;
  return awaitEnd(ctx, jobId, Math.min(deadline, window));
}
