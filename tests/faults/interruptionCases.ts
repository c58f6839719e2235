import type { Aftermath, FaultCase, FaultName, Hold, Kind, OperationName } from "./faultCase";

const LIST = "ListLiveRecordJobs";
const SUBMIT = "SubmitLiveRecordJob";
const GET = "GetLiveRecordJob";
const FORBID = "ForbidLiveStream";
const RESUME = "ResumeLiveStream";

interface Step {
  readonly kind: Kind;
  readonly operation: OperationName;
  readonly at: string;
  readonly hold: Hold;
  readonly args?: string;
}

const unanswered = (action: string): Hold => ({ action, kind: "delay" });
const secondUnanswered = (action: string): Hold => ({ ...unanswered(action), isSecond: true });
const withoutEffect = (action: string): Hold => ({ action, kind: "late-effect" });

const create = (at: string, hold: Hold, args?: string): Step => ({
  kind: "LiveRecordJob",
  operation: "create",
  at,
  hold,
  ...(args === undefined ? {} : { args }),
});
const remove = (at: string, hold: Hold): Step => ({
  kind: "LiveRecordJob",
  operation: "delete",
  at,
  hold,
});

/** Before and after each call of create and delete of a record job, and what leaves most behind of the other kinds. */
const STEPS: readonly Step[] = [
  create("before the List is answered", unanswered(LIST)),
  create("before Submit takes effect", withoutEffect(SUBMIT)),
  create("after Submit, not answered", unanswered(SUBMIT)),
  create("after Submit is answered, not in state", unanswered(GET), 'waitFor: "started",'),
  remove("before the Get is answered", unanswered(GET)),
  remove("after the Get, before the stream is forbidden", withoutEffect(FORBID)),
  remove("after ForbidLiveStream, not answered", unanswered(FORBID)),
  remove("while the end is awaited", { action: GET, kind: "delay", once: FORBID }),
  remove("before ResumeLiveStream takes effect", withoutEffect(RESUME)),
  remove("after ResumeLiveStream, not answered", unanswered(RESUME)),
  {
    kind: "LiveRecordTemplate",
    operation: "create",
    at: "after CreateLiveRecordTemplate, not answered",
    hold: unanswered("CreateLiveRecordTemplate"),
  },
  {
    kind: "LiveSnapshotJob",
    operation: "create",
    at: "after SubmitLiveSnapshotJob, not answered",
    hold: unanswered("SubmitLiveSnapshotJob"),
  },
  {
    kind: "LiveSnapshotJob",
    operation: "delete",
    at: "after SendLiveSnapshotJobCommand, not answered",
    hold: unanswered("SendLiveSnapshotJobCommand"),
  },
  {
    kind: "LiveTranscodeJob",
    operation: "create",
    at: "after SubmitLiveTranscodeJob, not answered",
    hold: unanswered("SubmitLiveTranscodeJob"),
  },
  {
    kind: "LiveTranscodeJob",
    operation: "delete",
    at: "after its stop, not answered",
    hold: unanswered("SendLiveTranscodeJobCommand"),
  },
  {
    kind: "LiveTranscodeJob",
    operation: "delete",
    at: "after DeleteLiveTranscodeJob, not answered",
    hold: unanswered("DeleteLiveTranscodeJob"),
  },
  {
    kind: "LiveTranscodeTemplate",
    operation: "create",
    at: "after CreateLiveTranscodeTemplate, not answered",
    hold: unanswered("CreateLiveTranscodeTemplate"),
  },
  {
    kind: "Bucket",
    operation: "create",
    at: "after PutBucket, not answered",
    hold: unanswered("PutBucket"),
  },
];

