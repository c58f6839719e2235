import { assumed, documented, missing, page, type SupportEntry } from "./entry";

/** What belongs to the account and its settings. */
export const ACCOUNT_SUPPORT = {
  GetStorageList: [
    documented("Fields of StorageInfoList", page("GetStorageList")),
    assumed("Every bucket of the local OSS is registered, with Status Normal; with a fault none is"),
    assumed("DefaultStorage and EditingTempFileStorage are true for the bucket of SetDefaultStorageLocation"),
  ],
  SetDefaultStorageLocation: [
    documented(
      "StorageType, Bucket, Path; Path has no effect for vod_oss_bucket",
      page("SetDefaultStorageLocation"),
    ),
    assumed("StorageType is required, Bucket for user_oss_bucket; each call replaces everything"),
    assumed("A bucket that does not exist is accepted, and shown as notExist"),
  ],
  GetDefaultStorageLocation: [
    documented("Status normal or notExist", page("GetDefaultStorageLocation")),
    assumed("Before one was set: RequestId alone"),
  ],
  SetEventCallback: [
    documented(
      "CallbackURL up to 256 bytes, one only; CallbackQueueName begins with ice-callback-",
      page("SetEventCallback"),
    ),
    documented("AuthSwitch on or off; AuthKey up to 32 letters and digits", page("SetEventCallback")),
    assumed("CallbackType is required; AuthKey with AuthSwitch on; each call replaces everything"),
    assumed("EventTypeList takes any names; without it no event is sent"),
    assumed("AuthSwitch and AuthKey are not kept for MNS", "the page calls them those of HTTP"),
  ],
  GetEventCallback: [
    documented("The same fields, AuthKey in clear text", page("GetEventCallback")),
    assumed("Before one was set: RequestId alone"),
  ],
  DescribeMeterImsSummary: [
    documented(
      "StartTs and EndTs in seconds, 31 days at most, 90 days back; Region has no effect",
      page("DescribeMeterImsSummary"),
    ),
    documented(
      "Data is a list; LiveTranscodeDuration is a number, LiveRecordDuration and LiveSnapshotCount are strings",
      page("DescribeMeterImsSummary"),
    ),
    assumed("Durations are in seconds, and there is one entry", "no unit is published"),
    assumed(
      "A recorded file counts when it is made, once for each format; a transcode while its output streams",
    ),
    missing("Everything but live recording, transcoding and snapshots: 0"),
  ],
  GetCallerIdentity: [
    documented("AccountId, and the other fields of an account's own key", page("GetCallerIdentity")),
    assumed("Keys of another account can be made up; they see the same jobs and buckets"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;
