/** A preset template and a bucket that are there before any stack is. */
const PRESET_TEMPLATE = "00000000-0000-4000-8000-0000000000a3";
export const PRESET_BUCKET = "recordings";

/** Every field that a job can have, a lease and a preflight aside; around it, `secret` and the named values exist. */
function jobFields(onEnded: "keep" | "restart"): string {
  return `{
    name: "evening show on stage " + n,
    templateId,
    streamInput: secret({ type: "rtmp", url: "rtmp://play.example.com/live/show-" + n + "?auth_key=1700000000-0-0-0123456789abcdef0123456789abcdef" }),
    recordOutput: { type: "oss", bucket, endpoint },
    notifyUrl: secret("https://hooks.example.com/recordings?token=0123456789abcdef"),
    onEnded: ${JSON.stringify(onEnded)},
    triggers: { edition: "2026-11-23" },
    stopCall: forbidLiveStream({ domainName: "push.example.com", appName: "live", streamName: "show-" + n }),
    onDelete: "stop",
    onReplace: "refuse",
    waitFor: "submitted",
    adoptExisting: false,
  }`;
}

const JOB_OPTIONS = '{ customTimeouts: { create: "4m", delete: "9m" } }';

/** Our jobs. The class itself makes secrets of what is one. */
export function oursProgram(resources: number, onEnded: "keep" | "restart" = "keep"): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const { id: bucket, extranetEndpoint: endpoint } = new ice.Bucket("recordings");
    const { id: templateId } = new ice.LiveRecordTemplate("hls", { recordFormats: [{ format: "mp4" }] });
    const { forbidLiveStream } = ice.stopCalls;
    const secret = (value) => value;
    for (let n = 0; n < ${resources}; n++) {
      new ice.LiveRecordJob("show-" + n, ${jobFields(onEnded)}, ${JOB_OPTIONS});
    }
  `;
}

/** The class style of Pulumi's own documentation, with nothing in it. */
const NO_OP_CLASS = `
    const pulumi = require("@pulumi/pulumi");
    class NoOpProvider {
      async check(olds, news) {
        return { inputs: news };
      }
      async diff(id, olds, news) {
        return { changes: olds.name !== news.name };
      }
      async create(inputs) {
        return { id: inputs.name, outs: inputs };
      }
      async read(id, props) {
        return { id, props };
      }
      async update(id, olds, news) {
        return { outs: news };
      }
      async delete(id, props) {}
    }
    class NoOp extends pulumi.dynamic.Resource {
      constructor(name, args, options) {
        super(new NoOpProvider(), name, args, options);
      }
    }
`;

/** One input, the least that tells the resources apart. */
export function noOpProgram(resources: number): string {
  return `
    ${NO_OP_CLASS}
    for (let n = 0; n < ${resources}; n++) new NoOp("show-" + n, { name: "evening show on stage " + n });
  `;
}

/** The inputs of our jobs, as plain values and secrets. */
export function noOpWithFieldsProgram(resources: number): string {
  return `
    ${NO_OP_CLASS}
    const { secret } = pulumi;
    const bucket = "recordings-2bfa07c4";
    const endpoint = "oss-cn-shanghai.aliyuncs.com";
    const templateId = "${PRESET_TEMPLATE}";
    const forbidLiveStream = (stream) => ({ kind: "forbidLiveStream", ...stream });
    for (let n = 0; n < ${resources}; n++) new NoOp("show-" + n, ${jobFields("keep")}, ${JOB_OPTIONS});
  `;
}

/**
 * What one writes who reads the API's and Pulumi's first pages: a provider class with a client in a field. The key pair
 * is given by a small object: the library's own credentials lose their static methods when Pulumi serializes them.
 */
export function obviousProgram(resources: number): string {
  return `
    const pulumi = require("@pulumi/pulumi");
    const OpenApi = require("@alicloud/openapi-client");
    const { RuntimeOptions } = require("@alicloud/tea-util");
    const config = new pulumi.Config("alicloud-ice");
    class LiveRecordJobProvider {
      constructor(client) {
        this.client = client;
      }
      async call(action, query) {
        const params = new OpenApi.Params({
          action, version: "2020-11-09", protocol: "http", pathname: "/", method: "POST",
          authType: "AK", style: "RPC", reqBodyType: "formData", bodyType: "json",
        });
        const answer = await this.client.callApi(params, new OpenApi.OpenApiRequest({ query }), new RuntimeOptions({}));
        return answer.body;
      }
      async create(inputs) {
        const { JobId } = await this.call("SubmitLiveRecordJob", {
          Name: inputs.name,
          TemplateId: inputs.templateId,
          StreamInput: JSON.stringify({ Type: inputs.streamInput.type, Url: inputs.streamInput.url }),
          RecordOutput: JSON.stringify({ Type: inputs.recordOutput.type, Bucket: inputs.recordOutput.bucket }),
          NotifyUrl: inputs.notifyUrl,
        });
        return { id: JobId, outs: { ...inputs, status: "initial" } };
      }
      async read(id, props) {
        const { RecordJob } = await this.call("GetLiveRecordJob", { JobId: id });
        return { id, props: { ...props, status: RecordJob.Status } };
      }
      async diff(id, olds, news) {
        const fields = ["name", "templateId", "streamInput", "recordOutput", "notifyUrl"];
        const replaces = fields.filter((field) => JSON.stringify(olds[field]) !== JSON.stringify(news[field]));
        return { changes: replaces.length > 0, replaces };
      }
      async delete(id) {
        const { RecordJob } = await this.call("GetLiveRecordJob", { JobId: id });
        if (RecordJob.Status !== "paused") throw new Error("job " + id + " still records");
      }
    }
    class LiveRecordJob extends pulumi.dynamic.Resource {
      constructor(name, args, options) {
        const key = { accessKeyId: config.require("accessKey"), accessKeySecret: config.require("secretKey") };
        const client = new OpenApi.default(new OpenApi.Config({
          credential: { getCredential: async () => ({ ...key, type: "access_key" }) },
          endpoint: config.require("endpoint").replace("http://", ""),
          protocol: "http",
        }));
        super(new LiveRecordJobProvider(client), name, { status: undefined, ...args }, options);
      }
    }
    for (let n = 0; n < ${resources}; n++) new LiveRecordJob("show-" + n, {
      name: "evening show on stage " + n,
      templateId: "${PRESET_TEMPLATE}",
      streamInput: { type: "rtmp", url: "rtmp://play.example.com/live/show-" + n + "?auth_key=1700000000-0-0-0123456789abcdef0123456789abcdef" },
      recordOutput: { type: "oss", bucket: "${PRESET_BUCKET}" },
      notifyUrl: "https://hooks.example.com/recordings?token=0123456789abcdef",
    });
  `;
}
