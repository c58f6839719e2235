import type { ResourceHandler, Values } from "./handler";
import { bucket } from "./resources/bucket";
import { defaultStorageLocation } from "./resources/defaultStorageLocation";
import { eventCallback } from "./resources/eventCallback";
import { liveRecordJob } from "./resources/liveRecordJob";
import { liveRecordTemplate } from "./resources/liveRecordTemplate";
import { liveSnapshotJob } from "./resources/liveSnapshotJob";
import { liveSnapshotTemplate } from "./resources/liveSnapshotTemplate";
import { liveTranscodeJob } from "./resources/liveTranscodeJob";
import { liveTranscodeTemplate } from "./resources/liveTranscodeTemplate";

/** Every resource of the package. Hosts, the SDK's types, the documentation and the tests are derived from it. */
export const registry = {
  Bucket: bucket,
  DefaultStorageLocation: defaultStorageLocation,
  EventCallback: eventCallback,
  LiveRecordJob: liveRecordJob,
  LiveRecordTemplate: liveRecordTemplate,
  LiveSnapshotJob: liveSnapshotJob,
  LiveSnapshotTemplate: liveSnapshotTemplate,
  LiveTranscodeJob: liveTranscodeJob,
  LiveTranscodeTemplate: liveTranscodeTemplate,
};

export type Kind = keyof typeof registry;

/** A handler without its own types, as hosts see it: what check returned is what the others get. */
export type AnyHandler = ResourceHandler<Values, Values, string>;

export function handlerOf(kind: Kind): AnyHandler {
  return registry[kind] as unknown as AnyHandler;
}

export const kinds = Object.keys(registry) as Kind[];

export type { Field, Fields } from "./rules/fields";
