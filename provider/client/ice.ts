import type { LiveRecordApi } from "./ice/liveRecord";
import type { LiveSnapshotApi } from "./ice/liveSnapshot";
import type { StorageApi } from "./ice/storage";

export type * from "./ice/liveRecord";
export type * from "./ice/liveSnapshot";
export type * from "./ice/storage";

/**
 * The calls to IMS (ICE, 2020-11-09) that the provider makes. Methods and fields carry the names of the official
 * TypeScript client, `@alicloud/ice20201109`, so that a thin adapter can stand in for this transport.
 */
export interface IceApi extends LiveRecordApi, LiveSnapshotApi, StorageApi {}
