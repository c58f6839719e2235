import { ServiceError } from "../client/errors";
import type { SnapshotJob } from "../client/ice";
import type { Context } from "../context";
import { ResourceError } from "../handler";
import { statusOf } from "../recording/jobs";
import { lookUntil } from "../waiting";
import { getSnapshotJob, isJobGone } from "./jobs";

/**
 * What `stop` makes of a job that never started is not documented: one that still says `init` this long after the
 * command takes no pictures, and counts as stopped.
 */
const INIT_CONFIRMATION_MILLISECONDS = 10_000;

export type DesiredStatus = "running" | "stopped";

/** Where a job stands after it was brought to what is declared. */
export interface Reached {
  readonly job: SnapshotJob;
  /** The service refused to start it: its stream is not there. */
  readonly awaitsStream: boolean;
}

/**
 * Has the job take pictures: by `start`, or by `restart` where that is asked for and it takes some already. A job whose
 * stream is away can't be started; that is said, and is no failure.
 * @throws ResourceError when the service no longer knows the job; ServiceError for any other refusal
 */
export async function run(ctx: Context, jobId: string, restart: boolean): Promise<Reached> {
  const job = await requireJob(ctx, jobId);
  const isStarted = job.status === "started";
  if (isStarted && !restart) return { job, awaitsStream: false };
  try {
    await ctx.ice.sendLiveSnapshotJobCommand({ jobId, command: isStarted ? "restart" : "start" });
  } catch (thrown) {
    const code = thrown instanceof ServiceError ? thrown.code : undefined;
    // A job that is submitted while its stream is there starts by itself, perhaps between our look and our command.
    if (code !== "JobAlreadyStarted" && code !== "StreamNotFound") throw thrown;
    if (code === "StreamNotFound") {
      ctx.log.warn(
        `job ${jobId} takes no pictures yet: its stream is not there. An up starts it once ApsaraVideo Live says that the stream is; for any other stream, change triggers then`,
      );
      return { job, awaitsStream: true };
    }
  }
  return { job: await requireJob(ctx, jobId), awaitsStream: false };
}

/** Stops the job and makes sure of it. @throws ResourceError when it is not stopped in time, or is gone */
export async function stop(ctx: Context, jobId: string, deadline: number): Promise<Reached> {
  const job = await stopIfThere(ctx, jobId, deadline);
  if (job === "gone") throw jobIsGone(ctx, jobId);
  return { job, awaitsStream: false };
}

/** The same, where a job that is gone is as good as stopped. */
export async function stopIfThere(
  ctx: Context,
  jobId: string,
  deadline: number,
): Promise<SnapshotJob | "gone"> {
  const before = await getSnapshotJob(ctx, jobId);
  if (before === "gone" || before.status === "paused") return before;
  try {
    await ctx.ice.sendLiveSnapshotJobCommand({ jobId, command: "stop" });
  } catch (thrown) {
    if (!isJobGone(thrown)) throw thrown;
  }
  const since = ctx.clock.now();
  let last: SnapshotJob = before;
  const stopped = await lookUntil(ctx, `job ${jobId} to stop`, deadline, async () => {
    const job = await getSnapshotJob(ctx, jobId);
    if (job === "gone" || job.status === "paused") return job;
    last = job;
    const isInitForGood = job.status === "init" && ctx.clock.now() - since >= INIT_CONFIRMATION_MILLISECONDS;
    return isInitForGood ? job : undefined;
  });
  if (stopped !== undefined) return stopped;
  throw new ResourceError(
    `Job ${jobId} of LiveSnapshotJob "${ctx.name}" was told to stop and still says ${JSON.stringify(statusOf(last))}. It is kept in state. Run this again to wait on; or set onDelete: "abandon", or run \`pulumi config set alicloud-ice:abandonJobs ${jobId}\`, to have delete drop it as it is.`,
  );
}

async function requireJob(ctx: Context, jobId: string): Promise<SnapshotJob> {
  const job = await getSnapshotJob(ctx, jobId);
  if (job === "gone") throw jobIsGone(ctx, jobId);
  return job;
}

function jobIsGone(ctx: Context, jobId: string): ResourceError {
  return new ResourceError(
    `The service no longer knows job ${jobId} of LiveSnapshotJob "${ctx.name}". Run up with --refresh: it submits the job again.`,
  );
}
