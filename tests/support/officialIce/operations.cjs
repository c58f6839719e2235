// What the public documentation and the official client's own declarations say of each action: where its parameters
// go, which of them are sent as JSON, and the fields of its request and of its answer. Names are the client's: only the
// first letter differs from the wire's. `shape[]` in the text of a type is a list.

const STREAM_INPUT = { type: "string", url: "string" };
const RECORD_OUTPUT = { type: "string", bucket: "string", endpoint: "string" };
const RECORD_FORMAT = {
  cycleDuration: "number",
  format: "string",
  ossObjectPrefix: "string",
  sliceDuration: "number",
  sliceOssObjectPrefix: "string",
};
const RECORD_JOB = {
  createTime: "string",
  jobId: "string",
  name: "string",
  notifyUrl: "string",
  recordOutput: RECORD_OUTPUT,
  status: "string",
  streamInput: STREAM_INPUT,
  templateId: "string",
  templateName: "string",
};
const RECORD_TEMPLATE = {
  createTime: "string",
  lastModified: "string",
  name: "string",
  recordFormatList: [RECORD_FORMAT],
  templateId: "string",
  type: "string",
};
const PAGE = { pageNo: "number", pageSize: "number", sortBy: "string" };
const PAGED = { ...PAGE, totalCount: "number" };

const SNAPSHOT_OUTPUT = { bucket: "string", endpoint: "string", storageType: "string" };
const SNAPSHOT_FORMATS = { overwriteFormat: "string", sequenceFormat: "string", timeInterval: "number" };

const TRANSCODE_CONFIG = {
  audioParams: {
    bitrate: "string",
    channels: "string",
    codec: "string",
    profile: "string",
    samplerate: "string",
  },
  videoParams: {
    bitrate: "string",
    codec: "string",
    fps: "string",
    gop: "string",
    height: "string",
    profile: "string",
    width: "string",
  },
};
const TRANSCODE_TEMPLATE = {
  category: "string",
  createTime: "string",
  name: "string",
  templateConfig: TRANSCODE_CONFIG,
  templateId: "string",
  type: "string",
};
const TRANSCODE_INPUT = { inputUrl: "string", type: "string" };
const TRANSCODE_JOB = {
  createTime: "string",
  jobId: "string",
  name: "string",
  outputStream: { streamInfos: [{ outputUrl: "string", type: "string" }] },
  startMode: "number",
  status: "number",
  streamInput: TRANSCODE_INPUT,
  templateId: "string",
  templateName: "string",
  templateType: "string",
};
const TRANSCODE_SETTINGS = {
  name: "string",
  streamInput: TRANSCODE_INPUT,
  timedConfig: { endTime: "string", startTime: "string" },
  transcodeOutput: { domainName: "string", type: "string" },
};
const TRANSCODE_JSON = ["StreamInput", "TranscodeOutput", "TimedConfig"];

const EVENT_CALLBACK = {
  authKey: "string",
  authSwitch: "string",
  callbackQueueName: "string",
  callbackType: "string",
  callbackURL: "string",
  eventTypeList: "string",
};
const STORAGE_LOCATION = { bucket: "string", path: "string", storageType: "string" };

const form = (request, answer = {}, json = []) => ({ method: "POST", place: "body", json, request, answer });
const get = (request, answer) => ({ method: "GET", place: "query", json: [], request, answer });
const query = (request, answer = {}, json = []) => ({
  method: "POST",
  place: "query",
  json,
  request,
  answer,
});
const bare = (answer) => ({ method: "POST", place: "query", json: [], answer });

