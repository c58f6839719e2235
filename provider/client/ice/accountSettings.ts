/** What holds for a whole account in one region: where events go, where files go, what was used. */
export interface AccountSettingsApi {
  getEventCallback(request: object): Promise<GetEventCallbackResponse>;
  setEventCallback(request: EventCallbackSetting): Promise<SetResponse>;
  getDefaultStorageLocation(request: object): Promise<GetDefaultStorageLocationResponse>;
  setDefaultStorageLocation(request: DefaultStorageLocationSetting): Promise<SetResponse>;
  getStorageList(request: GetStorageListRequest): Promise<{ storageInfoList?: StorageInfo[] }>;
  describeMeterImsSummary(request: DescribeMeterImsSummaryRequest): Promise<{ data?: MeterImsSummary[] }>;
}

export interface EventCallbackSetting {
  /** `HTTP` or `MNS`. */
  callbackType?: string;
  callbackURL?: string;
  callbackQueueName?: string;
  /** Names of events, with commas between them. */
  eventTypeList?: string;
  /** `on` or `off`. */
  authSwitch?: string;
  authKey?: string;
}

export interface GetEventCallbackResponse extends EventCallbackSetting {
  requestId?: string;
}

export interface DefaultStorageLocationSetting {
  /** `user_oss_bucket` or `vod_oss_bucket`. */
  storageType?: string;
  bucket?: string;
  path?: string;
}

export interface GetDefaultStorageLocationResponse extends DefaultStorageLocationSetting {
  /** `normal` or `notExist`; one text writes `Normal`. */
  status?: string;
  requestId?: string;
}

export interface SetResponse {
  success?: boolean;
  requestId?: string;
}

export interface GetStorageListRequest {
  appId?: string;
  storageType?: string;
  status?: string;
}

export interface StorageInfo {
  /** The bucket. */
  storageLocation?: string;
  path?: string;
  storageType?: string;
  /** `Normal` where the service can use it. */
  status?: string;
  appId?: string;
  defaultStorage?: boolean;
  editingTempFileStorage?: boolean;
  creationTime?: string;
  modifiedTime?: string;
}

export interface DescribeMeterImsSummaryRequest {
  /** Seconds since 1970. */
  startTs: number;
  /** Seconds since 1970. */
  endTs: number;
  region?: string;
}

/** Some of the numbers come as texts. */
export interface MeterImsSummary {
  liveRecordDuration?: number | string;
  liveSnapshotCount?: number | string;
  liveTranscodeDuration?: number | string;
}
