import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Receiver, startReceiver } from "./receiver";
import { admin, type Fields } from "./rpcSupport";
import {
  apiTime,
  OVERWRITE_FORMAT,
  SEQUENCE_FORMAT,
  SNAPSHOT_BUCKET,
  type SnapshotCalls,
  snapshotCalls,
} from "./snapshotCalls";

const DAY = 24 * 60 * 60 * 1000;
const NEVER = "00000000-0000-0000-0000-000000000000";

let emulator: Emulator;
let calls: SnapshotCalls;
let receiver: Receiver;
/** In whole seconds. */
let start: number;

beforeAll(async () => {
  emulator = await startEmulator();
  calls = snapshotCalls(emulator);
  receiver = await startReceiver();
});

afterAll(async () => {
  await emulator.stop();
  await receiver.close();
});

beforeEach(() => {
  receiver.notified.length = 0;
  emulator.clock.freeze();
  emulator.clock.advance(1000 - (emulator.clock.now() % 1000));
  start = emulator.clock.now();
  emulator.store.createBucket(SNAPSHOT_BUCKET);
  emulator.streams.startSynthetic("live", "show");
});

afterEach(() => emulator.reset());

/** A job that has taken so many pictures, one each 10 s; the first one at `start`. */
async function jobWith(pictures: number, template: Fields = {}, job: Fields = {}): Promise<string> {
  const jobId = await calls.submit({ TemplateId: await calls.createTemplate(template), ...job });
  await emulator.settled();
  await advance((pictures - 1) * 10);
  return jobId;
}

async function advance(seconds: number): Promise<void> {
  emulator.clock.advance(seconds * 1000);
  await emulator.settled();
}

async function list(JobId: string, fields: Fields = {}): Promise<Fields> {
  const span = { StartTime: apiTime(start), EndTime: apiTime(start + DAY) };
  return await calls.call("ListLiveSnapshotFiles", { JobId, ...span, ...fields });
}

/** Seconds after `start` of the files of a list. */
function secondsOf({ FileList }: Fields): number[] {
  return (FileList as Fields[]).map(({ CreateTimestamp }) => (Number(CreateTimestamp) - start) / 1000);
}

function deleteFiles(JobId: string, CreateTimestampList: unknown, fields: Fields = {}): Promise<Fields> {
  return calls.call("DeleteLiveSnapshotFiles", { JobId, CreateTimestampList, ...fields });
}

