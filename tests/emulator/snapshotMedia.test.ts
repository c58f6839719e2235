import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Ffmpeg, findFfmpeg, readMedia } from "../../emulator/src/media/ffmpeg";
import { JpegParts } from "../../emulator/src/media/jpegParts";
import { PictureTimes } from "../../emulator/src/media/pictureTimes";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { decode } from "./mediaHarness";
import type { Fields } from "./rpcSupport";
import { OVERWRITE_FORMAT, SNAPSHOT_BUCKET, type SnapshotCalls, snapshotCalls } from "./snapshotCalls";

const PATIENCE = { timeout: 30_000, interval: 50 };

let ffmpeg: Ffmpeg;
let emulator: Emulator;
let calls: SnapshotCalls;
let publisher: Publisher | undefined;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  emulator = await startEmulator({ seed: { buckets: [SNAPSHOT_BUCKET] } });
  calls = snapshotCalls(emulator);
});

afterEach(async () => {
  await publisher?.stop();
  await emulator.reset();
});

afterAll(() => emulator.stop());

function streamUrl(): string {
  return `${emulator.rtmp}/live/show?auth_key=secret`;
}

async function publish(): Promise<void> {
  publisher = await startPublisher({ ffmpeg, url: streamUrl(), width: 320, height: 180, gopSeconds: 1 });
  await vi.waitFor(() => expect(emulator.streams.online()).toHaveLength(1), PATIENCE);
}

async function submit(template: Fields = {}): Promise<string> {
  const TemplateId = await calls.createTemplate({ TimeInterval: 5, ...template });
  return await calls.submit({ TemplateId, StreamInput: { Type: "rtmp", Url: streamUrl() } });
}

function theJob(): ReturnType<Emulator["snapshotJobs"]>[number] {
  const [job] = emulator.snapshotJobs();
  if (job === undefined) {
    throw new Error("there is no job");
  }
  return job;
}

async function untilPictures(count: number): Promise<void> {
  await vi.waitFor(() => expect(theJob().pictures).toBeGreaterThanOrEqual(count), PATIENCE);
  await emulator.settled();
}

it("a pushed stream is pictured at its key frames: every picture decodes and has the stream's size", async () => {
  await publish();
  await submit({ OverwriteFormat: OVERWRITE_FORMAT });
  await untilPictures(1);
  // Nothing speeds up a pushed stream; the time between two pictures is the clock's.
  for (const count of [2, 3]) {
    emulator.clock.advance(5000);
    await untilPictures(count);
  }

  const sequence = theJob().files.filter(({ isOverlay }) => !isOverlay);
  expect(sequence.length).toBeGreaterThanOrEqual(3);
  for (const { key, bytes, synthetic } of theJob().files) {
    const path = emulator.store.pathOf(SNAPSHOT_BUCKET, key);
    expect(await readMedia(ffmpeg, path), key).toMatchObject({
      width: 320,
      height: 180,
      videoCodec: "mjpeg",
    });
    expect((await decode(ffmpeg, path)).complaints, key).toBe("");
    expect([emulator.store.object(SNAPSHOT_BUCKET, key).contentType, synthetic]).toEqual([
      "image/jpeg",
      undefined,
    ]);
    expect(bytes).toBeGreaterThan(1000);
  }
  const gaps = sequence.map(({ createTimestamp }, index) =>
    index === 0 ? 5000 : createTimestamp - (sequence[index - 1]?.createTimestamp ?? 0),
  );
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4000);
  const contents = new Set(sequence.map(({ key }) => emulator.store.object(SNAPSHOT_BUCKET, key).blob.md5));
  expect(contents.size).toBe(sequence.length);
});

it("a publisher that leaves and comes back is pictured again, and meanwhile the job stays started", async () => {
  await publish();
  await submit();
  await untilPictures(1);
  await publisher?.stop();
  await vi.waitFor(() => expect(theJob().timeline.at(-1)?.event).toBe("interrupted"), PATIENCE);
  expect(theJob().status).toBe("started");

  const before = theJob().pictures;
  emulator.clock.advance(5000);
  await publish();
  await untilPictures(before + 1);
  expect(theJob().timeline.map(({ event }) => event)).toEqual([
    "submitted",
    "started",
    "interrupted",
    "resumed",
  ]);
});

it("after stop the stream is pulled no more", async () => {
  await publish();
  const jobId = await submit();
  await untilPictures(1);
  await calls.command(jobId, "stop");
  await emulator.settled();
  const { pictures } = theJob();
  emulator.clock.advance(60_000);
  await new Promise((resolve) => setTimeout(resolve, 2000));

  expect(theJob()).toMatchObject({ status: "paused", pictures });
});

it("pictures are due at once, then each interval, and never twice for one", () => {
  const times = new PictureTimes(5);
  const taken: number[] = [];
  for (const keyFrame of [1000, 3000, 5000, 7000, 9000, 11_000, 31_500, 32_000, 36_000]) {
    if (keyFrame >= times.next(keyFrame)) {
      times.taken(keyFrame);
      taken.push(keyFrame);
    }
  }

  expect(taken).toEqual([1000, 7000, 11_000, 31_500, 36_000]);
});

it("pictures are taken apart however they are cut on their way", () => {
  const pictures = [
    Buffer.from([0xff, 0xd8, 13, 10, 13, 10, 0xff, 0xd9]),
    Buffer.from("two"),
    Buffer.from("3"),
  ];
  const stream = Buffer.concat(
    pictures.flatMap((picture) => [
      Buffer.from(`--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: ${picture.length}\r\n\r\n`),
      picture,
      Buffer.from("\r\n"),
    ]),
  );
  for (const size of [1, 2, 7, 50, stream.length]) {
    const seen: Buffer[] = [];
    const parts = new JpegParts((jpeg) => seen.push(jpeg));
    for (let from = 0; from < stream.length; from += size) {
      parts.add(stream.subarray(from, from + size));
    }
    expect(seen, `pieces of ${size}`).toEqual(pictures);
  }
});
