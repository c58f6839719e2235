// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a LiveRecordJob. */
export interface LiveRecordJobArgs {
  /**
   * The job's name. Not unique at the service. A name that is made is kept as long as the resource lives; a change of `triggers` makes a new one.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, Name (length limit unknown).
   */
  name?: pulumi.Input<string>;
  /**
   * The record template: `template.id`, or a preset's id from `listLiveRecordTemplates`. The job keeps the template as it was when it was submitted.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, TemplateId.
   */
  templateId: pulumi.Input<string>;
  /**
   * The stream to record. A change of `auth_key` alone is no change.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, StreamInput.
   */
  streamInput: pulumi.Input<LiveRecordJobStreamInputArgs>;
  /**
   * Where the recording goes.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, RecordOutput.
   */
  recordOutput: pulumi.Input<LiveRecordJobRecordOutputArgs>;
  /**
   * Where the service posts what happens to the job.
   *
   * - Default: no callback for this job.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, NotifyUrl.
   */
  notifyUrl?: pulumi.Input<string>;
  /**
   * A job ends by itself when its stream is away for more than 3 minutes. `keep`: an ended job is done. `restart`: the next `up` submits it again, but never within 3 minutes of the last submit.
   *
   * - Default: keep.
   * - One of `keep`, `restart`.
   */
  onEnded?: pulumi.Input<"keep" | "restart">;
  /**
   * Any change of these texts replaces the job: the explicit way to record again.
   *
   * - Default: none.
   * - A change replaces the resource.
   */
  triggers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * How this recording can be ended, made with `stopCalls.forbidLiveStream({…})`. IMS publishes no call that stops a record job; a stop call ends its stream, and delete then waits for the verified end.
   *
   * - Default: the recording can't be ended by a call: delete waits for the stream to go away by itself.
   * - Source: ApsaraVideo Live API 2016-11-01, ForbidLiveStream and ResumeLiveStream.
   */
  stopCall?: pulumi.Input<LiveRecordJobStopCallArgs>;
  /**
   * How long the job may record, counted from its `createTime`. Once that is over, `refresh` shows a job that still records as `overdue`, and the next `up` makes its `stopCall`; without one that `up` fails while the job records. Nothing acts between two commands. An ended job whose time is over is not submitted again. With `endAt`, the earlier of the two counts.
   *
   * - Default: no limit.
   * - A whole number of seconds, at least 1.
   */
  maxDuration?: pulumi.Input<number>;
  /**
   * Until when the job may record, UTC, `yyyy-MM-ddTHH:mm:ssZ`; otherwise as `maxDuration`. A job that would be submitted after it is refused at preview.
   *
   * - Default: no limit.
   */
  endAt?: pulumi.Input<string>;
  /**
   * `stop`: delete ends the recording by its `stopCall`, or waits for the stream to go away, and fails while the job still records. `abandon`: delete drops the job from state and leaves it recording, with a warning that names it.
   *
   * - Default: stop.
   * - One of `stop`, `abandon`.
   */
  onDelete?: pulumi.Input<"stop" | "abandon">;
  /**
   * What a replacement does to a job that still records. `refuse`: it fails at preview. `stop`: the stop call is made, the stream goes off the air. `overlap`: the new job is submitted first and the old one is left to its end.
   *
   * - Default: refuse.
   * - One of `refuse`, `stop`, `overlap`.
   * - A plain value: it can't come from another resource.
   */
  onReplace?: "refuse" | "stop" | "overlap";
  /**
   * When create returns: once the service has given the job's id, or once it says `started`. A job that ends before it started fails create; its id is kept.
   *
   * - Default: submitted.
   * - One of `submitted`, `started`.
   */
  waitFor?: pulumi.Input<"submitted" | "started">;
  /**
   * With an explicit `name`: take over a running job of that name with the same settings instead of refusing.
   *
   * - Default: false.
   */
  adoptExisting?: pulumi.Input<boolean>;
  /**
   * Looks at the service before the job is first submitted, at preview and at `up`: region, template and its formats, bucket and its registration in IMS, number of jobs at once, other jobs on the same stream. `warn` says what it finds, `error` fails by it, except by the number of jobs, whose limit may have been raised. What is not known yet, or can't be looked at, is passed over; the latter is said. Four calls a look: GetLiveRecordTemplate, GetStorageList and two of ListLiveRecordJobs; GetBucketInfo of OSS for a bucket that is not registered.
   *
   * - Default: off.
   * - One of `off`, `warn`, `error`.
   */
  preflight?: pulumi.Input<"off" | "warn" | "error">;
}

