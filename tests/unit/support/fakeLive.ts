import type {
  DescribeLiveStreamsOnlineListRequest,
  ForbidLiveStreamRequest,
  LiveApi,
  ResumeLiveStreamRequest,
} from "../../../provider/client/live";
import { FakeCalls } from "./fakeCalls";

/** ApsaraVideo Live in memory: what a forbidden stream does to jobs is up to the test. */
export class FakeLive extends FakeCalls implements LiveApi {
  /** The streams that are on the air, as `APP/STREAM`. */
  readonly online = new Set<string>();
  /** Called when a stream goes off the air. */
  onForbid: () => void = () => undefined;

  forbidLiveStream(request: ForbidLiveStreamRequest): Promise<unknown> {
    return this.call("ForbidLiveStream", request, () => {
      this.onForbid();
      return {};
    });
  }

  resumeLiveStream(request: ResumeLiveStreamRequest): Promise<unknown> {
    return this.call("ResumeLiveStream", request, () => ({}));
  }

  describeLiveStreamsOnlineList(request: DescribeLiveStreamsOnlineListRequest) {
    return this.call("DescribeLiveStreamsOnlineList", request, () => {
      const all = [...this.online].map((path) => path.split("/"));
      const streams = all.map(([appName = "", streamName = ""]) => ({ appName, streamName }));
      return { onlineInfo: { liveStreamOnlineInfo: streams } };
    });
  }
}
