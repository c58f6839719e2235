import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Ffmpeg, findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { decode } from "./mediaHarness";
import { createCaller } from "./rpcSupport";

const JOBS = 50;
const RECORDED_SECONDS = 6;
const PATIENCE = { timeout: 30_000, interval: 100 };

let ffmpeg: Ffmpeg;
let emulator: Emulator;
let publisher: Publisher;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  emulator = await startEmulator();
  publisher = await startPublisher({ ffmpeg, url: `${emulator.rtmp}/live/show`, width: 320, height: 180 });
});

afterAll(async () => {
  await publisher.stop();
  await emulator.stop();
});

it("50 jobs that record one publisher at once have 50 correct files, with the same media", async () => {
  emulator.store.createBucket("recordings");
  const call = createCaller(emulator);
  const began = performance.now();
  for (let index = 0; index < JOBS; index++) {
    await call("SubmitLiveRecordJob", {
      Name: `job-${index}`,
      TemplateId: "00000000-0000-4000-8000-0000000000a2",
      StreamInput: { Type: "rtmp", Url: `${emulator.rtmp}/live/show` },
      RecordOutput: { Type: "oss", Bucket: "recordings" },
    });
  }
  await vi.waitFor(
    () => expect(emulator.jobs().map(({ status }) => status)).toEqual(Array(JOBS).fill("started")),
    PATIENCE,
  );
  const startedSeconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, RECORDED_SECONDS * 1000));
  await publisher.stop();
  await vi.waitFor(
    () =>
      expect(emulator.jobs().map(({ timeline }) => timeline.at(-1)?.event)).toEqual(
        Array(JOBS).fill("interrupted"),
      ),
    PATIENCE,
  );
  emulator.clock.advance(180_000);
  await emulator.settled();

  const jobs = emulator.jobs();
  expect(jobs.map(({ status, files }) => [status, files.length])).toEqual(Array(JOBS).fill(["paused", 1]));
  for (const { name, timeline, files } of jobs) {
    expect(
      timeline.map(({ event }) => event),
      name,
    ).toEqual(["submitted", "started", "interrupted", "file", "ended"]);
    const [file] = files;
    const decoded = await decode(ffmpeg, emulator.store.pathOf("recordings", file?.key ?? ""));
    expect(decoded.complaints, name).toBe("");
    expect(file?.durationSeconds, name).toBeGreaterThanOrEqual(RECORDED_SECONDS);
    expect(file?.durationSeconds, name).toBeLessThan(RECORDED_SECONDS + startedSeconds + 5);
    expect(Math.abs(decoded.seconds - (file?.durationSeconds ?? 0)), name).toBeLessThan(0.1);
    expect(Math.abs(decoded.frames / 25 - decoded.seconds), name).toBeLessThan(0.1);
  }
});
