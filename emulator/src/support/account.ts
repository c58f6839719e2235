import { assumed, documented, page, type SupportEntry } from "./entry";

/** What belongs to the account and its settings. */
export const ACCOUNT_SUPPORT = {
  GetStorageList: [
    documented("Fields of StorageInfoList", page("GetStorageList")),
    assumed("Every bucket of the local OSS is registered, with Status Normal"),
  ],
  GetCallerIdentity: [
    documented("AccountId, and the other fields of an account's own key", page("GetCallerIdentity")),
    assumed("Keys of another account can be made up; they see the same jobs and buckets"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;
