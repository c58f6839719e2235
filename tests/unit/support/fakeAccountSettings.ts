import type {
  AccountSettingsApi,
  DefaultStorageLocationSetting,
  DescribeMeterImsSummaryRequest,
  EventCallbackSetting,
  GetStorageListRequest,
  SetResponse,
  StorageInfo,
} from "../../../provider/client/ice";
import { FakeCalls } from "./fakeCalls";

const REQUEST_ID = "REQ-1";

/** What an account has once in each region, in memory. */
export class FakeAccountSettings extends FakeCalls implements AccountSettingsApi {
  /** What is set; undefined when nothing ever was. */
  eventCallback: EventCallbackSetting | undefined;
  defaultStorageLocation: DefaultStorageLocationSetting | undefined;
  /** What the service says of the bucket of the default storage location. */
  storageStatus = "normal";
  readonly storageInfos: StorageInfo[] = [{ storageLocation: "recordings", status: "Normal" }];
  /** What every answer to a look at a setting begins with. */
  getAnswer: { requestId?: string } = { requestId: REQUEST_ID };
  /** What the answer to a write is. */
  setAnswer: SetResponse = { success: true, requestId: REQUEST_ID };

  getEventCallback(request: object) {
    return this.call("GetEventCallback", request, () => ({
      ...this.getAnswer,
      ...this.eventCallback,
    }));
  }

  setEventCallback(request: EventCallbackSetting) {
    return this.call("SetEventCallback", request, () => {
      this.eventCallback = { ...request };
      return this.setAnswer;
    });
  }

  getDefaultStorageLocation(request: object) {
    return this.call("GetDefaultStorageLocation", request, () => {
      const { defaultStorageLocation: set } = this;
      return { ...this.getAnswer, ...(set === undefined ? {} : { ...set, status: this.storageStatus }) };
    });
  }

  setDefaultStorageLocation(request: DefaultStorageLocationSetting) {
    return this.call("SetDefaultStorageLocation", request, () => {
      this.defaultStorageLocation = { ...request };
      return this.setAnswer;
    });
  }

  getStorageList(request: GetStorageListRequest) {
    return this.call("GetStorageList", request, () => ({ storageInfoList: this.storageInfos }));
  }

  describeMeterImsSummary(request: DescribeMeterImsSummaryRequest) {
    return this.call("DescribeMeterImsSummary", request, () => ({ data: [] }));
  }
}
