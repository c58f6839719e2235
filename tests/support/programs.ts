/** The parts of a program that a test cares for; each text is JavaScript, written as in a program. */
export interface ProgramParts {
  /** Fields of the job's args, over the defaults below: `'onEnded: "restart"'`. */
  job?: string;
  /** Fields of the job's resource options. */
  jobOptions?: string;
  /** Fields of the template's args, over `recordFormats` with mp4. */
  template?: string;
  /** Fields of the bucket's args. */
  bucket?: string;
  /** Statements at the end; `ice`, `pulumi`, `bucket`, `template` and `job` are there. */
  extra?: string;
}

/** The stream that the job of `jobProgram` records: nobody pushes it. */
export const STREAM_URL = "rtmp://127.0.0.1:1/live/show";

/**
 * A program with a bucket `recordings`, a template `hls` and a job `show`, with the output `jobId`.
 * A field that is given replaces the default of the same name.
 */
export function jobProgram(parts: ProgramParts = {}): string {
  const { job = "", jobOptions = "", template = "", bucket = "", extra = "" } = parts;
  return `
    const pulumi = require("@pulumi/pulumi");
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings", { ${bucket} });
    const template = new ice.LiveRecordTemplate("hls", { recordFormats: [{ format: "mp4" }], ${template} });
    const job = new ice.LiveRecordJob("show", {
      templateId: template.id,
      streamInput: { type: "rtmp", url: "${STREAM_URL}" },
      recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
      ${job}
    }, { ${jobOptions} });
    exports.jobId = job.id;
    ${extra}
  `;
}

/** The field of a job's args that lets its stream be forbidden, as `ForbidLiveStream` takes it. */
export const FORBID_STOP_CALL =
  'stopCall: ice.stopCalls.forbidLiveStream({ domainName: "push.example.com", appName: "live", streamName: "show" }),';

/** The parts of a snapshot program that a test cares for; each text is JavaScript, written as in a program. */
export interface SnapshotProgramParts {
  /** Fields of the job's args, over the defaults below. */
  job?: string;
  jobOptions?: string;
  /** Fields of the template's args, over a sequence of one picture every 10 seconds. */
  template?: string;
  /** Statements at the end; `ice`, `pulumi`, `bucket`, `template` and `job` are there. */
  extra?: string;
}

/** A program with a bucket `pictures` that is emptied in the end, a template `every` and a snapshot job `show`. */
export function snapshotProgram(parts: SnapshotProgramParts = {}): string {
  const { job = "", jobOptions = "", template = "", extra = "" } = parts;
  return `
    const pulumi = require("@pulumi/pulumi");
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("pictures", { forceDestroy: true });
    const template = new ice.LiveSnapshotTemplate("every", {
      timeInterval: 10,
      sequenceFormat: "pictures/{JobId}/{Sequence}.jpg",
      ${template}
    });
    const job = new ice.LiveSnapshotJob("show", {
      templateId: template.id,
      streamInput: { type: "rtmp", url: "${STREAM_URL}" },
      snapshotOutput: { storageType: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
      ${job}
    }, { ${jobOptions} });
    exports.jobId = job.id;
    ${extra}
  `;
}
