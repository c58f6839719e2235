import { type Operation, operation } from "./operation";
import { formatTime } from "./paging";

const APP_ID = "app-1000000";
const STORAGE_TYPE = "user_oss_bucket";
const STATUS = "Normal";

/** The storage addresses that are registered in IMS: here, all buckets of the local OSS. */
export const storage: readonly Operation[] = [
  operation("GetStorageList", ({ service, parameters }) => {
    const filters = { AppId: APP_ID, StorageType: STORAGE_TYPE, Status: STATUS };
    const isFilteredOut = Object.entries(filters).some(
      ([name, value]) => (parameters.text(name) ?? value).toLowerCase() !== value.toLowerCase(),
    );
    const buckets = isFilteredOut ? [] : service.store.buckets();
    return {
      StorageInfoList: buckets.map((bucket) => ({
        StorageLocation: bucket.name,
        Path: "",
        ...filters,
        DefaultStorage: false,
        EditingTempFileStorage: false,
        CreationTime: formatTime(bucket.createdAt),
        ModifiedTime: formatTime(bucket.createdAt),
      })),
    };
  }),
];
