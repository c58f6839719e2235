import { ServiceError } from "../client/errors";
import { utcSeconds } from "../clock";
import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import { awaitEnd, STREAM_AWAY_WINDOW_SECONDS } from "./verifiedEnd";

/**
 * How long past the window a stream stays forbidden. Long enough for the end to be seen twice; after that nobody
 * has to remember that the stream was ever blocked.
 */
const FORBID_MARGIN_SECONDS = 120;

/** A stream as ApsaraVideo Live knows it. */
export interface ForbiddableStream {
  readonly domainName: string;
  readonly appName: string;
  readonly streamName: string;
}

/** Takes the stream off the air, waits for the verified end of the job, and allows the stream again. */
export async function forbidStream(
  ctx: Context,
  jobId: string,
  { domainName, appName, streamName }: ForbiddableStream,
  deadline: number,
): Promise<void> {
  const stream = { domainName, appName, streamName, liveStreamType: "publisher" } as const;
  const shownStream = `${appName}/${streamName} on ${domainName}`;
  let resumeTime = "";
  // Disconnecting once is useless: an encoder is back in seconds, and the recording goes on.
  const request = {
    ...stream,
    regionId: ctx.settings.region,
    oneshot: "no",
    // Read anew by each try: a call that is throttled may go out minutes later, and needs the whole window then.
    get resumeTime() {
      resumeTime = utcSeconds(ctx.clock.now() + (STREAM_AWAY_WINDOW_SECONDS + FORBID_MARGIN_SECONDS) * 1_000);
      return resumeTime;
    },
  } as const;
  try {
    await ctx.live.forbidLiveStream(request);
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !thrown.mayHaveTakenEffect) throw thrown;
    throw new ResourceError(
      `${sentenceOf(thrown)} The stream ${shownStream} may be forbidden until ${resumeTime} all the same. Job ${jobId} is kept in state; run the same command again.`,
    );
  }
  ctx.log.info(
    `the stream ${shownStream} is off the air so that job ${jobId} ends; forbidden until ${resumeTime} at the latest`,
  );
  let ended = false;
  try {
    ended = await awaitEnd(ctx, jobId, deadline);
  } catch (thrown) {
    throw new ResourceError(
      `${sentenceOf(thrown)} The stream ${shownStream} stays forbidden until ${resumeTime}.`,
    );
  }
  if (!ended) {
    throw new ResourceError(
      `The stream ${shownStream} was forbidden, but job ${jobId} still records at the end of the time allowed. It is kept in state; the stream stays forbidden until ${resumeTime}. Run the same command again, or raise customTimeouts.delete.`,
    );
  }
  try {
    await ctx.live.resumeLiveStream(stream);
  } catch (thrown) {
    ctx.log.warn(
      `job ${jobId} has ended, but the stream ${shownStream} could not be allowed again: ${sentenceOf(thrown)} It is forbidden until ${resumeTime}.`,
    );
  }
}
