// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a LiveRecordTemplate. */
export interface LiveRecordTemplateArgs {
  /**
   * The template's name. Changes in place.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: CreateLiveRecordTemplate, Name (length limit and uniqueness unknown).
   */
  name?: pulumi.Input<string>;
  /**
   * What is recorded, one entry per format. Changes in place; jobs that are submitted already keep the formats they were submitted with.
   *
   * - Required.
   * - Source: CreateLiveRecordTemplate, RecordFormat.
   */
  recordFormats: pulumi.Input<pulumi.Input<LiveRecordTemplateRecordFormatArgs>[]>;
}

/** One format of a recording. */
export interface LiveRecordTemplateRecordFormatArgs {
  /**
   * The container. The stream is not encoded again.
   *
   * - Required.
   * - One of `m3u8`, `mp4`, `flv`.
   * - Source: CreateLiveRecordTemplate, RecordFormat.Format.
   */
  format: pulumi.Input<"m3u8" | "mp4" | "flv">;
  /**
   * How much one file holds before the next one begins. The API's own range is unknown (the console offers 15 to 360 minutes).
   *
   * - Default: 21600 (6 hours).
   * - A whole number of seconds, at least 1.
   * - Source: CreateLiveRecordTemplate, RecordFormat.CycleDuration.
   */
  cycleDuration?: pulumi.Input<number>;
  /**
   * The object name of a file, without its extension. Placeholders: {JobId} {Sequence} {StartTime} {EndTime} {EscapedStartTime} {EscapedEndTime}; a start and an end placeholder must be there. At most 255 bytes.
   *
   * - Default: the service's own naming.
   * - Source: CreateLiveRecordTemplate, RecordFormat.OssObjectPrefix.
   */
  ossObjectPrefix?: pulumi.Input<string>;
  /**
   * The object name of a slice, without its extension. Placeholders: {JobId} {UnixTimestamp} {Sequence}; {UnixTimestamp} and {Sequence} must be there. At most 255 bytes.
   *
   * - Default: nothing; required for m3u8, refused for other formats.
   * - Source: CreateLiveRecordTemplate, RecordFormat.SliceOssObjectPrefix.
   */
  sliceOssObjectPrefix?: pulumi.Input<string>;
  /**
   * The length of one slice.
   *
   * - Default: 30 for m3u8; refused for other formats.
   * - A whole number of seconds, 5 to 30.
   * - Source: CreateLiveRecordTemplate, RecordFormat.SliceDuration.
   */
  sliceDuration?: pulumi.Input<number>;
}

/** One format of a recording. */
export interface LiveRecordTemplateRecordFormat {
  /**
   * The container. The stream is not encoded again.
   *
   * - Required.
   * - One of `m3u8`, `mp4`, `flv`.
   * - Source: CreateLiveRecordTemplate, RecordFormat.Format.
   */
  format: "m3u8" | "mp4" | "flv";
  /**
   * How much one file holds before the next one begins. The API's own range is unknown (the console offers 15 to 360 minutes).
   *
   * - Default: 21600 (6 hours).
   * - A whole number of seconds, at least 1.
   * - Source: CreateLiveRecordTemplate, RecordFormat.CycleDuration.
   */
  cycleDuration?: number;
  /**
   * The object name of a file, without its extension. Placeholders: {JobId} {Sequence} {StartTime} {EndTime} {EscapedStartTime} {EscapedEndTime}; a start and an end placeholder must be there. At most 255 bytes.
   *
   * - Default: the service's own naming.
   * - Source: CreateLiveRecordTemplate, RecordFormat.OssObjectPrefix.
   */
  ossObjectPrefix?: string;
  /**
   * The object name of a slice, without its extension. Placeholders: {JobId} {UnixTimestamp} {Sequence}; {UnixTimestamp} and {Sequence} must be there. At most 255 bytes.
   *
   * - Default: nothing; required for m3u8, refused for other formats.
   * - Source: CreateLiveRecordTemplate, RecordFormat.SliceOssObjectPrefix.
   */
  sliceOssObjectPrefix?: string;
  /**
   * The length of one slice.
   *
   * - Default: 30 for m3u8; refused for other formats.
   * - A whole number of seconds, 5 to 30.
   * - Source: CreateLiveRecordTemplate, RecordFormat.SliceDuration.
   */
  sliceDuration?: number;
}

/** What the engine knows of a LiveRecordTemplate. */
export abstract class LiveRecordTemplateProperties extends IceResource {
  /**
   * The template's name. Changes in place.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: CreateLiveRecordTemplate, Name (length limit and uniqueness unknown).
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * What is recorded, one entry per format. Changes in place; jobs that are submitted already keep the formats they were submitted with.
   *
   * - Required.
   * - Source: CreateLiveRecordTemplate, RecordFormat.
   */
  declare readonly recordFormats: pulumi.Output<LiveRecordTemplateRecordFormat[]>;
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
