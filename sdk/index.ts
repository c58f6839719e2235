export { Bucket } from "./bucket";
export * from "./functions/liveRecordFiles";
export * from "./functions/liveRecordJobs";
export * from "./functions/liveRecordManifest";
export * from "./functions/liveRecordTemplates";
export * from "./functions/liveSnapshotFiles";
export * from "./functions/liveSnapshotJobs";
export * from "./functions/liveSnapshotTemplates";
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
export type {
  LiveSnapshotJobArgs,
  LiveSnapshotJobSnapshotOutput,
  LiveSnapshotJobSnapshotOutputArgs,
  LiveSnapshotJobStreamInput,
  LiveSnapshotJobStreamInputArgs,
} from "./generated/liveSnapshotJob";
export type { LiveSnapshotTemplateArgs } from "./generated/liveSnapshotTemplate";
export { LiveRecordJob } from "./liveRecordJob";
export { LiveRecordTemplate } from "./liveRecordTemplate";
export { LiveSnapshotJob } from "./liveSnapshotJob";
export { LiveSnapshotTemplate } from "./liveSnapshotTemplate";
export { type ForbidLiveStreamArgs, stopCalls } from "./stopCalls";
