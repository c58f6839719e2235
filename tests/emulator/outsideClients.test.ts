import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { type Call, type ClientTarget, NPM_CLIENTS } from "./npmClients";
import {
  hasPython,
  INSTALL_HOOK_MILLISECONDS,
  installPythonClients,
  type RunScript,
  type ScriptTarget,
} from "./pythonClients";
import type { Fields } from "./rpcSupport";

const PATIENCE = { timeout: 30_000, interval: 50 };
const WINDOW_MILLISECONDS = 181_000;
const BUCKET = "recordings";
const PREFIX = "all/{JobId}/{Sequence} {EscapedStartTime}_{EscapedEndTime}";
const PERMANENT = { accessKeyId: "permanent", accessKeySecret: "permanentSecret" };
const TEMPORARY = {
  accessKeyId: "STS.temporary",
  accessKeySecret: "temporarySecret",
  securityToken: "CAIS+token/with=signs",
};

let emulator: Emulator;
let publisher: Publisher;
let runScript: RunScript;

beforeAll(async () => {
  emulator = await startEmulator({ accessKeys: [PERMANENT, TEMPORARY] });
  emulator.store.createBucket(BUCKET);
  publisher = await startPublisher({ ffmpeg: await findFfmpeg(), url: streamUrl(), width: 320, height: 180 });
});

if (hasPython) {
  beforeAll(async () => {
    runScript = await installPythonClients();
  }, INSTALL_HOOK_MILLISECONDS);
}

afterAll(async () => {
  await publisher?.stop();
  await emulator?.stop();
});

function streamUrl(): string {
  return `${emulator.rtmp}/live/show?auth_key=k+1`;
}

/** What a client made and saw. */
interface Started {
  readonly templateId: string;
  readonly jobId: string;
  readonly readName: string;
  readonly listedJobIds: readonly string[];
}

interface Finished {
  readonly status: string;
  readonly recordUrls: readonly string[];
  readonly filesLeft: number;
}

/** A client that nobody here wrote, brought through the life of a recording. */
interface OutsideClient {
  start(name: string): Promise<Started>;
  finish(started: Started): Promise<Finished>;
  /** The code of the error that it reads when its secret is wrong. */
  refused(): Promise<unknown>;
}

function npmClient(connect: (target: ClientTarget) => Call): OutsideClient {
  return {
    start: async (name) => {
      const call = connect({ ice: emulator.ice, ...PERMANENT });
      const { TemplateId } = await call("CreateLiveRecordTemplate", {
        Name: name,
        RecordFormat: JSON.stringify([{ Format: "mp4", OssObjectPrefix: PREFIX, CycleDuration: 3600 }]),
      });
      const { JobId } = await call("SubmitLiveRecordJob", {
        Name: name,
        TemplateId: String(TemplateId),
        StreamInput: JSON.stringify({ Type: "rtmp", Url: streamUrl() }),
        RecordOutput: JSON.stringify({ Type: "oss", Bucket: BUCKET }),
      });
      const { RecordJob } = await call("GetLiveRecordJob", { JobId: String(JobId) });
      const listed = (await call("ListLiveRecordJobs", { Keyword: name })).LiveRecordJobs as Fields[];
      return {
        templateId: String(TemplateId),
        jobId: String(JobId),
        readName: String((RecordJob as Fields).Name),
        listedJobIds: listed.map((job) => String(job.JobId)),
      };
    },
    finish: async ({ jobId, templateId }) => {
      const call = connect({ ice: emulator.ice, ...PERMANENT });
      const listFiles = async (): Promise<Fields[]> =>
        (await call("ListLiveRecordFiles", { "JobIds.1": jobId })).Files as Fields[];
      const { RecordJob } = await call("GetLiveRecordJob", { JobId: jobId });
      const files = await listFiles();
      await call("DeleteLiveRecordFiles", {
        RemoveFile: "true",
        ...Object.fromEntries(files.map((file, index) => [`RecordIds.${index + 1}`, String(file.RecordId)])),
      });
      await call("DeleteLiveRecordTemplate", { TemplateId: templateId });
      return {
        status: String((RecordJob as Fields).Status),
        recordUrls: files.map((file) => String(file.RecordUrl)),
        filesLeft: (await listFiles()).length,
      };
    },
    refused: async () => {
      const call = connect({ ice: emulator.ice, ...PERMANENT, accessKeySecret: "wrong" });
      return await call("ListLiveRecordTemplates").then(
        () => undefined,
        (error: { code?: unknown }) => error.code,
      );
    },
  };
}

