import * as pulumi from "@pulumi/pulumi";
import type { SnapshotFile } from "../../provider/client/ice";
import { listSnapshotFiles } from "../../provider/snapshots/files";
import { programServices } from "./services";

export interface ListLiveSnapshotFilesArgs {
  /** The job's id, as the service gave it. */
  jobId: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
  startTime: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
  endTime: string;
}

/** A picture as the service describes it. `createTimestamp` is in milliseconds since the epoch. */
export type LiveSnapshotFile = SnapshotFile;

/**
 * The pictures that a snapshot job has taken in a span of any length, oldest first. The service takes spans of at most a
 * day and pages of at most 100 pictures: a month takes 30 calls or more, one after the other. RAM action:
 * `ice:ListLiveSnapshotFiles`. Source: ListLiveSnapshotFiles.
 * @throws when a time is none or the span is empty, when the service knows no such job, when the region or credentials
 *   are missing, or the service refuses.
 */
export async function listLiveSnapshotFiles(args: ListLiveSnapshotFilesArgs): Promise<LiveSnapshotFile[]> {
  const { jobId, startTime, endTime } = args;
  for (const [name, time] of Object.entries({ startTime, endTime })) {
    if (Number.isNaN(Date.parse(time))) {
      throw new pulumi.RunError(
        `listLiveSnapshotFiles: ${name} must be a time such as 2026-01-31T09:30:05Z, got ${JSON.stringify(time)}`,
      );
    }
  }
  if (Date.parse(startTime) >= Date.parse(endTime)) {
    throw new pulumi.RunError(
      `listLiveSnapshotFiles: endTime must be later than startTime, got ${startTime} and ${endTime}`,
    );
  }
  return listSnapshotFiles(programServices(), jobId, { startTime, endTime });
}

/** `listLiveSnapshotFiles` for inputs that come from resources. */
export function listLiveSnapshotFilesOutput(
  args: {
    [K in keyof ListLiveSnapshotFilesArgs]: pulumi.Input<ListLiveSnapshotFilesArgs[K]>;
  },
): pulumi.Output<LiveSnapshotFile[]> {
  return pulumi.output(args).apply(listLiveSnapshotFiles);
}
