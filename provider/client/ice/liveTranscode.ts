/** Transcode templates and jobs. */
export interface LiveTranscodeApi {
  createLiveTranscodeTemplate(request: {
    name: string;
    type: string;
    templateConfig?: TranscodeTemplateConfig;
  }): Promise<{ templateId?: string }>;
  updateLiveTranscodeTemplate(request: {
    templateId: string;
    name: string;
    templateConfig?: TranscodeTemplateConfig;
  }): Promise<unknown>;
  getLiveTranscodeTemplate(request: { templateId: string }): Promise<{ templateContent?: TranscodeTemplate }>;
  listLiveTranscodeTemplates(
    request: ListLiveTranscodeTemplatesRequest,
  ): Promise<ListLiveTranscodeTemplatesResponse>;
  deleteLiveTranscodeTemplate(request: { templateId: string }): Promise<unknown>;
  submitLiveTranscodeJob(request: SubmitLiveTranscodeJobRequest): Promise<{ jobId?: string }>;
  updateLiveTranscodeJob(request: UpdateLiveTranscodeJobRequest): Promise<unknown>;
  /** `stop` is the only command. */
  sendLiveTranscodeJobCommand(request: { jobId: string; command: "stop" }): Promise<unknown>;
  getLiveTranscodeJob(request: { jobId: string }): Promise<{ job?: TranscodeJob }>;
  listLiveTranscodeJobs(request: ListLiveTranscodeJobsRequest): Promise<ListLiveTranscodeJobsResponse>;
  deleteLiveTranscodeJob(request: { jobId: string }): Promise<unknown>;
}

/** Every value is text here, numbers included: so the service has it. */
export interface TranscodeTemplateConfig {
  videoParams?: {
    codec?: string;
    width?: string;
    height?: string;
    bitrate?: string;
    fps?: string;
    gop?: string;
    profile?: string;
  };
  audioParams?: {
    codec?: string;
    profile?: string;
    samplerate?: string;
    bitrate?: string;
    channels?: string;
  };
}

export interface TranscodeTemplate {
  templateId?: string;
  name?: string;
  /** `normal`, `narrow-band`, `audio-only` or `origin`. */
  type?: string;
  /** `system` or `customized`. */
  category?: string;
  createTime?: string;
  templateConfig?: TranscodeTemplateConfig;
}

export interface ListLiveTranscodeTemplatesRequest {
  /** `system` or `customized`. */
  category?: string;
  keyWord?: string;
  type?: string;
  /** `H.264` or `H.265`. */
  videoCodec?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface ListLiveTranscodeTemplatesResponse {
  templateContentList?: TranscodeTemplate[];
  totalCount?: number | string;
}

export interface TranscodeStreamInput {
  type?: string;
  inputUrl?: string;
}

export interface TranscodeOutput {
  type?: string;
  domainName?: string;
}

export interface TimedConfig {
  startTime?: string;
  endTime?: string;
}

export interface SubmitLiveTranscodeJobRequest {
  name: string;
  templateId: string;
  /** 0: at once; 1: by `timedConfig`. */
  startMode: number;
  streamInput: TranscodeStreamInput;
  transcodeOutput: TranscodeOutput;
  timedConfig?: TimedConfig;
}

export interface UpdateLiveTranscodeJobRequest {
  jobId: string;
  name?: string;
  streamInput?: TranscodeStreamInput;
  transcodeOutput?: TranscodeOutput;
  timedConfig?: TimedConfig;
}

export interface TranscodeJob {
  jobId?: string;
  name?: string;
  /** 0: not started; 1: running; 2: stopped. Later numbers of the service are passed through. */
  status?: number;
  startMode?: number;
  templateId?: string;
  templateName?: string;
  templateType?: string;
  createTime?: string;
  streamInput?: TranscodeStreamInput;
  outputStream?: { streamInfos?: { type?: string; outputUrl?: string }[] };
}

export interface ListLiveTranscodeJobsRequest {
  keyWord?: string;
  status?: number;
  startMode?: number;
  /** The type of the template. */
  type?: string;
  pageNo?: number;
  pageSize?: number;
  sortBy?: string;
}

export interface ListLiveTranscodeJobsResponse {
  jobList?: TranscodeJob[];
  totalCount?: number | string;
}
