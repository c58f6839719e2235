import type { ServiceCall } from "../../provider/client/ramActions";

/** The calls of every function, which RAM has to allow. */
export const functionCalls = {
  describeMeterImsSummary: ["DescribeMeterImsSummary"],
  getDefaultStorageLocation: ["GetDefaultStorageLocation"],
  getEventCallback: ["GetEventCallback"],
  getLiveRecordJob: ["GetLiveRecordJob"],
  getStorageList: ["GetStorageList"],
  listLiveRecordFiles: ["ListLiveRecordFiles"],
  listLiveRecordJobs: ["ListLiveRecordJobs"],
  listLiveRecordTemplates: ["ListLiveRecordTemplates"],
} as const satisfies Record<string, readonly ServiceCall[]>;
