import type { FaultRequest } from "pulumi-alicloud-ice-emulator";

export type Kind =
  | "LiveRecordJob"
  | "LiveRecordTemplate"
  | "LiveSnapshotJob"
  | "LiveSnapshotTemplate"
  | "LiveTranscodeJob"
  | "LiveTranscodeTemplate"
  | "Bucket";

/** `replace` is what an update of a job comes to: everything that the service takes is fixed at Submit. */
export type OperationName = "create" | "read" | "update" | "replace" | "delete";

/** The rows of the summary. */
export type FaultName =
  | "throttle"
  | "500"
  | "503"
  | "reset before"
  | "reset after"
  | "late answer"
  | "not JSON"
  | "wrong credentials"
  | "quota exceeded"
  | "template deleted"
  | "bucket gone"
  | "clock skew"
  | "stream lost"
  | "kill -9 of the CLI"
  | "kill -9 of the provider"
  | "^C"
  | "^C twice";

/** Where a command is held while it is interrupted: a call whose effect, or whose answer, does not come. */
export interface Hold {
  readonly action: string;
  readonly kind: "delay" | "late-effect";
  /** Held only once this action was called: the calls of `action` before it pass. */
  readonly once?: string;
  /** Held at the second call of `action`; the first passes. */
  readonly isSecond?: true;
}

/** What happens to the provider that a killed CLI leaves behind, and to the call that it was waiting for. */
export interface Aftermath {
  readonly survivors: "ended" | "live on";
  readonly heldCall: "lost" | "arrives before the recovery";
  readonly streamIsLost?: boolean;
}

export type Strike =
  | { readonly by: "call"; readonly fault: FaultRequest & { readonly action: string } }
  | { readonly by: "quota"; readonly fault: FaultRequest }
  | { readonly by: "event"; readonly event: "template deleted" | "bucket gone" | "stream lost" }
  | { readonly by: "clock skew" }
  | { readonly by: "interruption"; readonly hold: Hold; readonly aftermath: Aftermath };

/** One run: a stack that is taken through one fault and its documented recovery. */
export interface FaultCase {
  readonly kind: Kind;
  readonly operation: OperationName;
  readonly fault: FaultName;
  /** Where the fault strikes, in the words of the test's name. */
  readonly at: string;
  readonly strike: Strike;
  /** Fields of the args of the resource that is struck, as JavaScript. */
  readonly args?: string;
  /** The bucket that is struck holds recordings by then. */
  readonly holdsObjects?: true;
  /** Part of the quick subset, which runs with the e2e tests. */
  readonly quick?: true;
}

const OUTCOMES: Readonly<Record<Kind, Readonly<Record<OperationName, string>>>> = {
  LiveRecordJob: {
    create: "one job, in state",
    read: "the job stays in state",
    update: "",
    replace: "one job ends, its successor records and is in state",
    delete: "its job has ended, the other one records",
  },
  LiveRecordTemplate: {
    create: "one template, in state",
    read: "the template stays in state",
    update: "the template is changed",
    replace: "",
    delete: "the template is gone, the other one stays",
  },
  LiveTranscodeJob: {
    create: "one job, in state",
    read: "the job stays in state",
    update: "the job has its other name",
    replace: "one job is gone, its successor runs and is in state",
    delete: "its job is gone, the other one runs",
  },
  LiveTranscodeTemplate: {
    create: "one template, in state",
    read: "the template stays in state",
    update: "the template is changed",
    replace: "",
    delete: "the template is gone, the other one stays",
  },
  Bucket: {
    create: "one bucket, in state",
    read: "the bucket stays in state",
    update: "the bucket is changed",
    replace: "",
    delete: "the bucket is gone, the other one stays",
  },
  LiveSnapshotJob: {
    create: "one job, in state",
    read: "the job stays in state",
    update: "the job is restarted",
    replace: "one job is stopped, its successor takes pictures and is in state",
    delete: "its job is stopped, the other one takes pictures",
  },
  LiveSnapshotTemplate: {
    create: "one template, in state",
    read: "the template stays in state",
    update: "the template is changed",
    replace: "",
    delete: "the template is gone, the other one stays",
  },
};

export function nameOf({ kind, operation, fault, at }: FaultCase): string {
  return `${kind} ${operation}, ${fault} ${at}: ${OUTCOMES[kind][operation]}`;
}

/** Seconds by which lists lag behind in this run, 0 to 5: drawn from the case's name, the same in every run. */
export function listLagSecondsOf(faultCase: FaultCase): number {
  let seed = 0;
  for (const character of nameOf(faultCase)) {
    seed = (seed * 31 + character.charCodeAt(0)) % 1_000_003;
  }
  return seed % 6;
}
