import type { SnapshotFile } from "../client/ice";
import { listOf, MAX_PAGES } from "../client/paging";
import type { Context } from "../context";
import { ProviderError } from "../error";
import { piecesOf, type Span } from "../spans";

/** ListLiveSnapshotFiles takes no longer span. Source: ListLiveSnapshotFiles, StartTime and EndTime. */
const MAX_LIST_SPAN_SECONDS = 24 * 3_600;
/** The service's largest page of files. Source: ListLiveSnapshotFiles, Limit 1 to 100. */
const MAX_LIMIT = 100;

/** The pictures of a job in a span of any length, oldest first, each once. */
export async function listSnapshotFiles(
  { ice }: Pick<Context, "ice">,
  jobId: string,
  span: Span,
): Promise<SnapshotFile[]> {
  const files = new Map<string, SnapshotFile>();
  for (const { startTime, endTime } of piecesOf(span, MAX_LIST_SPAN_SECONDS)) {
    let cursor: string | undefined = startTime;
    for (let page = 1; cursor !== undefined; page++) {
      if (page > MAX_PAGES) throw endless(files.size);
      const answer = await ice.listLiveSnapshotFiles({
        jobId,
        startTime: cursor,
        endTime,
        limit: MAX_LIMIT,
        sortBy: "asc",
      });
      for (const file of listOf(answer.fileList)) {
        files.set(`${file.createTimestamp} ${file.ossBucket} ${file.ossObject}`, file);
      }
      cursor = answer.nextStartTime || undefined;
    }
  }
  return [...files.values()];
}

function endless(count: number): ProviderError {
  return new ProviderError(
    "PagingError",
    `A list of the service did not end after ${MAX_PAGES} pages with ${count} files: nothing can be said of the whole.`,
  );
}
