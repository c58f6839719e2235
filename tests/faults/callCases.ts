import type { FaultRequest } from "pulumi-alicloud-ice-emulator";
import type { FaultCase, FaultName, Kind, OperationName } from "./faultCase";

type CallFault = Omit<FaultRequest, "action">;

/** By the emulator's clock: longer than the provider waits for an answer, and than anything that moves this clock. */
export const NEVER_MILLISECONDS = 24 * 3_600_000;

/** What can happen to one call. Each strikes once: what the provider does about it is what is looked at. */
const CALL_FAULTS: Readonly<Partial<Record<FaultName, CallFault>>> = {
  throttle: { kind: "throttle" },
  "500": { kind: "error", status: 500 },
  "503": { kind: "error", status: 503 },
  "reset before": { kind: "reset-before" },
  "reset after": { kind: "reset-after" },
  "late answer": { kind: "delay", milliseconds: NEVER_MILLISECONDS },
  "not JSON": { kind: "non-json" },
  "wrong credentials": { kind: "error", status: 404, code: "InvalidAccessKeyId.NotFound" },
};

/** Those that can be told apart on any further call of an operation. */
const FEW: readonly FaultName[] = ["500", "reset before", "reset after"];
const ALL = Object.keys(CALL_FAULTS) as readonly FaultName[];

interface Calls {
  readonly kind: Kind;
  readonly operation: OperationName;
  readonly actions: Readonly<Record<string, readonly FaultName[]>>;
  readonly args?: string;
  readonly holdsObjects?: true;
}

/** The calls of every operation, in order, and what happens to each of them. */
const CALLS: readonly Calls[] = [
  {
    kind: "LiveRecordJob",
    operation: "create",
    actions: { ListLiveRecordJobs: ALL, SubmitLiveRecordJob: ALL },
  },
  {
    kind: "LiveRecordJob",
    operation: "create",
    args: 'name: "the-show", adoptExisting: true,',
    actions: { SubmitLiveRecordJob: ["reset after", "late answer"] },
  },
  { kind: "LiveRecordJob", operation: "read", actions: { GetLiveRecordJob: ALL } },
  {
    kind: "LiveRecordJob",
    operation: "replace",
    actions: { GetLiveRecordJob: ALL, SubmitLiveRecordJob: ALL },
  },
  {
    kind: "LiveRecordJob",
    operation: "delete",
    actions: { GetLiveRecordJob: ALL, ForbidLiveStream: ALL, ResumeLiveStream: ALL },
  },
  {
    kind: "LiveRecordTemplate",
    operation: "create",
    actions: { ListLiveRecordTemplates: ALL, CreateLiveRecordTemplate: ALL },
  },
  { kind: "LiveRecordTemplate", operation: "read", actions: { GetLiveRecordTemplate: ALL } },
  { kind: "LiveRecordTemplate", operation: "update", actions: { UpdateLiveRecordTemplate: ALL } },
  { kind: "LiveRecordTemplate", operation: "delete", actions: { DeleteLiveRecordTemplate: ALL } },
  {
    kind: "LiveTranscodeJob",
    operation: "create",
    actions: { ListLiveTranscodeJobs: ALL, SubmitLiveTranscodeJob: ALL, GetLiveTranscodeJob: ALL },
  },
  {
    kind: "LiveTranscodeJob",
    operation: "create",
    args: 'name: "the-relay", adoptExisting: true,',
    actions: { SubmitLiveTranscodeJob: ["reset after", "late answer"] },
  },
  { kind: "LiveTranscodeJob", operation: "read", actions: { GetLiveTranscodeJob: ALL } },
  {
    kind: "LiveTranscodeJob",
    operation: "update",
    args: 'name: "show-" + take,',
    actions: { UpdateLiveTranscodeJob: ALL },
  },
  {
    kind: "LiveTranscodeJob",
    operation: "replace",
    args: "triggers: { take },",
    actions: { DeleteLiveTranscodeJob: FEW, SubmitLiveTranscodeJob: ALL },
  },
  {
    kind: "LiveTranscodeJob",
    operation: "delete",
    actions: { GetLiveTranscodeJob: ALL, SendLiveTranscodeJobCommand: ALL, DeleteLiveTranscodeJob: ALL },
  },
  {
    kind: "LiveTranscodeTemplate",
    operation: "create",
    actions: { ListLiveTranscodeTemplates: ALL, CreateLiveTranscodeTemplate: ALL },
  },
  { kind: "LiveTranscodeTemplate", operation: "read", actions: { GetLiveTranscodeTemplate: ALL } },
  { kind: "LiveTranscodeTemplate", operation: "update", actions: { UpdateLiveTranscodeTemplate: ALL } },
  { kind: "LiveTranscodeTemplate", operation: "delete", actions: { DeleteLiveTranscodeTemplate: ALL } },
  {
    kind: "Bucket",
    operation: "create",
    actions: { GetBucketInfo: ALL, PutBucket: ALL, PutBucketTags: FEW, PutBucketLifecycle: FEW },
  },
  {
    kind: "Bucket",
    operation: "create",
    args: 'bucket: "the-recordings",',
    actions: { PutBucket: ["reset after", "late answer"] },
  },
  {
    kind: "Bucket",
    operation: "read",
    actions: { GetBucketInfo: ALL, GetBucketTags: FEW, GetBucketLifecycle: FEW },
  },
  {
    kind: "Bucket",
    operation: "update",
    actions: { PutBucketAcl: ALL, PutBucketTags: FEW, PutBucketLifecycle: FEW },
  },
  { kind: "Bucket", operation: "delete", actions: { DeleteBucket: ALL } },
  {
    kind: "Bucket",
    operation: "delete",
    args: "forceDestroy: true,",
    holdsObjects: true,
    actions: { ListObjectsV2: FEW, DeleteMultipleObjects: FEW },
  },
  {
    kind: "LiveSnapshotJob",
    operation: "create",
    actions: { ListLiveSnapshotJobs: ALL, SubmitLiveSnapshotJob: ALL, GetLiveSnapshotJob: ALL },
  },
  {
    kind: "LiveSnapshotJob",
    operation: "create",
    args: 'jobName: "the-show", adoptExisting: true,',
    actions: { SubmitLiveSnapshotJob: ["reset after", "late answer"] },
  },
  { kind: "LiveSnapshotJob", operation: "read", actions: { GetLiveSnapshotJob: ALL } },
  {
    kind: "LiveSnapshotJob",
    operation: "update",
    actions: { GetLiveSnapshotJob: ALL, SendLiveSnapshotJobCommand: ALL },
  },
  {
    kind: "LiveSnapshotJob",
    operation: "replace",
    args: 'callbackUrl: "http://127.0.0.1:1/" + take,',
    actions: { SendLiveSnapshotJobCommand: ALL, SubmitLiveSnapshotJob: ALL },
  },
  {
    kind: "LiveSnapshotJob",
    operation: "delete",
    actions: { GetLiveSnapshotJob: ALL, SendLiveSnapshotJobCommand: ALL },
  },
  {
    kind: "LiveSnapshotTemplate",
    operation: "create",
    actions: { ListLiveSnapshotTemplates: ALL, CreateLiveSnapshotTemplate: ALL },
  },
  { kind: "LiveSnapshotTemplate", operation: "read", actions: { GetLiveSnapshotTemplate: ALL } },
  { kind: "LiveSnapshotTemplate", operation: "update", actions: { UpdateLiveSnapshotTemplate: ALL } },
  { kind: "LiveSnapshotTemplate", operation: "delete", actions: { DeleteLiveSnapshotTemplate: ALL } },
];

