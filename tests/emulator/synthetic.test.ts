import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Ffmpeg, findFfmpeg, readMedia } from "../../emulator/src/media/ffmpeg";
import { decode } from "./mediaHarness";
import { type Receiver, startReceiver } from "./receiver";
import { admin, createCaller, type Fields } from "./rpcSupport";

const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;
/** The host is nobody's: a program under rehearsal names the real one. */
const STREAM_URL = "rtmp://pull.example.invalid/live/show?auth_key=secret";

let ffmpeg: Ffmpeg;
let emulator: Emulator;
let call: ReturnType<typeof createCaller>;
let receiver: Receiver;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  emulator = await startEmulator();
  call = createCaller(emulator);
  receiver = await startReceiver();
});

afterAll(async () => {
  await emulator.stop();
  await receiver.close();
});

beforeEach(() => {
  receiver.notified.length = 0;
  emulator.clock.freeze();
  emulator.store.createBucket("recordings");
});

afterEach(() => emulator.reset());

async function submit(recordFormat: Fields[], fields: Fields = {}): Promise<string> {
  const { TemplateId } = await call("CreateLiveRecordTemplate", { Name: "t", RecordFormat: recordFormat });
  const { JobId } = await call("SubmitLiveRecordJob", {
    Name: "show",
    TemplateId,
    StreamInput: { Type: "rtmp", Url: STREAM_URL },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
    ...fields,
  });
  return JobId as string;
}

function theJob(): ReturnType<Emulator["jobs"]>[number] {
  const job = emulator.jobs()[0];
  if (job === undefined) {
    throw new Error("there is no job");
  }
  return job;
}

async function advance(seconds: number): Promise<void> {
  emulator.clock.advance(seconds * 1000);
  await emulator.settled();
}

function isoAt(start: number, seconds: number): string {
  return new Date(start + seconds * 1000).toISOString();
}

it("a 9-hour event with a lost publisher is rehearsed in seconds: cuts, names, files, callbacks and end", async () => {
  const began = performance.now();
  const start = emulator.clock.now();
  await submit(
    [{ Format: "mp4" }, { Format: "m3u8", SliceOssObjectPrefix: "ts/{UnixTimestamp}_{Sequence}" }],
    {
      NotifyUrl: receiver.url,
    },
  );
  emulator.streams.startSynthetic("live", "show");
  expect(theJob().status).toBe("started");

  await advance(4 * HOUR_SECONDS);
  emulator.streams.stopSynthetic("live", "show");
  await advance(2 * MINUTE_SECONDS);
  emulator.streams.startSynthetic("live", "show");
  await advance(5 * HOUR_SECONDS);
  emulator.streams.stopSynthetic("live", "show");
  await advance(179);
  expect(theJob().status).toBe("started");
  await advance(1);
  const tookSeconds = (performance.now() - began) / 1000;

  const job = theJob();
  const firstCut = 6 * HOUR_SECONDS + 2 * MINUTE_SECONDS;
  const lost = 9 * HOUR_SECONDS + 2 * MINUTE_SECONDS;
  expect(job.status).toBe("paused");
  expect(job.timeline.filter(({ event }) => event === "problem")).toEqual([]);
  expect(job.timeline.map(({ time, event }) => [event, time])).toEqual([
    ["submitted", isoAt(start, 0)],
    ["started", isoAt(start, 0)],
    ["interrupted", isoAt(start, 4 * HOUR_SECONDS)],
    ["resumed", isoAt(start, 4 * HOUR_SECONDS + 2 * MINUTE_SECONDS)],
    ["file", isoAt(start, firstCut)],
    ["file", isoAt(start, firstCut)],
    ["interrupted", isoAt(start, lost)],
    ["file", isoAt(start, lost + 180)],
    ["file", isoAt(start, lost + 180)],
    ["ended", isoAt(start, lost + 180)],
  ]);
  const files = job.files.filter(({ format }) => format === "mp4");
  expect(files).toMatchObject([
    { startTime: isoAt(start, 0), endTime: isoAt(start, firstCut), synthetic: true },
    { startTime: isoAt(start, firstCut), endTime: isoAt(start, lost), synthetic: true },
  ]);
  expect(files[0]?.key).toContain(`/1_${isoAt(start, 0).slice(0, 19).replaceAll(":", "-")}Z_`);
  for (const [index, seconds] of [6 * HOUR_SECONDS, 3 * HOUR_SECONDS].entries()) {
    const file = files[index];
    const media = await readMedia(ffmpeg, emulator.store.pathOf("recordings", file?.key ?? ""));
    expect([file?.durationSeconds, media.durationSeconds]).toEqual([seconds, seconds]);
    expect([file?.width, file?.height]).toEqual([320, 180]);
  }
  expect(
    job.files.filter(({ format }) => format === "m3u8").map(({ durationSeconds }) => durationSeconds),
  ).toEqual([6 * HOUR_SECONDS, 3 * HOUR_SECONDS]);
  expect(job.slices).toMatchObject({ count: 9 * 120, seconds: 9 * HOUR_SECONDS });
  expect(emulator.store.listObjects("recordings", "ts/")).toHaveLength(9 * 120);

  await vi.waitFor(() => expect(receiver.notified).toHaveLength(6));
  const times = receiver.notified.map(({ EventType, EventTime }) => `${EventType} ${EventTime}`).sort();
  const second = (seconds: number) => `${isoAt(start, seconds).slice(0, 19)}Z`;
  expect(times).toEqual(
    [
      `LiveRecordFileCreated ${second(firstCut)}`,
      `LiveRecordFileCreated ${second(firstCut)}`,
      `LiveRecordFileCreated ${second(lost + 180)}`,
      `LiveRecordFileCreated ${second(lost + 180)}`,
      `LiveRecordTaskStatus ${second(0)}`,
      `LiveRecordTaskStatus ${second(lost + 180)}`,
    ].sort(),
  );
  expect(tookSeconds).toBeLessThan(30);
});

