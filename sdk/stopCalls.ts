import type * as pulumi from "@pulumi/pulumi";
import type { LiveRecordJobStopCallArgs } from "./generated/liveRecordJob";

/** The stream to take off the air, as ApsaraVideo Live knows it. */
export interface ForbidLiveStreamArgs {
  /** The **ingest** domain of the stream, not its playback domain. */
  domainName: pulumi.Input<string>;
  /** The application's name, as in `rtmp://DOMAIN/APP/STREAM`. */
  appName: pulumi.Input<string>;
  /** The stream's name, as in `rtmp://DOMAIN/APP/STREAM`. */
  streamName: pulumi.Input<string>;
}

/** The published ways to end a recording: each ends what it records. */
export const stopCalls = {
  /**
   * Ends a recording by ending its stream: `ForbidLiveStream` of ApsaraVideo Live disconnects the publisher and keeps
   * it away until the job's end is certain (more than 3 minutes), then `ResumeLiveStream` allows it again.
   * **Viewers lose the stream too.** RAM actions: `live:ForbidLiveStream`, `live:ResumeLiveStream`.
   */
  forbidLiveStream: (stream: ForbidLiveStreamArgs): LiveRecordJobStopCallArgs => ({
    kind: "forbidLiveStream",
    ...stream,
  }),
};
