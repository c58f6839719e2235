// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a LiveTranscodeJob. */
export interface LiveTranscodeJobArgs {
  /**
   * The job's name. Not unique at the service. Changes in place at any time.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: SubmitLiveTranscodeJob, Name (length limit unknown).
   */
  name?: pulumi.Input<string>;
  /**
   * The transcode template: `template.id`, or a preset's id from `listLiveTranscodeTemplates`.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveTranscodeJob, TemplateId.
   */
  templateId: pulumi.Input<string>;
  /**
   * When the job starts. 0: at once, so its stream has to be there. 1: by `timedConfig`, and it stops by it.
   *
   * - Required.
   * - One of `0`, `1`.
   * - A change replaces the resource.
   * - Source: SubmitLiveTranscodeJob, StartMode.
   */
  startMode: pulumi.Input<0 | 1>;
  /**
   * The stream to transcode. Changes in place while a timed job has not started, else it replaces the job. A change of `auth_key` alone is no change.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SubmitLiveTranscodeJob, StreamInput.
   */
  streamInput: pulumi.Input<LiveTranscodeJobStreamInputArgs>;
  /**
   * Where the transcoded stream goes. Changes in place while a timed job has not started, else it replaces the job; so does taking `domainName` out, which an update can't say. The service tells nobody what it is.
   *
   * - Required.
   * - Source: SubmitLiveTranscodeJob, TranscodeOutput.
   */
  transcodeOutput: pulumi.Input<LiveTranscodeJobTranscodeOutputArgs>;
  /**
   * When a timed job runs; both times lie at most 7 days ahead. Changes in place until the job has started, else it replaces the job. The service tells nobody what it is.
   *
   * - Default: none; required when `startMode` is 1, refused when it is 0.
   * - Source: SubmitLiveTranscodeJob, TimedConfig.
   */
  timedConfig?: pulumi.Input<LiveTranscodeJobTimedConfigArgs>;
  /**
   * A stopped job can't be started again. `keep`: it is done. `restart`, for `startMode` 0: the next `up` replaces a job that has stopped, but never within 3 minutes of the last submit.
   *
   * - Default: keep.
   * - One of `keep`, `restart`.
   */
  onEnded?: pulumi.Input<"keep" | "restart">;
  /**
   * Any change of these texts replaces the job.
   *
   * - Default: none.
   * - A change replaces the resource.
   */
  triggers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * With an explicit `name`: take over a job of that name that has not stopped, with the same template, start mode and stream, instead of refusing.
   *
   * - Default: false.
   */
  adoptExisting?: pulumi.Input<boolean>;
}

