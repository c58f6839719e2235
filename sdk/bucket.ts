import type * as pulumi from "@pulumi/pulumi";
import { type BucketArgs, BucketProperties } from "./generated/bucket";
import { replacedInOrder, withSecretOutputs } from "./resource";

/**
 * A small OSS bucket for recordings, so that a stack needs no second provider. For anything beyond these fields use
 * `oss.Bucket` of `@pulumi/alicloud`: its outputs fit wherever these do. A bucket that holds objects is never emptied
 * unless `forceDestroy` says so.
 */
export class Bucket extends BucketProperties {
  constructor(name: string, args: BucketArgs = {}, options: pulumi.CustomResourceOptions = {}) {
    const own = withSecretOutputs("Bucket", replacedInOrder("Bucket", name, args?.bucket, options));
    super("Bucket", name, args, own);
  }

  /** Reads a bucket that exists. @param id the bucket's name */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: pulumi.CustomResourceOptions = {}): Bucket {
    return new Bucket(name, {}, { ...options, id });
  }
}
