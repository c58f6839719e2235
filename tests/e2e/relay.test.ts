import {
  type Ffmpeg,
  findFfmpeg,
  type Publisher,
  readMedia,
  startPublisher,
} from "pulumi-alicloud-ice-emulator";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { succeeded } from "../support/localStack";
import { PRESET_BUCKET, startOver } from "../support/presetJob";
import { Stack } from "../support/stack";

const WINDOW_SECONDS = 8;
const PRESET_FLV = "00000000-0000-4000-8000-0000000000a3";
const PRESET_RELAY = "000000000000400080000000000000b1";
const FORBIDDING = ["ForbidLiveStream", "ResumeLiveStream"];

const ims = useLocalIms({ streamWindowSeconds: WINDOW_SECONDS });
let ffmpeg: Ffmpeg;
let publisher: Publisher;
let stack: Stack;
beforeAll(async () => {
  ffmpeg = await findFfmpeg();
});
beforeEach(async () => {
  await startOver(ims());
  publisher = await startPublisher({ ffmpeg, url: url(), width: 320, height: 180 });
});
afterEach(async () => {
  await publisher.stop();
  await stack.remove();
});

function url(): string {
  return `${ims().rtmp}/live/show`;
}

function relayedProgram(args: string): string {
  return `
    const ice = require("pulumi-alicloud-ice");
    const show = new ice.RelayedLiveRecording("show", {
      templateId: "${PRESET_FLV}",
      streamInput: { type: "rtmp", url: "${url()}" },
      recordOutput: { type: "oss", bucket: "${PRESET_BUCKET}" },
      waitFor: "started",
      ${args}
    });
    exports.recordJob = show.recordJob.id;
    exports.transcodeJob = show.transcodeJob.id;
  `;
}

async function createStack(args: string): Promise<Stack> {
  return Stack.create({
    program: relayedProgram(args),
    config: configFor(ims()),
    secretConfig: secretConfigFor(ims()),
  });
}

function isOnAir(stream: string): boolean {
  return ims()
    .streams.online()
    .some((online) => online.stream === stream);
}

it("a relayed recording is ended by stopping its relay alone: the stream and its publisher notice nothing", async () => {
  stack = await createStack("");
  succeeded(await stack.up());
  const { recordJob, transcodeJob } = (await stack.outputs()) as { recordJob: string; transcodeJob: string };
  expect(isOnAir(transcodeJob)).toBe(true);
  expect(recordingJobs(ims()).map(({ jobId }) => jobId)).toEqual([recordJob]);
  succeeded(await stack.run("up", "--yes", "--expect-no-changes"));
  succeeded(await stack.refresh("--expect-no-changes"));
  const attempts = publisher.attempts();

  const destroyed = await stack.destroy();

  succeeded(destroyed);
  expect(destroyed.output).toContain(`transcode job ${transcodeJob}, is stopped`);
  expect(stack.export().resources).toEqual([]);
  const [job] = ims().jobs();
  expect(job).toMatchObject({ jobId: recordJob, status: "paused" });
  expect(job?.timeline.map(({ event }) => event)).toEqual([
    "submitted",
    "started",
    "interrupted",
    "file",
    "ended",
  ]);
  const media = await readMedia(ffmpeg, ims().store.pathOf(PRESET_BUCKET, job?.files[0]?.key ?? ""));
  expect(media).toMatchObject({ width: 320, height: 180 });
  expect(callsOf(ims(), ...FORBIDDING)).toBe(0);
  expect(callsOf(ims(), "SendLiveTranscodeJobCommand")).toBe(1);
  expect(ims().transcodeJobs()).toEqual([]);
  expect(isOnAir("show")).toBe(true);
  expect(isOnAir(transcodeJob)).toBe(false);
  expect(publisher.attempts()).toBe(attempts);
});

it("relay and recording change in place together, and are replaced together in one up", async () => {
  const args = `transcodeTemplateId: "${PRESET_RELAY}",`;
  stack = await createStack(args);
  succeeded(await stack.up());
  const before = (await stack.outputs()) as { recordJob: string; transcodeJob: string };

  const stopping = `${args} onReplace: "stop", onEnded: "restart",`;
  stack.writeProgram(relayedProgram(stopping));
  const preview = await stack.preview();
  expect(preview.output).toContain("2 to update");
  expect(preview.output).not.toContain("replace");
  succeeded(await stack.up());
  expect(await stack.outputs()).toEqual(before);
  succeeded(await stack.up("--expect-no-changes"));

  stack.writeProgram(relayedProgram(`${stopping} triggers: { take: "2" },`));
  const replaced = await stack.up();
  succeeded(replaced);
  const after = (await stack.outputs()) as { recordJob: string; transcodeJob: string };
  expect(after.recordJob).not.toBe(before.recordJob);
  expect(after.transcodeJob).not.toBe(before.transcodeJob);
  expect(recordingJobs(ims()).map(({ jobId }) => jobId)).toEqual([after.recordJob]);
  expect(
    ims()
      .transcodeJobs()
      .map(({ jobId, status }) => [jobId, status]),
  ).toEqual([[after.transcodeJob, 1]]);
  expect(callsOf(ims(), ...FORBIDDING)).toBe(0);
  succeeded(await stack.up("--expect-no-changes"));
  succeeded(await stack.destroy());
  expect(recordingJobs(ims())).toEqual([]);
  expect(isOnAir("show")).toBe(true);
});

it("a replacement of a relayed recording that goes on is refused at preview, and nothing is changed", async () => {
  stack = await createStack("");
  succeeded(await stack.up());
  const before = await stack.outputs();
  stack.writeProgram(relayedProgram('triggers: { take: "2" },'));
  const refused = await stack.preview();
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain("still records");
  expect(callsOf(ims(), "SendLiveTranscodeJobCommand", ...FORBIDDING)).toBe(0);
  expect(await stack.outputs()).toEqual(before);
});