function pythonClient(
  script: string,
  key: Pick<ScriptTarget, "accessKeyId" | "accessKeySecret">,
): OutsideClient {
  const run = (...args: string[]): Promise<Record<string, unknown>> => {
    const { ice, oss } = emulator;
    const target = { ice, oss, bucket: BUCKET, streamUrl: streamUrl(), prefix: PREFIX, ...key };
    return runScript(target, script, ...args);
  };
  return {
    start: async (name) => (await run("start", name)) as unknown as Started,
    finish: async ({ templateId, jobId }) => (await run("finish", templateId, jobId)) as unknown as Finished,
    refused: async () => (await run("refused")).code,
  };
}

const CLIENTS: Readonly<Record<string, OutsideClient>> = {
  ...Object.fromEntries(Object.entries(NPM_CLIENTS).map(([name, connect]) => [name, npmClient(connect)])),
  ...(hasPython && {
    "Python's official client": pythonClient("ice_official.py", PERMANENT),
    "Python's official client with a token": pythonClient("ice_official.py", TEMPORARY),
    "Python's core client": pythonClient("ice_core.py", PERMANENT),
    "Python's core client with a token": pythonClient("ice_core.py", TEMPORARY),
  }),
};
const NAMES = Object.keys(CLIENTS);
const started = new Map<string, Started>();

function clientOf(name: string): OutsideClient {
  const client = CLIENTS[name];
  if (client === undefined) {
    throw new Error(`there is no client ${name}`);
  }
  return client;
}

function jobOf(name: string): ReturnType<Emulator["jobs"]>[number] | undefined {
  return emulator.jobs().find((job) => job.jobId === started.get(name)?.jobId);
}

describe("while a stream is pushed", () => {
  it.each(NAMES)("%s makes a template and a job, and reads and lists the job", async (name) => {
    const jobName = `show a+b*~'()!/直播 ${name}`;
    const made = await clientOf(name).start(jobName);
    started.set(name, made);

    expect(made.readName).toBe(jobName);
    expect(made.listedJobIds).toContain(made.jobId);
    expect(emulator.jobs().filter((job) => job.name === jobName)).toEqual([
      expect.objectContaining({ jobId: made.jobId, templateId: made.templateId, bucket: BUCKET }),
    ]);
  });

  it.each(NAMES)("%s reads SignatureDoesNotMatch when its secret is wrong", async (name) => {
    expect(await clientOf(name).refused()).toBe("SignatureDoesNotMatch");
  });

  it.each(Object.entries(NPM_CLIENTS))("%s signs with temporary credentials", async (_name, connect) => {
    const call = connect({ ice: emulator.ice, ...TEMPORARY });
    const wrongToken = connect({ ice: emulator.ice, ...TEMPORARY, securityToken: "other" });

    expect(await call("ListLiveRecordTemplates")).toHaveProperty("RecordTemplateList");
    await expect(wrongToken("ListLiveRecordTemplates")).rejects.toMatchObject({
      code: "InvalidSecurityToken.MismatchWithAccessKey",
    });
  });
});

describe("when the stream has gone", () => {
  beforeAll(async () => {
    await vi.waitFor(() => {
      for (const name of started.keys()) {
        expect(jobOf(name)?.status).toBe("started");
      }
    }, PATIENCE);
    // Media takes its real time, and an mp4 shows nothing of itself before it is finished.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await publisher.stop();
    await vi.waitFor(() => {
      for (const name of started.keys()) {
        expect(jobOf(name)?.timeline.at(-1)?.event).toBe("interrupted");
      }
    }, PATIENCE);
    emulator.clock.advance(WINDOW_MILLISECONDS);
    await vi.waitFor(() => {
      for (const name of started.keys()) {
        expect(jobOf(name)?.status).toBe("paused");
      }
    }, PATIENCE);
  });

  it.each(NAMES)("%s finds the recording, deletes it and its template", async (name) => {
    const made = started.get(name);
    const key = jobOf(name)?.files[0]?.key ?? "";
    if (made === undefined) {
      throw new Error("the job was not submitted");
    }
    expect(emulator.store.listObjects(BUCKET, key)).toHaveLength(1);

    const seen = await clientOf(name).finish(made);

    expect(seen).toEqual({ status: "paused", recordUrls: [expect.any(String)], filesLeft: 0 });
    expect(decodeURIComponent(new URL(seen.recordUrls[0] ?? "").pathname)).toBe(`/${BUCKET}/${key}`);
    expect(emulator.store.listObjects(BUCKET, key)).toEqual([]);
    const deleted = emulator.requests().filter((request) => request.action === "DeleteLiveRecordTemplate");
    expect(deleted.at(-1)).toMatchObject({ status: 200, parameters: { TemplateId: made.templateId } });
  });
});
