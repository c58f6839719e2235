import type { StreamInput } from "./liveRecord";

/** Snapshot templates, jobs and files. */
export interface LiveSnapshotApi {
  createLiveSnapshotTemplate(request: LiveSnapshotTemplateRequest): Promise<{ templateId?: string }>;
  updateLiveSnapshotTemplate(request: LiveSnapshotTemplateRequest & { templateId: string }): Promise<unknown>;
  getLiveSnapshotTemplate(request: { templateId: string }): Promise<SnapshotTemplate>;
  listLiveSnapshotTemplates(
    request: ListLiveSnapshotTemplatesRequest,
  ): Promise<ListLiveSnapshotTemplatesResponse>;
  deleteLiveSnapshotTemplate(request: { templateId: string }): Promise<unknown>;
  submitLiveSnapshotJob(request: SubmitLiveSnapshotJobRequest): Promise<{ jobId?: string }>;
  sendLiveSnapshotJobCommand(request: { jobId: string; command: SnapshotJobCommand }): Promise<unknown>;
  getLiveSnapshotJob(request: { jobId: string }): Promise<SnapshotJob>;
  listLiveSnapshotJobs(request: ListLiveSnapshotJobsRequest): Promise<ListLiveSnapshotJobsResponse>;
  listLiveSnapshotFiles(request: ListLiveSnapshotFilesRequest): Promise<ListLiveSnapshotFilesResponse>;
}

export type SnapshotJobCommand = "start" | "stop" | "restart";

export interface LiveSnapshotTemplateRequest {
  templateName: string;
  /** Seconds. */
  timeInterval: number;
  overwriteFormat?: string;
  sequenceFormat?: string;
}

/** Of a list, without the formats and the time of the last change. */
export interface SnapshotTemplate {
  templateId?: string;
  templateName?: string;
  /** `system` or `custom`. */
  type?: string;
  /** Seconds. */
  timeInterval?: number;
  overwriteFormat?: string;
  sequenceFormat?: string;
  createTime?: string;
  lastModified?: string;
}

export interface ListLiveSnapshotTemplatesRequest {
  searchKeyWord?: string;
  templateIds?: string[];
  type?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface ListLiveSnapshotTemplatesResponse {
  templateList?: SnapshotTemplate[];
  totalCount?: number | string;
}

export interface SnapshotOutput {
  storageType?: string;
  bucket?: string;
  endpoint?: string;
}

export interface SubmitLiveSnapshotJobRequest {
  jobName: string;
  templateId: string;
  streamInput: StreamInput;
  snapshotOutput: SnapshotOutput;
  callbackUrl?: string;
}

/** Of a list, without stream, formats, callback URL and the time of the last change. */
export interface SnapshotJob {
  jobId?: string;
  jobName?: string;
  /** `init`, `started`, `paused`; later words of the service are passed through. */
  status?: string;
  templateId?: string;
  templateName?: string;
  /** Seconds. */
  timeInterval?: number;
  overwriteFormat?: string;
  sequenceFormat?: string;
  callbackUrl?: string;
  streamInput?: StreamInput;
  snapshotOutput?: SnapshotOutput;
  createTime?: string;
  lastModified?: string;
}

export interface ListLiveSnapshotJobsRequest {
  searchKeyWord?: string;
  status?: string;
  startTime?: string;
  endTime?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface ListLiveSnapshotJobsResponse {
  jobList?: SnapshotJob[];
  totalCount?: number | string;
}

export interface ListLiveSnapshotFilesRequest {
  jobId: string;
  startTime: string;
  endTime: string;
  /** How many files one answer holds at most. */
  limit?: number;
  sortBy?: string;
}

export interface SnapshotFile {
  ossEndpoint?: string;
  ossBucket?: string;
  /** The object's name. */
  ossObject?: string;
  createTime?: string;
  /** Milliseconds since the epoch. */
  createTimestamp?: number;
  /** Whether it is the one picture that each new one overwrites. */
  isOverlay?: boolean;
}

export interface ListLiveSnapshotFilesResponse {
  fileList?: SnapshotFile[];
  /** The start time of the next page; absent on the last one. */
  nextStartTime?: string;
}
