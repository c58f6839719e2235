/** Where an operation's parameters travel, and whether the same call may safely be made twice. */
export interface Operation {
  readonly product: Product;
  readonly method: "GET" | "POST";
  readonly place: "query" | "body";
  /** Parameters that are sent as one text holding JSON. */
  readonly json?: readonly string[];
  /** False where a second call would make a second thing: the service knows no client token. */
  readonly repeatable: boolean;
  /** The service's own limit, where it publishes one. */
  readonly maxCallsPerSecond?: number;
}

export type Product = "ice" | "live" | "sts";

export const PRODUCT_VERSIONS: Readonly<Record<Product, string>> = {
  ice: "2020-11-09",
  live: "2016-11-01",
  sts: "2015-04-01",
};

/**
 * Every operation that the provider calls: action → how it is sent.
 * Source: the official SDK's own placement of parameters, per operation.
 */
export const operations = {
  SubmitLiveRecordJob: {
    product: "ice",
    method: "POST",
    place: "body",
    json: ["StreamInput", "RecordOutput"],
    repeatable: false,
  },
  GetLiveRecordJob: { product: "ice", method: "GET", place: "query", repeatable: true },
  ListLiveRecordJobs: { product: "ice", method: "GET", place: "query", repeatable: true },
  ListLiveRecordFiles: { product: "ice", method: "GET", place: "query", repeatable: true },
  DeleteLiveRecordFiles: { product: "ice", method: "POST", place: "query", repeatable: true },
  CreateLiveRecordTemplate: {
    product: "ice",
    method: "POST",
    place: "body",
    json: ["RecordFormat"],
    repeatable: false,
  },
  UpdateLiveRecordTemplate: {
    product: "ice",
    method: "POST",
    place: "body",
    json: ["RecordFormat"],
    repeatable: true,
  },
  GetLiveRecordTemplate: { product: "ice", method: "GET", place: "query", repeatable: true },
  ListLiveRecordTemplates: { product: "ice", method: "GET", place: "query", repeatable: true },
  DeleteLiveRecordTemplate: { product: "ice", method: "POST", place: "query", repeatable: true },
  GetStorageList: { product: "ice", method: "POST", place: "query", repeatable: true },
  CreateLiveSnapshotTemplate: { product: "ice", method: "POST", place: "body", repeatable: false },
  UpdateLiveSnapshotTemplate: { product: "ice", method: "POST", place: "body", repeatable: true },
  GetLiveSnapshotTemplate: { product: "ice", method: "GET", place: "query", repeatable: true },
  ListLiveSnapshotTemplates: { product: "ice", method: "GET", place: "query", repeatable: true },
  DeleteLiveSnapshotTemplate: { product: "ice", method: "POST", place: "body", repeatable: true },
  SubmitLiveSnapshotJob: {
    product: "ice",
    method: "POST",
    place: "body",
    json: ["StreamInput", "SnapshotOutput"],
    repeatable: false,
  },
  SendLiveSnapshotJobCommand: { product: "ice", method: "POST", place: "body", repeatable: true },
  GetLiveSnapshotJob: { product: "ice", method: "GET", place: "query", repeatable: true },
  ListLiveSnapshotJobs: { product: "ice", method: "GET", place: "query", repeatable: true },
  ListLiveSnapshotFiles: { product: "ice", method: "GET", place: "query", repeatable: true },
  ForbidLiveStream: {
    product: "live",
    method: "POST",
    place: "query",
    repeatable: true,
    maxCallsPerSecond: 20,
  },
  ResumeLiveStream: { product: "live", method: "POST", place: "query", repeatable: true },
  DescribeLiveStreamsOnlineList: { product: "live", method: "POST", place: "query", repeatable: true },
  GetCallerIdentity: { product: "sts", method: "POST", place: "query", repeatable: true },
} as const satisfies Record<string, Operation>;

export type Action = keyof typeof operations;
