/** The calls to ApsaraVideo Live (live, 2016-11-01) that can end a recording: they end the stream. */
export interface LiveApi {
  forbidLiveStream(request: ForbidLiveStreamRequest): Promise<unknown>;
  resumeLiveStream(request: ResumeLiveStreamRequest): Promise<unknown>;
}

export interface ResumeLiveStreamRequest {
  /** The ingest domain, not the playback domain. */
  domainName: string;
  appName: string;
  streamName: string;
  liveStreamType: "publisher";
}

export interface ForbidLiveStreamRequest extends ResumeLiveStreamRequest {
  regionId?: string;
  /** `no` puts the stream on the block list; `yes` only disconnects, and an encoder is back in seconds. */
  oneshot: "yes" | "no";
  /** When the block is lifted by itself, UTC `yyyy-MM-ddTHH:mm:ssZ`. */
  resumeTime?: string;
}
