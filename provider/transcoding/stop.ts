import { ServiceError } from "../client/errors";
import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import { lookUntil } from "../waiting";
import { getTranscodeJob, hasStopped, STATUS_NOT_STARTED, statusText } from "./jobs";

/** A delete counts at once in the service's own answer; a list may lag behind it. */
const GONE_WITHIN_SECONDS = 30;

/** What is known of a job once nothing of it runs any more. */
export type Stopped =
  | "stopped"
  /** The service would not stop what it has not started. */
  | "not started"
  | "gone";

/**
 * Sends the command `stop` and waits until the service says so. A stopped job can't be started again.
 * @throws ResourceError when it is still running at the deadline, ServiceError when the command is refused
 */
export async function stopTranscodeJob(ctx: Context, jobId: string, deadline: number): Promise<Stopped> {
  const before = await endOf(ctx, jobId);
  if (before !== undefined) return before;
  try {
    await ctx.ice.sendLiveTranscodeJobCommand({ jobId, command: "stop" });
  } catch (thrown) {
    if (!(thrown instanceof ServiceError)) throw thrown;
    if (!thrown.mayHaveTakenEffect) return stoppedAllTheSame(ctx, jobId, thrown);
  }
  const end = await lookUntil(ctx, `transcode job ${jobId} to stop`, deadline, () => endOf(ctx, jobId));
  if (end !== undefined) return end;
  const job = await getTranscodeJob(ctx, jobId);
  throw new ResourceError(
    `Transcode job ${jobId} was told to stop, but is ${job === "gone" ? "gone" : statusText(job)} at the end of the time allowed. Run the same command again, or raise customTimeouts.delete.`,
  );
}

async function endOf(ctx: Context, jobId: string): Promise<"stopped" | "gone" | undefined> {
  const job = await getTranscodeJob(ctx, jobId);
  if (job === "gone") return "gone";
  return hasStopped(job) ? "stopped" : undefined;
}

/** It may have stopped by its time in the moment before the command. */
async function stoppedAllTheSame(ctx: Context, jobId: string, refusal: ServiceError): Promise<Stopped> {
  const job = await getTranscodeJob(ctx, jobId);
  if (job === "gone") return "gone";
  if (hasStopped(job)) return "stopped";
  if (Number(job.status) === STATUS_NOT_STARTED && refusal.outcome === "refused") return "not started";
  throw refusal;
}

/** Deletes a job that has been stopped, and makes sure that the service no longer knows it. */
export async function deleteTranscodeJob(ctx: Context, jobId: string, deadline: number): Promise<void> {
  try {
    await ctx.ice.deleteLiveTranscodeJob({ jobId });
  } catch (thrown) {
    const isGone = async (): Promise<boolean> => (await getTranscodeJob(ctx, jobId)) === "gone";
    if (!(thrown instanceof ServiceError) || !(await isGone())) throw thrown;
  }
  const within = Math.min(deadline, ctx.clock.now() + GONE_WITHIN_SECONDS * 1_000);
  const gone = await lookUntil(ctx, `transcode job ${jobId} to be gone`, within, async () =>
    (await getTranscodeJob(ctx, jobId)) === "gone" ? true : undefined,
  );
  if (gone === undefined) {
    throw new ResourceError(
      "DeleteLiveTranscodeJob succeeded, but the service still knows the job. Run the same command again.",
    );
  }
}

/** Stops and deletes a job. @throws ResourceError that says how far it came: the resource is kept. */
export async function endTranscodeJob(ctx: Context, jobId: string, deadline: number): Promise<void> {
  let stopped: Stopped;
  try {
    stopped = await stopTranscodeJob(ctx, jobId, deadline);
  } catch (thrown) {
    throw new ResourceError(
      `Deleting LiveTranscodeJob "${ctx.name}": job ${jobId} could not be stopped for certain. ${sentenceOf(thrown)} It is kept in state and was not deleted.`,
    );
  }
  if (stopped === "gone") return;
  try {
    await deleteTranscodeJob(ctx, jobId, deadline);
  } catch (thrown) {
    throw new ResourceError(
      `Deleting LiveTranscodeJob "${ctx.name}": job ${jobId} is ${stopped}, but could not be deleted. ${sentenceOf(thrown)} It is kept in state; run the same command again.`,
    );
  }
}