module.exports = {
  SubmitLiveRecordJob: form(
    {
      name: "string",
      notifyUrl: "string",
      recordOutput: RECORD_OUTPUT,
      streamInput: STREAM_INPUT,
      templateId: "string",
    },
    { jobId: "string" },
    ["StreamInput", "RecordOutput"],
  ),
  GetLiveRecordJob: get({ jobId: "string" }, { recordJob: RECORD_JOB }),
  ListLiveRecordJobs: get(
    { ...PAGE, endTime: "string", keyword: "string", startTime: "string", status: "string" },
    { ...PAGED, liveRecordJobs: [RECORD_JOB] },
  ),
  CreateLiveRecordTemplate: form(
    { name: "string", recordFormat: [RECORD_FORMAT] },
    { templateId: "string" },
    ["RecordFormat"],
  ),
  UpdateLiveRecordTemplate: form(
    { name: "string", recordFormat: [RECORD_FORMAT], templateId: "string" },
    {},
    ["RecordFormat"],
  ),
  GetLiveRecordTemplate: get({ jobId: "string", templateId: "string" }, { recordTemplate: RECORD_TEMPLATE }),
  ListLiveRecordTemplates: get(
    { ...PAGE, keyword: "string", templateIds: ["string"], type: "string" },
    { ...PAGED, recordTemplateList: [RECORD_TEMPLATE] },
  ),
  DeleteLiveRecordTemplate: query({ templateId: "string" }),
  ListLiveRecordFiles: get(
    { ...PAGE, endTime: "string", jobIds: ["string"], recordFormat: "string", startTime: "string" },
    {
      files: [
        {
          createTime: "string",
          duration: "number",
          endTime: "string",
          format: "string",
          height: "number",
          jobId: "string",
          jobName: "string",
          recordId: "string",
          recordOutput: "string",
          recordUrl: "string",
          startTime: "string",
          streamUrl: "string",
          width: "number",
        },
      ],
      pageNo: "number",
      pageSize: "string",
      sortBy: "string",
      totalCount: "string",
    },
  ),
  DeleteLiveRecordFiles: query(
    { recordIds: ["string"], removeFile: "boolean" },
    { deleteFileInfoList: [{ code: "string", message: "string", recordId: "string" }], message: "string" },
  ),

  SubmitLiveSnapshotJob: form(
    {
      callbackUrl: "string",
      jobName: "string",
      snapshotOutput: SNAPSHOT_OUTPUT,
      streamInput: STREAM_INPUT,
      templateId: "string",
    },
    { jobId: "string" },
    ["StreamInput", "SnapshotOutput"],
  ),
  SendLiveSnapshotJobCommand: form({ command: "string", jobId: "string" }),
  GetLiveSnapshotJob: get(
    { jobId: "string" },
    {
      ...SNAPSHOT_FORMATS,
      callbackUrl: "string",
      createTime: "string",
      jobId: "string",
      jobName: "string",
      lastModified: "string",
      snapshotOutput: SNAPSHOT_OUTPUT,
      status: "string",
      streamInput: STREAM_INPUT,
      templateId: "string",
      templateName: "string",
    },
  ),
  ListLiveSnapshotJobs: get(
    { ...PAGE, endTime: "string", searchKeyWord: "string", startTime: "string", status: "string" },
    {
      ...PAGED,
      jobList: [
        {
          createTime: "string",
          jobId: "string",
          jobName: "string",
          snapshotOutput: SNAPSHOT_OUTPUT,
          status: "string",
          templateId: "string",
          templateName: "string",
          timeInterval: "number",
        },
      ],
    },
  ),
  CreateLiveSnapshotTemplate: form({ ...SNAPSHOT_FORMATS, templateName: "string" }, { templateId: "string" }),
  UpdateLiveSnapshotTemplate: form({ ...SNAPSHOT_FORMATS, templateId: "string", templateName: "string" }),
  DeleteLiveSnapshotTemplate: form({ templateId: "string" }),
  GetLiveSnapshotTemplate: get(
    { templateId: "string" },
    {
      ...SNAPSHOT_FORMATS,
      createTime: "string",
      lastModified: "string",
      templateId: "string",
      templateName: "string",
      type: "string",
    },
  ),
  ListLiveSnapshotTemplates: get(
    { ...PAGE, searchKeyWord: "string", templateIds: ["string"], type: "string" },
    {
      ...PAGED,
      templateList: [
        {
          createTime: "string",
          templateId: "string",
          templateName: "string",
          timeInterval: "number",
          type: "string",
        },
      ],
    },
  ),
  ListLiveSnapshotFiles: get(
    { endTime: "string", jobId: "string", limit: "number", sortBy: "string", startTime: "string" },
    {
      fileList: [
        {
          createTime: "string",
          createTimestamp: "number",
          isOverlay: "boolean",
          ossBucket: "string",
          ossEndpoint: "string",
          ossObject: "string",
        },
      ],
      nextStartTime: "string",
    },
  ),
  DeleteLiveSnapshotFiles: query(
    { createTimestampList: ["number"], deleteOriginalFile: "boolean", jobId: "string" },
    { deleteFileResultList: [{ createTimestamp: "number", result: "string" }] },
    ["CreateTimestampList"],
  ),

  SubmitLiveTranscodeJob: query(
    { ...TRANSCODE_SETTINGS, startMode: "number", templateId: "string" },
    { jobId: "string" },
    TRANSCODE_JSON,
  ),
  UpdateLiveTranscodeJob: query({ ...TRANSCODE_SETTINGS, jobId: "string" }, {}, TRANSCODE_JSON),
  SendLiveTranscodeJobCommand: query({ command: "string", jobId: "string" }),
  DeleteLiveTranscodeJob: query({ jobId: "string" }),
  GetLiveTranscodeJob: query({ jobId: "string" }, { job: TRANSCODE_JOB }),
  ListLiveTranscodeJobs: query(
    { ...PAGE, keyWord: "string", startMode: "number", status: "number", type: "string" },
    { jobList: [TRANSCODE_JOB], totalCount: "number" },
  ),
  CreateLiveTranscodeTemplate: query(
    { name: "string", templateConfig: TRANSCODE_CONFIG, type: "string" },
    { templateId: "string" },
    ["TemplateConfig"],
  ),
  UpdateLiveTranscodeTemplate: query(
    { name: "string", templateConfig: TRANSCODE_CONFIG, templateId: "string" },
    {},
    ["TemplateConfig"],
  ),
  DeleteLiveTranscodeTemplate: query({ templateId: "string" }),
  GetLiveTranscodeTemplate: query({ templateId: "string" }, { templateContent: TRANSCODE_TEMPLATE }),
  ListLiveTranscodeTemplates: query(
    { ...PAGE, category: "string", keyWord: "string", type: "string", videoCodec: "string" },
    { templateContentList: [TRANSCODE_TEMPLATE], totalCount: "number" },
  ),

  GetEventCallback: bare(EVENT_CALLBACK),
  SetEventCallback: query(EVENT_CALLBACK, { success: "boolean" }),
  GetDefaultStorageLocation: bare({ ...STORAGE_LOCATION, status: "string" }),
  SetDefaultStorageLocation: query(STORAGE_LOCATION, { success: "boolean" }),
  GetStorageList: query(
    { appId: "string", status: "string", storageType: "string" },
    {
      storageInfoList: [
        {
          appId: "string",
          creationTime: "string",
          defaultStorage: "boolean",
          editingTempFileStorage: "boolean",
          modifiedTime: "string",
          path: "string",
          status: "string",
          storageLocation: "string",
          storageType: "string",
        },
      ],
    },
  ),
  DescribeMeterImsSummary: query(
    { endTs: "number", region: "string", startTs: "number" },
    {
      data: [{ liveRecordDuration: "string", liveSnapshotCount: "string", liveTranscodeDuration: "number" }],
    },
  ),
};
