import { CALL_CASES } from "./callCases";
import { EVENT_CASES } from "./eventCases";
import type { FaultCase } from "./faultCase";
import { INTERRUPTION_CASES } from "./interruptionCases";

/** The matrix. */
export const CASES: readonly FaultCase[] = [...INTERRUPTION_CASES, ...EVENT_CASES, ...CALL_CASES];

/** A part of the same table that is done in two minutes. */
export const QUICK_CASES: readonly FaultCase[] = CASES.filter(({ quick }) => quick === true);

/** Cells without a run, each with the reason. */
export const LEFT_OUT: readonly { readonly cells: string; readonly reason: string }[] = [
  {
    cells: "LiveRecordJob update, every fault",
    reason: "an in-place update of a job makes no call; what the service takes is a replacement: see replace",
  },
  {
    cells: "LiveRecordTemplate and Bucket replace",
    reason: "a template is never replaced, and a bucket by its name alone: a delete and a create, both here",
  },
  {
    cells: "LiveRecordTemplate and Bucket, stream lost",
    reason: "neither has a stream",
  },
  {
    cells: "LiveRecordTemplate, bucket gone; Bucket, template deleted",
    reason: "neither knows the other",
  },
  {
    cells: "LiveRecordJob replace and delete, template deleted; read, replace and delete, bucket gone",
    reason: "their calls before the successor's Submit name neither, and that Submit is the one of create",
  },
  {
    cells: "LiveRecordJob create, stream lost before Submit",
    reason: "a job waits for its stream: the loss that counts is the one after a lost Submit, which is here",
  },
  {
    cells: "LiveTranscodeJob and LiveTranscodeTemplate, template deleted, bucket gone, stream lost",
    reason:
      "a template in use can't be deleted; neither knows a bucket; a relay whose stream is lost goes on",
  },
  {
    cells: "LiveTranscodeTemplate replace",
    reason: "by its type alone: a delete and a create, both here",
  },
  {
    cells: "read, update and delete, quota exceeded",
    reason: "they make nothing that a quota counts",
  },
  {
    cells: "Bucket, further calls: throttle, 503, late answer, not JSON, wrong credentials",
    reason: "the OSS client knows one way for all calls; the first call of each operation has every fault",
  },
  {
    cells: "LiveSnapshotJob and LiveSnapshotTemplate, events and clock skew",
    reason:
      "place, look, submit and template creation are the code that the record family runs through in every cell",
  },
  {
    cells: "LiveSnapshotTemplate replace",
    reason: "a template is never replaced by a change: a delete and a create, both here",
  },
  {
    cells: "EventCallback and DefaultStorageLocation, every fault",
    reason:
      "an account has one in a region: none can stand beside it; their faults are in tests/e2e/accountSettings.test.ts",
  },
  {
    cells:
      "templates, snapshots, transcodes and buckets, kill -9 of the provider and one ^C at most of their steps",
    reason:
      "after both the engine goes on and writes down what it knows: less is lost than after kill -9 of the CLI and ^C twice, which are here at every step",
  },
  {
    cells: "read and update, kills and ^C",
    reason: "a second time makes the same of it: no call of theirs can leave anything behind",
  },
];
