/** Record templates, jobs and files. */
export interface LiveRecordApi {
  submitLiveRecordJob(request: SubmitLiveRecordJobRequest): Promise<{ jobId?: string }>;
  getLiveRecordJob(request: { jobId: string }): Promise<{ recordJob?: RecordJob }>;
  listLiveRecordJobs(request: ListLiveRecordJobsRequest): Promise<ListLiveRecordJobsResponse>;
  listLiveRecordFiles(request: ListLiveRecordFilesRequest): Promise<ListLiveRecordFilesResponse>;
  deleteLiveRecordFiles(request: DeleteLiveRecordFilesRequest): Promise<DeleteLiveRecordFilesResponse>;
  createLiveRecordTemplate(request: {
    name: string;
    recordFormat: RecordFormat[];
  }): Promise<{ templateId?: string }>;
  updateLiveRecordTemplate(request: {
    templateId: string;
    name: string;
    recordFormat: RecordFormat[];
  }): Promise<unknown>;
  getLiveRecordTemplate(request: {
    templateId: string;
    jobId?: string;
  }): Promise<{ recordTemplate?: RecordTemplate }>;
  listLiveRecordTemplates(request: ListLiveRecordTemplatesRequest): Promise<ListLiveRecordTemplatesResponse>;
  deleteLiveRecordTemplate(request: { templateId: string }): Promise<unknown>;
}

export interface StreamInput {
  type?: string;
  url?: string;
}

export interface RecordOutput {
  type?: string;
  bucket?: string;
  endpoint?: string;
}

export interface SubmitLiveRecordJobRequest {
  name: string;
  templateId: string;
  streamInput: StreamInput;
  recordOutput: RecordOutput;
  notifyUrl?: string;
}

export interface RecordJob {
  jobId?: string;
  name?: string;
  /** `initial`, `started`, `paused`; later words of the service are passed through. */
  status?: string;
  templateId?: string;
  templateName?: string;
  createTime?: string;
  notifyUrl?: string;
  streamInput?: StreamInput;
  recordOutput?: RecordOutput;
}

export interface ListLiveRecordJobsRequest {
  keyword?: string;
  status?: string;
  startTime?: string;
  endTime?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface ListLiveRecordJobsResponse {
  liveRecordJobs?: RecordJob[];
  totalCount?: number | string;
}

export interface RecordFormat {
  format?: string;
  ossObjectPrefix?: string;
  sliceOssObjectPrefix?: string;
  sliceDuration?: number;
  cycleDuration?: number;
}

export interface RecordTemplate {
  templateId?: string;
  name?: string;
  /** `system` or `custom`. */
  type?: string;
  createTime?: string;
  lastModified?: string;
  recordFormatList?: RecordFormat[];
}

export interface ListLiveRecordTemplatesRequest {
  keyword?: string;
  templateIds?: string[];
  type?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface ListLiveRecordTemplatesResponse {
  recordTemplateList?: RecordTemplate[];
  totalCount?: number | string;
}

export interface ListLiveRecordFilesRequest {
  startTime?: string;
  endTime?: string;
  jobIds?: string[];
  recordFormat?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface RecordFile {
  recordId?: string;
  recordUrl?: string;
  jobId?: string;
  jobName?: string;
  format?: string;
  startTime?: string;
  endTime?: string;
  /** Seconds. */
  duration?: number;
  /** Pixels. */
  width?: number;
  /** Pixels. */
  height?: number;
  createTime?: string;
  streamUrl?: string;
  /** A text that holds JSON, as the service gives it here. */
  recordOutput?: string;
}

export interface ListLiveRecordFilesResponse {
  files?: RecordFile[];
  totalCount?: number | string;
}

export interface DeleteLiveRecordFilesRequest {
  recordIds: string[];
  /** Whether the objects in the bucket go too. */
  removeFile?: boolean;
}

export interface DeleteLiveRecordFilesResponse {
  message?: string;
  /** Whether it names what was deleted or what failed is not documented: the pages say both. */
  deleteFileInfoList?: { recordId?: string; code?: string; message?: string }[];
}
