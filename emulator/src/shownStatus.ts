import type { ActiveFault } from "./faults";
import type { CallFaults } from "./http/callFaults";
import type { JobStatus, RecordJob } from "./jobs";

/** For each fault `stuck-status`: the statuses that were read first while it was there, by job id. */
const stuck = new WeakMap<ActiveFault, Map<string, JobStatus>>();

/** The status of each job as this call shows it: its own, unless a fault says otherwise. */
export function statusesFor(faults: CallFaults, jobs: readonly RecordJob[]): (job: RecordJob) => JobStatus {
  const hits = (fault: ActiveFault, job: RecordJob): boolean =>
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

function firstRead(fault: ActiveFault, job: RecordJob): JobStatus {
  const statuses = stuck.get(fault) ?? new Map<string, JobStatus>();
  stuck.set(fault, statuses);
  const status = statuses.get(job.jobId) ?? job.status;
  statuses.set(job.jobId, status);
  return status;
}