it("synthetic files play in every format, and their objects and records are marked", async () => {
  await submit([
    { Format: "mp4", CycleDuration: 20 },
    { Format: "flv", CycleDuration: 30 },
    {
      Format: "m3u8",
      SliceDuration: 7,
      CycleDuration: 20,
      SliceOssObjectPrefix: "s/{UnixTimestamp}_{Sequence}",
    },
  ]);
  emulator.streams.startSynthetic("live", "show");
  await advance(45);
  emulator.streams.stopSynthetic("live", "show");
  await advance(180);

  const lengths = (format: string): number[] =>
    theJob()
      .files.filter((file) => file.format === format)
      .map(({ durationSeconds }) => durationSeconds);
  expect([lengths("mp4"), lengths("flv"), lengths("m3u8")]).toEqual([
    [20, 20, 5],
    [30, 15],
    [20, 20, 5],
  ]);
  const slices = emulator.store.listObjects("recordings", "s/");
  expect(slices).toHaveLength(7);
  for (const { key } of emulator.store.listObjects("recordings")) {
    expect(emulator.store.object("recordings", key).headers, key).toEqual({ "x-oss-meta-synthetic": "true" });
  }
  for (const { format, key, durationSeconds } of theJob().files) {
    if (format !== "m3u8") {
      const decoded = await decode(ffmpeg, emulator.store.pathOf("recordings", key));
      expect([decoded.complaints, decoded.frames], key).toEqual(["", durationSeconds]);
    }
  }
  const slice = await decode(ffmpeg, emulator.store.pathOf("recordings", slices[1]?.key ?? ""));
  expect([slice.complaints, slice.frames]).toEqual(["", 7]);
});

