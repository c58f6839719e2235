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

  /**
   * Ends a recording of a relay's output by stopping the relay: the command `stop` of a live transcode job takes its
   * output off the air, and the record job ends when that has been away for more than 3 minutes. The stream that goes
   * into the relay, and its viewers, notice nothing. A stopped transcode job can't be started again, so a replacement of
   * such a recording needs a new relay: `RelayedLiveRecording` makes both. RAM actions: `ice:SendLiveTranscodeJobCommand`,
   * `ice:GetLiveTranscodeJob`, `ice:ListLiveTranscodeJobs`.
   * @param jobId the transcode job whose output is recorded: `relay.id`
   */
  stopLiveTranscodeJob: (jobId: pulumi.Input<string>): LiveRecordJobStopCallArgs => ({
    kind: "stopLiveTranscodeJob",
    jobId,
  }),
};
