import type { RecordJob } from "../client/ice";
import type { Context } from "../context";
import { messageOf } from "../error";
import { ResourceError } from "../handler";
import { iceLocation, requireSamePlace } from "../place";
import type { LiveRecordJobOutputs } from "../resources/liveRecordJob";
import { getJob } from "./jobs";
import { endOverdue, isLeaseOver } from "./lease";
import { awaitStart } from "./start";
import { type EndState, sightEnd } from "./verifiedEnd";

/** The outputs after a read of the job. */
type Refreshed = (outs: LiveRecordJobOutputs, job: RecordJob, end: EndState) => LiveRecordJobOutputs;

/**
 * Waits for the start of a job where that is wanted, and learns what its lease counts from. Makes no call where neither
 * is to be done. Whatever goes wrong, the job's id is kept.
 */
export async function settled(
  ctx: Context,
  jobId: string,
  outs: LiveRecordJobOutputs,
  awaitsStart: boolean,
  deadline: number,
  refreshed: Refreshed,
): Promise<LiveRecordJobOutputs> {
  try {
    // Nobody waits for the start of a job that is to be ended.
    if (awaitsStart && !isLeaseOver(ctx, outs, outs.createTime)) {
      return refreshed(outs, await awaitStart(ctx, jobId, deadline), { ended: false });
    }
    if (outs.maxDuration === undefined || outs.createTime !== undefined) return outs;
    // The answer to a submit does not say when the job was made, which is what the time counts from.
    const job = await getJob(ctx, jobId);
    return job === "gone" ? outs : refreshed(outs, job, sightEnd(ctx, jobId, job, outs));
  } catch (thrown) {
    throw keeping(jobId, awaitsStart ? { ...outs, __awaitsStart: true } : outs, thrown);
  }
}

/** Ends a job whose lease is over; makes no call before that. Whatever goes wrong, the job's id is kept. */
export async function endedWithLease(
  ctx: Context,
  jobId: string,
  outs: LiveRecordJobOutputs,
  deadline: number,
  refreshed: Refreshed,
): Promise<LiveRecordJobOutputs> {
  if (outs.ended || !isLeaseOver(ctx, outs, outs.createTime)) return outs;
  try {
    await requireSamePlace("LiveRecordJob", ctx, outs, iceLocation(ctx));
    const found = await endOverdue(ctx, jobId, outs, deadline);
    return found === "gone" ? outs : refreshed(outs, found.job, found.end);
  } catch (thrown) {
    throw keeping(jobId, { ...outs, overdue: true }, thrown);
  }
}

function keeping(id: string, outs: LiveRecordJobOutputs, thrown: unknown): ResourceError {
  return new ResourceError(messageOf(thrown), { id, outs: { ...outs } });
}
