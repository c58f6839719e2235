import * as pulumi from "@pulumi/pulumi";
import type { LiveRecordManifest } from "../../provider/recording/manifest";
import { readManifest } from "../../provider/recording/readManifest";
import { programServices } from "./services";

export type {
  EndReason,
  LiveRecordManifest,
  ManifestFile,
  ManifestFormat,
  ManifestGap,
  ManifestJob,
} from "../../provider/recording/manifest";

export interface LiveRecordManifestArgs {
  /** The job's id, as the service gave it: `job.id`. */
  jobId: string;
  /**
   * Also the jobs that were submitted after it under the same name, or under another one that was made for the same
   * declaration: what `onEnded: "restart"`, `triggers` and `onReplace: "overlap"` leave behind. Default: false.
   */
  successors?: boolean;
  /** Only files of this format. Default: of all. */
  recordFormat?: "m3u8" | "mp4" | "flv";
  /** Where to begin looking, UTC, `yyyy-MM-ddTHH:mm:ssZ`. Default: when the job was made; needed once the service no longer knows the job. */
  startTime?: string;
}

/**
 * What one recording has left behind, over its cycles and interruptions: for each format its files in order with times,
 * seconds and object keys, the gaps in between and inside, and the seconds of media; for each job the reason of its end,
 * inferred, since the service says none. Files appear when their cycle or their job ends: a manifest of a job that still
 * records lacks what is being written. Read now: one GetLiveRecordJob and one ListLiveRecordFiles for each 4 days and 30
 * files; with `successors` one ListLiveRecordJobs for each 30 days. RAM actions: `ice:GetLiveRecordJob`,
 * `ice:ListLiveRecordFiles`, `ice:ListLiveRecordJobs`. Source: those three.
 * @throws when the service knows no such job and no `startTime` is given, when a time is malformed, when the region or
 *   credentials are missing, or the service refuses.
 */
export function liveRecordManifest(args: LiveRecordManifestArgs): Promise<LiveRecordManifest> {
  return readManifest(programServices(), args);
}

/** `liveRecordManifest` for inputs that come from resources. It holds no address of a stream and is no secret. */
export function liveRecordManifestOutput(
  args: {
    [K in keyof LiveRecordManifestArgs]: pulumi.Input<LiveRecordManifestArgs[K]>;
  },
): pulumi.Output<LiveRecordManifest> {
  return pulumi.output(args).apply(liveRecordManifest) as pulumi.Output<LiveRecordManifest>;
}
