import type * as pulumi from "@pulumi/pulumi";
import { type LiveTranscodeJobArgs, LiveTranscodeJobProperties } from "./generated/liveTranscodeJob";
import { replacedInOrder, withSecretOutputs } from "./resource";

/**
 * A live transcode job: the service pulls a stream and puts a transcoded one on the air (`outputStream`). Its name
 * changes in place; of a timed job that has not started so do stream, output and times; everything else replaces it.
 * Delete stops the job, waits until the service says so, deletes it and makes sure that it is gone. A stopped job can't
 * be started again.
 */
export class LiveTranscodeJob extends LiveTranscodeJobProperties {
  constructor(name: string, args: LiveTranscodeJobArgs, options: pulumi.CustomResourceOptions = {}) {
    const own = withSecretOutputs(
      "LiveTranscodeJob",
      replacedInOrder("LiveTranscodeJob", name, args?.name, options),
    );
    super("LiveTranscodeJob", name, args, own);
  }

  /**
   * Reads a job that exists, without taking over its life: it is neither changed nor stopped.
   * @param id the job's id, as the service gave it
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options: pulumi.CustomResourceOptions = {},
  ): LiveTranscodeJob {
    return new LiveTranscodeJob(name, {} as LiveTranscodeJobArgs, { ...options, id });
  }
}
