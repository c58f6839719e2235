import * as pulumi from "@pulumi/pulumi";
import { type LiveRecordJobArgs, LiveRecordJobProperties } from "./generated/liveRecordJob";
import { withSecretOutputs } from "./resource";

/**
 * A live recording job: the service pulls a stream and writes it to a bucket until the stream is away for more than
 * 3 minutes. IMS publishes no call that stops a record job: delete makes the `stopCall` that is declared and waits for
 * the verified end, or waits for the stream to go away; it fails, and keeps the resource, while the job still records.
 *
 * Every input that the service takes replaces the job; how a job that still records is treated then is `onReplace`.
 * With `maxDuration` or `endAt` the first `up` after that time makes the stop call; nothing acts between two commands.
 *
 * The constructor throws a RunError for `deletedWith`, and for `deleteBeforeReplace: false` without `onReplace: "overlap"`.
 */
export class LiveRecordJob extends LiveRecordJobProperties {
  constructor(name: string, args: LiveRecordJobArgs, options: pulumi.CustomResourceOptions = {}) {
    const overlap = args?.onReplace === "overlap";
    refuseUnsafeOptions(name, overlap, options);
    // Only when the old job has ended first is a running job of our name certainly ours.
    const own = pulumi.mergeOptions(
      { deleteBeforeReplace: !overlap },
      withSecretOutputs("LiveRecordJob", options),
    );
    super("LiveRecordJob", name, args, own);
  }

  /**
   * Reads a job that exists, without taking over its life: it is neither replaced nor deleted.
   * @param id the job's id, as the service gave it
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): LiveRecordJob {
    return new LiveRecordJob(name, {} as LiveRecordJobArgs, { ...options, id });
  }
}

function refuseUnsafeOptions(name: string, overlap: boolean, options: pulumi.CustomResourceOptions): void {
  const refuse = (problem: string): never => {
    throw new pulumi.RunError(`LiveRecordJob "${name}": ${problem}`);
  };
  if (options.deletedWith !== undefined) {
    refuse(
      "deletedWith would drop the job from state while it records, without delete being called. Leave it out.",
    );
  }
  if (options.deleteBeforeReplace === false && !overlap) {
    refuse(
      'deleteBeforeReplace: false needs onReplace: "overlap": otherwise the new job would be taken for the old one.',
    );
  }
  if (options.retainOnDelete) {
    void pulumi.log.warn(
      `LiveRecordJob "${name}": retainOnDelete drops the job from state while it may go on recording. onDelete: "abandon" does the same and names the job.`,
    );
  }
}
