import { ServiceError } from "../client/errors";
import { utcSeconds } from "../clock";
import type { Context } from "../context";
import { sentenceOf } from "../error";
import { ResourceError } from "../handler";
import type { InputsOf, ObjectField } from "../rules/fields";
import { awaitEnd, STREAM_AWAY_WINDOW_SECONDS } from "./verifiedEnd";

/**
 * How long past the window a stream stays forbidden. Long enough for the end to be seen twice; after that nobody
 * has to remember that the stream was ever blocked.
 */
const FORBID_MARGIN_SECONDS = 120;

/** How a recording can be ended. IMS publishes no call that stops a record job: these end what it records. */
export const stopCallField = {
  type: "object",
  optional: "the recording can't be ended by a call: delete waits for the stream to go away by itself",
  doc: "How this recording can be ended, made with `stopCalls.forbidLiveStream({…})`. IMS publishes no call that stops a record job; a stop call ends its stream, and delete then waits for the verified end.",
  source: "ApsaraVideo Live API 2016-11-01, ForbidLiveStream and ResumeLiveStream",
  fields: {
    kind: {
      type: "string",
      oneOf: ["forbidLiveStream"],
      doc: "The call: `forbidLiveStream` disconnects the publisher and keeps it away until the end is certain, then allows the stream again.",
    },
    domainName: {
      type: "string",
      doc: "The **ingest** domain of the stream in ApsaraVideo Live, not its playback domain.",
      rule: (value) =>
        /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value)
          ? undefined
          : "must be a domain name such as push.example.com",
    },
    appName: {
      type: "string",
      doc: "The stream's application name, as in `rtmp://DOMAIN/APP/STREAM`.",
      rule: noSlash,
    },
    streamName: {
      type: "string",
      doc: "The stream's name, as in `rtmp://DOMAIN/APP/STREAM`.",
      rule: noSlash,
    },
  },
} as const satisfies ObjectField;

export type StopCall = InputsOf<(typeof stopCallField)["fields"]>;

function noSlash(value: string): string | undefined {
  return /[/?\s]/.test(value)
    ? "must be a single name without a slash, a question mark or a space"
    : undefined;
}

/** Makes the stop call, waits for the verified end of the job, and undoes what must be undone. */
export async function stopByCall(
  ctx: Context,
  jobId: string,
  stopCall: StopCall,
  deadline: number,
): Promise<void> {
  const { domainName, appName, streamName } = stopCall;
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
