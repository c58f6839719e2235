import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import { stopTranscodeJob } from "../transcoding/stop";
import { awaitEnd } from "./verifiedEnd";

/**
 * Stops the transcode job whose output is recorded, and waits for the verified end of the record job. The stream that
 * goes into the relay stays on the air. There is nothing to undo: a stopped transcode job can't be started again.
 */
export async function stopRelay(
  ctx: Context,
  jobId: string,
  relayJobId: string,
  deadline: number,
): Promise<void> {
  const kept = `Job ${jobId} is kept in state.`;
  try {
    const stopped = await stopTranscodeJob(ctx, relayJobId, deadline);
    ctx.log.info(
      `the relay of job ${jobId}, transcode job ${relayJobId}, is ${stopped}; its output is off the air so that job ${jobId} ends`,
    );
  } catch (thrown) {
    throw new ResourceError(
      `The relay of job ${jobId}, transcode job ${relayJobId}, could not be stopped for certain. ${sentenceOf(thrown)} ${kept}`,
    );
  }
  const isStopped = `The relay, transcode job ${relayJobId}, is stopped`;
  let ended = false;
  try {
    ended = await awaitEnd(ctx, jobId, deadline);
  } catch (thrown) {
    throw new ResourceError(`${sentenceOf(thrown)} ${isStopped}. ${kept} Run the same command again.`);
  }
  if (!ended) {
    throw new ResourceError(
      `${isStopped}, but job ${jobId} still records at the end of the time allowed. It is kept in state. Does it record the relay's output? Run the same command again, or raise customTimeouts.delete.`,
    );
  }
}
