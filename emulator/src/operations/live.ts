import { DEFAULT_FORBIDDEN_MILLISECONDS, MAX_FORBIDDEN_STREAMS } from "../blockList";
import { invalidParameter, ServiceError } from "../http/errors";
import { OUTPUT_APP } from "../transcoding/outputStream";
import { type Call, type Operation, operation } from "./operation";
import { formatTime } from "./paging";
import type { Parameters } from "./parameters";

const DEFAULT_PAGE_SIZE = 2000;
const MAX_PAGE_SIZE = 3000;

/** The calls of ApsaraVideo Live that steer a publisher. */
export const live: readonly Operation[] = [
  operation("ForbidLiveStream", async (call) => {
    const { service, parameters } = call;
    const { app, stream } = readStream(parameters);
    const oneshot = parameters.choice("Oneshot", ["yes", "no"]) ?? "no";
    const until = readResumeTime(call);
    if (oneshot === "yes") {
      await service.blockList.disconnect(app, stream);
      return {};
    }
    if (service.blockList.isFull && !service.blockList.has(app, stream)) {
      throw new ServiceError(400, "QuotaExceeded", `The block list holds ${MAX_FORBIDDEN_STREAMS} streams.`);
    }
    await service.blockList.forbid(app, stream, until);
    return {};
  }),

  operation("ResumeLiveStream", async ({ service, parameters }) => {
    const { app, stream } = readStream(parameters);
    await service.blockList.resume(app, stream);
    return {};
  }),

  operation("DescribeLiveStreamsOnlineList", ({ service, parameters }) => {
    const domain = parameters.requiredText("DomainName");
    const matches = matcher(parameters);
    const streamType = parameters.choice("StreamType", ["all", "raw", "trans"]) ?? "all";
    const pageNum = parameters.wholeNumber("PageNum", { min: 1, max: 1_000_000, fallback: 1 });
    const pageSize = parameters.wholeNumber("PageSize", {
      min: 1,
      max: MAX_PAGE_SIZE,
      fallback: DEFAULT_PAGE_SIZE,
    });
    const online = (service.origin?.onlineStreams() ?? []).filter(
      (stream) =>
        matches(stream) && (streamType === "all" || isTranscoded(stream) === (streamType === "trans")),
    );
    return {
      OnlineInfo: {
        LiveStreamOnlineInfo: online.slice((pageNum - 1) * pageSize, pageNum * pageSize).map((stream) => ({
          DomainName: domain,
          AppName: stream.app,
          StreamName: stream.stream,
          PublishTime: formatTime(stream.publishedAt),
          PublishUrl: `rtmp://${stream.domain}/${stream.app}/${stream.stream}`,
          PublishDomain: stream.domain,
          PublishType: "edge",
          ClientIp: stream.clientIp,
          ServerIp: "127.0.0.1",
          Transcoded: isTranscoded(stream) ? "yes" : "no",
        })),
      },
      PageNum: pageNum,
      PageSize: pageSize,
      TotalNum: online.length,
      TotalPage: Math.ceil(online.length / pageSize),
    };
  }),
];

function isTranscoded({ app }: { readonly app: string }): boolean {
  return app === OUTPUT_APP;
}

function readStream(parameters: Parameters): { app: string; stream: string } {
  parameters.requiredText("DomainName");
  const app = parameters.requiredText("AppName");
  const stream = parameters.requiredText("StreamName");
  parameters.requiredText("LiveStreamType");
  parameters.choice("LiveStreamType", ["publisher"]);
  return { app, stream };
}

function readResumeTime({ service, parameters }: Call): number {
  const now = service.clock.now();
  const resumeTime = parameters.time("ResumeTime");
  if (resumeTime !== undefined && resumeTime <= now) {
    throw invalidParameter(
      "ResumeTime",
      `must be in the future; it is now ${formatTime(now)} at the emulator`,
    );
  }
  return resumeTime ?? now + DEFAULT_FORBIDDEN_MILLISECONDS;
}

function matcher(parameters: Parameters): (stream: { app: string; stream: string }) => boolean {
  const app = parameters.text("AppName");
  const name = parameters.text("StreamName");
  const strict = (parameters.choice("QueryType", ["fuzzy", "strict"]) ?? "fuzzy") === "strict";
  return (stream) =>
    (app === undefined || stream.app === app) &&
    (name === undefined || (strict ? stream.stream === name : stream.stream.includes(name)));
}
