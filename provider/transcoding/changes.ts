import type { TranscodeJob, UpdateLiveTranscodeJobRequest } from "../client/ice";
import type { Context } from "../context";
import { lookAtPreview } from "../lookAtPreview";
import type { LiveTranscodeJobInputs, LiveTranscodeJobOutputs } from "../resources/liveTranscodeJob";
import { sameValue } from "../rules/equality";
import { comparable, getTranscodeJob, hasStopped, START_BY_TIME, STATUS_NOT_STARTED } from "./jobs";

/** What an update may change while a timed job has not started. Source: UpdateLiveTranscodeJob. */
const UNTIL_STARTED: readonly string[] = ["streamInput", "transcodeOutput", "timedConfig"];
/** A job that can't run is not submitted anew by every up. */
const MIN_RESTART_INTERVAL_SECONDS = 180;

/** What no answer tells, and what an import therefore takes in as it is declared. */
function isTakenIn({ __untold }: Partial<LiveTranscodeJobInputs>, field: string): boolean {
  return __untold === true && (field === "transcodeOutput" || field === "timedConfig");
}

/**
 * Those of the changed inputs that need a new job although an update of another job might take them. Makes one call
 * when that depends on whether the job has started.
 */
export async function refusedByUpdate(
  ctx: Context,
  jobId: string,
  olds: LiveTranscodeJobOutputs,
  news: LiveTranscodeJobInputs,
  changed: readonly string[],
): Promise<string[]> {
  const due = changed.filter((name) => UNTIL_STARTED.includes(name) && !isTakenIn(olds, name));
  if (due.length === 0) return [];
  if (olds.startMode !== START_BY_TIME || news.startMode !== START_BY_TIME) return due;
  // An update can't take anything out: it has to name a domain, and a time that is left out may stay.
  const losesDomain = due.includes("transcodeOutput") && news.transcodeOutput?.domainName === undefined;
  const losesEnd = olds.timedConfig?.endTime !== undefined && news.timedConfig?.endTime === undefined;
  if (losesDomain || losesEnd) return due;
  if (olds.status !== STATUS_NOT_STARTED) return due;
  const job = await lookAtPreview(
    ctx,
    jobId,
    "whether it has started, and is to be replaced, is only known at up",
    () => getTranscodeJob(ctx, jobId),
  );
  const isWaiting = job === undefined || (job !== "gone" && Number(job.status) === STATUS_NOT_STARTED);
  return isWaiting ? [] : due;
}

/** Whether a job that has stopped is to be submitted again now. Makes one call, or two when the job is gone. */
export async function restartDue(ctx: Context, jobId: string): Promise<boolean> {
  const job = await lookAtPreview(
    ctx,
    jobId,
    "whether it has stopped and is to be submitted again is only known at up",
    () => getTranscodeJob(ctx, jobId),
  );
  if (job === undefined) return false;
  if (job === "gone") return true;
  if (!hasStopped(job)) return false;
  const submittedAt = Date.parse(job.createTime ?? "");
  if (ctx.clock.now() >= submittedAt + MIN_RESTART_INTERVAL_SECONDS * 1_000 || Number.isNaN(submittedAt)) {
    return true;
  }
  ctx.log.info(
    `transcode job ${jobId} has stopped; it is not submitted again within ${MIN_RESTART_INTERVAL_SECONDS / 60} minutes of its last submit`,
  );
  return false;
}

/** An update sends the name, and of the rest only what has changed: a job that has started takes nothing else. */
export function toUpdate(
  jobId: string,
  olds: Partial<LiveTranscodeJobInputs>,
  news: LiveTranscodeJobInputs,
): UpdateLiveTranscodeJobRequest | undefined {
  const [before, after] = [comparable(olds), comparable(news)];
  const changed = (["name", "streamInput", "transcodeOutput", "timedConfig"] as const).filter(
    (field) => !isTakenIn(olds, field) && !sameValue(before[field], after[field]),
  );
  if (changed.length === 0) return undefined;
  return {
    jobId,
    name: news.name ?? "",
    ...Object.fromEntries(changed.map((field) => [field, news[field]])),
  };
}

/** A job that was found and not made may have other times or another domain: of neither does the service tell. */
export async function bringInLine(
  ctx: Context,
  jobId: string,
  { status }: TranscodeJob,
  { name = "", startMode, timedConfig, transcodeOutput }: LiveTranscodeJobInputs,
): Promise<void> {
  if (startMode === START_BY_TIME && Number(status) === STATUS_NOT_STARTED) {
    const output = transcodeOutput.domainName === undefined ? {} : { transcodeOutput };
    await ctx.ice.updateLiveTranscodeJob({ jobId, name, ...(timedConfig ? { timedConfig } : {}), ...output });
  } else if (startMode === START_BY_TIME || transcodeOutput.domainName !== undefined) {
    ctx.log.info(
      `whether job ${jobId} has the declared timedConfig and domainName, the service does not tell`,
    );
  }
}
