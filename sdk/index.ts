export { Bucket } from "./bucket";
export { DefaultStorageLocation } from "./defaultStorageLocation";
export { EventCallback } from "./eventCallback";
export * from "./functions/accountSettings";
export * from "./functions/liveRecordFiles";
export * from "./functions/liveRecordJobs";
export * from "./functions/liveRecordTemplates";
export * from "./functions/meterImsSummary";
export * from "./functions/storageList";
export type { BucketArgs, BucketLifecycleRule, BucketLifecycleRuleArgs } from "./generated/bucket";
export type {
  DefaultStorageLocationArgs,
  DefaultStorageLocationEarlierSetting,
} from "./generated/defaultStorageLocation";
export type { EventCallbackArgs, EventCallbackEarlierSetting } from "./generated/eventCallback";
export type {
  LiveRecordJobArgs,
  LiveRecordJobRecordOutput,
  LiveRecordJobRecordOutputArgs,
  LiveRecordJobStopCall,
  LiveRecordJobStopCallArgs,
  LiveRecordJobStreamInput,
  LiveRecordJobStreamInputArgs,
} from "./generated/liveRecordJob";
export type {
  LiveRecordTemplateArgs,
  LiveRecordTemplateRecordFormat,
  LiveRecordTemplateRecordFormatArgs,
} from "./generated/liveRecordTemplate";
export { LiveRecordJob } from "./liveRecordJob";
export { LiveRecordTemplate } from "./liveRecordTemplate";
export { type RamPolicyDocument, type RamUse, ramPolicy, ramUses } from "./ramPolicy";
export { type ForbidLiveStreamArgs, stopCalls } from "./stopCalls";
