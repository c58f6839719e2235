import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Ffmpeg, findFfmpeg, readMedia } from "../../emulator/src/media/ffmpeg";
import { decode } from "./mediaHarness";
import type { Fields } from "./rpcSupport";
import { OVERWRITE_FORMAT, SNAPSHOT_BUCKET, type SnapshotCalls, snapshotCalls } from "./snapshotCalls";

const HOUR_SECONDS = 3600;

let ffmpeg: Ffmpeg;
let emulator: Emulator;
let calls: SnapshotCalls;
/** In whole seconds. */
let start: number;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  emulator = await startEmulator();
  calls = snapshotCalls(emulator);
});

afterAll(() => emulator.stop());

beforeEach(() => {
  emulator.clock.freeze();
  emulator.clock.advance(1000 - (emulator.clock.now() % 1000));
  start = emulator.clock.now();
  emulator.store.createBucket(SNAPSHOT_BUCKET);
  emulator.streams.startSynthetic("live", "show");
});

afterEach(() => emulator.reset());

async function submit(template: Fields = {}): Promise<string> {
  const jobId = await calls.submit({ TemplateId: await calls.createTemplate(template) });
  await emulator.settled();
  return jobId;
}

async function advance(seconds: number): Promise<void> {
  emulator.clock.advance(seconds * 1000);
  await emulator.settled();
}

function theJob(): ReturnType<Emulator["snapshotJobs"]>[number] {
  const [job] = emulator.snapshotJobs();
  if (job === undefined) {
    throw new Error("there is no job");
  }
  return job;
}

/** Seconds after `start` of the pictures. */
function seconds(): number[] {
  return theJob().files.map(({ createTimestamp }) => (createTimestamp - start) / 1000);
}

it("five hours of pictures are there in seconds, each exactly at its time", async () => {
  const began = performance.now();
  await submit({ TimeInterval: 15 });
  await advance(5 * HOUR_SECONDS);
  const tookSeconds = (performance.now() - began) / 1000;

  expect(seconds()).toEqual(Array.from({ length: 5 * 240 + 1 }, (_, index) => index * 15));
  expect(emulator.store.listObjects(SNAPSHOT_BUCKET)).toHaveLength(5 * 240 + 1);
  expect(tookSeconds).toBeLessThan(30);
});

it("each picture is a JPEG that ffmpeg decodes, marked as synthetic", async () => {
  await submit({ OverwriteFormat: OVERWRITE_FORMAT });
  await advance(10);

  const { files } = theJob();
  expect(files).toHaveLength(3);
  for (const { key, bytes, synthetic } of files) {
    const path = emulator.store.pathOf(SNAPSHOT_BUCKET, key);
    expect(await readMedia(ffmpeg, path)).toMatchObject({ width: 320, height: 180, videoCodec: "mjpeg" });
    expect((await decode(ffmpeg, path)).complaints).toBe("");
    const object = emulator.store.object(SNAPSHOT_BUCKET, key);
    expect([object.contentType, object.headers, object.blob.size, synthetic]).toEqual([
      "image/jpeg",
      { "x-oss-meta-synthetic": "true" },
      bytes,
      true,
    ]);
  }
});

it("while the stream is away no picture is taken; when it is back, the next one when it is due", async () => {
  await submit({ TimeInterval: 20 });
  await advance(25);
  emulator.streams.stopSynthetic("live", "show");
  await advance(10);
  emulator.streams.startSynthetic("live", "show");
  await advance(5);
  emulator.streams.stopSynthetic("live", "show");
  await advance(100);
  emulator.streams.startSynthetic("live", "show");
  await advance(20);

  expect(seconds()).toEqual([0, 20, 40, 140, 160]);
  expect(theJob().status).toBe("started");
});

it("after stop no picture is taken; after start one at once, numbered on", async () => {
  const jobId = await submit();
  await advance(15);
  await calls.command(jobId, "stop");
  await advance(HOUR_SECONDS);
  await calls.command(jobId, "start");
  await advance(10);

  expect(seconds()).toEqual([0, 10, 15 + HOUR_SECONDS, 25 + HOUR_SECONDS]);
  expect(theJob().files.map(({ key }) => /\/(\d+)_/.exec(key)?.[1])).toEqual(["1", "2", "3", "4"]);
  expect(theJob().pictures).toBe(4);
});

it("a restart within the same second overwrites no picture", async () => {
  const jobId = await submit({ SequenceFormat: "{UnixTimestamp}.jpg" });
  await calls.command(jobId, "restart");
  await emulator.settled();

  expect(seconds()).toEqual([0, 1]);
  expect(emulator.store.listObjects(SNAPSHOT_BUCKET)).toHaveLength(2);
});

it("a clock that flows many times as fast leaves no picture out", async () => {
  await submit({ TimeInterval: 5 });
  emulator.clock.setScale(3600);
  emulator.clock.resume();
  await vi.waitFor(() => expect(seconds().length).toBeGreaterThan(100), { timeout: 20_000 });
  emulator.clock.freeze();
  emulator.clock.setScale(1);
  await emulator.settled();

  expect(seconds()).toEqual(seconds().map((_, index) => index * 5));
});

it("a picture that the disk refuses is told in the job, and the next one is taken", async () => {
  const jobId = await submit();
  emulator.faults.add({ kind: "disk-full", jobId, count: 1 });
  await advance(20);

  expect(seconds()).toEqual([0, 20]);
  expect(theJob().timeline.filter(({ event }) => event === "problem")).toMatchObject([
    { detail: "A picture was not stored: ENOSPC: no space left on device (fault disk-full)" },
  ]);
});

it("a bucket that is gone is told in the job, which stays started", async () => {
  await submit();
  for (const { key } of emulator.store.listObjects(SNAPSHOT_BUCKET)) {
    await emulator.store.deleteObject(SNAPSHOT_BUCKET, key);
  }
  emulator.store.deleteBucket(SNAPSHOT_BUCKET);
  await advance(10);

  expect(theJob()).toMatchObject({ status: "started", pictures: 2 });
  expect(theJob().timeline.at(-1)).toMatchObject({
    event: "problem",
    detail: expect.stringMatching(/^A picture was not stored: /),
  });
});

it("a forbidden stream is pictured again when it is allowed", async () => {
  emulator.streams.stopSynthetic("live", "show");
  emulator.streams.startSynthetic("live", "show", { reconnectAfterSeconds: 5 });
  await submit();
  await emulator.streams.forbid("live", "show");
  await advance(60);
  expect(seconds()).toEqual([0]);
  await emulator.streams.allow("live", "show");
  await advance(5);

  expect(seconds()).toEqual([0, 65]);
});
