import type { ServiceCall } from "../../provider/client/ramActions";

/** The calls of every function, which RAM has to allow. */
export const functionCalls = {
  describeMeterImsSummary: ["DescribeMeterImsSummary"],
  getDefaultStorageLocation: ["GetDefaultStorageLocation"],
  getEventCallback: ["GetEventCallback"],
  getLiveRecordJob: ["GetLiveRecordJob"],
  getStorageList: ["GetStorageList"],
  getLiveSnapshotJob: ["GetLiveSnapshotJob"],
  getLiveSnapshotTemplate: ["GetLiveSnapshotTemplate"],
  getLiveTranscodeJob: ["GetLiveTranscodeJob"],
  getLiveTranscodeTemplate: ["GetLiveTranscodeTemplate"],
  listLiveRecordFiles: ["ListLiveRecordFiles"],
  listLiveRecordJobs: ["ListLiveRecordJobs"],
  listLiveRecordTemplates: ["ListLiveRecordTemplates"],
  listLiveSnapshotFiles: ["ListLiveSnapshotFiles"],
  listLiveSnapshotJobs: ["ListLiveSnapshotJobs"],
  listLiveSnapshotTemplates: ["ListLiveSnapshotTemplates"],
  listLiveTranscodeJobs: ["ListLiveTranscodeJobs"],
  listLiveTranscodeTemplates: ["ListLiveTranscodeTemplates"],
  liveRecordManifest: ["GetLiveRecordJob", "ListLiveRecordJobs", "ListLiveRecordFiles"],
} as const satisfies Record<string, readonly ServiceCall[]>;
