import type { Failure } from "../rules/check";
import { checkStopCall } from "./stopCalls";

/** The fields of a job that say something of each other. */
export interface JobFields {
  readonly name?: string;
  readonly recordOutput?: { readonly type?: string; readonly bucket?: string };
  readonly stopCall?: unknown;
  readonly onDelete?: string;
  readonly onReplace?: string;
  readonly adoptExisting?: boolean;
}

/** Rules that more than one field of a job takes part in. */
export function checkTogether(job: JobFields): Failure[] {
  const { name, recordOutput, stopCall, onDelete, onReplace, adoptExisting } = job;
  const failures: Failure[] = [...checkStopCall(stopCall)];
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
