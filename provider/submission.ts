import { ServiceError } from "./client/errors";
import type { Context } from "./context";
import { sentenceOf } from "./error";
import { ResourceError } from "./handler";

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

/** A job as a list tells of it. */
interface ListedJob {
  readonly jobId?: string;
  readonly createTime?: string;
}

/** A job of a list, with the id by which it can be taken over. */
export type Running<Job> = Job & { readonly jobId: string };

/** How jobs of one family of the service are looked for and submitted. */
export interface JobFamily<Wanted extends { readonly name: string }, Job extends ListedJob> {
  /** The call that submits, for messages. */
  readonly action: string;
  /** What makes two jobs of one name different, for messages: "template, stream". */
  readonly settings: string;
  /** What is to be done about a job too many, as half a sentence after "End all but one". */
  readonly ending: string;
  submit(ctx: Context, wanted: Wanted): Promise<{ jobId?: string }>;
  /** The jobs of exactly this name that have not ended. */
  running(ctx: Context, name: string): Promise<readonly Running<Job>[]>;
  same(job: Job, wanted: Wanted): boolean;
  statusOf(job: Job): string;
}

export interface Submitted<Job> {
  readonly jobId: string;
  /** What the service told of the job, where it was found in a list. */
  readonly job?: Job;
}

/**
 * One job for one declaration, although the service knows no client token: looks by name first, and looks again
 * after an answer that never came, before anything is sent a second time.
 */
export async function submitOnce<Wanted extends { readonly name: string }, Job extends ListedJob>(
  ctx: Context,
  family: JobFamily<Wanted, Job>,
  wanted: Wanted,
  adoption: Adoption,
): Promise<Submitted<Job>> {
  const before = await family.running(ctx, wanted.name);
  if (adoption !== "beside-predecessor") {
    const found = takeOver(ctx, family, wanted, adoption, before);
    if (found) return found;
  } else if (before.length > 0) {
    ctx.log.warn(`a job is submitted beside what records under its name: ${listed(family, before)}`);
  }
  const known = new Set(before.map((job) => job.jobId));
  for (let submits = 1; ; submits++) {
    if (!(await ctx.callerAlive())) {
      throw new ResourceError(
        "The Pulumi engine is gone: nothing was submitted. Run `pulumi cancel`, then up again.",
      );
    }
    try {
      const { jobId } = await family.submit(ctx, wanted);
      if (jobId) return { jobId };
      throw new ServiceError(family.action, "unclear", "EmptyAnswer", "the answer holds no JobId");
    } catch (thrown) {
      if (!(thrown instanceof ServiceError) || !thrown.mayHaveTakenEffect) throw thrown;
      const found = await findLost(ctx, family, wanted, known);
      if (found && adoption === "refused") throw perhapsOurs(thrown, wanted, found);
      if (found) {
        ctx.log.info(`the answer to ${family.action} was lost; job ${found.jobId} is the one it made`);
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

function takeOver<Wanted extends { readonly name: string }, Job extends ListedJob>(
  ctx: Context,
  family: JobFamily<Wanted, Job>,
  wanted: Wanted,
  adoption: Exclude<Adoption, "beside-predecessor">,
  running: readonly Running<Job>[],
): Submitted<Job> | undefined {
  const [job] = running;
  if (job === undefined) return undefined;
  const name = JSON.stringify(wanted.name);
  if (running.length > 1) {
    throw new ResourceError(
      `${running.length} jobs named ${name} are running: ${listed(family, running)}. Nothing was submitted. End all but one${family.ending}, then run up again.`,
    );
  }
  const described = listed(family, [job]);
  if (!family.same(job, wanted)) {
    throw new ResourceError(
      `Job ${described} named ${name} is running with other settings (${family.settings}). Nothing was submitted. Choose another name, or wait until that job has ended.`,
    );
  }
  if (adoption === "refused") {
    throw new ResourceError(
      `Job ${described} named ${name} is already running. Nothing was submitted. Choose another name, or set adoptExisting: true to take that job over.`,
    );
  }
  ctx.log.info(`took over the running job ${described} named ${name} instead of submitting a second one`);
  return { jobId: job.jobId, job };
}

async function findLost<Wanted extends { readonly name: string }, Job extends ListedJob>(
  ctx: Context,
  family: JobFamily<Wanted, Job>,
  wanted: Wanted,
  known: ReadonlySet<string>,
): Promise<Submitted<Job> | undefined> {
  for (const pause of LOOKS_AFTER_LOST_ANSWER_MILLISECONDS) {
    ctx.log.status(`the answer to ${family.action} was lost; looking for the job by its name`);
    await ctx.clock.sleep(pause, ctx.signal);
    const fresh = (await family.running(ctx, wanted.name)).filter(
      (job) => !known.has(job.jobId) && family.same(job, wanted),
    );
    const [job] = fresh;
    if (fresh.length > 1) {
      throw new ResourceError(
        `The answer to ${family.action} was lost, and ${fresh.length} new jobs named ${JSON.stringify(wanted.name)} are running: ${listed(family, fresh)}. End all but one, then run up again.`,
      );
    }
    if (job !== undefined) return { jobId: job.jobId, job };
  }
  return undefined;
}

/** Under a name that others may give too, the job may be one that another stack submitted at the same moment. */
function perhapsOurs(
  thrown: ServiceError,
  wanted: { readonly name: string },
  found: { readonly jobId: string },
): ResourceError {
  return new ResourceError(
    `${sentenceOf(thrown)} Job ${found.jobId} named ${JSON.stringify(wanted.name)} runs since then: the lost call has made it, or somebody else has. It was not taken over. If it is yours, set adoptExisting: true and run up again; otherwise choose another name.`,
  );
}

function listed<Wanted extends { readonly name: string }, Job extends ListedJob>(
  family: JobFamily<Wanted, Job>,
  jobs: readonly Running<Job>[],
): string {
  return jobs
    .map(
      (job) =>
        `${job.jobId} (${family.statusOf(job)}, since ${job.createTime ?? "a time that the service did not say"})`,
    )
    .join(", ");
}
