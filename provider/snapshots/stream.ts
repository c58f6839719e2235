import { ServiceError } from "../client/errors";
import type { Context } from "../context";
import { lookAtPreview } from "../lookAtPreview";
import { getSnapshotJob } from "./jobs";

/**
 * Whether a job whose stream was away can be started now. Makes at most two calls, and changes nothing: a preview asks
 * it too. IMS publishes no call that says whether a stream is there, but ApsaraVideo Live does, for its own streams.
 */
export async function startDue(ctx: Context, jobId: string, url: string): Promise<boolean> {
  const unseen = "whether it is started, or its stream is there, is only known at up";
  const job = await lookAtPreview(ctx, jobId, unseen, () => getSnapshotJob(ctx, jobId));
  if (job === undefined || job === "gone" || job.status === "started") return false;
  return isOnAir(ctx, jobId, url);
}

async function isOnAir(ctx: Context, jobId: string, url: string): Promise<boolean> {
  const [, domainName = "", appName = "", streamName = ""] =
    /^rtmp:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/([^/?]+)\/([^?]+)/.exec(url) ?? [];
  try {
    const { onlineInfo } = await ctx.live.describeLiveStreamsOnlineList({
      regionId: ctx.settings.region,
      domainName,
      appName,
      streamName,
      queryType: "strict",
    });
    const online = onlineInfo?.liveStreamOnlineInfo ?? [];
    return online.some((stream) => stream.appName === appName && stream.streamName === streamName);
  } catch (thrown) {
    // A stream of somebody else's, no permission to ask: what is not known must not stop an up of all the rest.
    if (!(thrown instanceof ServiceError)) throw thrown;
    ctx.log.warn(
      `job ${jobId} takes no pictures yet, and ApsaraVideo Live did not say whether its stream is there (${thrown.code}). Once it is, change triggers: that starts the job`,
    );
    return false;
  }
}
