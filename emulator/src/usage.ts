import type { RecordState } from "./state/stateEntries";

/** Something that was done and counts: seconds of recorded files or of transcoded streams, or a number of snapshots. */
export interface UsageEntry {
  readonly kind: "recorded" | "transcoded" | "snapshots";
  /** When it was done, milliseconds since the epoch; both are the same for what is done in one moment. */
  readonly startTime: number;
  readonly endTime: number;
  readonly amount: number;
}

/** What the account has used. It stays counted when the job or the file is deleted. */
export class Usage {
  readonly #record: RecordState;
  #entries: UsageEntry[] = [];

  constructor(record: RecordState) {
    this.#record = record;
  }

  add(usage: UsageEntry): void {
    this.#record({ entry: "usage", usage });
    this.#entries.push(usage);
  }

  /** What was done in a span; of what reaches beyond it, the part within. @param start milliseconds since the epoch. */
  sum(kind: UsageEntry["kind"], start: number, end: number): number {
    return this.#entries
      .filter((entry) => entry.kind === kind && entry.startTime <= end && entry.endTime >= start)
      .reduce((sum, entry) => sum + entry.amount * shareWithin(entry, start, end), 0);
  }

  all(): readonly UsageEntry[] {
    return this.#entries;
  }

  restore(entries: Iterable<UsageEntry>): void {
    this.#entries = [...entries];
  }

  reset(): void {
    this.#entries = [];
  }
}

function shareWithin({ startTime, endTime }: UsageEntry, start: number, end: number): number {
  return startTime === endTime
    ? 1
    : (Math.min(end, endTime) - Math.max(start, startTime)) / (endTime - startTime);
}
