import { headersFor, markOf } from "../media/cycle";
import { snapshotKey } from "../media/naming";
import type { ObjectStore } from "../oss/store";
import type { SnapshotFile, SnapshotFiles } from "./snapshotFiles";
import type { SnapshotJob, TakenPicture } from "./snapshotJobs";

const CONTENT_TYPE = "image/jpeg";

/**
 * Puts a picture into the bucket: over the object that is overwritten, as an object of its own, or both, as the
 * template says. Rejects when the bucket is gone.
 */
export async function storePicture(
  store: Pick<ObjectStore, "putBytes">,
  files: SnapshotFiles,
  { jobId, bucket, endpoint, template }: SnapshotJob,
  picture: TakenPicture,
): Promise<SnapshotFile[]> {
  const jpeg = await picture.jpeg();
  const createTimestamp = freeTimestamp(files, jobId, picture.takenAt);
  const { overwriteFormat, sequenceFormat } = template;
  const stored: SnapshotFile[] = [];
  for (const [format, isOverlay] of [
    [sequenceFormat, false],
    [overwriteFormat, true],
  ] as const) {
    if (format !== undefined) {
      const key = snapshotKey(format, { jobId, sequence: picture.sequence, time: createTimestamp });
      await store.putBytes(bucket, key, jpeg, CONTENT_TYPE, headersFor(picture));
      const content = { bucket, endpoint, key, isOverlay, createTimestamp, bytes: jpeg.length };
      stored.push({ jobId, ...content, ...markOf(picture) });
    }
  }
  return stored;
}

/** Pictures are seconds apart, unless the job was stopped and started meanwhile. */
function freeTimestamp(files: SnapshotFiles, jobId: string, takenAt: number): number {
  let timestamp = Math.floor(takenAt / 1000) * 1000;
  while (files.inSequence(jobId, timestamp) !== undefined) {
    timestamp += 1000;
  }
  return timestamp;
}