it("a synthetic stream is online, can be forbidden, and comes back as an encoder does", async () => {
  await submit([{ Format: "mp4" }]);
  emulator.streams.startSynthetic("live", "show", { reconnectAfterSeconds: 5 });
  const online = async (): Promise<unknown> =>
    (await call("DescribeLiveStreamsOnlineList", { DomainName: "d" })).TotalNum;
  expect(await online()).toBe(1);

  const stream = { DomainName: "d", AppName: "live", StreamName: "show", LiveStreamType: "publisher" };
  await call("ForbidLiveStream", stream);
  await advance(60);
  expect(await online()).toBe(0);
  await call("ResumeLiveStream", stream);
  await advance(5);
  expect(await online()).toBe(1);

  expect(theJob().timeline.map(({ event }) => event)).toEqual([
    "submitted",
    "started",
    "interrupted",
    "resumed",
  ]);
  expect(theJob().timeline[1]?.detail).toBe("synthetic stream");
});

it("a forbidden synthetic stream ends its job for good after the window", async () => {
  await submit([{ Format: "mp4" }]);
  emulator.streams.startSynthetic("live", "show", { reconnectAfterSeconds: 3 });
  await advance(30);
  await emulator.streams.forbid("live", "show");
  await advance(200);

  expect(theJob()).toMatchObject({ status: "paused", files: [{ durationSeconds: 30, synthetic: true }] });
});

it("over HTTP: start, advance and stop; the answer to an advance comes when all of it is stored", async () => {
  await submit([{ Format: "mp4", CycleDuration: 60 }]);
  const stream = { appName: "live", streamName: "show" };
  expect(await admin(emulator, "POST", "streams/synthetic/start", stream)).toMatchObject({ httpStatus: 200 });
  expect(await admin(emulator, "POST", "streams/synthetic/start", stream)).toMatchObject({
    httpStatus: 400,
    error: "the synthetic stream live/show is there already",
  });
  expect(await admin(emulator, "GET", "streams")).toMatchObject({
    synthetic: [{ app: "live", stream: "show" }],
  });
  await admin(emulator, "POST", "clock", { advanceSeconds: 200 });
  const { jobs } = (await admin(emulator, "GET", "jobs")) as { jobs: Fields[] } & Fields;
  expect(jobs[0]?.files).toHaveLength(3);

  await admin(emulator, "POST", "streams/synthetic/stop", stream);
  expect(await admin(emulator, "POST", "streams/synthetic/stop", stream)).toMatchObject({ httpStatus: 400 });
});

it("a scaled clock lets synthetic media flow by itself, faster than real time", async () => {
  await submit([{ Format: "mp4", CycleDuration: 600 }]);
  emulator.clock.setScale(3600);
  emulator.streams.startSynthetic("live", "show");
  emulator.clock.resume();
  await vi.waitFor(() => expect(theJob().files.length).toBeGreaterThan(2), { timeout: 20_000 });
  emulator.clock.freeze();
  emulator.clock.setScale(1);
  await emulator.settled();

  const [first, second] = theJob().files;
  expect([first?.durationSeconds, second?.durationSeconds]).toEqual([600, 600]);
  expect(second?.startTime).toBe(first?.endTime);
});

it("media that the disk refuses is told in the job, and the recording goes on", async () => {
  const jobId = await submit([{ Format: "mp4", CycleDuration: MINUTE_SECONDS }]);
  const inTheWay = join(emulator.folder, "spool", jobId);
  await writeFile(inTheWay, "");
  emulator.streams.startSynthetic("live", "show");
  emulator.clock.advance(MINUTE_SECONDS * 1000);
  await emulator.settled();

  const problems = emulator.jobs()[0]?.timeline.filter(({ event }) => event === "problem");
  expect(problems).toMatchObject([
    { detail: expect.stringMatching(/^A piece of the stream was lost: E(NOTDIR|EXIST)/) },
  ]);
  expect(emulator.jobs()[0]?.files).toEqual([]);

  await rm(inTheWay);
  emulator.clock.advance(MINUTE_SECONDS * 1000);
  await emulator.settled();
  expect(emulator.jobs()[0]?.files).toMatchObject([{ format: "mp4", durationSeconds: MINUTE_SECONDS }]);
});

it("without media there are no synthetic streams, and the emulator says why", async () => {
  const bare = await startEmulator({ media: false });
  expect(() => bare.streams.startSynthetic("live", "show")).toThrow("need media");
  await bare.stop();
});
