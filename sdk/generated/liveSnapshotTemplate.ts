// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a LiveSnapshotTemplate. */
export interface LiveSnapshotTemplateArgs {
  /**
   * The template's name, at most 128 characters. Changes in place.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: CreateLiveSnapshotTemplate, TemplateName (uniqueness unknown).
   */
  templateName?: pulumi.Input<string>;
  /**
   * From one picture to the next. Pictures are taken at key frames. Changes in place.
   *
   * - Required.
   * - A whole number of seconds, 5 to 3600.
   * - Source: CreateLiveSnapshotTemplate, TimeInterval.
   */
  timeInterval: pulumi.Input<number>;
  /**
   * The object name of the one picture that every new one overwrites: `snapshot/{JobId}.jpg`. It ends in `.jpg` and begins without a slash; placeholder: {JobId}. At most 255 bytes. Changes in place; whether the service lets go of a format that is left out is not documented, so the update reads it back and fails when it was kept.
   *
   * - Default: no picture that is overwritten; one of the two formats must be given.
   * - Source: CreateLiveSnapshotTemplate, OverwriteFormat.
   */
  overwriteFormat?: pulumi.Input<string>;
  /**
   * The object names of pictures that are all kept: `snapshot/{JobId}/{Date}/{UnixTimestamp}.jpg`. It ends in `.jpg` and begins without a slash; placeholders: {JobId} {Date} {UnixTimestamp} {Sequence}, of which {UnixTimestamp} or {Sequence} must be there. At most 255 bytes. Changes in place, as `overwriteFormat`.
   *
   * - Default: no sequence of pictures; one of the two formats must be given.
   * - Source: CreateLiveSnapshotTemplate, SequenceFormat.
   */
  sequenceFormat?: pulumi.Input<string>;
}

/** What the engine knows of a LiveSnapshotTemplate. */
export abstract class LiveSnapshotTemplateProperties extends IceResource {
  /**
   * The template's name, at most 128 characters. Changes in place.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: CreateLiveSnapshotTemplate, TemplateName (uniqueness unknown).
   */
  declare readonly templateName: pulumi.Output<string>;
  /**
   * From one picture to the next. Pictures are taken at key frames. Changes in place.
   *
   * - Required.
   * - A whole number of seconds, 5 to 3600.
   * - Source: CreateLiveSnapshotTemplate, TimeInterval.
   */
  declare readonly timeInterval: pulumi.Output<number>;
  /**
   * The object name of the one picture that every new one overwrites: `snapshot/{JobId}.jpg`. It ends in `.jpg` and begins without a slash; placeholder: {JobId}. At most 255 bytes. Changes in place; whether the service lets go of a format that is left out is not documented, so the update reads it back and fails when it was kept.
   *
   * - Default: no picture that is overwritten; one of the two formats must be given.
   * - Source: CreateLiveSnapshotTemplate, OverwriteFormat.
   */
  declare readonly overwriteFormat: pulumi.Output<string | undefined>;
  /**
   * The object names of pictures that are all kept: `snapshot/{JobId}/{Date}/{UnixTimestamp}.jpg`. It ends in `.jpg` and begins without a slash; placeholders: {JobId} {Date} {UnixTimestamp} {Sequence}, of which {UnixTimestamp} or {Sequence} must be there. At most 255 bytes. Changes in place, as `overwriteFormat`.
   *
   * - Default: no sequence of pictures; one of the two formats must be given.
   * - Source: CreateLiveSnapshotTemplate, SequenceFormat.
   */
  declare readonly sequenceFormat: pulumi.Output<string | undefined>;
  /**
   * `custom`, or `system` for a preset of the service.
   *
   * - Required.
   */
  declare readonly type: pulumi.Output<string>;
  /**
   * When the template was made, UTC.
   *
   * - Default: absent until the first refresh.
   */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /**
   * When the template was last changed, UTC.
   *
   * - Default: absent until the first refresh.
   */
  declare readonly lastModified: pulumi.Output<string | undefined>;
  /**
   * The region in which the template lives.
   *
   * - Required.
   */
  declare readonly region: pulumi.Output<string>;
  /**
   * The service's endpoint at which the template was made.
   *
   * - Required.
   */
  declare readonly endpoint: pulumi.Output<string>;
  /**
   * The id of the Alibaba Cloud account in which it lives. With credentials of another account nothing is read, changed or deleted.
   *
   * - Default: absent until the first refresh of what an older release made.
   * - Source: Security Token Service, GetCallerIdentity.
   */
  declare readonly account: pulumi.Output<string | undefined>;
}
