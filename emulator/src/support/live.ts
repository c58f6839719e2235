import { assumed, documented, missing, page, type SupportEntry } from "./entry";

/** ApsaraVideo Live, the streams' own product. */
export const LIVE_SUPPORT = {
  ForbidLiveStream: [
    documented(
      "Oneshot yes disconnects, no (default) also keeps the publisher away",
      page("ForbidLiveStream"),
    ),
    documented("Until ResumeTime, or for 6 months; LiveStreamType publisher only", page("ForbidLiveStream")),
    documented("The block list holds 10,000 streams", page("ForbidLiveStream")),
    assumed("DomainName is not checked: every domain leads to the one local origin"),
    assumed("A ResumeTime that has passed is 400 InvalidParameter; a full block list is 400 QuotaExceeded"),
    missing("Limit of 20 calls a second"),
  ],
  ResumeLiveStream: [
    documented("Takes a stream off the block list; AppName * for all apps", page("ResumeLiveStream")),
    assumed("A stream that was not on it is success"),
  ],
  DescribeLiveStreamsOnlineList: [
    documented(
      "AppName, StreamName, QueryType fuzzy or strict, pages of 1-3000",
      page("DescribeLiveStreamsOnlineList"),
    ),
    assumed("DomainName is not checked and comes back as asked; PublishUrl has no query"),
    assumed("StreamType trans are the output streams of transcode jobs, raw are all others"),
    missing("Width, Height, FrameRate and bit rates"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;
