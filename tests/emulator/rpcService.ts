import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../../emulator/src/clock";
import { createAccessKeys, generateAccessKeyPair } from "../../emulator/src/http/accessKeys";
import { closeServer, listen } from "../../emulator/src/http/listening";
import { RequestLog } from "../../emulator/src/http/requestLog";
import { createRpcListener } from "../../emulator/src/http/rpcServer";
import type { Origin } from "../../emulator/src/media/origin";
import type { RecordingEvents } from "../../emulator/src/media/recordingTypes";
import { ObjectStore } from "../../emulator/src/oss/store";
import { ImsService } from "../../emulator/src/service";
import { createCaller, type Fields, type Target } from "./rpcSupport";

/** The RPC half alone, with a frozen clock: the test itself plays the recorder and the origin. */
export interface RpcService extends Target {
  readonly service: ImsService;
  readonly log: RequestLog;
  call(action: string, parameters?: Fields): Promise<Fields>;
  /** Submits a job that records one mp4 to the bucket "recordings". */
  submit(fields?: Fields): Promise<string>;
  /** Speaks for the recording of a job. */
  recording(jobId: string): RecordingEvents;
  stop(): Promise<void>;
}

export async function startRpcService(origin?: Origin): Promise<RpcService> {
  const folder = await mkdtemp(join(tmpdir(), "ice-emulator-test-"));
  const clock = createClock();
  clock.freeze();
  const store = await ObjectStore.open(folder, clock);
  const recordings = new Map<string, RecordingEvents>();
  const service = new ImsService({
    clock,
    store,
    ossUrl: () => "http://oss.local",
    origin,
    settings: { listLagSeconds: 0, streamWindowSeconds: 180 },
    startRecording: (job, events) => {
      recordings.set(job.jobId, events);
      return {
        close: async () => events.ended(clock.now(), "closed"),
        settled: () => Promise.resolve(),
        saveTo: () => Promise.resolve(),
        faultAdded: () => {},
      };
    },
  });
  const pair = generateAccessKeyPair();
  const log = new RequestLog(() => clock.now());
  const listener = createRpcListener({ service, accessKeys: createAccessKeys([pair]), log, loose: false });
  const server = createServer((message, response) => void listener(message, response));
  const target: Target = { ice: await listen(server, "127.0.0.1", 0, "ICE"), ...pair };
  const call = createCaller(target);
  store.createBucket("recordings");
  const { TemplateId } = await call("CreateLiveRecordTemplate", {
    Name: "template",
    RecordFormat: [{ Format: "mp4" }],
  });
  return {
    ...target,
    service,
    log,
    call,
    submit: async (fields = {}) => {
      const answer = await call("SubmitLiveRecordJob", {
        Name: "show",
        TemplateId,
        StreamInput: { Type: "rtmp", Url: "rtmp://live.example.com/app/stream" },
        RecordOutput: { Type: "oss", Bucket: "recordings" },
        ...fields,
      });
      return answer.JobId as string;
    },
    recording: (jobId) => {
      const events = recordings.get(jobId);
      if (events === undefined) {
        throw new Error(`no recording of ${jobId}`);
      }
      return events;
    },
    stop: async () => {
      await service.close();
      await closeServer(server);
      store.close();
      clock.stop();
      await rm(folder, { recursive: true });
    },
  };
}
