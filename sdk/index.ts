export { Bucket } from "./bucket";
export { DefaultStorageLocation } from "./defaultStorageLocation";
export { EventCallback } from "./eventCallback";
export * from "./functions/accountSettings";
export * from "./functions/liveRecordFiles";
export * from "./functions/liveRecordJobs";
export * from "./functions/liveRecordManifest";
export * from "./functions/liveRecordTemplates";
export * from "./functions/liveSnapshotFiles";
export * from "./functions/liveSnapshotJobs";
export * from "./functions/liveSnapshotTemplates";
export * from "./functions/liveTranscodeJobs";
export * from "./functions/liveTranscodeTemplates";
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
export type {
  LiveSnapshotJobArgs,
  LiveSnapshotJobSnapshotOutput,
  LiveSnapshotJobSnapshotOutputArgs,
  LiveSnapshotJobStreamInput,
  LiveSnapshotJobStreamInputArgs,
} from "./generated/liveSnapshotJob";
export type { LiveSnapshotTemplateArgs } from "./generated/liveSnapshotTemplate";
export type {
  LiveTranscodeJobArgs,
  LiveTranscodeJobOutputStream,
  LiveTranscodeJobOutputStreamStreamInfo,
  LiveTranscodeJobStreamInput,
  LiveTranscodeJobStreamInputArgs,
  LiveTranscodeJobTimedConfig,
  LiveTranscodeJobTimedConfigArgs,
  LiveTranscodeJobTranscodeOutput,
  LiveTranscodeJobTranscodeOutputArgs,
} from "./generated/liveTranscodeJob";
export type {
  LiveTranscodeTemplateArgs,
  LiveTranscodeTemplateTemplateConfig,
  LiveTranscodeTemplateTemplateConfigArgs,
  LiveTranscodeTemplateTemplateConfigAudioParams,
  LiveTranscodeTemplateTemplateConfigAudioParamsArgs,
  LiveTranscodeTemplateTemplateConfigVideoParams,
  LiveTranscodeTemplateTemplateConfigVideoParamsArgs,
} from "./generated/liveTranscodeTemplate";
export { LiveRecordJob } from "./liveRecordJob";
export { LiveRecordTemplate } from "./liveRecordTemplate";
export { LiveSnapshotJob } from "./liveSnapshotJob";
export { LiveSnapshotTemplate } from "./liveSnapshotTemplate";
export { LiveTranscodeJob } from "./liveTranscodeJob";
export { LiveTranscodeTemplate } from "./liveTranscodeTemplate";
export { type RamPolicyDocument, type RamUse, ramPolicy, ramUses } from "./ramPolicy";
export { RelayedLiveRecording, type RelayedLiveRecordingArgs } from "./relayedLiveRecording";
export { type ForbidLiveStreamArgs, stopCalls } from "./stopCalls";
