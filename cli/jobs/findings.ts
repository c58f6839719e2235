import type { ShownJob } from "./shownJobs";

/** Why a running job deserves a look. */
export interface Finding {
  readonly kind: "unowned" | "sameStream" | "overdue";
  readonly jobIds: readonly string[];
  /** What it is and what to do. */
  readonly message: string;
}

/** A job that its stack wanted ended by now. */
export interface Lease {
  readonly jobId: string;
  /** When the lease was over, UTC. */
  readonly overSince: string;
}

/** What is wrong with these running jobs, by the stacks that were given. */
export function findingsIn(running: readonly ShownJob[], overdue: readonly Lease[]): Finding[] {
  return [...unowned(running), ...onOneStream(running), ...overdue.map(overdueFinding)];
}

function unowned(running: readonly ShownJob[]): Finding[] {
  return running
    .filter(({ owner }) => owner === undefined)
    .map(({ jobId, name, since }) => ({
      kind: "unowned",
      jobIds: [jobId],
      message: `job ${jobId} named ${JSON.stringify(name)} records${since === undefined ? "" : ` since ${since}`} and is in none of the states that were given. Take it over with \`pulumi-alicloud-ice import LiveRecordJob ${jobId}\`, or end it with \`pulumi-alicloud-ice end ${jobId}\`.`,
    }));
}

function onOneStream(running: readonly ShownJob[]): Finding[] {
  const streams = new Map<number, ShownJob[]>();
  for (const job of running) {
    if (job.stream === undefined) continue;
    streams.set(job.stream.number, [...(streams.get(job.stream.number) ?? []), job]);
  }
  return [...streams]
    .filter(([, jobs]) => jobs.length > 1)
    .map(([number, jobs]) => ({
      kind: "sameStream",
      jobIds: jobs.map(({ jobId }) => jobId),
      message: `${jobs.length} jobs record stream ${number} at once: ${jobs.map(shownOwner).join(", ")}. Each of them is paid for: drop what is not wanted.`,
    }));
}

function shownOwner({ jobId, owner }: ShownJob): string {
  return owner === undefined
    ? `${jobId} (of no stack given)`
    : `${jobId} (of ${owner.project}/${owner.stack})`;
}

function overdueFinding({ jobId, overSince }: Lease): Finding {
  return {
    kind: "overdue",
    jobIds: [jobId],
    message: `job ${jobId} still records, and its lease was over at ${overSince}. Run \`pulumi up --refresh\` on its stack, which makes its stop call.`,
  };
}