/** The stream to record. A change of `auth_key` alone is no change. */
export interface LiveRecordJobStreamInputArgs {
  /**
   * The protocol of the pull: `rtmp`.
   *
   * - Required.
   * - One of `rtmp`.
   */
  type: pulumi.Input<"rtmp">;
  /**
   * The address that the service pulls, `rtmp://HOST/APP/STREAM`. The service's schema does not require it; what a job without one does is unknown, so it is required here.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  url: pulumi.Input<string>;
}

/** Where the recording goes. */
export interface LiveRecordJobRecordOutputArgs {
  /**
   * The kind of storage: `oss`, or `vod` (which `bucket` and `endpoint` that wants is not documented).
   *
   * - Required.
   * - One of `oss`, `vod`.
   */
  type: pulumi.Input<"oss" | "vod">;
  /**
   * The bucket's name: `bucket.id`. A bucket that is registered in IMS as a storage address is recommended.
   *
   * - Default: nothing is sent; required when `type` is `oss`.
   */
  bucket?: pulumi.Input<string>;
  /**
   * The bucket's OSS endpoint without a scheme: `bucket.extranetEndpoint`.
   *
   * - Default: nothing is sent.
   */
  endpoint?: pulumi.Input<string>;
}

/** How this recording can be ended, made with `stopCalls.forbidLiveStream({…})`. IMS publishes no call that stops a record job; a stop call ends its stream, and delete then waits for the verified end. */
export interface LiveRecordJobStopCallArgs {
  /**
   * The call: `forbidLiveStream` disconnects the publisher and keeps it away until the end is certain, then allows the stream again.
   *
   * - Required.
   * - One of `forbidLiveStream`.
   */
  kind: pulumi.Input<"forbidLiveStream">;
  /**
   * The **ingest** domain of the stream in ApsaraVideo Live, not its playback domain.
   *
   * - Required.
   */
  domainName: pulumi.Input<string>;
  /**
   * The stream's application name, as in `rtmp://DOMAIN/APP/STREAM`.
   *
   * - Required.
   */
  appName: pulumi.Input<string>;
  /**
   * The stream's name, as in `rtmp://DOMAIN/APP/STREAM`.
   *
   * - Required.
   */
  streamName: pulumi.Input<string>;
}

/** The stream to record. A change of `auth_key` alone is no change. */
export interface LiveRecordJobStreamInput {
  /**
   * The protocol of the pull: `rtmp`.
   *
   * - Required.
   * - One of `rtmp`.
   */
  type: "rtmp";
  /**
   * The address that the service pulls, `rtmp://HOST/APP/STREAM`. The service's schema does not require it; what a job without one does is unknown, so it is required here.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   */
  url: string;
}

/** Where the recording goes. */
export interface LiveRecordJobRecordOutput {
  /**
   * The kind of storage: `oss`, or `vod` (which `bucket` and `endpoint` that wants is not documented).
   *
   * - Required.
   * - One of `oss`, `vod`.
   */
  type: "oss" | "vod";
  /**
   * The bucket's name: `bucket.id`. A bucket that is registered in IMS as a storage address is recommended.
   *
   * - Default: nothing is sent; required when `type` is `oss`.
   */
  bucket?: string;
  /**
   * The bucket's OSS endpoint without a scheme: `bucket.extranetEndpoint`.
   *
   * - Default: nothing is sent.
   */
  endpoint?: string;
}

/** How this recording can be ended, made with `stopCalls.forbidLiveStream({…})`. IMS publishes no call that stops a record job; a stop call ends its stream, and delete then waits for the verified end. */
export interface LiveRecordJobStopCall {
  /**
   * The call: `forbidLiveStream` disconnects the publisher and keeps it away until the end is certain, then allows the stream again.
   *
   * - Required.
   * - One of `forbidLiveStream`.
   */
  kind: "forbidLiveStream";
  /**
   * The **ingest** domain of the stream in ApsaraVideo Live, not its playback domain.
   *
   * - Required.
   */
  domainName: string;
  /**
   * The stream's application name, as in `rtmp://DOMAIN/APP/STREAM`.
   *
   * - Required.
   */
  appName: string;
  /**
   * The stream's name, as in `rtmp://DOMAIN/APP/STREAM`.
   *
   * - Required.
   */
  streamName: string;
}

/** What the engine knows of a LiveRecordJob. */
export abstract class LiveRecordJobProperties extends IceResource {
  /**
   * The job's name. Not unique at the service. A name that is made is kept as long as the resource lives; a change of `triggers` makes a new one.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, Name (length limit unknown).
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * The record template: `template.id`, or a preset's id from `listLiveRecordTemplates`. The job keeps the template as it was when it was submitted.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, TemplateId.
   */
  declare readonly templateId: pulumi.Output<string>;
  /**
   * The stream to record. A change of `auth_key` alone is no change.
   *
   * - Required.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, StreamInput.
   */
  declare readonly streamInput: pulumi.Output<LiveRecordJobStreamInput>;
  /**
   * Where the recording goes.
   *
   * - Required.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, RecordOutput.
   */
  declare readonly recordOutput: pulumi.Output<LiveRecordJobRecordOutput>;
  /**
   * Where the service posts what happens to the job.
   *
   * - Default: no callback for this job.
   * - Secret: encrypted in state, masked in errors.
   * - A change replaces the resource.
   * - Source: SubmitLiveRecordJob, NotifyUrl.
   */
  declare readonly notifyUrl: pulumi.Output<string | undefined>;
  /**
   * A job ends by itself when its stream is away for more than 3 minutes. `keep`: an ended job is done. `restart`: the next `up` submits it again, but never within 3 minutes of the last submit.
   *
   * - Default: keep.
   * - One of `keep`, `restart`.
   */
  declare readonly onEnded: pulumi.Output<"keep" | "restart" | undefined>;
  /**
   * Any change of these texts replaces the job: the explicit way to record again.
   *
   * - Default: none.
   * - A change replaces the resource.
   */
  declare readonly triggers: pulumi.Output<Record<string, string> | undefined>;
  /**
   * How this recording can be ended, made with `stopCalls.forbidLiveStream({…})`. IMS publishes no call that stops a record job; a stop call ends its stream, and delete then waits for the verified end.
   *
   * - Default: the recording can't be ended by a call: delete waits for the stream to go away by itself.
   * - Source: ApsaraVideo Live API 2016-11-01, ForbidLiveStream and ResumeLiveStream.
   */
  declare readonly stopCall: pulumi.Output<LiveRecordJobStopCall | undefined>;
  /**
   * How long the job may record, counted from its `createTime`. Once that is over, `refresh` shows a job that still records as `overdue`, and the next `up` makes its `stopCall`; without one that `up` fails while the job records. Nothing acts between two commands. An ended job whose time is over is not submitted again. With `endAt`, the earlier of the two counts.
   *
   * - Default: no limit.
   * - A whole number of seconds, at least 1.
   */
  declare readonly maxDuration: pulumi.Output<number | undefined>;
  /**
   * Until when the job may record, UTC, `yyyy-MM-ddTHH:mm:ssZ`; otherwise as `maxDuration`. A job that would be submitted after it is refused at preview.
   *
   * - Default: no limit.
   */
  declare readonly endAt: pulumi.Output<string | undefined>;
  /**
   * `stop`: delete ends the recording by its `stopCall`, or waits for the stream to go away, and fails while the job still records. `abandon`: delete drops the job from state and leaves it recording, with a warning that names it.
   *
   * - Default: stop.
   * - One of `stop`, `abandon`.
   */
  declare readonly onDelete: pulumi.Output<"stop" | "abandon" | undefined>;
  /**
   * What a replacement does to a job that still records. `refuse`: it fails at preview. `stop`: the stop call is made, the stream goes off the air. `overlap`: the new job is submitted first and the old one is left to its end.
   *
   * - Default: refuse.
   * - One of `refuse`, `stop`, `overlap`.
   * - A plain value: it can't come from another resource.
   */
  declare readonly onReplace: pulumi.Output<"refuse" | "stop" | "overlap" | undefined>;
  /**
   * When create returns: once the service has given the job's id, or once it says `started`. A job that ends before it started fails create; its id is kept.
   *
   * - Default: submitted.
   * - One of `submitted`, `started`.
   */
  declare readonly waitFor: pulumi.Output<"submitted" | "started" | undefined>;
  /**
   * With an explicit `name`: take over a running job of that name with the same settings instead of refusing.
   *
   * - Default: false.
   */
  declare readonly adoptExisting: pulumi.Output<boolean | undefined>;
  /**
   * Looks at the service before the job is first submitted, at preview and at `up`: region, template and its formats, bucket and its registration in IMS, number of jobs at once, other jobs on the same stream. `warn` says what it finds, `error` fails by it, except by the number of jobs, whose limit may have been raised. What is not known yet, or can't be looked at, is passed over; the latter is said. Four calls a look: GetLiveRecordTemplate, GetStorageList and two of ListLiveRecordJobs; GetBucketInfo of OSS for a bucket that is not registered.
   *
   * - Default: off.
   * - One of `off`, `warn`, `error`.
   */
  declare readonly preflight: pulumi.Output<"off" | "warn" | "error" | undefined>;
  /**
   * `initial` (not recording yet), `started` (recording) or `paused` (the only word that can mean ended), as the service said at the last read; `initial` between the submit and the first read.
   *
   * - Required.
   */
  declare readonly status: pulumi.Output<string>;
  /**
   * When the service made the job, UTC.
   *
   * - Default: absent until the first read of a job that was submitted without `waitFor: "started"`.
   */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /**
   * The template's name when the job was submitted.
   *
   * - Default: absent until the first read, as `createTime`.
   */
  declare readonly templateName: pulumi.Output<string | undefined>;
  /**
   * True once the service said `paused` in two reads at least 10 seconds apart. Never true on our word alone.
   *
   * - Required.
   */
  declare readonly ended: pulumi.Output<boolean>;
  /**
   * When `paused` was first seen, UTC. The service gives no end time.
   *
   * - Default: absent while the job records.
   */
  declare readonly endedSeenAt: pulumi.Output<string | undefined>;
  /**
   * True when `maxDuration` or `endAt` was over and the job still recorded at the last read.
   *
   * - Default: absent unless the job recorded after the end of its lease.
   */
  declare readonly overdue: pulumi.Output<boolean | undefined>;
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
