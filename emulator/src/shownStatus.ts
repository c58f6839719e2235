import type { ActiveFault } from "./faults";
import type { CallFaults } from "./http/callFaults";

/** For each fault `stuck-status`: the statuses that were read first while it was there, by job id. */
const stuck = new WeakMap<ActiveFault, Map<string, string>>();

interface AnyJob<Status extends string> {
  readonly jobId: string;
  readonly status: Status | "started" | "paused";
}

/** The status of each job as this call shows it: its own, unless a fault says otherwise. */
export function statusesFor<Status extends string>(
  faults: CallFaults,
  jobs: readonly AnyJob<Status>[],
): (job: AnyJob<Status>) => AnyJob<Status>["status"] {
  const hits = (fault: ActiveFault, job: AnyJob<Status>): boolean =>
    fault.jobId === undefined || fault.jobId === job.jobId;
  const frozen = faults.take("stuck-status", (fault) => jobs.some((job) => hits(fault, job)));
  const revived = faults.take("started-again", (fault) =>
    jobs.some((job) => job.status === "paused" && hits(fault, job)),
  );
  return (job) => {
    if (frozen !== undefined && hits(frozen, job)) {
      return firstRead(frozen, job);
    }
    return revived !== undefined && job.status === "paused" && hits(revived, job) ? "started" : job.status;
  };
}

function firstRead<Status extends string>(
  fault: ActiveFault,
  job: AnyJob<Status>,
): AnyJob<Status>["status"] {
  const statuses = stuck.get(fault) ?? new Map<string, string>();
  stuck.set(fault, statuses);
  const status = statuses.get(job.jobId) ?? job.status;
  statuses.set(job.jobId, status);
  return status as AnyJob<Status>["status"];
}
