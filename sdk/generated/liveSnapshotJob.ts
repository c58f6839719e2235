// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a LiveSnapshotJob. */
export interface LiveSnapshotJobArgs {
  /**
   * The job's name, at most 128 characters. Not unique at the service. A name that is made is kept as long as the resource lives.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, JobName.
   */
  jobName?: pulumi.Input<string>;
  /**
   * The snapshot template: `template.id`, or a preset's id from `listLiveSnapshotTemplates`.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, TemplateId.
   */
  templateId: pulumi.Input<string>;
  /**
   * The stream to take pictures of. A change of `auth_key` alone is no change.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, StreamInput.
   */
  streamInput: pulumi.Input<LiveSnapshotJobStreamInputArgs>;
  /**
   * Where the pictures go.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, SnapshotOutput.
   */
  snapshotOutput: pulumi.Input<LiveSnapshotJobSnapshotOutputArgs>;
  /**
   * Where the service posts that a picture was taken; `http://` or `https://`, at most 255 characters.
   *
   * - Default: the account's general callback setting counts.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, CallbackUrl.
   */
  callbackUrl?: pulumi.Input<string>;
  /**
   * Whether the job is to take pictures. A change starts or stops it in place. A job that somebody else has stopped or started shows as a change of this field after a refresh, and the next `up` puts it right. A job whose stream is away can't be started: that is a warning, not a failure, and no change is due until ApsaraVideo Live says that the stream is there; a stream of another origin is followed by a change of `triggers`.
   *
   * - Default: running.
   * - One of `running`, `stopped`.
   */
  desiredStatus?: pulumi.Input<"running" | "stopped">;
  /**
   * Any change of these texts restarts the job in place, or starts it where it was not started; a job that is to be stopped stays so.
   *
   * - Default: none.
   */
  triggers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * `stop`: delete stops the job and makes sure of it. `abandon`: delete drops the job from state and leaves it taking pictures, with a warning that names it. The service deletes no snapshot job: a stopped one stays in its list as `paused`.
   *
   * - Default: stop.
   * - One of `stop`, `abandon`.
   */
  onDelete?: pulumi.Input<"stop" | "abandon">;
  /**
   * With an explicit `jobName`: take over a job of that name that is not stopped and has the same settings, instead of refusing.
   *
   * - Default: false.
   */
  adoptExisting?: pulumi.Input<boolean>;
}

/** The stream to take pictures of. A change of `auth_key` alone is no change. */
export interface LiveSnapshotJobStreamInputArgs {
  /**
   * The protocol of the pull: `rtmp`.
   *
   * - Required.
   * - One of `rtmp`.
   */
  type: pulumi.Input<"rtmp">;
  /**
   * The address that the service pulls, `rtmp://HOST/APP/STREAM`, at most 255 characters.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  url: pulumi.Input<string>;
}

/** Where the pictures go. */
export interface LiveSnapshotJobSnapshotOutputArgs {
  /**
   * The kind of storage: `oss`.
   *
   * - Required.
   * - One of `oss`.
   */
  storageType: pulumi.Input<"oss">;
  /**
   * The bucket's name: `bucket.id`.
   *
   * - Required.
   */
  bucket: pulumi.Input<string>;
  /**
   * The bucket's OSS endpoint without a scheme: `bucket.extranetEndpoint`.
   *
   * - Required.
   */
  endpoint: pulumi.Input<string>;
}

/** The stream to take pictures of. A change of `auth_key` alone is no change. */
export interface LiveSnapshotJobStreamInput {
  /**
   * The protocol of the pull: `rtmp`.
   *
   * - Required.
   * - One of `rtmp`.
   */
  type: "rtmp";
  /**
   * The address that the service pulls, `rtmp://HOST/APP/STREAM`, at most 255 characters.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  url: string;
}

/** Where the pictures go. */
export interface LiveSnapshotJobSnapshotOutput {
  /**
   * The kind of storage: `oss`.
   *
   * - Required.
   * - One of `oss`.
   */
  storageType: "oss";
  /**
   * The bucket's name: `bucket.id`.
   *
   * - Required.
   */
  bucket: string;
  /**
   * The bucket's OSS endpoint without a scheme: `bucket.extranetEndpoint`.
   *
   * - Required.
   */
  endpoint: string;
}

/** What the engine knows of a LiveSnapshotJob. */
export abstract class LiveSnapshotJobProperties extends IceResource {
  /**
   * The job's name, at most 128 characters. Not unique at the service. A name that is made is kept as long as the resource lives.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, JobName.
   */
  declare readonly jobName: pulumi.Output<string>;
  /**
   * The snapshot template: `template.id`, or a preset's id from `listLiveSnapshotTemplates`.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, TemplateId.
   */
  declare readonly templateId: pulumi.Output<string>;
  /**
   * The stream to take pictures of. A change of `auth_key` alone is no change.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, StreamInput.
   */
  declare readonly streamInput: pulumi.Output<LiveSnapshotJobStreamInput>;
  /**
   * Where the pictures go.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, SnapshotOutput.
   */
  declare readonly snapshotOutput: pulumi.Output<LiveSnapshotJobSnapshotOutput>;
  /**
   * Where the service posts that a picture was taken; `http://` or `https://`, at most 255 characters.
   *
   * - Default: the account's general callback setting counts.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveSnapshotJob, CallbackUrl.
   */
  declare readonly callbackUrl: pulumi.Output<string | undefined>;
  /**
   * Whether the job is to take pictures. A change starts or stops it in place. A job that somebody else has stopped or started shows as a change of this field after a refresh, and the next `up` puts it right. A job whose stream is away can't be started: that is a warning, not a failure, and no change is due until ApsaraVideo Live says that the stream is there; a stream of another origin is followed by a change of `triggers`.
   *
   * - Default: running.
   * - One of `running`, `stopped`.
   */
  declare readonly desiredStatus: pulumi.Output<"running" | "stopped" | undefined>;
  /**
   * Any change of these texts restarts the job in place, or starts it where it was not started; a job that is to be stopped stays so.
   *
   * - Default: none.
   */
  declare readonly triggers: pulumi.Output<Record<string, string> | undefined>;
  /**
   * `stop`: delete stops the job and makes sure of it. `abandon`: delete drops the job from state and leaves it taking pictures, with a warning that names it. The service deletes no snapshot job: a stopped one stays in its list as `paused`.
   *
   * - Default: stop.
   * - One of `stop`, `abandon`.
   */
  declare readonly onDelete: pulumi.Output<"stop" | "abandon" | undefined>;
  /**
   * With an explicit `jobName`: take over a job of that name that is not stopped and has the same settings, instead of refusing.
   *
   * - Default: false.
   */
  declare readonly adoptExisting: pulumi.Output<boolean | undefined>;
  /**
   * `init` (not started), `started` (takes pictures) or `paused` (stopped), as the service said at the last read.
   *
   * - Required.
   */
  declare readonly status: pulumi.Output<string>;
  /**
   * When the service made the job, UTC.
   *
   * - Default: absent until the first read that succeeds.
   */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /**
   * When the job was last changed, UTC.
   *
   * - Default: absent, as `createTime`.
   */
  declare readonly lastModified: pulumi.Output<string | undefined>;
  /**
   * The template's name, as the job knows it.
   *
   * - Default: absent, as `createTime`.
   */
  declare readonly templateName: pulumi.Output<string | undefined>;
  /**
   * The region in which the job was submitted.
   *
   * - Required.
   */
  declare readonly region: pulumi.Output<string>;
  /**
   * The service's endpoint to which the job was submitted.
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
