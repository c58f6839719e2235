/**
 * The calls to ApsaraVideo Live (live, 2016-11-01) that know of a stream: those that end it, and with it a recording,
 * and the one that says whether it is there.
 */
export interface LiveApi {
  forbidLiveStream(request: ForbidLiveStreamRequest): Promise<unknown>;
  resumeLiveStream(request: ResumeLiveStreamRequest): Promise<unknown>;
  describeLiveStreamsOnlineList(
    request: DescribeLiveStreamsOnlineListRequest,
  ): Promise<DescribeLiveStreamsOnlineListResponse>;
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

export interface DescribeLiveStreamsOnlineListRequest {
  regionId?: string;
  /** The streaming domain, from which the stream is pulled. */
  domainName: string;
  appName?: string;
  streamName?: string;
  /** `strict` matches the stream's name as a whole. */
  queryType?: "fuzzy" | "strict";
}

export interface DescribeLiveStreamsOnlineListResponse {
  onlineInfo?: { liveStreamOnlineInfo?: { appName?: string; streamName?: string }[] };
}
