import { identity } from "./identity";
import { live } from "./live";
import { liveSnapshotFiles } from "./liveSnapshotFiles";
import { liveSnapshotJobs } from "./liveSnapshotJobs";
import { liveSnapshotTemplates } from "./liveSnapshotTemplates";
import { ICE_VERSION, LIVE_VERSION, type Operation, STS_VERSION } from "./operation";
import { recordFiles } from "./recordFiles";
import { recordJobs } from "./recordJobs";
import { recordTemplates } from "./recordTemplates";
import { storage } from "./storage";

/** Every operation that answers, by API version and action. */
export const OPERATIONS: ReadonlyMap<string, ReadonlyMap<string, Operation>> = new Map([
  [
    ICE_VERSION,
    byAction([
      ...recordTemplates,
      ...recordJobs,
      ...recordFiles,
      ...liveSnapshotTemplates,
      ...liveSnapshotJobs,
      ...liveSnapshotFiles,
      ...storage,
    ]),
  ],
  [LIVE_VERSION, byAction(live)],
  [STS_VERSION, byAction(identity)],
]);

function byAction(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.action, operation]));
}
