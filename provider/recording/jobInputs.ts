import type { RecordJob } from "../client/ice";
import type { Values } from "../handler";
import type { LiveRecordJobInputs } from "../resources/liveRecordJob";
import { streamWithoutAuthKey } from "../rules/equality";

/** The inputs of a job that was not made by this program, as the service gives them. */
export function serviceInputs(job: RecordJob): LiveRecordJobInputs {
  const { name, templateId, streamInput, recordOutput, notifyUrl } = job;
  const given = { name, templateId, streamInput, recordOutput, notifyUrl };
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(present) as unknown as LiveRecordJobInputs;
}

/** Inputs in the form in which they are compared: an `auth_key` rotates, a default needs no word. */
export function comparable(inputs: LiveRecordJobInputs): Values {
  const {
    streamInput,
    onEnded = "keep",
    onDelete = "stop",
    onReplace = "refuse",
    waitFor = "submitted",
    adoptExisting = false,
    preflight = "off",
    triggers = {},
  } = inputs;
  const own = { onEnded, onDelete, onReplace, waitFor, adoptExisting, preflight, triggers };
  return { ...inputs, ...own, streamInput: streamWithoutAuthKey(streamInput) };
}
