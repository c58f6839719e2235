import * as pulumi from "@pulumi/pulumi";
import { type LiveSnapshotJobArgs, LiveSnapshotJobProperties } from "./generated/liveSnapshotJob";
import { withSecretOutputs } from "./resource";

/**
 * A live snapshot job: the service pulls a stream and writes pictures of it to a bucket, one per interval of its
 * template, until it is stopped. `desiredStatus` starts and stops it in place; delete stops it and makes sure of it. The
 * service deletes no snapshot job: a stopped one stays in its list as `paused`.
 *
 * Every input that the service takes replaces the job: the old one is stopped, a new one is submitted.
 *
 * The constructor throws a RunError for `deletedWith`, and for `deleteBeforeReplace: false`.
 */
export class LiveSnapshotJob extends LiveSnapshotJobProperties {
  constructor(name: string, args: LiveSnapshotJobArgs, options: pulumi.CustomResourceOptions = {}) {
    refuseUnsafeOptions(name, options);
    // Only when the old job is stopped first is a job of our name certainly ours.
    const own = pulumi.mergeOptions(
      { deleteBeforeReplace: true },
      withSecretOutputs("LiveSnapshotJob", options),
    );
    super("LiveSnapshotJob", name, args, own);
  }

  /**
   * Reads a job that exists, without taking over its life: it is neither started, stopped nor replaced.
   * @param id the job's id, as the service gave it
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): LiveSnapshotJob {
    return new LiveSnapshotJob(name, {} as LiveSnapshotJobArgs, { ...options, id });
  }
}

function refuseUnsafeOptions(name: string, options: pulumi.CustomResourceOptions): void {
  const refuse = (problem: string): never => {
    throw new pulumi.RunError(`LiveSnapshotJob "${name}": ${problem}`);
  };
  if (options.deletedWith !== undefined) {
    refuse(
      "deletedWith would drop the job from state while it takes pictures, without delete being called. Leave it out.",
    );
  }
  if (options.deleteBeforeReplace === false) {
    refuse("deleteBeforeReplace: false would have the new job taken for the old one. Leave it out.");
  }
  if (options.retainOnDelete) {
    void pulumi.log.warn(
      `LiveSnapshotJob "${name}": retainOnDelete drops the job from state while it goes on taking pictures. onDelete: "abandon" does the same and names the job.`,
    );
  }
}
