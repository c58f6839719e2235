import type { RecordJob } from "../client/ice";
import { utcSeconds } from "../clock";
import type { Context } from "../context";
import { ResourceError } from "../handler";
import type { BooleanField, Fields } from "../rules/fields";
import { utcTimeRule } from "../rules/times";
import { getJob, readJob, statusOf, stillRecords } from "./jobs";
import { type StopCall, stopByCall } from "./stopCalls";
import { confirmEnd, type EndState, sightEnd } from "./verifiedEnd";

/** How long a job may record. The provider's own: nothing of it is sent. */
export const leaseFields = {
  maxDuration: {
    type: "integer",
    unit: "seconds",
    min: 1,
    optional: "no limit",
    doc: "How long the job may record, counted from its `createTime`. Once that is over, `refresh` shows a job that still records as `overdue`, and the next `up` makes its `stopCall`; without one that `up` fails while the job records. Nothing acts between two commands. An ended job whose time is over is not submitted again. With `endAt`, the earlier of the two counts.",
  },
  endAt: {
    type: "string",
    optional: "no limit",
    doc: "Until when the job may record, UTC, `yyyy-MM-ddTHH:mm:ssZ`; otherwise as `maxDuration`. A job that would be submitted after it is refused at preview.",
    rule: utcTimeRule,
  },
} as const satisfies Fields;

/** The output that tells of a lease which is over. */
export const overdueOutput = {
  type: "boolean",
  optional: "absent unless the job recorded after the end of its lease",
  doc: "True when `maxDuration` or `endAt` was over and the job still recorded at the last read.",
} as const satisfies BooleanField;

export interface Lease {
  readonly maxDuration?: number;
  readonly endAt?: string;
}

/** A lease, and what ends the recording when it is over. */
export interface Leased extends Lease {
  readonly stopCall?: StopCall;
}

/**
 * When the lease ends, in milliseconds since the epoch.
 * @returns undefined without a lease, and while the `createTime` that it counts from is not known
 */
export function leaseEnd({ maxDuration, endAt }: Lease, createTime: string | undefined): number | undefined {
  const counted = maxDuration === undefined ? Number.NaN : Date.parse(createTime ?? "") + maxDuration * 1_000;
  const ends = [counted, Date.parse(endAt ?? "")].filter(Number.isFinite);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

export function isLeaseOver({ clock }: Context, lease: Lease, createTime: string | undefined): boolean {
  const end = leaseEnd(lease, createTime);
  return end !== undefined && clock.now() >= end;
}

/** What a read of the job tells about its lease: said aloud when it is over and the job records. Makes no call. */
export function sightOverdue(ctx: Context, jobId: string, job: RecordJob, leased: Leased): boolean {
  const { createTime } = job;
  if (!stillRecords(job) || !isLeaseOver(ctx, leased, createTime)) return false;
  const next = leased.stopCall
    ? `up ends it by its stopCall, ${leased.stopCall.kind}`
    : `it has no stopCall, so up fails: ${WAYS_OUT}`;
  ctx.log.warn(`job ${jobId} still records (${statusOf(job)}) ${since(leased, createTime)}; ${next}`);
  return true;
}

/** Whether a job whose lease is over still records. Makes one call, or two when the job is gone. */
export async function stopDue(ctx: Context, jobId: string, leased: Leased): Promise<boolean> {
  const job = await readJob(ctx, jobId, "whether it still records after its lease is only known at up");
  return job !== undefined && job !== "gone" && sightOverdue(ctx, jobId, job, leased);
}

/** What is known of a job once nothing of it records any more. */
export interface EndedJob {
  readonly job: RecordJob;
  readonly end: EndState;
}

/**
 * Ends a job whose lease is over, verified as delete does it.
 * @throws ResourceError when it still records and can't be ended by a call, or has not ended in time
 */
export async function endOverdue(
  ctx: Context,
  jobId: string,
  leased: Leased & Partial<EndState>,
  deadline: number,
): Promise<EndedJob | "gone"> {
  const before = await getJob(ctx, jobId);
  if (before === "gone") return "gone";
  const end = await confirmEnd(ctx, jobId, sightEnd(ctx, jobId, before, leased));
  if (end.ended) return { job: before, end };
  if (leased.stopCall === undefined) {
    throw new ResourceError(
      `Job ${jobId} of LiveRecordJob "${ctx.name}" still records ${since(leased, before.createTime)}. IMS publishes no call that stops a record job, and no stopCall says how its stream is ended. The job is kept in state. Choose one: ${WAYS_OUT}.`,
    );
  }
  await stopByCall(ctx, jobId, leased.stopCall, deadline);
  const now = utcSeconds(ctx.clock.now());
  const after = await getJob(ctx, jobId);
  return after === "gone"
    ? "gone"
    : { job: after, end: sightEnd(ctx, jobId, after, { ended: true, endedSeenAt: now }) };
}

const WAYS_OUT =
  "end the stream and wait 3 minutes; set a stopCall; or raise or remove maxDuration and endAt, then run up again";

function since(lease: Lease, createTime: string | undefined): string {
  const end = leaseEnd(lease, createTime);
  return end === undefined ? "after its lease" : `after its lease, which ended at ${utcSeconds(end)}`;
}
