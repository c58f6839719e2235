// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a Bucket. */
export interface BucketArgs {
  /**
   * The bucket's name, unique in all of OSS. Also the resource's id.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - A change replaces the resource.
   * - Source: OSS, bucket naming conventions.
   */
  bucket?: pulumi.Input<string>;
  /**
   * Who may read and write without a signature.
   *
   * - Default: private.
   * - One of `private`, `public-read`, `public-read-write`.
   * - Source: OSS, PutBucketAcl.
   */
  acl?: pulumi.Input<"private" | "public-read" | "public-read-write">;
  /**
   * How objects are stored. Recordings that are played back want `Standard` or `IA`.
   *
   * - Default: Standard.
   * - One of `Standard`, `IA`, `Archive`, `ColdArchive`, `DeepColdArchive`.
   * - A change replaces the resource.
   * - Source: OSS, PutBucket, StorageClass.
   */
  storageClass?: pulumi.Input<"Standard" | "IA" | "Archive" | "ColdArchive" | "DeepColdArchive">;
  /**
   * Tags of the bucket: at most 20, keys up to 64 bytes, values up to 128 bytes, without `& < >`.
   *
   * - Default: none.
   * - Source: OSS, PutBucketTags.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Objects that are removed by age. The list replaces every lifecycle rule of the bucket.
   *
   * - Default: none.
   * - Source: OSS, PutBucketLifecycle.
   */
  lifecycleRules?: pulumi.Input<pulumi.Input<BucketLifecycleRuleArgs>[]>;
  /**
   * Delete **all objects, recordings included**, when the bucket is destroyed. Without it a bucket that holds objects is kept, and destroy fails.
   *
   * - Default: false.
   */
  forceDestroy?: pulumi.Input<boolean>;
}

/** Removes objects under a prefix. */
export interface BucketLifecycleRuleArgs {
  /**
   * Which objects: those whose name begins so; `""` means all.
   *
   * - Required.
   */
  prefix: pulumi.Input<string>;
  /**
   * How many days after its last change an object is removed.
   *
   * - Required.
   * - A whole number of days, at least 1.
   */
  expirationDays: pulumi.Input<number>;
}

/** Removes objects under a prefix. */
export interface BucketLifecycleRule {
  /**
   * Which objects: those whose name begins so; `""` means all.
   *
   * - Required.
   */
  prefix: string;
  /**
   * How many days after its last change an object is removed.
   *
   * - Required.
   * - A whole number of days, at least 1.
   */
  expirationDays: number;
}

/** What the engine knows of a Bucket. */
export abstract class BucketProperties extends IceResource {
  /**
   * The bucket's name, unique in all of OSS. Also the resource's id.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - A change replaces the resource.
   * - Source: OSS, bucket naming conventions.
   */
  declare readonly bucket: pulumi.Output<string>;
  /**
   * Who may read and write without a signature.
   *
   * - Default: private.
   * - One of `private`, `public-read`, `public-read-write`.
   * - Source: OSS, PutBucketAcl.
   */
  declare readonly acl: pulumi.Output<"private" | "public-read" | "public-read-write" | undefined>;
  /**
   * How objects are stored. Recordings that are played back want `Standard` or `IA`.
   *
   * - Default: Standard.
   * - One of `Standard`, `IA`, `Archive`, `ColdArchive`, `DeepColdArchive`.
   * - A change replaces the resource.
   * - Source: OSS, PutBucket, StorageClass.
   */
  declare readonly storageClass: pulumi.Output<"Standard" | "IA" | "Archive" | "ColdArchive" | "DeepColdArchive" | undefined>;
  /**
   * Tags of the bucket: at most 20, keys up to 64 bytes, values up to 128 bytes, without `& < >`.
   *
   * - Default: none.
   * - Source: OSS, PutBucketTags.
   */
  declare readonly tags: pulumi.Output<Record<string, string> | undefined>;
  /**
   * Objects that are removed by age. The list replaces every lifecycle rule of the bucket.
   *
   * - Default: none.
   * - Source: OSS, PutBucketLifecycle.
   */
  declare readonly lifecycleRules: pulumi.Output<BucketLifecycleRule[] | undefined>;
  /**
   * Delete **all objects, recordings included**, when the bucket is destroyed. Without it a bucket that holds objects is kept, and destroy fails.
   *
   * - Default: false.
   */
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  /**
   * The OSS endpoint for access from the internet, without a scheme. Known at preview.
   *
   * - Required.
   */
  declare readonly extranetEndpoint: pulumi.Output<string>;
  /**
   * The OSS endpoint for access from within the region, without a scheme. Known at preview.
   *
   * - Required.
   */
  declare readonly intranetEndpoint: pulumi.Output<string>;
  /**
   * Where OSS keeps the bucket, such as `oss-cn-shanghai`.
   *
   * - Default: absent until the first refresh.
   */
  declare readonly location: pulumi.Output<string | undefined>;
  /**
   * When the bucket was made, UTC.
   *
   * - Default: absent until the first refresh.
   */
  declare readonly creationDate: pulumi.Output<string | undefined>;
  /**
   * The region in which the bucket was made.
   *
   * - Required.
   */
  declare readonly region: pulumi.Output<string>;
  /**
   * The OSS endpoint at which the bucket was made.
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