/** The quick subset: the faults that have made doubles and orphans elsewhere. */
const QUICK: ReadonlySet<string> = new Set([
  "LiveRecordJob create SubmitLiveRecordJob reset after",
  "LiveRecordJob create SubmitLiveRecordJob 503",
  "LiveRecordJob create ListLiveRecordJobs wrong credentials",
  "LiveRecordJob read GetLiveRecordJob not JSON",
  "LiveRecordJob delete ForbidLiveStream reset after",
  "LiveRecordTemplate create CreateLiveRecordTemplate reset after",
  "LiveRecordTemplate update UpdateLiveRecordTemplate throttle",
  "LiveSnapshotJob create SubmitLiveSnapshotJob reset after",
  "LiveSnapshotJob create GetLiveSnapshotJob wrong credentials",
  "LiveSnapshotJob update SendLiveSnapshotJobCommand 503",
  "LiveSnapshotJob delete SendLiveSnapshotJobCommand reset after",
  "LiveSnapshotTemplate create CreateLiveSnapshotTemplate reset after",
  "LiveTranscodeJob create SubmitLiveTranscodeJob reset after",
  "LiveTranscodeJob delete SendLiveTranscodeJobCommand reset after",
  "LiveTranscodeJob delete DeleteLiveTranscodeJob 503",
  "LiveTranscodeTemplate create CreateLiveTranscodeTemplate reset after",
  "Bucket create PutBucket reset after",
  "Bucket delete DeleteBucket reset after",
]);

export const CALL_CASES: readonly FaultCase[] = CALLS.flatMap(
  ({ kind, operation, actions, args, holdsObjects }) =>
    Object.entries(actions).flatMap(([action, faults]) =>
      faults.map((fault): FaultCase => {
        const request = CALL_FAULTS[fault] as CallFault;
        const isQuick = args === undefined && QUICK.has(`${kind} ${operation} ${action} ${fault}`);
        return {
          kind,
          operation,
          fault,
          at: `on ${action}${args === undefined ? "" : ` with ${args.replace(/,$/, "")}`}`,
          strike: { by: "call", fault: { ...request, action } },
          ...(args === undefined ? {} : { args }),
          ...(holdsObjects ? { holdsObjects } : {}),
          ...(isQuick ? { quick: true } : {}),
        };
      }),
    ),
);
