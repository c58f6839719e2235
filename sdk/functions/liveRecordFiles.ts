import * as pulumi from "@pulumi/pulumi";
import type { RecordFile } from "../../provider/client/ice";
import { allPages } from "../../provider/client/paging";
import { programServices } from "./services";

/** The service's largest page of files. Source: ListLiveRecordFiles, PageSize 5 to 30. */
const MAX_PAGE_SIZE = 30;

export interface ListLiveRecordFilesArgs {
  /** Only files of these jobs, by their ids. Default: of all. */
  jobIds?: string[];
  /** Only files of this format. Default: of all. */
  recordFormat?: "m3u8" | "mp4" | "flv";
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. The service takes spans of at most 4 days. Default: the service's own choice. */
  startTime?: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. Default: the service's own choice. */
  endTime?: string;
}

/** A recorded file as the service describes it. `duration` is in seconds. */
export type LiveRecordFile = RecordFile;

/**
 * Recorded files, oldest first, all pages. Without times the service chooses the span. RAM action:
 * `ice:ListLiveRecordFiles`. Source: ListLiveRecordFiles.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export function listLiveRecordFiles(args: ListLiveRecordFilesArgs = {}): Promise<LiveRecordFile[]> {
  const { ice } = programServices();
  return allPages(async (pageNo) => {
    const page = await ice.listLiveRecordFiles({ ...args, pageNo, pageSize: MAX_PAGE_SIZE });
    return { items: page.files, totalCount: page.totalCount };
  });
}

/** `listLiveRecordFiles` for inputs that come from resources. Streams' addresses make the whole answer secret. */
export function listLiveRecordFilesOutput(
  args: { [K in keyof ListLiveRecordFilesArgs]: pulumi.Input<ListLiveRecordFilesArgs[K]> } = {},
): pulumi.Output<LiveRecordFile[]> {
  return pulumi.secret(pulumi.output(args).apply(listLiveRecordFiles));
}
