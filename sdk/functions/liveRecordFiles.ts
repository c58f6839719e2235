import * as pulumi from "@pulumi/pulumi";
import type { RecordFile } from "../../provider/client/ice";
import { listFiles, MAX_FILE_LIST_SPAN_SECONDS } from "../../provider/recording/files";
import { spanBetween } from "../../provider/spans";
import { programServices } from "./services";

export interface ListLiveRecordFilesArgs {
  /** Only files of these jobs, by their ids. Default: of all. */
  jobIds?: string[];
  /** Only files of this format. Default: of all. */
  recordFormat?: "m3u8" | "mp4" | "flv";
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. Default: 4 days before `endTime`; without both, the service's own choice. */
  startTime?: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. Default: now; without both, the service's own choice. */
  endTime?: string;
}

/** A recorded file as the service describes it. `duration` is in seconds. */
export type LiveRecordFile = RecordFile;

/**
 * Recorded files of any span, by the time at which they begin, all pages, each once. The service takes spans of at most
 * 4 days: a longer one takes a call for each of them. On which of a file's times the span acts is not documented. RAM
 * action: `ice:ListLiveRecordFiles`. Source: ListLiveRecordFiles.
 * @throws when a time is malformed, when the region or credentials are missing, or the service refuses.
 */
export async function listLiveRecordFiles(args: ListLiveRecordFilesArgs = {}): Promise<LiveRecordFile[]> {
  const { jobIds, recordFormat, startTime, endTime } = args;
  const services = programServices();
  const filter = { ...(jobIds ? { jobIds } : {}), ...(recordFormat ? { recordFormat } : {}) };
  if (startTime === undefined && endTime === undefined) return listFiles(services, filter);
  return listFiles(services, filter, spanBetween(args, MAX_FILE_LIST_SPAN_SECONDS, services.clock.now()));
}

/** `listLiveRecordFiles` for inputs that come from resources. Streams' addresses make the whole answer secret. */
export function listLiveRecordFilesOutput(
  args: { [K in keyof ListLiveRecordFilesArgs]: pulumi.Input<ListLiveRecordFilesArgs[K]> } = {},
): pulumi.Output<LiveRecordFile[]> {
  return pulumi.secret(pulumi.output(args).apply(listLiveRecordFiles));
}
