import type { ListLiveRecordFilesRequest, RecordFile } from "../client/ice";
import { allPages } from "../client/paging";
import { piecesOf, type Span } from "../spans";
import type { Caller } from "./jobs";

/** ListLiveRecordFiles looks at most this far. Source: ListLiveRecordFiles, StartTime and EndTime. */
export const MAX_FILE_LIST_SPAN_SECONDS = 4 * 24 * 3_600;
/** The service's largest page of files. Source: ListLiveRecordFiles, PageSize 5 to 30. */
const MAX_PAGE_SIZE = 30;

export type FileFilter = Pick<ListLiveRecordFilesRequest, "jobIds" | "recordFormat">;

/**
 * Every file that the filter lets through, all pages, by the time at which it begins; each once.
 * @param span default: the service's own choice, in one call a page
 */
export async function listFiles({ ice }: Caller, filter: FileFilter, span?: Span): Promise<RecordFile[]> {
  const spans: Partial<Span>[] = span === undefined ? [{}] : piecesOf(span, MAX_FILE_LIST_SPAN_SECONDS);
  const files: RecordFile[] = [];
  for (const piece of spans) {
    const listed = await allPages(async (pageNo) => {
      const page = await ice.listLiveRecordFiles({ ...filter, ...piece, pageNo, pageSize: MAX_PAGE_SIZE });
      return { items: page.files, totalCount: page.totalCount };
    });
    files.push(...listed);
  }
  const each = new Map(files.map((file, index) => [file.recordId ?? file.recordUrl ?? index, file]));
  return [...each.values()].sort(byBeginning);
}

/** Times of the service are texts that sort as they are. */
function byBeginning(left: RecordFile, right: RecordFile): number {
  const key = ({ startTime = "", createTime = "" }: RecordFile): string => `${startTime} ${createTime}`;
  return key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0;
}
