import type { CallFaults } from "../http/callFaults";
import type { ImsService } from "../service";

const DEFAULT_LAG_MILLISECONDS = 5000;

/** When the youngest job may have been made that this list shows: lists may be told to lag. */
export function newestShown(
  { clock, settings }: ImsService,
  faults: CallFaults,
  found: readonly { readonly createTime: number }[],
): number {
  const now = clock.now();
  const fault = faults.take("list-lag", ({ milliseconds = DEFAULT_LAG_MILLISECONDS }) =>
    found.some((job) => job.createTime > now - milliseconds),
  );
  const commanded = fault === undefined ? 0 : (fault.milliseconds ?? DEFAULT_LAG_MILLISECONDS);
  return now - Math.max(commanded, settings.listLagSeconds * 1000);
}
