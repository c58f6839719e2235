import type { CallFaults } from "../http/callFaults";
import type { ImsService } from "../service";
import { type ImplementedAction, OPERATION_SUPPORT, type SupportEntry } from "../support";
import type { Parameters } from "./parameters";

export const ICE_VERSION = "2020-11-09";
export const LIVE_VERSION = "2016-11-01";
export const STS_VERSION = "2015-04-01";

/** What an operation works with. */
export interface Call {
  readonly service: ImsService;
  readonly parameters: Parameters;
  readonly accessKeyId: string;
  /** The account of that key. */
  readonly accountId: string;
  /** The faults that may apply to this call. */
  readonly faults: CallFaults;
}

/** The answer's fields next to RequestId. */
export type Answer = Record<string, unknown>;

export interface Operation {
  readonly action: ImplementedAction;
  /** What is documented of it and what is assumed. */
  readonly support: readonly SupportEntry[];
  run(call: Call): Answer | Promise<Answer>;
}

export function operation(action: ImplementedAction, run: Operation["run"]): Operation {
  return { action, support: OPERATION_SUPPORT[action], run };
}
