import { PAST_THE_WINDOW_SECONDS } from "../support/localStack";
import { PRESET_BUCKET } from "../support/presetJob";
import type { Bench } from "./bench";
import type { FaultCase, Strike } from "./faultCase";
import { PRESET_FLV, STREAM_APP, SUBJECT } from "./programs";

type EventName = Extract<Strike, { by: "event" }>["event"];

/** The template that the struck job names: one of nobody's stack where the run deletes it. */
export async function templateIdFor({ call }: Bench, { kind, strike }: FaultCase): Promise<string> {
  if (kind !== "LiveRecordJob" || strike.by !== "event" || strike.event !== "template deleted") {
    return PRESET_FLV;
  }
  const { TemplateId } = await call("CreateLiveRecordTemplate", {
    Name: "foreign",
    RecordFormat: [{ Format: "flv" }],
  });
  return String(TemplateId);
}

/** What happens at the service while nobody looks. */
export async function happen(bench: Bench, { kind, operation }: FaultCase, event: EventName): Promise<void> {
  const { ims, call, stack } = bench;
  const stored = (name: string): string => String(stack.resource(name).id);
  switch (event) {
    case "template deleted": {
      const { RecordTemplateList } = await call("ListLiveRecordTemplates", { Type: "custom" });
      const templates = RecordTemplateList as { TemplateId: string; Name: string }[];
      const gone = templates.find(({ Name }) => Name === "foreign" || Name.startsWith(`${SUBJECT}-`));
      await call("DeleteLiveRecordTemplate", { TemplateId: gone?.TemplateId });
      return;
    }
    case "bucket gone":
      ims.store.deleteBucket(kind === "Bucket" ? stored(SUBJECT) : PRESET_BUCKET);
      return;
    case "stream lost":
      loseStream(bench);
      // The successor of a job that has ended has a stream to record.
      if (operation === "replace") ims.streams.startSynthetic(STREAM_APP, SUBJECT);
  }
}

/** The publisher goes away for good, and its job ends. */
export function loseStream(bench: Bench): void {
  bench.ims.streams.stopSynthetic(STREAM_APP, SUBJECT);
  bench.pass(PAST_THE_WINDOW_SECONDS);
}

/** What a user does about an event before the command is run again. */
export function setRight({ ims }: Bench, { kind }: FaultCase, event: EventName): void {
  if (event === "bucket gone" && kind === "LiveRecordJob") ims.store.createBucket(PRESET_BUCKET);
}
