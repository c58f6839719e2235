import type { RecordJob } from "../client/ice";
import type { Context } from "../context";
import { ResourceError } from "../handler";
import { sameLineage } from "../rules/autoName";
import { replacingFields } from "../rules/equality";
import type { Fields } from "../rules/fields";
import { lookUntil } from "../waiting";
import { listJobs, readJob, statusOf, stillRecords } from "./jobs";
import { confirmEnd, type EndState, STREAM_AWAY_WINDOW_SECONDS, sightEnd } from "./verifiedEnd";

/** A job is never submitted again sooner: the service itself waits this long for a stream. Source: record guide. */
const MIN_RESTART_INTERVAL_SECONDS = STREAM_AWAY_WINDOW_SECONDS;

export type OnReplace = "refuse" | "stop" | "overlap";

/** The part of a job's state that decides what a replacement may do to it. */
export interface Replaceable {
  readonly onReplace?: OnReplace;
  readonly stopCall?: unknown;
}

/** What the name of a job says of its life. */
interface Named {
  readonly name?: string;
  readonly __autoName?: true;
}

/**
 * Those of the changed inputs that need a new job. A name that we make changes with the triggers: under the same made
 * name a job was submitted with these very triggers, and only the state, from an import, does not know them yet.
 */
export function replacingInputs(
  fields: Fields,
  changed: readonly string[],
  olds: Named,
  news: Named,
): string[] {
  const sameLife = news.__autoName === true && olds.name === news.name;
  return replacingFields(fields, changed).filter((name) => !(sameLife && name === "triggers"));
}

/**
 * Called when a replacement is due: refuses it when the job still records and the program has not said what to do
 * with it. Makes one call, or two when the job is gone.
 */
export async function guardReplacement(
  ctx: Context,
  jobId: string,
  olds: Replaceable,
  news: Replaceable,
  causes: readonly string[],
): Promise<void> {
  const job = await readJob(ctx, jobId, "whether it still records is only known at up");
  if (job === undefined || job === "gone" || !stillRecords(job)) return;
  const records = `${causes.join(" and ")} of LiveRecordJob "${ctx.name}" changed, which replaces it, but job ${jobId} still records (${statusOf(job)})`;
  const choice = news.onReplace ?? "refuse";
  if (choice === "refuse") {
    throw new ResourceError(
      `${records}. Nothing was changed. Choose one: end the stream and wait until the job has ended; set onReplace: "stop" with a stopCall, which takes the stream off the air; or set onReplace: "overlap", which records with both until the old one's stream ends. Run up with that setting alone first.`,
    );
  }
  // The engine deletes with what is in state: a choice that is only in the program would come too late.
  if (choice !== (olds.onReplace ?? "refuse") || (choice === "stop" && olds.stopCall === undefined)) {
    throw new ResourceError(
      `${records}, and onReplace: "${choice}"${choice === "stop" ? " with its stopCall" : ""} is not in state yet. Nothing was changed. Run up with that setting alone first, then make this change.`,
    );
  }
  ctx.log.warn(
    choice === "stop"
      ? `replacing job ${jobId} takes its stream off the air until the job has ended (more than ${STREAM_AWAY_WINDOW_SECONDS / 60} minutes)`
      : `replacing job ${jobId} leaves it recording beside its successor until its stream ends`,
  );
}

/** Whether an ended job is to be submitted again now. Makes one call, or two when the end is news. */
export async function restartDue(ctx: Context, jobId: string, olds: Partial<EndState>): Promise<boolean> {
  const job = await readJob(ctx, jobId, "whether it ended and is to be submitted again is only known at up");
  if (job === undefined) return false;
  if (job === "gone") return true;
  const sighted = sightEnd(ctx, jobId, job, olds);
  if (sighted.endedSeenAt === undefined) return false;
  // Without the time of the submit, the time of the end stands in: it is later, so never too soon.
  const earliest = Date.parse(job.createTime || sighted.endedSeenAt) + MIN_RESTART_INTERVAL_SECONDS * 1_000;
  if (ctx.clock.now() < earliest) {
    ctx.log.info(
      `job ${jobId} is paused; it is not submitted again within ${MIN_RESTART_INTERVAL_SECONDS / 60} minutes of its last submit`,
    );
    return false;
  }
  return (await confirmEnd(ctx, jobId, sighted)).ended;
}

/**
 * Leaves a replaced job to its end once its successor records. A stop call would take the stream from both.
 * @returns false when there is no successor: then this is no replacement but a plain delete.
 */
export async function handOver(
  ctx: Context,
  jobId: string,
  job: RecordJob,
  deadline: number,
): Promise<boolean> {
  const isSuccessor = (other: RecordJob): boolean =>
    other.jobId !== jobId &&
    stillRecords(other) &&
    (other.createTime ?? "") > (job.createTime ?? "") &&
    sameLineage(other.name ?? "", job.name ?? "");
  let successor: string | undefined;
  const recording = await lookUntil(ctx, `the successor of job ${jobId} to record`, deadline, async () => {
    const found = (await listJobs(ctx, {})).filter(isSuccessor);
    successor = found[0]?.jobId;
    return successor === undefined || found.some((other) => other.status === "started") ? true : undefined;
  });
  if (successor === undefined) return false;
  if (!recording) {
    throw new ResourceError(
      `Job ${successor}, the successor of job ${jobId}, does not record yet; job ${jobId} is kept. Run up again once the stream is there.`,
    );
  }
  ctx.log.warn(
    `job ${jobId} is handed over to its successor ${successor} and dropped from state; it keeps recording until its stream is away for ${STREAM_AWAY_WINDOW_SECONDS / 60} minutes`,
  );
  return true;
}
