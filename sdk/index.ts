export { Bucket } from "./bucket";
export * from "./functions/liveRecordFiles";
export * from "./functions/liveRecordJobs";
export * from "./functions/liveRecordManifest";
export * from "./functions/liveRecordTemplates";
export type { BucketArgs, BucketLifecycleRule, BucketLifecycleRuleArgs } from "./generated/bucket";
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
export { type ForbidLiveStreamArgs, stopCalls } from "./stopCalls";
