/** A preset template and a bucket that are there before any stack is. */
const PRESET_TEMPLATE = "00000000-0000-4000-8000-0000000000a3";
export const PRESET_BUCKET = "recordings";

/** Jobs with every field that a job can have, a lease and a preflight aside. */
export function oursProgram(resources: number, onEnded: "keep" | "restart" = "keep"): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings");
    const template = new ice.LiveRecordTemplate("hls", { recordFormats: [{ format: "mp4" }] });
    for (let n = 0; n < ${resources}; n++) new ice.LiveRecordJob("show-" + n, {
      name: "evening show on stage " + n,
      templateId: template.id,
      streamInput: { type: "rtmp", url: "rtmp://play.example.com/live/show-" + n + "?auth_key=1700000000-0-0-0123456789abcdef0123456789abcdef" },
      recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
      notifyUrl: "https://hooks.example.com/recordings?token=0123456789abcdef",
      onEnded: ${JSON.stringify(onEnded)},
      triggers: { edition: "2026-11-23" },
      stopCall: ice.stopCalls.forbidLiveStream({ domainName: "push.example.com", appName: "live", streamName: "show-" + n }),
      onDelete: "stop",
      onReplace: "refuse",
      waitFor: "submitted",
      adoptExisting: false,
    }, { customTimeouts: { create: "4m", delete: "9m" } });
  `;
}

/** The class style of Pulumi's own documentation, with nothing in it. */
export function noOpProgram(resources: number): string {
  return `
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
    for (let n = 0; n < ${resources}; n++) new NoOp("show-" + n, { name: "evening show on stage " + n });
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
