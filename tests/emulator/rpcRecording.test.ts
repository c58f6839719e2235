import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { findFfmpeg, readMedia } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { type Receiver, startReceiver } from "./receiver";
import { createCaller, type Fields } from "./rpcSupport";

const WINDOW_SECONDS = 180;
const PATIENCE = { timeout: 30_000, interval: 50 };

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;
let publisher: Publisher;
let receiver: Receiver;

beforeAll(async () => {
  emulator = await startEmulator({ streamWindowSeconds: WINDOW_SECONDS });
  emulator.store.createBucket("recordings");
  call = createCaller(emulator);
  receiver = await startReceiver();
});

afterAll(async () => {
  await publisher?.stop();
  await emulator.stop();
  await receiver.close();
});

it("a pushed stream is recorded until it is forbidden, and its files hold what was pushed", async () => {
  const streamUrl = `${emulator.rtmp}/live/show?auth_key=secret`;
  const { TemplateId } = await call("CreateLiveRecordTemplate", {
    Name: "both",
    RecordFormat: [
      { Format: "m3u8", SliceOssObjectPrefix: "slices/{JobId}/{UnixTimestamp}_{Sequence}", SliceDuration: 5 },
      { Format: "mp4" },
    ],
  });
  const { JobId } = await call("SubmitLiveRecordJob", {
    Name: "show",
    TemplateId,
    StreamInput: { Type: "rtmp", Url: streamUrl },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
    NotifyUrl: receiver.url,
  });
  const status = async (): Promise<unknown> =>
    ((await call("GetLiveRecordJob", { JobId })).RecordJob as Fields).Status;
  expect(await status()).toBe("initial");

  const ffmpeg = await findFfmpeg();
  publisher = await startPublisher({
    ffmpeg,
    url: streamUrl,
    width: 320,
    height: 180,
    reconnectAfterSeconds: 1,
  });
  await vi.waitFor(async () => expect(await status()).toBe("started"), PATIENCE);
  await vi.waitFor(() => expect(emulator.jobs()[0]?.slices.count).toBeGreaterThan(0), PATIENCE);
  expect(await call("DescribeLiveStreamsOnlineList", { DomainName: "play.local" })).toMatchObject({
    OnlineInfo: { LiveStreamOnlineInfo: [{ AppName: "live", StreamName: "show" }] },
  });

  const stream = {
    DomainName: "push.local",
    AppName: "live",
    StreamName: "show",
    LiveStreamType: "publisher",
  };
  await call("ForbidLiveStream", stream);
  await vi.waitFor(() => expect(emulator.jobs()[0]?.timeline.at(-1)?.event).toBe("interrupted"), PATIENCE);
  expect(await status()).toBe("started");
  emulator.clock.advance(WINDOW_SECONDS * 1000);
  await vi.waitFor(async () => expect(await status()).toBe("paused"), PATIENCE);
  await call("ResumeLiveStream", stream);
  await vi.waitFor(() => expect(emulator.streams.online()).toHaveLength(1), PATIENCE);

  const files = (await call("ListLiveRecordFiles", { JobIds: [JobId] })).Files as Fields[];
  expect(files.map((file) => file.Format).sort()).toEqual(["m3u8", "mp4"]);
  for (const file of files) {
    expect(file).toMatchObject({ Width: 320, Height: 180 });
    expect(file.Duration).toBeGreaterThanOrEqual(4);
  }
  const mp4 = emulator.jobs()[0]?.files.find((file) => file.format === "mp4");
  const media = await readMedia(ffmpeg, emulator.store.pathOf("recordings", mp4?.key ?? ""));
  expect(media.durationSeconds).toBeCloseTo(mp4?.durationSeconds ?? 0, 0);
  expect(emulator.store.listObjects("recordings", `slices/${JobId}/`).length).toBeGreaterThan(0);
  expect(await status()).toBe("paused");
});

it("the callbacks told of start, files and end, and nothing shows the stream's key", async () => {
  await vi.waitFor(() => expect(receiver.notified).toHaveLength(4), PATIENCE);

  expect(receiver.notified.map((envelope) => envelope.EventType).sort()).toEqual([
    "LiveRecordFileCreated",
    "LiveRecordFileCreated",
    "LiveRecordTaskStatus",
    "LiveRecordTaskStatus",
  ]);
  const everything = JSON.stringify([
    emulator.requests(),
    emulator.jobs(),
    emulator.callbacks(),
    receiver.notified,
  ]);
  expect(everything).not.toContain("auth_key");
});

it("RemoveFile of the playlist leaves only the mp4 in the bucket", async () => {
  const files = (await call("ListLiveRecordFiles", { RecordFormat: "m3u8" })).Files as Fields[];
  await call("DeleteLiveRecordFiles", { RecordIds: files.map((file) => file.RecordId), RemoveFile: true });

  expect(emulator.store.listObjects("recordings").map((object) => object.key)).toEqual([
    expect.stringMatching(/\.mp4$/),
  ]);
});

it("stop ends a running recording properly: its file is stored and registered", async () => {
  const { JobId } = await call("SubmitLiveRecordJob", {
    Name: "cut short",
    TemplateId: "00000000-0000-4000-8000-0000000000a3",
    StreamInput: { Type: "rtmp", Url: `${emulator.rtmp}/live/show` },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
  });
  const job = () => emulator.jobs().find((candidate) => candidate.jobId === JobId);
  await vi.waitFor(() => expect(job()?.status).toBe("started"), PATIENCE);
  // Media takes its real time, and an flv shows nothing of itself before it is finished.
  await new Promise((resolve) => setTimeout(resolve, 2000));

  await emulator.stop();

  expect(job()).toMatchObject({ status: "started", files: [{ format: "flv", width: 320 }] });
  expect(job()?.timeline.at(-1)?.event).toBe("closed");
});
