import type { Values } from "../handler";
import type { LiveSnapshotJobInputs } from "../resources/liveSnapshotJob";
import { streamWithoutAuthKey } from "../rules/equality";
import type { Fields } from "../rules/fields";
import type { DesiredStatus } from "./commands";

/** The inputs among what state holds; of a job that no state knows, among what the service tells of it. */
export function inputsAmong(fields: Fields, values: object): LiveSnapshotJobInputs {
  const known = Object.entries(values).filter(
    ([key, value]) => (key in fields || key === "__autoName") && value !== undefined && value !== "",
  );
  return Object.fromEntries(known) as unknown as LiveSnapshotJobInputs;
}

/** Inputs in the form in which they are compared: an `auth_key` rotates, a default needs no word. */
export function comparable(inputs: LiveSnapshotJobInputs): Values {
  const { desiredStatus = "running", triggers = {}, onDelete = "stop", adoptExisting = false } = inputs;
  const streamInput = streamWithoutAuthKey(inputs.streamInput);
  return { ...inputs, desiredStatus, triggers, onDelete, adoptExisting, streamInput };
}

/** What a status says of a job's will to take pictures; `init` and words that we do not know say nothing. */
export function statusMeans(status: string | undefined): DesiredStatus | undefined {
  if (status === "paused") return "stopped";
  return status === "started" ? "running" : undefined;
}
