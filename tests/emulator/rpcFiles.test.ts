import { afterEach, beforeEach, expect, it } from "vitest";
import type { RecordedFile } from "../../emulator/src/media/recordingTypes";
import { type RpcService, startRpcService } from "./rpcService";
import type { Fields } from "./rpcSupport";

const DAY = 24 * 60 * 60 * 1000;

let rpc: RpcService;

beforeEach(async () => {
  rpc = await startRpcService();
});

afterEach(async () => {
  await rpc.stop();
});

function recordedFile(fields: Partial<RecordedFile> = {}): RecordedFile {
  const now = rpc.service.clock.now();
  return {
    format: "mp4",
    key: "record/a b.mp4",
    startTime: now - 12_500,
    endTime: now,
    durationSeconds: 12.48,
    width: 640,
    height: 360,
    bytes: 1000,
    ...fields,
  };
}

async function listFiles(parameters: Fields = {}): Promise<Fields[]> {
  return (await rpc.call("ListLiveRecordFiles", parameters)).Files as Fields[];
}

function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

it("a finished file is listed with all its fields, some numbers as strings", async () => {
  const jobId = await rpc.submit();
  const file = recordedFile();
  rpc.recording(jobId).started(file.startTime);
  rpc.recording(jobId).fileCreated(file);

  expect(await rpc.call("ListLiveRecordFiles", {})).toEqual({
    RequestId: expect.any(String),
    Files: [
      {
        RecordId: expect.any(String),
        RecordUrl: "http://oss.local/recordings/record/a%20b.mp4",
        JobId: jobId,
        JobName: "show",
        Format: "mp4",
        StartTime: time(file.startTime),
        EndTime: time(file.endTime),
        Duration: 12.48,
        Width: 640,
        Height: 360,
        CreateTime: time(rpc.service.clock.now()),
        StreamUrl: "rtmp://live.example.com/app/stream",
        RecordOutput: '{"Type":"oss","Bucket":"recordings"}',
      },
    ],
    TotalCount: "1",
    PageNo: 1,
    PageSize: "10",
    SortBy: "asc",
  });
});

it("files are filtered by job, format and time, oldest first", async () => {
  const [first, second] = [await rpc.submit(), await rpc.submit()];
  const start = rpc.service.clock.now();
  rpc.recording(first).fileCreated(recordedFile({ key: "1" }));
  rpc.service.clock.advance(2 * DAY);
  rpc.recording(second).fileCreated(recordedFile({ key: "2", format: "flv" }));
  rpc.recording(first).fileCreated(recordedFile({ key: "3", format: "m3u8" }));
  const keys = async (parameters: Fields): Promise<unknown[]> =>
    (await listFiles(parameters)).map((file) => String(file.RecordUrl).split("/").at(-1));

  expect(await keys({})).toEqual(["1", "2", "3"]);
  expect(await keys({ SortBy: "desc" })).toEqual(["3", "2", "1"]);
  expect(await keys({ JobIds: [first] })).toEqual(["1", "3"]);
  expect(await keys({ JobIds: [second, "never"] })).toEqual(["2"]);
  expect(await keys({ RecordFormat: "flv" })).toEqual(["2"]);
  expect(await keys({ StartTime: time(start), EndTime: time(start + DAY) })).toEqual(["1"]);
  expect(await keys({ StartTime: time(start + DAY) })).toEqual(["2", "3"]);
  rpc.service.clock.advance(3 * DAY);
  expect(await keys({})).toEqual(["2", "3"]);
});

it("files come in pages", async () => {
  const jobId = await rpc.submit();
  for (let index = 0; index < 7; index++) {
    rpc.recording(jobId).fileCreated(recordedFile({ key: `${index}` }));
  }

  expect(await listFiles({ PageSize: 5 })).toHaveLength(5);
  expect(await rpc.call("ListLiveRecordFiles", { PageSize: 5, PageNo: 2 })).toMatchObject({
    Files: [{}, {}],
    TotalCount: "7",
    PageNo: 2,
    PageSize: "5",
  });
});

it.each([
  { PageSize: 4 },
  { PageSize: 31 },
  { RecordFormat: "hls" },
  { StartTime: "2026-01-01T00:00:00Z", EndTime: "2026-01-05T00:00:01Z" },
])("a list with %o is refused", async (parameters) => {
  await expect(listFiles(parameters)).rejects.toMatchObject({ code: "InvalidParameter", statusCode: 400 });
});

