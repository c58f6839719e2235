import { createCaller, type Fields, type Target } from "./rpcSupport";

export const SNAPSHOT_BUCKET = "pictures";
/** The host is nobody's: a synthetic stream `live/show` stands in for it. */
export const SNAPSHOT_STREAM = "rtmp://pull.example.invalid/live/show?auth_key=secret";
export const SEQUENCE_FORMAT = "seq/{JobId}/{Date}/{Sequence}_{UnixTimestamp}.jpg";
export const OVERWRITE_FORMAT = "last/{JobId}.jpg";

/** Calls of the snapshot family, with what most tests send. */
export interface SnapshotCalls {
  readonly call: ReturnType<typeof createCaller>;
  createTemplate(fields?: Fields): Promise<string>;
  /** Submits a job of a new template that takes a picture each 10 s, unless a TemplateId is given. */
  submit(fields?: Fields): Promise<string>;
  command(jobId: string, command: string): Promise<Fields>;
  status(jobId: string): Promise<unknown>;
}

export function snapshotCalls(target: Target): SnapshotCalls {
  const call = createCaller(target);
  const createTemplate = async (fields: Fields = {}): Promise<string> => {
    const template = { TemplateName: "each 10 s", TimeInterval: 10, SequenceFormat: SEQUENCE_FORMAT };
    return (await call("CreateLiveSnapshotTemplate", { ...template, ...fields })).TemplateId as string;
  };
  return {
    call,
    createTemplate,
    submit: async (fields = {}) => {
      const { JobId } = await call("SubmitLiveSnapshotJob", {
        JobName: "show",
        TemplateId: fields.TemplateId ?? (await createTemplate()),
        StreamInput: { Type: "rtmp", Url: SNAPSHOT_STREAM },
        SnapshotOutput: {
          StorageType: "oss",
          Bucket: SNAPSHOT_BUCKET,
          Endpoint: "oss-cn-shanghai.aliyuncs.com",
        },
        ...fields,
      });
      return JobId as string;
    },
    command: (JobId, Command) => call("SendLiveSnapshotJobCommand", { JobId, Command }),
    status: async (JobId) => (await call("GetLiveSnapshotJob", { JobId })).Status,
  };
}

/** `yyyy-MM-ddTHH:mm:ssZ` */
export function apiTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
