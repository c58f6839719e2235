import type { RecordJob } from "../../provider/client/ice";
import { statusOf } from "../../provider/recording/jobs";
import { withoutAuthKey } from "../../provider/rules/equality";
import { maskUrl } from "../../provider/rules/masking";
import type { Owner } from "../state/owners";

/** A stream as it may be shown: equal numbers are the same stream. */
export interface ShownStream {
  readonly url: string;
  readonly number: number;
}

/** A job of the service, and whose it is. */
export interface ShownJob {
  readonly jobId: string;
  readonly name: string;
  readonly status: string;
  readonly since?: string;
  readonly stream?: ShownStream;
  readonly owner?: { readonly stack: string; readonly project: string; readonly urn: string };
}

/** Jobs in the service's order, with streams numbered in it. A rotated `auth_key` makes no other stream. */
export function shownJobs(jobs: readonly RecordJob[], owners: ReadonlyMap<string, Owner>): ShownJob[] {
  const numbers = new Map<string, number>();
  return jobs.map((job): ShownJob => {
    const { jobId = "", name = "", createTime, streamInput } = job;
    const url = streamInput?.url;
    const owner = owners.get(jobId);
    return {
      jobId,
      name,
      status: statusOf(job),
      ...(createTime === undefined ? {} : { since: createTime }),
      ...(url === undefined || url === ""
        ? {}
        : { stream: { url: maskUrl(url), number: numberOf(url, numbers) } }),
      ...(owner === undefined
        ? {}
        : { owner: { stack: owner.stack, project: owner.project, urn: owner.urn } }),
    };
  });
}

function numberOf(url: string, numbers: Map<string, number>): number {
  const stream = withoutAuthKey(url);
  const number = numbers.get(stream) ?? numbers.size + 1;
  numbers.set(stream, number);
  return number;
}
