import { type ActiveFault, FAULT_KINDS, FAULT_TABLE, type FaultRequest, type Faults } from "../faults";
import { type AdminBody, AdminError } from "./adminBody";

const MAX_FAULT_COUNT = 1_000_000;
const MAX_FAULT_MILLISECONDS = 365 * 24 * 60 * 60 * 1000;
const MAX_RETRY_AFTER = 1_000_000;

/** What waits for its occasion, and everything that could. */
export function faultState(faults: Faults): unknown {
  return { faults: faults.list(), kinds: FAULT_TABLE };
}

/** @throws AdminError 400 for a fault that makes no sense. */
export function addFault(faults: Faults, body: AdminBody): ActiveFault {
  const request = readFault(body);
  try {
    return faults.add(request);
  } catch (error) {
    throw new AdminError(400, (error as Error).message);
  }
}

function readFault(body: AdminBody): FaultRequest {
  const kind = body.choice("kind", FAULT_KINDS);
  const given = {
    action: body.text("action"),
    count: body.wholeNumber("count", 1, MAX_FAULT_COUNT),
    rate: body.number("rate", 0, 1),
    milliseconds: body.wholeNumber("milliseconds", 0, MAX_FAULT_MILLISECONDS),
    retryAfter: body.wholeNumber("retryAfter", 0, MAX_RETRY_AFTER),
    status: body.wholeNumber("status", 200, 599),
    code: body.text("code"),
    limit: body.wholeNumber("limit", 0, MAX_FAULT_COUNT),
    includeEnded: body.flag("includeEnded") || undefined,
    jobId: body.text("jobId"),
  };
  return {
    kind,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}
