import { type Operation, operation } from "./operation";
import { formatTime } from "./paging";

const APP_ID = "app-1000000";
const STORAGE_TYPE = "user_oss_bucket";
const STATUS = "Normal";

/** The storage addresses that are registered in IMS, here all buckets of the local OSS, and the default one. */
export const storage: readonly Operation[] = [
  operation("GetStorageList", ({ service, parameters, faults }) => {
    const filters = { AppId: APP_ID, StorageType: STORAGE_TYPE, Status: STATUS };
    const isFilteredOut = Object.entries(filters).some(
      ([name, value]) => (parameters.text(name) ?? value).toLowerCase() !== value.toLowerCase(),
    );
    const isUnregistered = faults.take("bucket-not-registered") !== undefined;
    const buckets = isFilteredOut || isUnregistered ? [] : service.store.buckets();
    const location = service.accountSettings.defaultStorageLocation;
    return {
      StorageInfoList: buckets.map((bucket) => {
        const isDefault = location?.Bucket === bucket.name;
        return {
          StorageLocation: bucket.name,
          Path: isDefault ? location.Path : "",
          ...filters,
          DefaultStorage: isDefault,
          EditingTempFileStorage: isDefault,
          CreationTime: formatTime(bucket.createdAt),
          ModifiedTime: formatTime(bucket.createdAt),
        };
      }),
    };
  }),

  operation("SetDefaultStorageLocation", ({ service, parameters }) => {
    const StorageType = parameters.requiredChoice("StorageType", ["user_oss_bucket", "vod_oss_bucket"]);
    const Bucket =
      StorageType === "user_oss_bucket" ? parameters.requiredText("Bucket") : parameters.text("Bucket");
    const Path = StorageType === "user_oss_bucket" ? (parameters.text("Path") ?? "") : "";
    service.accountSettings.set({ defaultStorageLocation: { StorageType, Bucket, Path } });
    return { Success: true };
  }),

  operation("GetDefaultStorageLocation", ({ service }) => {
    const location = service.accountSettings.defaultStorageLocation;
    if (location === undefined) {
      return {};
    }
    const { Bucket, StorageType } = location;
    const isThere = Bucket === undefined ? StorageType === "vod_oss_bucket" : service.store.hasBucket(Bucket);
    return { ...location, Status: isThere ? "normal" : "notExist" };
  }),
];
