/** The storage addresses of the account. */
export interface StorageApi {
  getStorageList(request: GetStorageListRequest): Promise<{ storageInfoList?: StorageInfo[] }>;
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
  /** `user_oss_bucket` or `vod_oss_bucket`. */
  storageType?: string;
  /** `Normal`; other words are passed through. */
  status?: string;
  appId?: string;
  defaultStorage?: boolean;
  editingTempFileStorage?: boolean;
  creationTime?: string;
  modifiedTime?: string;
}
