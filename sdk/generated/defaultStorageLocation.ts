// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a DefaultStorageLocation. */
export interface DefaultStorageLocationArgs {
  /**
   * `user_oss_bucket`: a bucket of your own; `vod_oss_bucket`: one that ApsaraVideo VOD manages.
   *
   * - Required.
   * - One of `user_oss_bucket`, `vod_oss_bucket`.
   * - Source: SetDefaultStorageLocation, StorageType.
   */
  storageType: pulumi.Input<"user_oss_bucket" | "vod_oss_bucket">;
  /**
   * The bucket's name: `bucket.id`. It has to be registered in the IMS console as a storage address; no published call does that.
   *
   * - Default: nothing is sent; required for user_oss_bucket.
   * - Source: SetDefaultStorageLocation, Bucket.
   */
  bucket?: pulumi.Input<string>;
  /**
   * The folder in the bucket, such as `ims/dir`; `""` and `/` mean its root.
   *
   * - Default: the root of the bucket; refused for vod_oss_bucket, where it has no effect.
   * - Source: SetDefaultStorageLocation, Path.
   */
  path?: pulumi.Input<string>;
  /**
   * No published call clears the setting. `leave`: delete drops it from state and leaves it as it is, with a warning. `restore`: delete writes back what was set before create took over, unless somebody else has changed it since.
   *
   * - Default: leave.
   * - One of `leave`, `restore`.
   */
  onDelete?: pulumi.Input<"leave" | "restore">;
}

/** What was set when create took over; `onDelete: "restore"` writes it back. */
export interface DefaultStorageLocationEarlierSetting {
  /**
   * `user_oss_bucket`: a bucket of your own; `vod_oss_bucket`: one that ApsaraVideo VOD manages.
   *
   * - Required.
   * - One of `user_oss_bucket`, `vod_oss_bucket`.
   * - Source: SetDefaultStorageLocation, StorageType.
   */
  storageType: "user_oss_bucket" | "vod_oss_bucket";
  /**
   * The bucket's name: `bucket.id`. It has to be registered in the IMS console as a storage address; no published call does that.
   *
   * - Default: nothing is sent; required for user_oss_bucket.
   * - Source: SetDefaultStorageLocation, Bucket.
   */
  bucket?: string;
  /**
   * The folder in the bucket, such as `ims/dir`; `""` and `/` mean its root.
   *
   * - Default: the root of the bucket; refused for vod_oss_bucket, where it has no effect.
   * - Source: SetDefaultStorageLocation, Path.
   */
  path?: string;
}

/** What the engine knows of a DefaultStorageLocation. */
export abstract class DefaultStorageLocationProperties extends IceResource {
  /**
   * `user_oss_bucket`: a bucket of your own; `vod_oss_bucket`: one that ApsaraVideo VOD manages.
   *
   * - Required.
   * - One of `user_oss_bucket`, `vod_oss_bucket`.
   * - Source: SetDefaultStorageLocation, StorageType.
   */
  declare readonly storageType: pulumi.Output<"user_oss_bucket" | "vod_oss_bucket">;
  /**
   * The bucket's name: `bucket.id`. It has to be registered in the IMS console as a storage address; no published call does that.
   *
   * - Default: nothing is sent; required for user_oss_bucket.
   * - Source: SetDefaultStorageLocation, Bucket.
   */
  declare readonly bucket: pulumi.Output<string | undefined>;
  /**
   * The folder in the bucket, such as `ims/dir`; `""` and `/` mean its root.
   *
   * - Default: the root of the bucket; refused for vod_oss_bucket, where it has no effect.
   * - Source: SetDefaultStorageLocation, Path.
   */
  declare readonly path: pulumi.Output<string | undefined>;
  /**
   * No published call clears the setting. `leave`: delete drops it from state and leaves it as it is, with a warning. `restore`: delete writes back what was set before create took over, unless somebody else has changed it since.
   *
   * - Default: leave.
   * - One of `leave`, `restore`.
   */
  declare readonly onDelete: pulumi.Output<"leave" | "restore" | undefined>;
  /**
   * `normal`, or `notExist` when the bucket is gone; one text of the service writes `Normal`.
   *
   * - Default: absent until the first refresh after a change.
   */
  declare readonly status: pulumi.Output<string | undefined>;
  /**
   * What was set when create took over; `onDelete: "restore"` writes it back.
   *
   * - Default: absent when nothing else was set, or when a create that was killed had written already.
   */
  declare readonly earlierSetting: pulumi.Output<DefaultStorageLocationEarlierSetting | undefined>;
  /**
   * The region for which it is set.
   *
   * - Required.
   */
  declare readonly region: pulumi.Output<string>;
  /**
   * The service's endpoint at which it was set.
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
