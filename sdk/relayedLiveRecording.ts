import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { outputUrls } from "../provider/transcoding/output";
import type { LiveRecordJobArgs } from "./generated/liveRecordJob";
import { LiveRecordJob } from "./liveRecordJob";
import { LiveTranscodeJob } from "./liveTranscodeJob";
import { LiveTranscodeTemplate } from "./liveTranscodeTemplate";
import { stopCalls } from "./stopCalls";

const TYPE = "alicloud-ice:index:RelayedLiveRecording";
const HASH_CHARACTERS = 16;

/** What a program says of a RelayedLiveRecording; of a LiveRecordJob the fields of the same name. */
export interface RelayedLiveRecordingArgs
  extends Pick<
    LiveRecordJobArgs,
    "templateId" | "streamInput" | "recordOutput" | "notifyUrl" | "onEnded" | "triggers" | "waitFor"
  > {
  /**
   * The transcode template of the relay: one of your own, or a preset's id from `listLiveTranscodeTemplates`.
   *
   * - Default: a template of type `origin` is made, which passes the stream on as it is.
   * - A change replaces relay and recording.
   */
  transcodeTemplateId?: pulumi.Input<string>;
  /**
   * The **streaming** domain in ApsaraVideo Live under which the relay's output is on the air.
   *
   * - Default: the service's own choice.
   * - A change replaces relay and recording.
   */
  domainName?: pulumi.Input<string>;
  /**
   * What a replacement does to a recording that still goes on. `refuse`: it fails at preview. `stop`: the relay is
   * stopped, the recording ends for certain, and both are made anew.
   *
   * - Default: refuse.
   * - A plain value: it can't come from another resource.
   */
  onReplace?: "refuse" | "stop";
}

/**
 * A recording that destroy can end with published calls alone and without taking the stream off the air: a live
 * transcode job relays the stream, a record job records the relay's output, and the recording is ended by stopping the
 * relay (`stopCalls.stopLiveTranscodeJob`). Viewers of the original stream notice nothing; the recording ends for certain
 * a little more than 3 minutes later. The relay costs what a transcode job costs.
 *
 * **Assumed, not documented:** that a record job can pull the address that a transcode job tells as its output. It is so
 * in the local IMS. Try it in your account before you rely on it.
 *
 * The stream has to be there when the relay is made: the service starts it at once. Whatever replaces the recording
 * replaces the relay too, since a stopped relay can't be started again.
 */
export class RelayedLiveRecording extends pulumi.ComponentResource {
  /** The relay. */
  readonly transcodeJob: LiveTranscodeJob;
  /** The recording of the relay's output. */
  readonly recordJob: LiveRecordJob;

  constructor(name: string, args: RelayedLiveRecordingArgs, options: pulumi.ComponentResourceOptions = {}) {
    super(TYPE, name, {}, options);
    const own = { parent: this };
    const { transcodeTemplateId, domainName, streamInput, ...recording } = args;
    const { templateId, recordOutput, notifyUrl, triggers, onEnded, onReplace } = recording;
    this.transcodeJob = new LiveTranscodeJob(
      name,
      {
        templateId: transcodeTemplateId ?? new LiveTranscodeTemplate(name, { type: "origin" }, own).id,
        startMode: 0,
        streamInput: pulumi.output(streamInput).apply(({ type, url }) => ({ type, inputUrl: url })),
        transcodeOutput: { type: "LiveCenter", ...(domainName === undefined ? {} : { domainName }) },
        // What makes another recording needs another relay.
        triggers: { recording: hashOf({ templateId, recordOutput, notifyUrl, triggers }) },
        ...(onEnded === undefined ? {} : { onEnded }),
      },
      own,
    );
    this.recordJob = new LiveRecordJob(
      name,
      {
        ...recording,
        ...(onReplace === undefined ? {} : { onReplace }),
        streamInput: { type: "rtmp", url: outputUrlOf(name, this.transcodeJob) },
        stopCall: stopCalls.stopLiveTranscodeJob(this.transcodeJob.id),
      },
      own,
    );
    this.registerOutputs({ transcodeJobId: this.transcodeJob.id, recordJobId: this.recordJob.id });
  }
}

/** Of what may be secret nothing but a hash is left; the order in which a program writes fields says nothing. */
function hashOf(values: pulumi.Inputs): pulumi.Output<string> {
  return pulumi.output(values).apply((known) =>
    createHash("sha256")
      .update(JSON.stringify(ordered(known)))
      .digest("hex")
      .slice(0, HASH_CHARACTERS),
  );
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  const given = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
  const byName = given.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(byName.map(([name, entry]) => [name, ordered(entry)]));
}

function outputUrlOf(name: string, relay: LiveTranscodeJob): pulumi.Output<string> {
  return pulumi.all([relay.id, relay.outputStream]).apply(([jobId, outputStream]) => {
    const [url] = outputUrls({ ...(outputStream ? { outputStream } : {}) });
    if (url !== undefined) return url;
    throw new pulumi.RunError(
      `RelayedLiveRecording "${name}": the service has not told the output of its relay, transcode job ${jobId}, yet. Make sure that the stream is being pushed, then run \`pulumi up --refresh\`.`,
    );
  });
}
