import { PRESET_BUCKET } from "../support/presetJob";
import type { FaultCase, Kind } from "./faultCase";

/** The resource that is struck, and one of the same kind beside it that nothing may happen to. */
export const SUBJECT = "show";
export const BYSTANDER = "other";
export const STREAM_APP = "live";
/** Each stream has a domain of its own below it: the service's log shows domains, and no names of streams. */
export const INGEST_DOMAIN = "push.example.com";
/** A preset of the local IMS, of type `origin`. */
const PRESET_RELAY = "000000000000400080000000000000b1";
export const PRESET_FLV = "00000000-0000-4000-8000-0000000000a3";
const PRESET_SNAPSHOT = "00000000-0000-4000-8000-0000000000b1";

const CLASSES: Readonly<Record<Kind, string>> = {
  LiveRecordJob: `
    const make = (name, templateId, args, options) => new ice.LiveRecordJob(name, {
      templateId,
      streamInput: { type: "rtmp", url: "rtmp://127.0.0.1:1/${STREAM_APP}/" + name },
      recordOutput: { type: "oss", bucket: "${PRESET_BUCKET}" },
      stopCall: ice.stopCalls.forbidLiveStream({
        domainName: name + ".${INGEST_DOMAIN}", appName: "${STREAM_APP}", streamName: name,
      }),
      onReplace: "stop",
      triggers: { take },
      ...args,
    }, options);
  `,
  LiveRecordTemplate: `
    const make = (name, _templateId, args, options) => new ice.LiveRecordTemplate(name, {
      recordFormats: [{ format: take === "1" ? "mp4" : "flv" }],
      ...args,
    }, options);
  `,
  LiveTranscodeJob: `
    const make = (name, _templateId, args, options) => new ice.LiveTranscodeJob(name, {
      templateId: "${PRESET_RELAY}",
      startMode: 0,
      streamInput: { type: "rtmp", inputUrl: "rtmp://127.0.0.1:1/${STREAM_APP}/" + name },
      transcodeOutput: { type: "LiveCenter" },
      ...args,
    }, options);
  `,
  LiveTranscodeTemplate: `
    const make = (name, _templateId, args, options) => new ice.LiveTranscodeTemplate(name, {
      type: "normal",
      templateConfig: { videoParams: { height: 720, fps: 25, bitrate: take === "1" ? 2000 : 900 } },
      ...args,
    }, options);
  `,
  Bucket: `
    const make = (name, _templateId, args, options) => new ice.Bucket(name, {
      acl: take === "1" ? "private" : "public-read",
      tags: { take },
      lifecycleRules: [{ prefix: "old/", expirationDays: Number(take) }],
      ...args,
    }, options);
  `,
  LiveSnapshotJob: `
    const make = (name, _templateId, args, options) => new ice.LiveSnapshotJob(name, {
      templateId: "${PRESET_SNAPSHOT}",
      streamInput: { type: "rtmp", url: "rtmp://127.0.0.1:1/${STREAM_APP}/" + name },
      snapshotOutput: { storageType: "oss", bucket: "${PRESET_BUCKET}", endpoint: "oss-cn-shanghai.aliyuncs.com" },
      triggers: { take },
      ...args,
    }, options);
  `,
  LiveSnapshotTemplate: `
    const make = (name, _templateId, args, options) => new ice.LiveSnapshotTemplate(name, {
      timeInterval: Number(take) * 10,
      sequenceFormat: "{JobId}/{Sequence}.jpg",
      ...args,
    }, options);
  `,
};

export interface ProgramParts {
  /** False once the resource that is struck has left the program. */
  readonly hasSubject: boolean;
  /** "2" after what an update or a replacement changes has been changed. */
  readonly take: "1" | "2";
  readonly templateId: string;
}

/** In a create the subject comes first, so that a fault that strikes once always strikes it. */
export function programOf(faultCase: FaultCase, { hasSubject, take, templateId }: ProgramParts): string {
  const isCreate = faultCase.operation === "create";
  const subject = `
    const subject = ((take) => { ${CLASSES[faultCase.kind]}
      return make("${SUBJECT}", "${templateId}", { ${faultCase.args ?? ""} }, {});
    })("${take}");
  `;
  return `
    const ice = require("pulumi-alicloud-ice");
    ${hasSubject ? subject : ""}
    ((take) => { ${CLASSES[faultCase.kind]}
      return make("${BYSTANDER}", "${PRESET_FLV}", {}, { ${isCreate ? "dependsOn: [subject]" : ""} });
    })("1");
  `;
}

/** The program before the command that is struck; a create starts from nothing. */
export function programBefore(faultCase: FaultCase, templateId: string): string | undefined {
  if (faultCase.operation === "create") return undefined;
  return programOf(faultCase, { hasSubject: true, take: "1", templateId });
}

/** The program whose resources are to be there in the end. */
export function programAfter(faultCase: FaultCase, templateId: string): string {
  const { operation } = faultCase;
  const isChanged = operation === "update" || operation === "replace";
  return programOf(faultCase, {
    hasSubject: operation !== "delete",
    take: isChanged ? "2" : "1",
    templateId,
  });
}
