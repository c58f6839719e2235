/** What a fault acts on: calls of any action (those of OSS by their names), calls of certain actions, or the recorder. */
export type FaultSubject = "calls" | "recordings" | readonly string[];

export type FaultOption =
  | "count"
  | "rate"
  | "milliseconds"
  | "retryAfter"
  | "code"
  | "status"
  | "limit"
  | "includeEnded"
  | "jobId";

export interface FaultDescription {
  readonly actsOn: FaultSubject;
  readonly effect: string;
  readonly options: readonly FaultOption[];
  /** Without `count` and `rate`: applied once, or until the fault is cleared. */
  readonly lasts: "once" | "until cleared";
}

const SUBMIT = ["SubmitLiveRecordJob"];
const LISTS = ["ListLiveRecordJobs", "ListLiveSnapshotJobs"];
const READS = ["GetLiveRecordJob", "GetLiveSnapshotJob", ...LISTS];
const HOW_OFTEN = ["count", "rate"] as const;

/** Everything that can be made to go wrong on command, and what it does. */
export const FAULT_TABLE = {
  throttle: {
    actsOn: "calls",
    effect:
      "answers 400 Throttling.User (OSS: 503 QpsLimitExceeded; status, code) without effect; with header x-acs-retry-after if retryAfter is given",
    options: [...HOW_OFTEN, "retryAfter", "code", "status"],
    lasts: "once",
  },
  "rate-limit": {
    actsOn: "calls",
    effect:
      "answers 400 Throttling.User without effect to calls over limit (10) within one second of the machine's time",
    options: ["count", "limit", "retryAfter"],
    lasts: "until cleared",
  },
  error: {
    actsOn: "calls",
    effect:
      "answers status 500 InternalError, with status 503 ServiceUnavailable, or another code, without effect",
    options: [...HOW_OFTEN, "code", "status"],
    lasts: "once",
  },
  "reset-before": {
    actsOn: "calls",
    effect: "cuts the connection without effect",
    options: HOW_OFTEN,
    lasts: "once",
  },
  "reset-after": {
    actsOn: "calls",
    effect: "takes effect, then cuts the connection",
    options: HOW_OFTEN,
    lasts: "once",
  },
  delay: {
    actsOn: "calls",
    effect: "takes effect, and answers milliseconds (1000) later by the emulator's clock",
    options: [...HOW_OFTEN, "milliseconds"],
    lasts: "once",
  },
  "late-effect": {
    actsOn: "calls",
    effect:
      "takes effect milliseconds (1000) later by the emulator's clock, then answers; whether somebody still waits or not (OSS: only then)",
    options: [...HOW_OFTEN, "milliseconds"],
    lasts: "once",
  },
  "no-answer": {
    actsOn: "calls",
    effect: "takes effect, keeps the connection open and never answers",
    options: HOW_OFTEN,
    lasts: "once",
  },
  "non-json": {
    actsOn: "calls",
    effect: "answers a page of HTML with status 502 (status) without effect",
    options: [...HOW_OFTEN, "status"],
    lasts: "once",
  },
  "list-lag": {
    actsOn: LISTS,
    effect: "the list leaves out jobs that are younger than milliseconds (5000)",
    options: [...HOW_OFTEN, "milliseconds"],
    lasts: "until cleared",
  },
  "unique-names": {
    actsOn: SUBMIT,
    effect:
      "a name that a job which still records has is refused with 409 NameAlreadyExists; with includeEnded also that of an ended job",
    options: [...HOW_OFTEN, "includeEnded"],
    lasts: "until cleared",
  },
  "quota-exceeded": {
    actsOn: [...SUBMIT, "SendLiveSnapshotJobCommand"],
    effect:
      "refuses with 400 JobLimitExceeded when limit (100) jobs have not ended (start of a snapshot job: are started)",
    options: [...HOW_OFTEN, "limit"],
    lasts: "until cleared",
  },
  "bucket-not-authorized": {
    actsOn: [...SUBMIT, "DeleteLiveSnapshotFiles"],
    effect: "refuses with 403 BucketNotAuthorized (DeleteLiveSnapshotFiles: with DeleteOriginalFile)",
    options: HOW_OFTEN,
    lasts: "until cleared",
  },
  "omitted-format-kept": {
    actsOn: ["UpdateLiveSnapshotTemplate"],
    effect: "a format that the update leaves out stays as it was",
    options: HOW_OFTEN,
    lasts: "until cleared",
  },
  "stuck-status": {
    actsOn: READS,
    effect: "every job (or the one of jobId) keeps the status that was read first, whatever becomes of it",
    options: [...HOW_OFTEN, "jobId"],
    lasts: "until cleared",
  },
  "started-again": {
    actsOn: READS,
    effect: "a job that is paused (or the one of jobId) is shown as started",
    options: [...HOW_OFTEN, "jobId"],
    lasts: "once",
  },
  "ffmpeg-killed": {
    actsOn: "recordings",
    effect: "kills the ffmpeg of a running recording (or of jobId) at once, or as soon as it pulls",
    options: [...HOW_OFTEN, "jobId"],
    lasts: "once",
  },
  "disk-full": {
    actsOn: "recordings",
    effect:
      "the bucket's disk has no room for the next slice, file or picture of a recording or snapshot job (or of jobId)",
    options: [...HOW_OFTEN, "jobId"],
    lasts: "until cleared",
  },
} as const satisfies Record<string, FaultDescription>;

export type FaultKind = keyof typeof FAULT_TABLE;

export const FAULT_KINDS = Object.keys(FAULT_TABLE) as readonly FaultKind[];

/** The table for a terminal. */
export function renderFaultTable(): string {
  return Object.entries(FAULT_TABLE)
    .map(([kind, { actsOn, effect, lasts, options }]) => {
      const subject = typeof actsOn === "string" ? actsOn : actsOn.join(", ");
      return `  ${kind} (${subject}; ${lasts})\n      ${effect}. Options: ${options.join(", ")}.`;
    })
    .join("\n");
}
