import type { ResourceHandler, Values } from "./handler";
import { bucket } from "./resources/bucket";
import { liveRecordJob } from "./resources/liveRecordJob";
import { liveRecordTemplate } from "./resources/liveRecordTemplate";
import { liveSnapshotJob } from "./resources/liveSnapshotJob";
import { liveSnapshotTemplate } from "./resources/liveSnapshotTemplate";

/** Every resource of the package. Hosts, the SDK's types, the documentation and the tests are derived from it. */
export const registry = {
  Bucket: bucket,
  LiveRecordJob: liveRecordJob,
  LiveRecordTemplate: liveRecordTemplate,
  LiveSnapshotJob: liveSnapshotJob,
  LiveSnapshotTemplate: liveSnapshotTemplate,
};

export type Kind = keyof typeof registry;

/** A handler without its own types, as hosts see it: what check returned is what the others get. */
export type AnyHandler = ResourceHandler<Values, Values>;

export function handlerOf(kind: Kind): AnyHandler {
  return registry[kind] as unknown as AnyHandler;
}

export const kinds = Object.keys(registry) as Kind[];

export type { Field, Fields } from "./rules/fields";
