import { ServiceError } from "../client/errors";
import type { RecordJob } from "../client/ice";
import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import { type JobSettings, type RunningJob, runningJobsNamed, sameSettings, statusOf } from "./jobs";

/** Lists may lag behind a submit: the looks after a lost answer, each this long after the one before. */
const LOOKS_AFTER_LOST_ANSWER_MILLISECONDS = [1_000, 2_000, 3_000, 4_000];
/** A job that was submitted is looked for before anything is sent again, and sent again at most once. */
const MAX_SUBMITS = 2;

/** Whose job of this name may be taken over instead of submitting a new one. */
export type Adoption =
  /** The name is made by us and says whose it is: a running job with it is ours. */
  | "ours"
  /** The program says that a running job of this name is the one it means. */
  | "allowed"
  /** A running job of this name is somebody else's. */
  | "refused"
  /** The job that is replaced still runs under this name. */
  | "beside-predecessor";

/** What a declaration says of the job whose name it has. */
export function adoptionOf(inputs: {
  readonly onReplace?: string;
  readonly adoptExisting?: boolean;
  readonly __autoName?: true;
}): Adoption {
  if (inputs.onReplace === "overlap") return "beside-predecessor";
  if (inputs.__autoName) return "ours";
  return inputs.adoptExisting ? "allowed" : "refused";
}

export interface Submitted {
  readonly jobId: string;
  /** What the service told of the job, where it was found in a list. */
  readonly job?: RecordJob;
}

/**
 * One job for one declaration, although the service knows no client token: looks by name first, and looks again
 * after an answer that never came, before anything is sent a second time.
 */
export async function submitOnce(ctx: Context, wanted: JobSettings, adoption: Adoption): Promise<Submitted> {
  const before = await runningJobsNamed(ctx, wanted.name);
  if (adoption !== "beside-predecessor") {
    const found = takeOver(ctx, wanted, adoption, before);
    if (found) return found;
  } else if (before.length > 0) {
    ctx.log.warn(`a job is submitted beside what records under its name: ${before.map(describe).join(", ")}`);
  }
  const known = new Set(before.map((job) => job.jobId));
  for (let submits = 1; ; submits++) {
    if (!(await ctx.callerAlive())) {
      throw new ResourceError(
        "The Pulumi engine is gone: nothing was submitted. Run `pulumi cancel`, then up again.",
      );
    }
    try {
      const { jobId } = await ctx.ice.submitLiveRecordJob(wanted);
      if (jobId) return { jobId };
      throw new ServiceError("SubmitLiveRecordJob", "unclear", "EmptyAnswer", "the answer holds no JobId");
    } catch (thrown) {
      if (!(thrown instanceof ServiceError) || !thrown.mayHaveTakenEffect) throw thrown;
      const found = await findLost(ctx, wanted, known);
      if (found && adoption === "refused") throw perhapsOurs(thrown, wanted, found);
      if (found) {
        ctx.log.info(`the answer to SubmitLiveRecordJob was lost; job ${found.jobId} is the one it made`);
        return found;
      }
      // A call that is still on its way may take effect after every look: it must not be made twice.
      if (thrown.outcome === "no-answer" || submits >= MAX_SUBMITS) {
        const next =
          adoption === "beside-predecessor"
            ? 'Look at the jobs of that name in the IMS console before you run up again: with onReplace "overlap" it submits another beside them.'
            : "Run up again: it looks for the job by its name before it submits one.";
        throw new ResourceError(
          `${sentenceOf(thrown)} No job named ${JSON.stringify(wanted.name)} was found afterwards. ${next}`,
        );
      }
    }
  }
}

function takeOver(
  ctx: Context,
  wanted: JobSettings,
  adoption: Exclude<Adoption, "beside-predecessor">,
  running: readonly RunningJob[],
): Submitted | undefined {
  const [job] = running;
  if (job === undefined) return undefined;
  const name = JSON.stringify(wanted.name);
  if (running.length > 1) {
    throw new ResourceError(
      `${running.length} jobs named ${name} are running: ${running.map(describe).join(", ")}. Nothing was submitted. End all but one (its stream has to stop for 3 minutes), then run up again.`,
    );
  }
  if (!sameSettings(job, wanted)) {
    throw new ResourceError(
      `Job ${describe(job)} named ${name} is running with other settings (template, stream, output or notify URL). Nothing was submitted. Choose another name, or wait until that job has ended.`,
    );
  }
  if (adoption === "refused") {
    throw new ResourceError(
      `Job ${describe(job)} named ${name} is already running. Nothing was submitted. Choose another name, or set adoptExisting: true to take that job over.`,
    );
  }
  ctx.log.info(`took over the running job ${describe(job)} named ${name} instead of submitting a second one`);
  return { jobId: job.jobId, job };
}

async function findLost(
  ctx: Context,
  wanted: JobSettings,
  known: ReadonlySet<string>,
): Promise<Submitted | undefined> {
  for (const pause of LOOKS_AFTER_LOST_ANSWER_MILLISECONDS) {
    ctx.log.status("the answer to SubmitLiveRecordJob was lost; looking for the job by its name");
    await ctx.clock.sleep(pause, ctx.signal);
    const fresh = (await runningJobsNamed(ctx, wanted.name)).filter(
      (job) => !known.has(job.jobId) && sameSettings(job, wanted),
    );
    const [job] = fresh;
    if (fresh.length > 1) {
      throw new ResourceError(
        `The answer to SubmitLiveRecordJob was lost, and ${fresh.length} new jobs named ${JSON.stringify(wanted.name)} are running: ${fresh.map(describe).join(", ")}. End all but one, then run up again.`,
      );
    }
    if (job !== undefined) return { jobId: job.jobId, job };
  }
  return undefined;
}

/** Under a name that others may give too, the job may be one that another stack submitted at the same moment. */
function perhapsOurs(thrown: ServiceError, wanted: JobSettings, found: Submitted): ResourceError {
  return new ResourceError(
    `${sentenceOf(thrown)} Job ${found.jobId} named ${JSON.stringify(wanted.name)} runs since then: the lost call has made it, or somebody else has. It was not taken over. If it is yours, set adoptExisting: true and run up again; otherwise choose another name.`,
  );
}

function describe(job: RunningJob): string {
  return `${job.jobId} (${statusOf(job)}, since ${job.createTime ?? "a time that the service did not say"})`;
}
