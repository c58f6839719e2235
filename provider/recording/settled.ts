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

/**
 * Does what is still due of a job that exists: waits for its start, or ends it when its lease is over. Makes no call
 * when nothing is due. Whatever goes wrong, the job's id is kept.
 * @param refreshed the outputs after a read of the job
 */
export async function settled(
  ctx: Context,
  jobId: string,
  outs: LiveRecordJobOutputs,
  awaitsStart: boolean,
  deadline: number,
  refreshed: (outs: LiveRecordJobOutputs, job: RecordJob, end: EndState) => LiveRecordJobOutputs,
): Promise<LiveRecordJobOutputs> {
  let known = outs;
  let due: Partial<LiveRecordJobOutputs> = awaitsStart ? { __awaitsStart: true } : {};
  try {
    if (awaitsStart && !isLeaseOver(ctx, outs, outs.createTime)) {
      known = refreshed(outs, await awaitStart(ctx, jobId, deadline), { ended: false });
    } else if (outs.maxDuration !== undefined && outs.createTime === undefined) {
      // The answer to a submit does not say when the job was made, which is what the time counts from.
      const job = await getJob(ctx, jobId);
      if (job !== "gone") known = refreshed(outs, job, sightEnd(ctx, jobId, job, outs));
    }
    if (known.ended || !isLeaseOver(ctx, known, known.createTime)) return known;
    due = { overdue: true };
    await requireSamePlace("LiveRecordJob", ctx, known, iceLocation(ctx));
    const found = await endOverdue(ctx, jobId, known, deadline);
    return found === "gone" ? known : refreshed(known, found.job, found.end);
  } catch (thrown) {
    throw new ResourceError(messageOf(thrown), { id: jobId, outs: { ...known, ...due } });
  }
}
