import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import {
  type Ffmpeg,
  findFfmpeg,
  type JobReport,
  type Publisher,
  readMedia,
  startPublisher,
} from "pulumi-alicloud-ice-emulator";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { configFor, secretConfigFor, useLocalIms } from "../support/localIms";
import { Stack } from "../support/stack";

const GOP_SECONDS = 1;
const FRAMES_PER_SECOND = 25;
const WIDTH = 320;
const HEIGHT = 180;
const WINDOW_SECONDS = 60;
const GAP_SECONDS = 4;
const MEDIA_LIMIT_MILLISECONDS = 40_000;

const ims = useLocalIms({ streamWindowSeconds: WINDOW_SECONDS });
let ffmpeg: Ffmpeg;
let publisher: Publisher;
let stack: Stack;
beforeAll(async () => {
  ffmpeg = await findFfmpeg();
});
beforeEach(() => ims().reset());
afterEach(async () => {
  await publisher.stop();
  await stack.remove();
});

interface ListedFile {
  jobId: string;
  format: string;
  recordUrl: string;
  duration: number;
  width: number;
  height: number;
  startTime: string;
  endTime: string;
}

async function publish(): Promise<void> {
  const url = `${ims().rtmp}/live/show`;
  publisher = await startPublisher({
    ffmpeg,
    url,
    width: WIDTH,
    height: HEIGHT,
    framesPerSecond: FRAMES_PER_SECOND,
    gopSeconds: GOP_SECONDS,
  });
}

/** Publishes the stream and records it with one job for each list of formats, written as in a program. */
async function record(jobs: Record<string, string>): Promise<void> {
  const declared = Object.entries(jobs).map(
    ([name, recordFormats]) => `
      jobs.push(new ice.LiveRecordJob("${name}", {
        templateId: new ice.LiveRecordTemplate("${name}", { recordFormats: ${recordFormats} }).id,
        streamInput: { type: "rtmp", url: "${ims().rtmp}/live/show" },
        recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
        waitFor: "started",
      }));`,
  );
  const program = `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings", { acl: "public-read" });
    const jobs = [];
    ${declared.join("")}
    exports.files = ice.listLiveRecordFilesOutput({ jobIds: jobs.map((job) => job.id) });
  `;
  await publish();
  stack = await Stack.create({
    program,
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
  });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
}

async function until(what: string, holds: (job: JobReport) => boolean): Promise<void> {
  await waitUntil(what, () => ims().jobs().every(holds) || undefined, MEDIA_LIMIT_MILLISECONDS);
}

/** Milliseconds since the epoch of each such event. */
function timesOf(job: JobReport, event: string): number[] {
  return job.timeline.filter((entry) => entry.event === event).map(({ time }) => Date.parse(time));
}

async function stopPublishing(times: number): Promise<void> {
  await publisher.stop();
  await until("The loss of the stream", (job) => timesOf(job, "interrupted").length === times);
}

/** Lets the window pass, and answers what the program lists then, by time. */
async function listedFiles(): Promise<ListedFile[]> {
  ims().clock.advance(WINDOW_SECONDS * 1_000);
  await until("The end of the job", (job) => job.status === "paused");
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  const { files } = (await stack.outputs()) as { files: ListedFile[] };
  return files.sort((one, other) => Date.parse(one.startTime) - Date.parse(other.startTime));
}

/** Plays a file from its registered address to its end: it is what its registration says. */
async function expectToPlay(file: ListedFile): Promise<void> {
  expect(file).toMatchObject({ width: WIDTH, height: HEIGHT });
  const media = await readMedia(ffmpeg, file.recordUrl);
  expect(media).toMatchObject({ width: WIDTH, height: HEIGHT, videoCodec: "h264", audioCodec: "aac" });
  expect(media.durationSeconds).toBeCloseTo(file.duration, 1);
  const decode = [
    "-v",
    "warning",
    "-nostats",
    "-progress",
    "pipe:1",
    "-i",
    file.recordUrl,
    "-f",
    "null",
    "-",
  ];
  const { stdout, stderr } = await promisify(execFile)(ffmpeg.path, decode);
  expect(stderr).toBe("");
  const frames = Number(
    stdout
      .match(/frame=\s*(\d+)/g)
      ?.at(-1)
      ?.replace(/\D/g, ""),
  );
  expect(frames / FRAMES_PER_SECOND).toBeCloseTo(file.duration, 0);
}

