import { rtmpUrlRule } from "../rules/addresses";
import type { ObjectField } from "../rules/fields";

/** The stream that a job records. */
export const streamInputField = {
  type: "object",
  replaces: true,
  secret: true,
  doc: "The stream to record. A change of `auth_key` alone is no change.",
  source: "SubmitLiveRecordJob, StreamInput",
  fields: {
    type: { type: "string", oneOf: ["rtmp"], doc: "The protocol of the pull: `rtmp`." },
    url: {
      type: "string",
      secret: true,
      doc: "The address that the service pulls, `rtmp://HOST/APP/STREAM`. The service's schema does not require it; what a job without one does is unknown, so it is required here.",
      rule: rtmpUrlRule,
    },
  },
} as const satisfies ObjectField;
