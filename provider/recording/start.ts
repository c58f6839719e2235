import type { RecordJob } from "../client/ice";
import type { Context } from "../context";
import { ResourceError } from "../handler";
import { lookUntil } from "../waiting";
import { getJob, stillRecords } from "./jobs";

/** Waits until the service says that the job records. @throws ResourceError when it ended, is gone, or time ran out. */
export async function awaitStart(ctx: Context, jobId: string, deadline: number): Promise<RecordJob> {
  const job = await lookUntil(ctx, `job ${jobId} to start`, deadline, async () => {
    const seen = await getJob(ctx, jobId);
    return seen === "gone" || seen.status === "started" || !stillRecords(seen) ? seen : undefined;
  });
  if (job === undefined) {
    throw new ResourceError(
      `Job ${jobId} was submitted but has not started in time. Is the stream being pushed? Run up again to wait on.`,
    );
  }
  if (job === "gone")
    throw new ResourceError(`Job ${jobId} was submitted, and the service no longer knows it.`);
  if (!stillRecords(job)) {
    throw new ResourceError(
      `Job ${jobId} is paused, before it was seen to start: the service says so of a job that found no stream within 3 minutes. Push the stream first, then change triggers to record again.`,
    );
  }
  return job;
}
