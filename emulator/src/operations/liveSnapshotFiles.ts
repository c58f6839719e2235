import { missingParameter, ServiceError } from "../http/errors";
import type { ImsService } from "../service";
import type { SnapshotFile } from "../snapshots/snapshotFiles";
import { snapshotFileMessage } from "../snapshots/snapshotMessages";
import { requireSnapshotJob } from "./lookup";
import { type Operation, operation } from "./operation";
import { checkedSpan, formatTime, isInSpan, type TimeSpan } from "./paging";
import type { Parameters } from "./parameters";

export const MAX_SNAPSHOT_FILE_LIST_SPAN_DAYS = 1;
export const MAX_SNAPSHOT_FILE_LIMIT = 100;
export const DEFAULT_SNAPSHOT_FILE_LIMIT = 10;
export const MAX_DELETED_SNAPSHOTS = 200;

/** The pictures that snapshot jobs have taken. */
export const liveSnapshotFiles: readonly Operation[] = [
  operation("ListLiveSnapshotFiles", ({ service, parameters }) => {
    const { jobId } = requireSnapshotJob(service, parameters.requiredText("JobId"));
    const span = readFileSpan(parameters);
    const limit = parameters.wholeNumber("Limit", {
      min: 1,
      max: MAX_SNAPSHOT_FILE_LIMIT,
      fallback: DEFAULT_SNAPSHOT_FILE_LIMIT,
    });
    const sortBy = parameters.choice("SortBy", ["asc", "desc"]) ?? "asc";
    const found = service.liveSnapshots.files
      .ofJob(jobId)
      .filter(({ createTimestamp }) => isInSpan(createTimestamp, span));
    const files = found.slice(0, pageLength(found, limit));
    const next = found[files.length];
    return {
      FileList: (sortBy === "asc" ? files : files.toReversed()).map(snapshotFileMessage),
      NextStartTime: next && formatTime(next.createTimestamp),
    };
  }),

  operation("DeleteLiveSnapshotFiles", async ({ service, parameters, faults }) => {
    const { jobId } = requireSnapshotJob(service, parameters.requiredText("JobId"));
    const timestamps = parameters.wholeNumbers("CreateTimestampList", MAX_DELETED_SNAPSHOTS);
    const deleteOriginalFile = parameters.boolean("DeleteOriginalFile") ?? false;
    const { files } = service.liveSnapshots;
    const overlay = files.overlayOf(jobId)?.createTimestamp;
    const isThere = (timestamp: number): boolean => files.inSequence(jobId, timestamp) !== undefined;
    if (timestamps.some((timestamp) => timestamp === overlay && !isThere(timestamp))) {
      throw new ServiceError(
        400,
        "OverlayNotSupported",
        "Snapshots that are overwritten cannot be deleted here: delete the object in OSS.",
      );
    }
    if (!timestamps.some(isThere)) {
      throw new ServiceError(404, "NoValidSnapshot", "None of the timestamps is that of a snapshot of the job.");
    }
    if (deleteOriginalFile && faults.take("bucket-not-authorized") !== undefined) {
      throw new ServiceError(403, "BucketNotAuthorized", "The service is not authorized to use the bucket.");
    }
    const results = [];
    for (const CreateTimestamp of timestamps) {
      const Result = await deleteFile(service, jobId, CreateTimestamp, deleteOriginalFile);
      results.push({ CreateTimestamp, Result });
    }
    return { DeleteFileResultList: results };
  }),
];

function readFileSpan(parameters: Parameters): TimeSpan {
  const start = parameters.time("StartTime", "MalformedStartTime");
  const end = parameters.time("EndTime", "MalformedEndTime");
  if (start === undefined || end === undefined) {
    throw missingParameter(start === undefined ? "StartTime" : "EndTime");
  }
  return checkedSpan(start, end, MAX_SNAPSHOT_FILE_LIST_SPAN_DAYS);
}

/**
 * A page ends between two seconds, since the next one begins with a time in whole seconds: nothing is listed twice, and
 * nothing is left out. A second holds two files at most: one of the sequence, and the one that is overwritten.
 */
function pageLength(files: readonly SnapshotFile[], limit: number): number {
  const length = Math.min(limit, files.length);
  if (files[length] === undefined || files[length].createTimestamp !== files[length - 1]?.createTimestamp) {
    return length;
  }
  return length > 1 ? length - 1 : 2;
}

async function deleteFile(
  { liveSnapshots, store }: ImsService,
  jobId: string,
  createTimestamp: number,
  deleteOriginalFile: boolean,
): Promise<"OK" | "NotFound"> {
  const file = liveSnapshots.files.inSequence(jobId, createTimestamp);
  if (file === undefined) {
    return "NotFound";
  }
  liveSnapshots.deleteFile(jobId, createTimestamp);
  if (deleteOriginalFile && store.hasBucket(file.bucket)) {
    await store.deleteObject(file.bucket, file.key);
  }
  return "OK";
}