describe("a list of files", () => {
  it("tells where each picture is and when it was taken", async () => {
    const JobId = await jobWith(2);

    expect(await list(JobId)).toEqual({
      RequestId: expect.any(String),
      FileList: [0, 1].map((index) => {
        const at = start + index * 10_000;
        return {
          OssEndpoint: "oss-cn-shanghai.aliyuncs.com",
          OssBucket: SNAPSHOT_BUCKET,
          OssObject: `seq/${JobId}/${apiTime(at).slice(0, 10)}/${index + 1}_${at / 1000}.jpg`,
          CreateTime: apiTime(at),
          CreateTimestamp: at,
          IsOverlay: false,
        };
      }),
    });
  });

  it("holds ten files unless told otherwise, and goes on at NextStartTime until that is missing", async () => {
    const jobId = await jobWith(25);
    const first = await list(jobId);
    expect(secondsOf(first)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(first.NextStartTime).toBe(apiTime(start + 100_000));

    const second = await list(jobId, { StartTime: first.NextStartTime });
    const third = await list(jobId, { StartTime: second.NextStartTime });
    expect(secondsOf(second)).toHaveLength(10);
    expect(secondsOf(third)).toEqual([200, 210, 220, 230, 240]);
    expect(third).not.toHaveProperty("NextStartTime");
    expect(secondsOf(await list(jobId, { Limit: 100 }))).toHaveLength(25);
  });

  it.each([1, 2, 3, 7])(
    "in pages of %i has every file once, the overwritten one at the end",
    async (Limit) => {
      const jobId = await jobWith(7, { OverwriteFormat: OVERWRITE_FORMAT });
      const seen: unknown[] = [];
      let StartTime: unknown = apiTime(start);
      while (StartTime !== undefined) {
        const page = await list(jobId, { Limit, StartTime });
        seen.push(...(page.FileList as Fields[]).map(({ OssObject }) => OssObject));
        StartTime = page.NextStartTime;
      }

      expect(seen).toHaveLength(8);
      expect(new Set(seen).size).toBe(8);
      expect(seen.at(-1)).toBe(`last/${jobId}.jpg`);
    },
  );

  it("is bounded by its times, both ends included, and may be turned round", async () => {
    const jobId = await jobWith(6);
    const span = { StartTime: apiTime(start + 10_000), EndTime: apiTime(start + 30_000) };

    expect(secondsOf(await list(jobId, span))).toEqual([10, 20, 30]);
    const turned = await list(jobId, { SortBy: "desc", Limit: 4 });
    expect(secondsOf(turned)).toEqual([30, 20, 10, 0]);
    expect(turned.NextStartTime).toBe(apiTime(start + 40_000));
  });

  it.each([
    [{ StartTime: "" }, "MissingParameter"],
    [{ EndTime: "" }, "MissingParameter"],
    [{ StartTime: "now" }, "MalformedStartTime"],
    [{ EndTime: "now" }, "MalformedEndTime"],
    [{ StartTime: "2026-01-02T00:00:00Z", EndTime: "2026-01-01T00:00:00Z" }, "EndTimeMismatch"],
    [{ StartTime: "2026-01-01T00:00:00Z", EndTime: "2026-01-02T00:00:01Z" }, "InvalidParameter"],
    [{ Limit: 0 }, "InvalidParameter"],
    [{ Limit: 101 }, "InvalidParameter"],
    [{ SortBy: "time" }, "InvalidParameter"],
  ])("with %o is refused with %s", async (parameters, code) => {
    await expect(list(await calls.submit(), parameters)).rejects.toMatchObject({ code, statusCode: 400 });
  });

  it("of a missing job is JobNotFound", async () => {
    await expect(list(NEVER)).rejects.toMatchObject({ code: "JobNotFound", statusCode: 404 });
  });
});

describe("the object that is overwritten", () => {
  it("is one object, listed at the time of its last picture", async () => {
    const jobId = await jobWith(3, { SequenceFormat: "", OverwriteFormat: OVERWRITE_FORMAT });

    expect((await list(jobId)).FileList).toMatchObject([
      { OssObject: `last/${jobId}.jpg`, IsOverlay: true, CreateTimestamp: start + 20_000 },
    ]);
    expect(emulator.store.listObjects(SNAPSHOT_BUCKET)).toMatchObject([
      { key: `last/${jobId}.jpg`, lastModified: start + 20_000 },
    ]);
  });

  it("cannot be deleted: OverlayNotSupported", async () => {
    const jobId = await jobWith(3, { SequenceFormat: "", OverwriteFormat: OVERWRITE_FORMAT });

    await expect(deleteFiles(jobId, [start + 20_000])).rejects.toMatchObject({
      code: "OverlayNotSupported",
      statusCode: 400,
    });
    expect((await list(jobId)).FileList).toHaveLength(1);
  });

  it("stays when the picture of the same time in the sequence is deleted", async () => {
    const jobId = await jobWith(1, { OverwriteFormat: OVERWRITE_FORMAT });
    await deleteFiles(jobId, [start], { DeleteOriginalFile: true });

    expect((await list(jobId)).FileList).toMatchObject([{ IsOverlay: true }]);
    expect(emulator.store.listObjects(SNAPSHOT_BUCKET)).toMatchObject([{ key: `last/${jobId}.jpg` }]);
  });
});

describe("DeleteLiveSnapshotFiles", () => {
  it("forgets pictures, leaves their objects, and says which there were", async () => {
    const jobId = await jobWith(3);
    const answer = await deleteFiles(jobId, [start, start + 1, start + 20_000]);

    expect(answer.DeleteFileResultList).toEqual([
      { CreateTimestamp: start, Result: "OK" },
      { CreateTimestamp: start + 1, Result: "NotFound" },
      { CreateTimestamp: start + 20_000, Result: "OK" },
    ]);
    expect(secondsOf(await list(jobId))).toEqual([10]);
    expect(emulator.store.listObjects(SNAPSHOT_BUCKET)).toHaveLength(3);
  });

  it("with DeleteOriginalFile takes the objects too, also when the bucket is gone", async () => {
    const jobId = await jobWith(2);
    await deleteFiles(jobId, [start], { DeleteOriginalFile: true });
    const [left, ...more] = emulator.store.listObjects(SNAPSHOT_BUCKET);
    expect([left?.key.includes("/2_"), more]).toEqual([true, []]);

    await emulator.store.deleteObject(SNAPSHOT_BUCKET, left?.key ?? "");
    emulator.store.deleteBucket(SNAPSHOT_BUCKET);
    await deleteFiles(jobId, [start + 10_000], { DeleteOriginalFile: true });
    expect(secondsOf(await list(jobId))).toEqual([]);
  });

  it("of timestamps that all name nothing is NoValidSnapshot", async () => {
    const jobId = await jobWith(1);

    await expect(deleteFiles(jobId, [start + 1, 5])).rejects.toMatchObject({
      code: "NoValidSnapshot",
      statusCode: 404,
    });
  });

  it("is BucketNotAuthorized on command, for objects, and deletes nothing then", async () => {
    const jobId = await jobWith(1);
    emulator.faults.add({ kind: "bucket-not-authorized" });

    await expect(deleteFiles(jobId, [start], { DeleteOriginalFile: true })).rejects.toMatchObject({
      code: "BucketNotAuthorized",
      statusCode: 403,
    });
    expect(secondsOf(await list(jobId))).toEqual([0]);
    await deleteFiles(jobId, [start]);
  });

  it.each([
    ["", "MissingParameter"],
    ["1, 2", "InvalidParameter"],
    [["a"], "InvalidParameter"],
    [[1.5], "InvalidParameter"],
    [[], "InvalidParameter"],
    [Array.from({ length: 201 }, (_, index) => index), "InvalidParameter"],
  ])("with the list %j is %s", async (timestamps, code) => {
    const jobId = await jobWith(1);
    const list = Array.isArray(timestamps) ? JSON.stringify(timestamps) : timestamps;
    await expect(deleteFiles(jobId, list)).rejects.toMatchObject({ code, statusCode: 400 });
  });

  it("of a missing job is JobNotFound", async () => {
    await expect(deleteFiles(NEVER, [1])).rejects.toMatchObject({ code: "JobNotFound", statusCode: 404 });
  });
});

describe("CallbackUrl", () => {
  it("is told of each object in the documented envelope, and again on command", async () => {
    const template = { OverwriteFormat: OVERWRITE_FORMAT, SequenceFormat: SEQUENCE_FORMAT };
    const jobId = await jobWith(1, template, { CallbackUrl: `${receiver.url}/notify?key=k` });
    await vi.waitFor(() => expect(receiver.notified).toHaveLength(2));

    const { FileList } = await list(jobId);
    expect(receiver.notified).toEqual(
      (FileList as Fields[]).map((file) => ({
        EventType: "LiveSnapshotFileCreated",
        UserId: expect.any(Number),
        EventTime: apiTime(start),
        MessageBody: { JobId: jobId, JobName: "show", ...file },
      })),
    );
    expect(JSON.stringify(emulator.callbacks())).not.toContain("key=k");

    expect(await admin(emulator, "POST", "callbacks/send-again", { number: 1 })).toMatchObject({
      eventType: "LiveSnapshotFileCreated",
      repeats: 1,
    });
    await vi.waitFor(() => expect(receiver.notified).toHaveLength(3));
  });

  it("without it nobody is told", async () => {
    await jobWith(2);
    expect(emulator.callbacks()).toEqual([]);
  });
});
