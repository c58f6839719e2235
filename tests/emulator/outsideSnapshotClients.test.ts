import { afterAll, beforeAll, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Call, NPM_CLIENTS } from "./npmClients";
import { hasPython, INSTALL_HOOK_MILLISECONDS, installPythonClients, type RunScript } from "./pythonClients";
import type { Fields } from "./rpcSupport";
import { apiTime, SNAPSHOT_BUCKET, SNAPSHOT_STREAM } from "./snapshotCalls";

const FORMAT = "all/{JobId}/{Sequence} of {Date}.jpg";

let emulator: Emulator;
let runScript: RunScript;

beforeAll(async () => {
  emulator = await startEmulator({ seed: { buckets: [SNAPSHOT_BUCKET] } });
  emulator.clock.freeze();
  emulator.streams.startSynthetic("live", "show");
});

if (hasPython) {
  beforeAll(async () => {
    runScript = await installPythonClients();
  }, INSTALL_HOOK_MILLISECONDS);
}

afterAll(() => emulator?.stop());

/** What a client made and saw. */
interface Started {
  readonly templateId: string;
  readonly jobId: string;
  readonly readName: string;
  readonly listedJobIds: readonly string[];
}

interface Finished {
  readonly status: string;
  /** Keys of the pictures, before the first one was deleted and after. */
  readonly objects: readonly string[];
  readonly left: readonly string[];
}

/** A client that nobody here wrote, brought through the life of a snapshot job. */
interface OutsideClient {
  start(name: string): Promise<Started>;
  finish(started: Started, from: string, to: string): Promise<Finished>;
}

function npmClient(call: Call): OutsideClient {
  const pictures = async (JobId: string, from: string, EndTime: string): Promise<Fields[]> => {
    const found: Fields[] = [];
    for (let next: unknown = from; next !== undefined; ) {
      const page = { JobId, StartTime: String(next), EndTime, Limit: "2" };
      const { FileList, NextStartTime } = await call("ListLiveSnapshotFiles", page);
      found.push(...(FileList as Fields[]));
      next = NextStartTime;
    }
    return found;
  };
  return {
    start: async (name) => {
      const template = { TemplateName: name, TimeInterval: "10", SequenceFormat: FORMAT };
      const { TemplateId } = await call("CreateLiveSnapshotTemplate", template);
      const output = {
        StorageType: "oss",
        Bucket: SNAPSHOT_BUCKET,
        Endpoint: "oss-cn-shanghai.aliyuncs.com",
      };
      const { JobId } = await call("SubmitLiveSnapshotJob", {
        JobName: name,
        TemplateId: String(TemplateId),
        StreamInput: JSON.stringify({ Type: "rtmp", Url: SNAPSHOT_STREAM }),
        SnapshotOutput: JSON.stringify(output),
      });
      const { JobName } = await call("GetLiveSnapshotJob", { JobId: String(JobId) });
      const { JobList } = await call("ListLiveSnapshotJobs", { SearchKeyWord: name });
      return {
        templateId: String(TemplateId),
        jobId: String(JobId),
        readName: String(JobName),
        listedJobIds: (JobList as Fields[]).map((job) => String(job.JobId)),
      };
    },
    finish: async ({ jobId, templateId }, from, to) => {
      const found = await pictures(jobId, from, to);
      await call("DeleteLiveSnapshotFiles", {
        JobId: jobId,
        CreateTimestampList: JSON.stringify([found[0]?.CreateTimestamp]),
        DeleteOriginalFile: "true",
      });
      await call("SendLiveSnapshotJobCommand", { JobId: jobId, Command: "stop" });
      const { Status } = await call("GetLiveSnapshotJob", { JobId: jobId });
      await call("DeleteLiveSnapshotTemplate", { TemplateId: templateId });
      const keys = (files: Fields[]): string[] => files.map(({ OssObject }) => String(OssObject));
      return { status: String(Status), objects: keys(found), left: keys(await pictures(jobId, from, to)) };
    },
  };
}

function pythonClient(): OutsideClient {
  const run = (...args: string[]): Promise<Record<string, unknown>> => {
    const { ice, oss, accessKeyId, accessKeySecret } = emulator;
    const key = { accessKeyId, accessKeySecret };
    const target = { ice, oss, bucket: SNAPSHOT_BUCKET, streamUrl: SNAPSHOT_STREAM, prefix: FORMAT, ...key };
    return runScript(target, "ice_snapshots.py", ...args);
  };
  return {
    start: async (name) => (await run("start", name)) as unknown as Started,
    finish: async ({ templateId, jobId }, from, to) =>
      (await run("finish", templateId, jobId, from, to)) as unknown as Finished,
  };
}

const CLIENTS: Readonly<Record<string, () => OutsideClient>> = {
  ...Object.fromEntries(
    Object.entries(NPM_CLIENTS).map(([name, connect]) => [name, () => npmClient(connect(emulator))]),
  ),
  ...(hasPython && { "Python's official client": pythonClient }),
};

it.each(Object.keys(CLIENTS))("%s brings a snapshot job from its template to its end", async (name) => {
  const client = CLIENTS[name]?.();
  if (client === undefined) {
    throw new Error(`there is no client ${name}`);
  }
  const from = emulator.clock.now();
  const jobName = `show a+b*~'()!/直播 ${name}`;
  const started = await client.start(jobName);
  expect(started.readName).toBe(jobName);
  expect(started.listedJobIds).toEqual([started.jobId]);
  emulator.clock.advance(40_000);
  await emulator.settled();

  const seen = await client.finish(started, apiTime(from), apiTime(emulator.clock.now()));
  const date = apiTime(from).slice(0, 10);
  expect(seen).toEqual({
    status: "paused",
    objects: [1, 2, 3, 4, 5].map((number) =>
      expect.stringMatching(`^all/${started.jobId}/${number} of ${date.slice(0, 8)}`),
    ),
    left: seen.objects.slice(1),
  });
  const stored = emulator.store.listObjects(SNAPSHOT_BUCKET, `all/${started.jobId}/`).map(({ key }) => key);
  expect(stored.sort()).toEqual([...seen.left].sort());
});
