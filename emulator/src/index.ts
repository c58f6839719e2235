/** A local Alibaba Cloud IMS for tests, demonstrations and work without a network. */
export type { CallbackEvent, CallbackRecord, CallbackTry } from "./callbacks";
export type { Clock, ClockTimer } from "./clock";
export {
  DEFAULT_REGION,
  type Emulator,
  type EmulatorOptions,
  type StreamControl,
  startEmulator,
} from "./emulator";
export { type ActiveFault, FAULT_TABLE, type FaultKind, type FaultRequest } from "./faults";
export type { AccessKeyPair } from "./http/accessKeys";
export type { LoggedRequest } from "./http/requestLog";
export type { JobReport } from "./jobReport";
export { type Ffmpeg, findFfmpeg, type MediaInfo, readMedia } from "./media/ffmpeg";
export type { OnlineStream } from "./media/origin";
export { type Publisher, type PublisherOptions, startPublisher } from "./media/publisher";
export type { SyntheticOptions } from "./media/syntheticStreams";
export type { ObjectStore, ObjectSummary } from "./oss/store";
export { DEFAULT_STREAM_WINDOW_SECONDS, type Settings } from "./service";
export type { SnapshotJobReport } from "./snapshots/snapshotJobReport";
export {
  readSeedFile,
  type Seed,
  type SeedBucket,
  type SeedJob,
  type SeedSnapshotJob,
  type SeedSnapshotTemplate,
  type SeedTemplate,
} from "./state/seed";
export {
  GENERAL_SUPPORT,
  type ImplementedAction,
  NOT_IMPLEMENTED_ACTIONS,
  OPERATION_SUPPORT,
  renderSupportTable,
  type SupportEntry,
  type SupportLevel,
} from "./support";
export { UsageError } from "./usageError";
