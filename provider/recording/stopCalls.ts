import type { ServiceCall } from "../client/ramActions";
import type { Context } from "../context";
import { domainNameRule } from "../rules/addresses";
import type { Failure } from "../rules/check";
import type { InputsOf, ObjectField } from "../rules/fields";
import { UNKNOWN } from "../rules/unknown";
import { type ForbiddableStream, forbidStream } from "./forbidStream";
import { stopRelay } from "./stopRelay";

const FORBID = "forbidLiveStream";
const STOP_RELAY = "stopLiveTranscodeJob";

/** What each kind of call has to be told. */
const FIELDS_OF_KIND = {
  [FORBID]: ["domainName", "appName", "streamName"],
  [STOP_RELAY]: ["jobId"],
} as const;

/** How a recording can be ended. IMS publishes no call that stops a record job: these end what it records. */
export const stopCallField = {
  type: "object",
  optional: "the recording can't be ended by a call: delete waits for the stream to go away by itself",
  doc: "How this recording can be ended, made with `stopCalls.forbidLiveStream({…})` or `stopCalls.stopLiveTranscodeJob(jobId)`. IMS publishes no call that stops a record job; a stop call ends its stream, and delete then waits for the verified end.",
  source:
    "ApsaraVideo Live API 2016-11-01, ForbidLiveStream and ResumeLiveStream; ICE API, SendLiveTranscodeJobCommand",
  fields: {
    kind: {
      type: "string",
      oneOf: [FORBID, STOP_RELAY],
      doc: "The call: `forbidLiveStream` disconnects the publisher and keeps it away until the end is certain, then allows the stream again. `stopLiveTranscodeJob` stops the transcode job whose output is recorded; the stream that goes into it stays on the air.",
    },
    domainName: {
      type: "string",
      optional: `nothing; required for \`${FORBID}\``,
      doc: "The **ingest** domain of the stream in ApsaraVideo Live, not its playback domain.",
      rule: domainNameRule,
    },
    appName: {
      type: "string",
      optional: `nothing; required for \`${FORBID}\``,
      doc: "The stream's application name, as in `rtmp://DOMAIN/APP/STREAM`.",
      rule: noSlash,
    },
    streamName: {
      type: "string",
      optional: `nothing; required for \`${FORBID}\``,
      doc: "The stream's name, as in `rtmp://DOMAIN/APP/STREAM`.",
      rule: noSlash,
    },
    jobId: {
      type: "string",
      optional: `nothing; required for \`${STOP_RELAY}\``,
      doc: "The transcode job whose output is recorded: `relay.id`.",
    },
  },
} as const satisfies ObjectField;

export type StopCall = InputsOf<(typeof stopCallField)["fields"]>;

/** The calls of each kind, which RAM has to allow beside those of the job. */
export const stopCallCalls: Readonly<Record<StopCall["kind"], readonly ServiceCall[]>> = {
  forbidLiveStream: ["ForbidLiveStream", "ResumeLiveStream"],
  stopLiveTranscodeJob: ["SendLiveTranscodeJobCommand", "GetLiveTranscodeJob", "ListLiveTranscodeJobs"],
};

function noSlash(value: string): string | undefined {
  return /[/?\s]/.test(value)
    ? "must be a single name without a slash, a question mark or a space"
    : undefined;
}

/** A call has to be told what it ends, and nothing else. */
export function checkStopCall(stopCall: unknown): Failure[] {
  if (typeof stopCall !== "object" || stopCall === null) return [];
  const given: Readonly<Record<string, unknown>> = { ...stopCall };
  const wanted: readonly string[] | undefined = FIELDS_OF_KIND[given.kind as keyof typeof FIELDS_OF_KIND];
  if (wanted === undefined) return [];
  const kind = JSON.stringify(given.kind);
  return Object.values(FIELDS_OF_KIND)
    .flat()
    .flatMap((name): Failure[] => {
      const path = `stopCall.${name}`;
      const isWanted = wanted.includes(name);
      if (isWanted && given[name] === undefined) {
        return [{ path, reason: `must be given when kind is ${kind}, got nothing` }];
      }
      return !isWanted && given[name] !== undefined
        ? [{ path, reason: `must be left out when kind is ${kind}, got ${JSON.stringify(given[name])}` }]
        : [];
    });
}

/** The relay that the call stops; undefined for every other call. May be a value that is not known yet. */
export function relayOf(stopCall: StopCall | undefined): string | undefined {
  return stopCall?.kind === STOP_RELAY ? stopCall.jobId : undefined;
}

/** Whether both recordings hang on the same relay for certain. */
export function isSameRelay(before: StopCall | undefined, after: StopCall | undefined): boolean {
  const relay = relayOf(after);
  return relay !== undefined && relay !== UNKNOWN && relay === relayOf(before);
}

/** Makes the stop call, waits for the verified end of the job, and undoes what must be undone. */
export function stopByCall(ctx: Context, jobId: string, stopCall: StopCall, deadline: number): Promise<void> {
  const relay = relayOf(stopCall);
  if (relay !== undefined) return stopRelay(ctx, jobId, relay, deadline);
  return forbidStream(ctx, jobId, stopCall as ForbiddableStream, deadline);
}
