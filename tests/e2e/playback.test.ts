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
import { configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { Stack } from "../support/stack";
import { waitUntil } from "../support/stackProcesses";

const GOP_SECONDS = 1;
const WIDTH = 320;
const HEIGHT = 180;
const MP4_CYCLE_SECONDS = 5;
const M3U8_CYCLE_SECONDS = 10;
const WINDOW_SECONDS = 60;
const GAP_MILLISECONDS = 2_000;
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

/** A program that records the stream with a job for each list of formats, and shows the files of `listedJobs`. */
function program(formats: Record<string, string>): string {
  const url = `${ims().rtmp}/live/show`;
  const jobs = Object.entries(formats).map(
    ([name, recordFormats]) => `
      jobs.push(new ice.LiveRecordJob("${name}", {
        templateId: new ice.LiveRecordTemplate("${name}", { recordFormats: ${recordFormats} }).id,
        streamInput: { type: "rtmp", url: "${url}" },
        recordOutput: { type: "oss", bucket: bucket.id, endpoint: bucket.extranetEndpoint },
        waitFor: "started",
      }));`,
  );
  return `
    const ice = require("pulumi-alicloud-ice");
    const bucket = new ice.Bucket("recordings", { acl: "public-read" });
    const jobs = [];
    ${jobs.join("\n")}
    exports.files = ice.listLiveRecordFilesOutput({ jobIds: jobs.map((job) => job.id) });
  `;
}

async function publish(): Promise<void> {
  const url = `${ims().rtmp}/live/show`;
  publisher = await startPublisher({ ffmpeg, url, width: WIDTH, height: HEIGHT, gopSeconds: GOP_SECONDS });
}

async function record(formats: Record<string, string>): Promise<void> {
  await publish();
  stack = await Stack.create({
    program: program(formats),
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
  });
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
}

async function until(what: string, holds: (job: JobReport) => boolean): Promise<void> {
  await waitUntil(what, () => ims().jobs().every(holds) || undefined, MEDIA_LIMIT_MILLISECONDS);
}

function told(job: JobReport, event: string): boolean {
  return job.timeline.some((entry) => entry.event === event);
}

async function endOfStream(): Promise<void> {
  await publisher.stop();
  await until("The end of the pull", (job) => job.timeline.map(({ event }) => event).filter((e) => /interr|resu|start/.test(e)).at(-1) === "interrupted");
  ims().clock.advance(WINDOW_SECONDS * 1_000);
  await until("The end of the job", (job) => job.status === "paused");
}
it("probe", async () => {
  await record({ hls: '[{ format: "m3u8", sliceDuration: 5, cycleDuration: 10, sliceOssObjectPrefix: "s/{JobId}/{UnixTimestamp}_{Sequence}" }]', mp4: '[{ format: "mp4", cycleDuration: 5 }]' });
  await until("files", (job) => job.files.length >= (job.files[0]?.format === "mp4" ? 2 : 1));
  await delay(2000);
  await endOfStream();
  console.log(JSON.stringify(ims().jobs(), null, 1));
  const r = await stack.up();
  const files = (await stack.outputs()).files as {recordUrl: string, duration: number}[];
  console.log(files);
  for (const f of files) {
    console.log(f.recordUrl, f.duration, await readMedia(ffmpeg, f.recordUrl));
    console.log(await promisify(execFile)(ffmpeg.path, ["-v","error","-nostats","-progress","pipe:1","-i", f.recordUrl, "-f", "null", "-"]).then(({stdout,stderr})=>({o: stdout.split("\n").slice(-14), stderr})));
  }
});