function secondsOf(files: ListedFile[]): number {
  return files.reduce((sum, { duration }) => sum + duration, 0);
}

it("two jobs record one stream in two formats at once: every cycle plays back and lasts as long as declared", async () => {
  const cycleSeconds: Record<string, number> = { m3u8: 10, mp4: 5 };
  await record({
    hls: `[{ format: "m3u8", cycleDuration: ${cycleSeconds.m3u8}, sliceDuration: 5,
      sliceOssObjectPrefix: "slices/{JobId}/{UnixTimestamp}_{Sequence}" }]`,
    mp4: `[{ format: "mp4", cycleDuration: ${cycleSeconds.mp4} }]`,
  });
  await until("The first cycles", ({ files }) => files.length >= (files[0]?.format === "mp4" ? 2 : 1));
  await delay(2 * GOP_SECONDS * 1_000);
  await stopPublishing(1);

  const listed = await listedFiles();

  expect(ims().jobs()).toHaveLength(2);
  expect(listed).toHaveLength(
    ims()
      .jobs()
      .flatMap(({ files }) => files).length,
  );
  for (const job of ims().jobs()) {
    const files = listed.filter(({ jobId }) => jobId === job.jobId);
    const { format = "" } = files[0] ?? {};
    expect(files.map((file) => file.format)).toEqual(files.map(() => format));
    for (const file of files) {
      await expectToPlay(file);
    }
    for (const full of files.slice(0, -1)) {
      expect(Math.abs(full.duration - (cycleSeconds[format] ?? 0))).toBeLessThanOrEqual(GOP_SECONDS);
    }
    const [lost = 0] = timesOf(job, "interrupted");
    const [started = 0] = timesOf(job, "started");
    const [submitted = 0] = timesOf(job, "submitted");
    expect(secondsOf(files)).toBeGreaterThanOrEqual((lost - started) / 1_000 - GOP_SECONDS);
    expect(secondsOf(files)).toBeLessThanOrEqual((lost - submitted) / 1_000 + GOP_SECONDS);
  }
});

it("a gap shorter than the window goes on in the same file, which lasts as long as the stream was there", async () => {
  await record({
    both: `[{ format: "mp4" }, { format: "m3u8", sliceDuration: 5,
      sliceOssObjectPrefix: "slices/{JobId}/{UnixTimestamp}_{Sequence}" }]`,
  });
  await until("The first slice", ({ slices }) => slices.count >= 1);
  await stopPublishing(1);
  await delay(GAP_SECONDS * 1_000);
  const publishedAgain = ims().clock.now();
  await publish();
  await until("The stream's return", (job) => timesOf(job, "resumed").length === 1);
  await until("Another slice", ({ slices }) => slices.count >= 3);
  await stopPublishing(2);

  const listed = await listedFiles();

  expect(listed.map(({ format }) => format).sort()).toEqual(["m3u8", "mp4"]);
  const [job] = ims().jobs() as [JobReport];
  const [firstLoss = 0, secondLoss = 0] = timesOf(job, "interrupted");
  const [submitted = 0] = timesOf(job, "submitted");
  const [started = 0] = timesOf(job, "started");
  const [resumed = 0] = timesOf(job, "resumed");
  for (const file of listed) {
    await expectToPlay(file);
    const seen = (firstLoss - started + secondLoss - resumed) / 1_000;
    const pushed = (firstLoss - submitted + secondLoss - publishedAgain) / 1_000;
    expect(file.duration).toBeGreaterThanOrEqual(seen - 2 * GOP_SECONDS);
    expect(file.duration).toBeLessThanOrEqual(pushed + GOP_SECONDS);
    const span = (Date.parse(file.endTime) - Date.parse(file.startTime)) / 1_000;
    expect(span - file.duration).toBeGreaterThanOrEqual(GAP_SECONDS - GOP_SECONDS);
  }
});
