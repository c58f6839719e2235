import { ACCOUNT_SUPPORT } from "./support/account";
import type { SupportEntry } from "./support/entry";
import { GENERAL_SUPPORT } from "./support/general";
import { LIVE_SUPPORT } from "./support/live";
import { LIVE_RECORD_SUPPORT } from "./support/liveRecord";
import { LIVE_SNAPSHOT_SUPPORT } from "./support/liveSnapshot";

export type { SupportEntry, SupportLevel } from "./support/entry";
export { GENERAL_SUPPORT } from "./support/general";

/** Operations that answer, each with what is known about its behaviour. */
export const OPERATION_SUPPORT = {
  ...LIVE_RECORD_SUPPORT,
  ...LIVE_SNAPSHOT_SUPPORT,
  ...ACCOUNT_SUPPORT,
  ...LIVE_SUPPORT,
} as const satisfies Record<string, readonly SupportEntry[]>;

export type ImplementedAction = keyof typeof OPERATION_SUPPORT;

/** Actions that the service publishes and the emulator answers with NotImplementedByEmulator. */
export const NOT_IMPLEMENTED_ACTIONS: ReadonlySet<string> = new Set([
  "CreateLiveTranscodeTemplate",
  "GetLiveTranscodeTemplate",
  "UpdateLiveTranscodeTemplate",
  "DeleteLiveTranscodeTemplate",
  "ListLiveTranscodeTemplates",
  "SubmitLiveTranscodeJob",
  "SendLiveTranscodeJobCommand",
  "GetLiveTranscodeJob",
  "UpdateLiveTranscodeJob",
  "DeleteLiveTranscodeJob",
  "ListLiveTranscodeJobs",
  "GetDefaultStorageLocation",
  "SetDefaultStorageLocation",
  "GetEventCallback",
  "SetEventCallback",
]);

/** The table as Markdown, for the README. */
export function renderSupportTable(): string {
  const rows = [
    "| subject | behaviour | state | source, or what the assumption leans on |",
    "| --- | --- | --- | --- |",
  ];
  for (const [subject, entries] of Object.entries({ ...OPERATION_SUPPORT, ...GENERAL_SUPPORT })) {
    for (const entry of entries as readonly SupportEntry[]) {
      rows.push(`| ${subject} | ${entry.behaviour} | ${entry.level} | ${entry.source ?? ""} |`);
    }
  }
  const others = [...NOT_IMPLEMENTED_ACTIONS].join(", ");
  rows.push(`| ${others} | answer 501 NotImplementedByEmulator | not implemented | |`);
  return `${rows.join("\n")}\n`;
}
