import type {
  ForbidLiveStreamRequest,
  LiveApi,
  ResumeLiveStreamRequest,
} from "../../../provider/client/live";
import { FakeCalls } from "./fakeCalls";

/** ApsaraVideo Live in memory: what a forbidden stream does to jobs is up to the test. */
export class FakeLive extends FakeCalls implements LiveApi {
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
}
