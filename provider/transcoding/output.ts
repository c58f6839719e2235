import type { TranscodeJob } from "../client/ice";
import type { Context } from "../context";
import { ResourceError } from "../handler";
import { lookUntil } from "../waiting";
import { getTranscodeJob, hasStopped, START_AT_ONCE } from "./jobs";

/** When the service tells a job's output is not documented. Whatever plays or records it has to be given the address. */
const OUTPUT_WITHIN_SECONDS = 30;

/** The addresses of a job's transcoded stream. */
export function outputUrls({ outputStream }: TranscodeJob): string[] {
  return (outputStream?.streamInfos ?? []).flatMap(({ outputUrl }) => (outputUrl ? [outputUrl] : []));
}

/** Reads a job that was just submitted; of one that starts at once it waits for the output. */
export async function awaitOutput(
  ctx: Context,
  jobId: string,
  startMode: number,
  deadline: number,
): Promise<TranscodeJob> {
  const within = Math.min(deadline, ctx.clock.now() + OUTPUT_WITHIN_SECONDS * 1_000);
  let last: TranscodeJob | "gone" = "gone";
  await lookUntil(ctx, `the output of transcode job ${jobId}`, within, async () => {
    last = await getTranscodeJob(ctx, jobId);
    if (last === "gone") return undefined;
    const isEnough = startMode !== START_AT_ONCE || hasStopped(last) || outputUrls(last).length > 0;
    return isEnough ? last : undefined;
  });
  const job = last as TranscodeJob | "gone";
  if (job === "gone") {
    throw new ResourceError(`Transcode job ${jobId} was submitted, and the service does not know it.`);
  }
  if (startMode === START_AT_ONCE && outputUrls(job).length === 0) {
    ctx.log.info(
      `the service does not tell the output of transcode job ${jobId} yet: a refresh asks again once its stream is there`,
    );
  }
  return job;
}
