import { invalidParameter } from "../http/errors";
import { type Operation, operation } from "./operation";
import { DAY_MILLISECONDS } from "./paging";
import type { Parameters } from "./parameters";

export const MAX_USAGE_SPAN_DAYS = 31;
export const MAX_USAGE_AGE_DAYS = 90;
/** Seconds since the epoch are asked for; those of 10 digits reach to the year 2286. */
const MAX_TIMESTAMP_SECONDS = 9_999_999_999;

/** What the account has used of each part of the service. */
export const usage: readonly Operation[] = [
  operation("DescribeMeterImsSummary", ({ service, parameters }) => {
    const start = readTimestamp(parameters, "StartTs");
    const end = readTimestamp(parameters, "EndTs");
    const now = service.clock.now();
    if (end < start) {
      throw invalidParameter("EndTs", "must not be earlier than StartTs");
    }
    if (end - start > MAX_USAGE_SPAN_DAYS * DAY_MILLISECONDS) {
      throw invalidParameter("EndTs", `must be at most ${MAX_USAGE_SPAN_DAYS} days after StartTs`);
    }
    if (now - start > MAX_USAGE_AGE_DAYS * DAY_MILLISECONDS) {
      throw invalidParameter("StartTs", `must be at most ${MAX_USAGE_AGE_DAYS} days ago`);
    }
    service.transcodeJobs.countUsage();
    return {
      Data: [
        {
          LiveTranscodeDuration: Math.round(service.usage.sum("transcoded", start, end)),
          LiveRecordDuration: String(Math.round(service.usage.sum("recorded", start, end))),
          LiveSnapshotCount: String(service.usage.sum("snapshots", start, end)),
          LiveEditDuration: "0",
          EditingDuration: "0",
          MpsTranscodeDuration: 0,
          MpsTranscodeUHDDuration: 0,
          MpsAiDuration: 0,
        },
      ],
    };
  }),
];

/** In milliseconds since the epoch. */
function readTimestamp(parameters: Parameters, name: "StartTs" | "EndTs"): number {
  parameters.requiredText(name);
  return parameters.wholeNumber(name, { min: 1, max: MAX_TIMESTAMP_SECONDS, fallback: 0 }) * 1000;
}