it("deleting a record leaves its object, unless RemoveFile says otherwise", async () => {
  const { store } = rpc.service;
  const jobId = await rpc.submit();
  for (const key of ["kept.mp4", "removed.mp4"]) {
    await store.putText("recordings", key, "media", "video/mp4");
    rpc.recording(jobId).fileCreated(recordedFile({ key }));
  }
  const [kept, removed] = (await listFiles()).map((file) => file.RecordId);

  expect(await rpc.call("DeleteLiveRecordFiles", { RecordIds: [kept, "never"] })).toMatchObject({
    DeleteFileInfoList: [
      { RecordId: kept, Code: "OK" },
      { RecordId: "never", Code: "NotFound" },
    ],
  });
  await rpc.call("DeleteLiveRecordFiles", { RecordIds: [removed], RemoveFile: true });

  expect(await listFiles()).toEqual([]);
  expect(store.listObjects("recordings").map((object) => object.key)).toEqual(["kept.mp4"]);
});

it.each(["True", "TRUE", "yes"])(
  "RemoveFile %s is read in any case, and nothing else is taken for it",
  async (value) => {
    const jobId = await rpc.submit();
    rpc.recording(jobId).fileCreated(recordedFile());
    const [file] = await listFiles();
    const deleting = rpc.call("DeleteLiveRecordFiles", { RecordIds: [file?.RecordId], RemoveFile: value });

    await (value === "yes"
      ? expect(deleting).rejects.toMatchObject({ code: "InvalidParameter" })
      : expect(deleting).resolves.toHaveProperty("DeleteFileInfoList"));
  },
);

it("RemoveFile of a playlist removes the slices that it names", async () => {
  const { store } = rpc.service;
  const jobId = await rpc.submit();
  const playlist = ["#EXTM3U", "#EXTINF:5.0,", "a%20b_1.ts", "#EXTINF:5.0,", "../slices/2.ts", ""].join("\n");
  for (const key of ["record/a b_1.ts", "slices/2.ts", "slices/3.ts"]) {
    await store.putText("recordings", key, "slice", "video/mp2t");
  }
  await store.putText("recordings", "record/list.m3u8", playlist, "application/vnd.apple.mpegurl");
  rpc.recording(jobId).fileCreated(recordedFile({ format: "m3u8", key: "record/list.m3u8" }));
  const [file] = await listFiles();

  await rpc.call("DeleteLiveRecordFiles", { RecordIds: [file?.RecordId], RemoveFile: true });

  expect(store.listObjects("recordings").map((object) => object.key)).toEqual(["slices/3.ts"]);
});

it("RemoveFile succeeds when somebody has removed object or bucket before", async () => {
  const jobId = await rpc.submit();
  rpc.recording(jobId).fileCreated(recordedFile({ format: "m3u8", key: "gone.m3u8" }));
  const [first] = await listFiles();
  const remove = (RecordId: unknown): Promise<Fields> =>
    rpc.call("DeleteLiveRecordFiles", { RecordIds: [RecordId], RemoveFile: true });
  expect(await remove(first?.RecordId)).toMatchObject({ DeleteFileInfoList: [{ Code: "OK" }] });

  rpc.recording(jobId).fileCreated(recordedFile());
  const [second] = await listFiles();
  rpc.service.store.deleteBucket("recordings");
  expect(await remove(second?.RecordId)).toMatchObject({ DeleteFileInfoList: [{ Code: "OK" }] });
});

it("DeleteLiveRecordFiles without ids is refused", async () => {
  await expect(rpc.call("DeleteLiveRecordFiles", {})).rejects.toMatchObject({ code: "MissingParameter" });
});

it("a job is started by its first pull, paused by its end, and nothing starts it again", async () => {
  const jobId = await rpc.submit();
  const events = rpc.recording(jobId);
  const status = async (): Promise<unknown> =>
    ((await rpc.call("GetLiveRecordJob", { JobId: jobId })).RecordJob as Fields).Status;
  const now = rpc.service.clock.now();

  events.started(now);
  expect(await status()).toBe("started");
  events.interrupted(now);
  events.resumed(now);
  expect(await status()).toBe("started");
  events.ended(now, "stream-lost");
  expect(await status()).toBe("paused");
  events.started(now);
  expect(await status()).toBe("paused");
  expect(rpc.service.jobs.get(jobId)?.timeline.map((entry) => entry.event)).toEqual([
    "submitted",
    "started",
    "interrupted",
    "resumed",
    "ended",
  ]);
});

it("a recording that is closed with the emulator leaves its job's status alone", async () => {
  const jobId = await rpc.submit();
  rpc.recording(jobId).started(rpc.service.clock.now());

  await rpc.service.close();

  expect(rpc.service.jobs.get(jobId)).toMatchObject({
    status: "started",
    timeline: [{ event: "submitted" }, { event: "started" }, { event: "closed" }],
  });
});
