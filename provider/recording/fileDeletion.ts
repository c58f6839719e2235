import type { RecordFile } from "../client/ice";
import { ProviderError, sentenceOf } from "../error";
import type { Span } from "../spans";
import { listFiles } from "./files";
import type { Caller } from "./jobs";

/** How many records a call may name is not documented: few enough for any address line. */
const MAX_RECORDS_PER_CALL = 20;
/** Lists may lag behind a deletion: the looks after it, each this long after the one before. */
const LOOKS_MILLISECONDS = [0, 1_000, 2_000, 3_000];

/** A file that can be named to the service. */
export type DeletableFile = RecordFile & { readonly recordId: string };

/**
 * Those of the files that are old enough to go.
 * @param keepDays files that ended less long ago stay; 0 keeps none
 * @param now milliseconds since the epoch
 */
export function deletable(files: readonly RecordFile[], keepDays: number, now: number): DeletableFile[] {
  const newestThatGoes = now - keepDays * 24 * 3_600_000;
  return files.flatMap((file) => {
    const { recordId, endTime, createTime } = file;
    // Of a file whose age nobody tells, nobody can say that it is old.
    const isOld = keepDays === 0 || Date.parse(endTime ?? createTime ?? "") <= newestThatGoes;
    return recordId !== undefined && isOld ? [{ ...file, recordId }] : [];
  });
}

/**
 * Deletes the records of files, and their objects where that is wanted. Whether the answer names what was deleted or what
 * failed is not documented, so that the list is asked.
 * @returns those that are still listed afterwards
 * @throws ProviderError that says how many were deleted before the call that failed
 */
export async function deleteFiles(
  caller: Caller,
  files: readonly DeletableFile[],
  removeFile: boolean,
  span: Span,
): Promise<RecordFile[]> {
  const recordIds = files.map(({ recordId }) => recordId);
  for (let done = 0; done < recordIds.length; done += MAX_RECORDS_PER_CALL) {
    const batch = recordIds.slice(done, done + MAX_RECORDS_PER_CALL);
    try {
      await caller.ice.deleteLiveRecordFiles({ recordIds: batch, removeFile });
    } catch (thrown) {
      throw new ProviderError(
        "DeletionError",
        `${sentenceOf(thrown)} ${done} of ${recordIds.length} files were deleted before. Run the same command again: it takes up what is left.`,
      );
    }
  }
  return stillListed(caller, files, span);
}

async function stillListed(
  caller: Caller,
  files: readonly DeletableFile[],
  span: Span,
): Promise<RecordFile[]> {
  const wanted = new Set<unknown>(files.map(({ recordId }) => recordId));
  const jobIds = [...new Set(files.flatMap(({ jobId }) => jobId ?? []))];
  let left: RecordFile[] = [];
  for (const pause of LOOKS_MILLISECONDS) {
    await caller.clock.sleep(pause);
    left = (await listFiles(caller, { jobIds }, span)).filter(({ recordId }) => wanted.has(recordId));
    if (left.length === 0) break;
  }
  return left;
}
