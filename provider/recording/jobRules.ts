import { utcSeconds } from "../clock";
import type { Failure } from "../rules/check";

/** The fields of a job that say something of each other. */
export interface JobFields {
  readonly name?: string;
  readonly recordOutput?: { readonly type?: string; readonly bucket?: string };
  readonly stopCall?: unknown;
  readonly onDelete?: string;
  readonly onReplace?: string;
  readonly adoptExisting?: boolean;
  readonly maxDuration?: number;
  readonly endAt?: string;
}

/** Rules that more than one field of a job takes part in. */
export function checkTogether(job: JobFields): Failure[] {
  const { name, recordOutput, stopCall, onDelete, onReplace, adoptExisting } = job;
  const failures: Failure[] = [];
  const must = (path: string, reason: string): number => failures.push({ path, reason });
  if (recordOutput?.type === "oss" && recordOutput.bucket === undefined) {
    must("recordOutput.bucket", 'must be given when recordOutput.type is "oss", got nothing');
  }
  if (onReplace === "stop" && stopCall === undefined) {
    must("onReplace", 'must come with a stopCall when it is "stop", got none');
  }
  if (onReplace === "stop" && onDelete === "abandon") {
    must("onReplace", 'must not be "stop" together with onDelete "abandon", which leaves the job recording');
  }
  if (onReplace === "overlap" && name !== undefined) {
    must("name", 'must be left out with onReplace "overlap": the successor is told by the name that is made');
  }
  if (adoptExisting === true && name === undefined) {
    must("adoptExisting", "must come with an explicit name, got none");
  }
  return failures;
}

/** Rules for a job that is to be submitted, and not for one that is there. @param now milliseconds since the epoch */
export function checkNew({ endAt }: JobFields, now: number): Failure[] {
  // One that is not known yet is no time either.
  if (endAt === undefined || !(Date.parse(endAt) <= now)) return [];
  return [
    {
      path: "endAt",
      reason: `must lie ahead for a job that is to be submitted, got "${endAt}" (it is ${utcSeconds(now)})`,
    },
  ];
}

/** What a program should hear before its job is first submitted, each as the rest of a sentence about the job. */
export function adviceFor({ stopCall, onDelete, maxDuration, endAt }: JobFields): string[] {
  if (stopCall !== undefined) return [];
  const advice: string[] = [];
  if (onDelete !== "abandon") {
    advice.push(
      'has no stopCall: IMS publishes no call that stops a record job, so destroy waits for its stream to go away and fails while it is there. Set stopCall, or onDelete: "abandon" to leave the job recording.',
    );
  }
  if (maxDuration !== undefined || endAt !== undefined) {
    advice.push(
      "has maxDuration or endAt, but no stopCall: once that is over, up fails while the job records, since nothing says how to end it. Set stopCall.",
    );
  }
  return advice;
}
