import type { FaultCase, Kind, OperationName } from "./faultCase";

const clockSkew = (kind: Kind, operation: OperationName): FaultCase => ({
  kind,
  operation,
  fault: "clock skew",
  at: "of 20 minutes",
  strike: { by: "clock skew" },
  ...(kind === "LiveRecordJob" && operation === "create" ? { quick: true } : {}),
});

const happened = (
  kind: Kind,
  operation: OperationName,
  event: "template deleted" | "bucket gone" | "stream lost",
): FaultCase => ({ kind, operation, fault: event, at: "meanwhile", strike: { by: "event", event } });

/** The call that a quota counts, and the code over it; of jobs that record the local IMS has a fault of its own. */
const QUOTAS: Readonly<Record<Exclude<Kind, "LiveRecordJob">, { action: string; code: string }>> = {
  LiveRecordTemplate: { action: "CreateLiveRecordTemplate", code: "QuotaExceeded" },
  LiveSnapshotJob: { action: "SubmitLiveSnapshotJob", code: "QuotaExceeded" },
  LiveSnapshotTemplate: { action: "CreateLiveSnapshotTemplate", code: "QuotaExceeded" },
  LiveTranscodeJob: { action: "SubmitLiveTranscodeJob", code: "QuotaExceeded" },
  LiveTranscodeTemplate: { action: "CreateLiveTranscodeTemplate", code: "QuotaExceeded" },
  Bucket: { action: "PutBucket", code: "TooManyBuckets" },
};

const quota = (kind: Kind, operation: OperationName): FaultCase => ({
  kind,
  operation,
  fault: "quota exceeded",
  at: "once",
  strike: {
    by: "quota",
    fault:
      kind === "LiveRecordJob"
        ? { kind: "quota-exceeded", limit: 0, count: 1 }
        : { kind: "error", status: 400, ...QUOTAS[kind] },
  },
});

/** What happens at the service, to the stream or to the machine's clock while a command is due. */
export const EVENT_CASES: readonly FaultCase[] = [
  quota("LiveRecordJob", "create"),
  quota("LiveRecordJob", "replace"),
  quota("LiveRecordTemplate", "create"),
  quota("LiveSnapshotJob", "create"),
  quota("LiveSnapshotTemplate", "create"),
  quota("LiveTranscodeJob", "create"),
  quota("LiveTranscodeTemplate", "create"),
  quota("Bucket", "create"),
  happened("LiveRecordJob", "create", "template deleted"),
  happened("LiveRecordJob", "read", "template deleted"),
  happened("LiveRecordTemplate", "read", "template deleted"),
  happened("LiveRecordTemplate", "update", "template deleted"),
  happened("LiveRecordTemplate", "delete", "template deleted"),
  happened("LiveRecordJob", "create", "bucket gone"),
  happened("Bucket", "read", "bucket gone"),
  happened("Bucket", "update", "bucket gone"),
  happened("Bucket", "delete", "bucket gone"),
  happened("LiveRecordJob", "read", "stream lost"),
  happened("LiveRecordJob", "replace", "stream lost"),
  happened("LiveRecordJob", "delete", "stream lost"),
  clockSkew("LiveRecordJob", "create"),
  clockSkew("LiveRecordJob", "read"),
  clockSkew("LiveRecordJob", "replace"),
  clockSkew("LiveRecordJob", "delete"),
  clockSkew("LiveRecordTemplate", "create"),
  clockSkew("LiveRecordTemplate", "read"),
  clockSkew("LiveRecordTemplate", "update"),
  clockSkew("LiveRecordTemplate", "delete"),
  clockSkew("LiveTranscodeJob", "create"),
  clockSkew("LiveTranscodeJob", "read"),
  clockSkew("LiveTranscodeJob", "delete"),
  clockSkew("LiveTranscodeTemplate", "create"),
  clockSkew("LiveTranscodeTemplate", "update"),
  clockSkew("LiveTranscodeTemplate", "delete"),
  clockSkew("Bucket", "create"),
  clockSkew("Bucket", "read"),
  clockSkew("Bucket", "update"),
  clockSkew("Bucket", "delete"),
];