/** The other calls of create and delete of the other kinds, in order. */
const FURTHER_HOLDS: readonly (readonly [Kind, OperationName, readonly Hold[]])[] = [
  [
    "LiveRecordTemplate",
    "create",
    [unanswered("ListLiveRecordTemplates"), withoutEffect("CreateLiveRecordTemplate")],
  ],
  [
    "LiveRecordTemplate",
    "delete",
    [withoutEffect("DeleteLiveRecordTemplate"), unanswered("DeleteLiveRecordTemplate")],
  ],
  [
    "LiveSnapshotTemplate",
    "create",
    [
      unanswered("ListLiveSnapshotTemplates"),
      withoutEffect("CreateLiveSnapshotTemplate"),
      unanswered("CreateLiveSnapshotTemplate"),
    ],
  ],
  [
    "LiveSnapshotTemplate",
    "delete",
    [withoutEffect("DeleteLiveSnapshotTemplate"), unanswered("DeleteLiveSnapshotTemplate")],
  ],
  [
    "LiveTranscodeTemplate",
    "create",
    [unanswered("ListLiveTranscodeTemplates"), withoutEffect("CreateLiveTranscodeTemplate")],
  ],
  [
    "LiveTranscodeTemplate",
    "delete",
    [withoutEffect("DeleteLiveTranscodeTemplate"), unanswered("DeleteLiveTranscodeTemplate")],
  ],
  [
    "LiveSnapshotJob",
    "create",
    [
      unanswered("ListLiveSnapshotJobs"),
      withoutEffect("SubmitLiveSnapshotJob"),
      unanswered("GetLiveSnapshotJob"),
    ],
  ],
  [
    "LiveSnapshotJob",
    "delete",
    [
      unanswered("GetLiveSnapshotJob"),
      withoutEffect("SendLiveSnapshotJobCommand"),
      secondUnanswered("GetLiveSnapshotJob"),
    ],
  ],
  [
    "LiveTranscodeJob",
    "create",
    [
      unanswered("ListLiveTranscodeJobs"),
      withoutEffect("SubmitLiveTranscodeJob"),
      unanswered("GetLiveTranscodeJob"),
    ],
  ],
  [
    "LiveTranscodeJob",
    "delete",
    [
      unanswered("GetLiveTranscodeJob"),
      withoutEffect("SendLiveTranscodeJobCommand"),
      secondUnanswered("GetLiveTranscodeJob"),
      withoutEffect("DeleteLiveTranscodeJob"),
    ],
  ],
  [
    "Bucket",
    "create",
    [
      unanswered("GetBucketInfo"),
      withoutEffect("PutBucket"),
      unanswered("PutBucketTags"),
      unanswered("PutBucketLifecycle"),
    ],
  ],
  ["Bucket", "delete", [withoutEffect("DeleteBucket"), unanswered("DeleteBucket")]],
];

const FURTHER_STEPS = FURTHER_HOLDS.flatMap(([kind, operation, holds]) =>
  holds.map((hold): Step => {
    const call = `${hold.isSecond ? "the second " : ""}${hold.action}`;
    const at = hold.kind === "late-effect" ? `before ${call} takes effect` : `at ${call}, not answered`;
    return { kind, operation, at, hold };
  }),
);

const HOWS: readonly FaultName[] = ["kill -9 of the CLI", "kill -9 of the provider", "^C", "^C twice"];
/** After these the engine has no time to write anything down. */
const FURTHER_HOWS: readonly FaultName[] = ["kill -9 of the CLI", "^C twice"];
const LOST: Aftermath = { survivors: "ended", heldCall: "lost" };

const QUICK: ReadonlySet<string> = new Set([
  "kill -9 of the CLI after Submit, not answered",
  "kill -9 of the provider after Submit, not answered",
  "^C twice before Submit takes effect",
  "kill -9 of the CLI while the end is awaited",
]);

const interrupted = (
  { kind, operation, at, hold, args }: Step,
  fault: FaultName,
  aftermath: Aftermath = LOST,
  also = "",
): FaultCase => ({
  kind,
  operation,
  fault,
  at: `${at}${also}`,
  strike: { by: "interruption", hold, aftermath },
  ...(args === undefined ? {} : { args }),
  ...(QUICK.has(`${fault} ${at}${also}`) ? { quick: true } : {}),
});

const jobSteps = STEPS.filter(({ kind }) => kind === "LiveRecordJob");
const submitSteps = jobSteps.filter(({ hold }) => hold.action === SUBMIT);

export const INTERRUPTION_CASES: readonly FaultCase[] = [
  ...STEPS.flatMap((step) => HOWS.map((how) => interrupted(step, how))),
  ...FURTHER_STEPS.flatMap((step) => FURTHER_HOWS.map((how) => interrupted(step, how))),
  ...jobSteps.map((step) =>
    interrupted(step, "kill -9 of the CLI", { ...LOST, survivors: "live on" }, ", the provider lives on"),
  ),
  // The call was on its way when its sender died: nobody hears the answer.
  ...jobSteps
    .filter(({ hold }) => hold.kind === "late-effect")
    .map((step) =>
      interrupted(
        step,
        "kill -9 of the CLI",
        { survivors: "ended", heldCall: "arrives before the recovery" },
        ", which arrives all the same",
      ),
    ),
  ...submitSteps
    .filter(({ hold }) => hold.kind === "delay")
    .map((step) =>
      interrupted(
        step,
        "kill -9 of the CLI",
        { ...LOST, streamIsLost: true },
        ", and its stream is lost until the job has ended",
      ),
    ),
];
