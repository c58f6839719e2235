import { ramActionsOf, type ServiceCall } from "../provider/client/ramActions";
import { type StopCall, stopCallCalls } from "../provider/recording/stopCalls";
import { handlerOf, type Kind, kinds, type registry } from "../provider/registry";
import { functionCalls } from "./functions/calls";

/** `Bucket.forceDestroy`: an input that brings calls of its own. */
type CallingInput = {
  [K in Kind]: `${K}.${keyof NonNullable<(typeof registry)[K]["callsWith"]> & string}`;
}[Kind];

/**
 * What a program uses, as it writes it: a class (`LiveRecordJob`), an input that brings calls of its own
 * (`Bucket.forceDestroy`), a stop call (`stopCalls.forbidLiveStream`), a function (`listLiveRecordFiles`), a command of the package (`delete-files`).
 */
export type RamUse =
  | Kind
  | CallingInput
  | `stopCalls.${StopCall["kind"]}`
  | keyof typeof functionCalls
  | keyof typeof COMMAND_CALLS;

/** The calls of the package's command, where they go beyond those of functions. */
const COMMAND_CALLS = {
  "delete-files": ["GetLiveRecordJob", "ListLiveRecordJobs", "ListLiveRecordFiles", "DeleteLiveRecordFiles"],
} as const satisfies Record<string, readonly ServiceCall[]>;

/** A policy document of RAM. */
export interface RamPolicyDocument {
  readonly Version: "1";
  readonly Statement: readonly {
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: "*";
  }[];
}

const callsOfUse: ReadonlyMap<string, readonly ServiceCall[]> = new Map([
  ...kinds.flatMap((kind): [string, readonly ServiceCall[]][] => {
    const { calls, callsWith = {} } = handlerOf(kind);
    const inputs = Object.entries(callsWith).map(([input, brought]): [string, readonly ServiceCall[]] => [
      `${kind}.${input}`,
      brought,
    ]);
    return [[kind, calls], ...inputs];
  }),
  ...Object.entries(stopCallCalls).map(([kind, calls]): [string, readonly ServiceCall[]] => [
    `stopCalls.${kind}`,
    calls,
  ]),
  ...Object.entries(functionCalls),
  ...Object.entries(COMMAND_CALLS),
]);

/** Everything that `ramPolicy` takes. */
export const ramUses = [...callsOfUse.keys()] as readonly RamUse[];

/**
 * The smallest RAM policy for what a program uses, as a document: `JSON.stringify(ramPolicy(["LiveRecordJob"]))`.
 * Makes no call. The resource is `*`: IMS knows no finer grain; for the actions of OSS it may be narrowed by hand. The
 * account is asked for too, which needs no permission. Source: the service's RAM pages; actions of OSS, of its own.
 * @param uses names as the program writes them; saying one twice is no harm
 * @throws TypeError for a name that is not among `ramUses`.
 */
export function ramPolicy(uses: readonly RamUse[]): RamPolicyDocument {
  const actions = uses.flatMap((use) => {
    const calls = callsOfUse.get(use);
    if (calls === undefined) {
      throw new TypeError(`ramPolicy: ${JSON.stringify(use)} is none of ${ramUses.join(", ")}.`);
    }
    return calls.flatMap(ramActionsOf);
  });
  const all = [...new Set(actions)].sort();
  // RAM takes no statement without an action.
  if (all.length === 0) return { Version: "1", Statement: [] };
  return { Version: "1", Statement: [{ Effect: "Allow", Action: all, Resource: "*" }] };
}
