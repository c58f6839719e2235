import { bucketNameRule, ossEndpointRule } from "../rules/addresses";
import type { ObjectField } from "../rules/fields";

/** Where a job writes. */
export const recordOutputField = {
  type: "object",
  replaces: true,
  doc: "Where the recording goes.",
  source: "SubmitLiveRecordJob, RecordOutput",
  fields: {
    type: {
      type: "string",
      oneOf: ["oss", "vod"],
      doc: "The kind of storage: `oss`, or `vod` (which `bucket` and `endpoint` that wants is not documented).",
    },
    bucket: {
      type: "string",
      optional: "nothing is sent; required when `type` is `oss`",
      doc: "The bucket's name: `bucket.id`. A bucket that is registered in IMS as a storage address is recommended.",
      rule: bucketNameRule,
    },
    endpoint: {
      type: "string",
      optional: "nothing is sent",
      doc: "The bucket's OSS endpoint without a scheme: `bucket.extranetEndpoint`.",
      rule: ossEndpointRule,
    },
  },
} as const satisfies ObjectField;