/** The stream to transcode. Changes in place while a timed job has not started, else it replaces the job. A change of `auth_key` alone is no change. */
export interface LiveTranscodeJobStreamInputArgs {
  /**
   * The protocol of the pull: `rtmp`.
   *
   * - Required.
   * - One of `rtmp`.
   */
  type: pulumi.Input<"rtmp">;
  /**
   * The address that the service pulls, `rtmp://HOST/APP/STREAM`.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  inputUrl: pulumi.Input<string>;
}

/** Where the transcoded stream goes. Changes in place while a timed job has not started, else it replaces the job; so does taking `domainName` out, which an update can't say. The service tells nobody what it is. */
export interface LiveTranscodeJobTranscodeOutputArgs {
  /**
   * `LiveCenter`: an address of ApsaraVideo Live is made. The only value of the service.
   *
   * - Required.
   * - One of `LiveCenter`.
   */
  type: pulumi.Input<"LiveCenter">;
  /**
   * The **streaming** domain in ApsaraVideo Live under which the transcoded stream is played.
   *
   * - Default: the service's own choice.
   */
  domainName?: pulumi.Input<string>;
}

/** When a timed job runs; both times lie at most 7 days ahead. Changes in place until the job has started, else it replaces the job. The service tells nobody what it is. */
export interface LiveTranscodeJobTimedConfigArgs {
  /**
   * When the job starts, UTC, `yyyy-MM-ddTHH:mm:ssZ`. Its stream has to be there by then.
   *
   * - Required.
   */
  startTime: pulumi.Input<string>;
  /**
   * When the job stops, UTC, `yyyy-MM-ddTHH:mm:ssZ`, later than `startTime`. Taking it out replaces the job: an update can't say it.
   *
   * - Default: none; that the job then runs until it is stopped is assumed.
   */
  endTime?: pulumi.Input<string>;
}

/** The stream to transcode. Changes in place while a timed job has not started, else it replaces the job. A change of `auth_key` alone is no change. */
export interface LiveTranscodeJobStreamInput {
  /**
   * The protocol of the pull: `rtmp`.
   *
   * - Required.
   * - One of `rtmp`.
   */
  type: "rtmp";
  /**
   * The address that the service pulls, `rtmp://HOST/APP/STREAM`.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  inputUrl: string;
}

/** Where the transcoded stream goes. Changes in place while a timed job has not started, else it replaces the job; so does taking `domainName` out, which an update can't say. The service tells nobody what it is. */
export interface LiveTranscodeJobTranscodeOutput {
  /**
   * `LiveCenter`: an address of ApsaraVideo Live is made. The only value of the service.
   *
   * - Required.
   * - One of `LiveCenter`.
   */
  type: "LiveCenter";
  /**
   * The **streaming** domain in ApsaraVideo Live under which the transcoded stream is played.
   *
   * - Default: the service's own choice.
   */
  domainName?: string;
}

/** When a timed job runs; both times lie at most 7 days ahead. Changes in place until the job has started, else it replaces the job. The service tells nobody what it is. */
export interface LiveTranscodeJobTimedConfig {
  /**
   * When the job starts, UTC, `yyyy-MM-ddTHH:mm:ssZ`. Its stream has to be there by then.
   *
   * - Required.
   */
  startTime: string;
  /**
   * When the job stops, UTC, `yyyy-MM-ddTHH:mm:ssZ`, later than `startTime`. Taking it out replaces the job: an update can't say it.
   *
   * - Default: none; that the job then runs until it is stopped is assumed.
   */
  endTime?: string;
}

/** One address. */
export interface LiveTranscodeJobOutputStreamStreamInfo {
  /**
   * The protocol: `rtmp`.
   *
   * - Required.
   */
  type: string;
  /**
   * The address that is played.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  outputUrl: string;
}

/** The transcoded stream. */
export interface LiveTranscodeJobOutputStream {
  /**
   * Its addresses.
   *
   * - Required.
   */
  streamInfos: LiveTranscodeJobOutputStreamStreamInfo[];
}

/** What the engine knows of a LiveTranscodeJob. */
export abstract class LiveTranscodeJobProperties extends IceResource {
  /**
   * The job's name. Not unique at the service. Changes in place at any time.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: SubmitLiveTranscodeJob, Name (length limit unknown).
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * The transcode template: `template.id`, or a preset's id from `listLiveTranscodeTemplates`.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveTranscodeJob, TemplateId.
   */
  declare readonly templateId: pulumi.Output<string>;
  /**
   * When the job starts. 0: at once, so its stream has to be there. 1: by `timedConfig`, and it stops by it.
   *
   * - Required.
   * - One of `0`, `1`.
   * - A change replaces the resource.
   * - Source: SubmitLiveTranscodeJob, StartMode.
   */
  declare readonly startMode: pulumi.Output<0 | 1>;
  /**
   * The stream to transcode. Changes in place while a timed job has not started, else it replaces the job. A change of `auth_key` alone is no change.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   * - Source: SubmitLiveTranscodeJob, StreamInput.
   */
  declare readonly streamInput: pulumi.Output<LiveTranscodeJobStreamInput>;
  /**
   * Where the transcoded stream goes. Changes in place while a timed job has not started, else it replaces the job; so does taking `domainName` out, which an update can't say. The service tells nobody what it is.
   *
   * - Required.
   * - Source: SubmitLiveTranscodeJob, TranscodeOutput.
   */
  declare readonly transcodeOutput: pulumi.Output<LiveTranscodeJobTranscodeOutput>;
  /**
   * When a timed job runs; both times lie at most 7 days ahead. Changes in place until the job has started, else it replaces the job. The service tells nobody what it is.
   *
   * - Default: none; required when `startMode` is 1, refused when it is 0.
   * - Source: SubmitLiveTranscodeJob, TimedConfig.
   */
  declare readonly timedConfig: pulumi.Output<LiveTranscodeJobTimedConfig | undefined>;
  /**
   * A stopped job can't be started again. `keep`: it is done. `restart`, for `startMode` 0: the next `up` replaces a job that has stopped, but never within 3 minutes of the last submit.
   *
   * - Default: keep.
   * - One of `keep`, `restart`.
   */
  declare readonly onEnded: pulumi.Output<"keep" | "restart" | undefined>;
  /**
   * Any change of these texts replaces the job.
   *
   * - Default: none.
   * - A change replaces the resource.
   */
  declare readonly triggers: pulumi.Output<Record<string, string> | undefined>;
  /**
   * With an explicit `name`: take over a job of that name that has not stopped, with the same template, start mode and stream, instead of refusing.
   *
   * - Default: false.
   */
  declare readonly adoptExisting: pulumi.Output<boolean | undefined>;
  /**
   * What the service said at the last read: 0 not started, 1 running, 2 stopped.
   *
   * - Required.
   */
  declare readonly status: pulumi.Output<number>;
  /**
   * The transcoded stream.
   *
   * - Default: absent until the service tells it; create waits for it a little while.
   * - Secret: encrypted in state, masked in errors.
   */
  declare readonly outputStream: pulumi.Output<LiveTranscodeJobOutputStream | undefined>;
  /**
   * When the service made the job, UTC.
   *
   * - Default: absent until the service tells it.
   */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /**
   * The template's name.
   *
   * - Default: absent until the service tells it.
   */
  declare readonly templateName: pulumi.Output<string | undefined>;
  /**
   * The template's type: `normal`, `narrow-band`, `audio-only` or `origin`.
   *
   * - Default: absent until the service tells it.
   */
  declare readonly templateType: pulumi.Output<string | undefined>;
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
