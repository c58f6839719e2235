import { text as readText } from "node:stream/consumers";
import { invalidParameter, missingParameter } from "../http/errors";
import { fileMessage } from "../messages";
import { urlPathOf } from "../oss/names";
import type { RecordFile } from "../recordFiles";
import type { ImsService } from "../service";
import { type Operation, operation } from "./operation";
import { isInSpan, readPage, readTimeSpan, takePage } from "./paging";

export const MAX_FILE_LIST_SPAN_DAYS = 4;
export const MAX_DELETED_AT_ONCE = 100;

const PAGE_RULES = { minPageSize: 5, maxPageSize: 30, defaultSortBy: "asc" } as const;

/** The files that recordings have finished. */
export const recordFiles: readonly Operation[] = [
  operation("ListLiveRecordFiles", ({ service, parameters }) => {
    const jobIds = parameters.list("JobIds");
    const wanted = jobIds && new Set(jobIds);
    const format = parameters.choice("RecordFormat", ["m3u8", "flv", "mp4"]);
    const span = readTimeSpan(parameters, MAX_FILE_LIST_SPAN_DAYS, service.clock.now());
    const page = readPage(parameters, PAGE_RULES);
    const { items, totalCount } = takePage(
      service.files.all(),
      page,
      (file) =>
        (wanted === undefined || wanted.has(file.jobId)) &&
        (format === undefined || file.format === format) &&
        isInSpan(file.createTime, span),
    );
    return {
      Files: items.map((file) => fileMessage(file, service.jobs.get(file.jobId), service.ossUrl())),
      TotalCount: String(totalCount),
      PageNo: page.pageNo,
      PageSize: String(page.pageSize),
      SortBy: page.sortBy,
    };
  }),

  operation("DeleteLiveRecordFiles", async ({ service, parameters }) => {
    const recordIds = parameters.list("RecordIds");
    const removeFile = parameters.boolean("RemoveFile") ?? false;
    if (recordIds === undefined) {
      throw missingParameter("RecordIds");
    }
    if (recordIds.length > MAX_DELETED_AT_ONCE) {
      throw invalidParameter("RecordIds", `must hold at most ${MAX_DELETED_AT_ONCE} ids`);
    }
    const results = [];
    for (const recordId of recordIds) {
      results.push(await deleteFile(service, recordId, removeFile));
    }
    return { Message: "OK", DeleteFileInfoList: results };
  }),
];

async function deleteFile(
  service: ImsService,
  recordId: string,
  removeFile: boolean,
): Promise<{ RecordId: string; Code: string; Message: string }> {
  const file = service.files.get(recordId);
  if (file === undefined) {
    return { RecordId: recordId, Code: "NotFound", Message: "No such record file." };
  }
  service.files.delete(recordId);
  if (removeFile) {
    await removeObjects(service, file);
  }
  return { RecordId: recordId, Code: "OK", Message: "OK" };
}

/** A playlist takes its slices with it. */
async function removeObjects({ store }: ImsService, file: RecordFile): Promise<void> {
  // Whoever removed the bucket or the playlist has seen to the rest.
  if (!store.hasBucket(file.bucket) || store.findObject(file.bucket, file.key) === undefined) {
    return;
  }
  const slices =
    file.format === "m3u8"
      ? sliceKeys(file.key, await readText(store.openObject(file.bucket, file.key)))
      : [];
  for (const key of [...slices, file.key]) {
    await store.deleteObject(file.bucket, key);
  }
}

/** The keys that a playlist names relative to its own. */
function sliceKeys(playlistKey: string, playlist: string): string[] {
  const base = `http://bucket/${urlPathOf(playlistKey)}`;
  return playlist
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => decodeURIComponent(new URL(line, base).pathname.slice(1)));
}
