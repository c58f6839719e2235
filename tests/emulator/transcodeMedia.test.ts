import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { type Ffmpeg, findFfmpeg, readMedia } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { decode } from "./mediaHarness";
import { createCaller, type Fields } from "./rpcSupport";

const HOUR_SECONDS = 3600;
const WINDOW_SECONDS = 180;
const PATIENCE = { timeout: 40_000, interval: 100 };
const run = promisify(execFile);

let ffmpeg: Ffmpeg;
let emulator: Emulator;
let call: ReturnType<typeof createCaller>;
let publisher: Publisher | undefined;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  emulator = await startEmulator({ streamWindowSeconds: WINDOW_SECONDS });
  call = createCaller(emulator);
});

afterAll(() => emulator.stop());

afterEach(async () => {
  await publisher?.stop();
  publisher = undefined;
  emulator.clock.resume();
  await emulator.reset();
});

interface Relay {
  readonly jobId: string;
  readonly outputUrl: string;
}

async function relay(template: Fields, inputUrl: string, fields: Fields = {}): Promise<Relay> {
  const { TemplateId } = await call("CreateLiveTranscodeTemplate", { Name: "t", ...template });
  const { JobId } = await call("SubmitLiveTranscodeJob", {
    Name: "relay",
    TemplateId,
    StartMode: 0,
    StreamInput: { Type: "rtmp", InputUrl: inputUrl },
    TranscodeOutput: { Type: "LiveCenter" },
    ...fields,
  });
  const { Job } = await call("GetLiveTranscodeJob", { JobId });
  const { OutputStream } = Job as { OutputStream: { StreamInfos: { OutputUrl: string }[] } };
  return { jobId: JobId as string, outputUrl: OutputStream.StreamInfos[0]?.OutputUrl ?? "" };
}

async function record(streamUrl: string): Promise<string> {
  if (!emulator.store.hasBucket("recordings")) {
    emulator.store.createBucket("recordings");
  }
  const { TemplateId } = await call("CreateLiveRecordTemplate", {
    Name: "mp4",
    RecordFormat: [{ Format: "mp4" }],
  });
  const { JobId } = await call("SubmitLiveRecordJob", {
    Name: "show",
    TemplateId,
    StreamInput: { Type: "rtmp", Url: streamUrl },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
  });
  return JobId as string;
}

async function publish(): Promise<string> {
  const url = `${emulator.rtmp}/live/show`;
  publisher = await startPublisher({ ffmpeg, url, width: 640, height: 360, reconnectAfterSeconds: 1 });
  return url;
}

function eventsOf(jobId: string): string[] {
  const job = emulator.transcodeJobs().find((candidate) => candidate.jobId === jobId);
  return job?.timeline.map(({ event }) => event) ?? [];
}

function recordJob(jobId: string): ReturnType<Emulator["jobs"]>[number] | undefined {
  return emulator.jobs().find((candidate) => candidate.jobId === jobId);
}

function isOnline(stream: string): boolean {
  return emulator.streams.online().some((online) => online.stream === stream);
}

const stop = (JobId: string): Promise<Fields> =>
  call("SendLiveTranscodeJobCommand", { JobId, Command: "stop" });

/** Advances the clock past the window, and waits until a recording has ended and stored its file. */
async function fileOfEnded(jobId: string): Promise<string> {
  await vi.waitFor(() => expect(recordJob(jobId)?.timeline.at(-1)?.event).toBe("interrupted"), PATIENCE);
  emulator.clock.advance(WINDOW_SECONDS * 1000);
  await vi.waitFor(() => expect(recordJob(jobId)?.status).toBe("paused"), PATIENCE);
  const key = recordJob(jobId)?.files[0]?.key;
  return emulator.store.pathOf("recordings", key ?? "");
}

async function pullFor(seconds: number, url: string): Promise<string> {
  const { stderr } = await run(ffmpeg.path, [
    ...["-hide_banner", "-nostdin", "-i", url, "-t", String(seconds), "-c", "copy"],
    ...["-f", "null", "-"],
  ]);
  return stderr;
}

it("a relay is recorded; its stop ends the recording after the window, and the original stream never notices", async () => {
  const input = await publish();
  const { jobId, outputUrl } = await relay({ Type: "origin" }, input);
  const recordJobId = await record(outputUrl);
  await vi.waitFor(() => expect(eventsOf(jobId)).toContain("streaming"), PATIENCE);
  await vi.waitFor(() => expect(recordJob(recordJobId)?.status).toBe("started"), PATIENCE);
  expect(await call("DescribeLiveStreamsOnlineList", { DomainName: "d", StreamType: "trans" })).toMatchObject(
    {
      TotalNum: 1,
      OnlineInfo: { LiveStreamOnlineInfo: [{ StreamName: jobId, Transcoded: "yes" }] },
    },
  );
  // So that there is something in the recording.
  await new Promise((resolve) => setTimeout(resolve, 4_000));

  const attempts = publisher?.attempts();
  await stop(jobId);
  expect(isOnline(jobId)).toBe(false);
  const path = await fileOfEnded(recordJobId);
  expect([publisher?.publishing, publisher?.attempts(), isOnline("show")]).toEqual([true, attempts, true]);
  expect(eventsOf(jobId)).toEqual(["submitted", "started", "streaming", "stopped"]);
  expect(emulator.requests().map(({ action }) => action)).not.toContain("ForbidLiveStream");

  const media = await readMedia(ffmpeg, path);
  expect(media).toMatchObject({ width: 640, height: 360, videoCodec: "h264", audioCodec: "aac" });
  expect(media.durationSeconds).toBeGreaterThan(3);
  expect((await decode(ffmpeg, path)).complaints).toBe("");
  const now = Math.floor(emulator.clock.now() / 1000);
  const { Data } = await call("DescribeMeterImsSummary", { StartTs: now - 3600, EndTs: now + 1 });
  const [usage] = Data as { LiveTranscodeDuration: number; LiveRecordDuration: string }[];
  expect(usage?.LiveTranscodeDuration).toBeGreaterThanOrEqual(4);
  expect(Number(usage?.LiveRecordDuration)).toBeGreaterThanOrEqual(3);
});

it("a normal transcode has the size, rate, key frames, profile and bits of its template", async () => {
  const input = await publish();
  const { jobId, outputUrl } = await relay(
    {
      Type: "normal",
      TemplateConfig: {
        VideoParams: { Codec: "H.264", Width: "320", Bitrate: "300", Fps: "10", Gop: "20", Profile: "2" },
        AudioParams: { Codec: "AAC", Samplerate: "22050", Bitrate: "48", Channels: "1" },
      },
    },
    input,
  );
  await vi.waitFor(() => expect(eventsOf(jobId)).toContain("streaming"), PATIENCE);
  const recordJobId = await record(outputUrl);
  await vi.waitFor(() => expect(recordJob(recordJobId)?.status).toBe("started"), PATIENCE);
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  await stop(jobId);
  const path = await fileOfEnded(recordJobId);

  const media = await readMedia(ffmpeg, path);
  expect(media).toMatchObject({ width: 320, height: 180, videoCodec: "h264", sampleRate: 22_050 });
  const decoded = await decode(ffmpeg, path);
  expect(decoded.complaints).toBe("");
  expect(decoded.frames / decoded.seconds).toBeGreaterThan(9);
  expect(decoded.frames / decoded.seconds).toBeLessThan(11);
  const described = (await run(ffmpeg.path, ["-hide_banner", "-i", path]).catch((error) => error)) as {
    stderr: string;
  };
  expect(described.stderr).toMatch(/Video: h264 \(Main\)/);
  expect(described.stderr).toMatch(/Audio: aac.*22050 Hz, mono/);
  const kilobits = Number(/Video: .*? (\d+) kb\/s/.exec(described.stderr)?.[1]);
  expect(kilobits).toBeGreaterThan(200);
  expect(kilobits).toBeLessThan(400);
  const keys = await run(ffmpeg.path, [
    ...["-hide_banner", "-skip_frame", "nokey", "-i", path, "-map", "0:v", "-f", "null", "-"],
    ...["-vsync", "0"],
  ]).catch((error) => error as { stderr: string });
  const keyFrames = Number(/frame=\s*(\d+)(?!.*frame=)/s.exec(keys.stderr)?.[1]);
  expect(Math.abs(keyFrames - decoded.frames / 20)).toBeLessThanOrEqual(2);
});

it("audio-only leaves the sound", async () => {
  const input = await publish();
  const { jobId, outputUrl } = await relay({ Type: "audio-only" }, input);
  await vi.waitFor(() => expect(eventsOf(jobId)).toContain("streaming"), PATIENCE);

  const printed = await pullFor(1, outputUrl);
  expect(printed).toMatch(/Audio: aac/);
  expect(printed).not.toMatch(/Video: h264/);
});

it("a job whose input is not there waits, streams when it comes, and again when it was lost", async () => {
  const { jobId } = await relay({ Type: "origin" }, `${emulator.rtmp}/live/show`);
  expect(eventsOf(jobId)).toEqual(["submitted", "started"]);
  await publish();
  await vi.waitFor(() => expect(isOnline(jobId)).toBe(true), PATIENCE);
  await vi.waitFor(() => expect(eventsOf(jobId).at(-1)).toBe("streaming"), PATIENCE);

  await emulator.streams.disconnect("live", "show");
  await vi.waitFor(() => expect(eventsOf(jobId)).toContain("interrupted"), PATIENCE);
  await vi.waitFor(() => expect(eventsOf(jobId).at(-1)).toBe("streaming"), PATIENCE);
  await vi.waitFor(() => expect(isOnline(jobId)).toBe(true), PATIENCE);
  await stop(jobId);
  expect(isOnline(jobId)).toBe(false);
});

describe("on a synthetic stream", () => {
  it.each([
    { Type: "origin" },
    { Type: "normal", TemplateConfig: { VideoParams: { Width: "640", Fps: "25", Bitrate: "800" } } },
  ])("a relay of type $Type and its recording are rehearsed by the clock", async (template) => {
    emulator.clock.freeze();
    emulator.streams.startSynthetic("live", "show");
    const { jobId, outputUrl } = await relay(template, "rtmp://pull.example.invalid/live/show");
    const recordJobId = await record(outputUrl);
    expect(recordJob(recordJobId)?.status).toBe("started");

    emulator.clock.advance(2 * HOUR_SECONDS * 1000);
    await stop(jobId);
    emulator.clock.advance((WINDOW_SECONDS - 1) * 1000);
    await emulator.settled();
    expect(recordJob(recordJobId)?.status).toBe("started");
    emulator.clock.advance(1000);
    await emulator.settled();

    expect(recordJob(recordJobId)).toMatchObject({
      status: "paused",
      files: [{ durationSeconds: 2 * HOUR_SECONDS, synthetic: true }],
    });
    expect(emulator.streams.online()).toMatchObject([{ app: "live", stream: "show" }]);
    const now = Math.floor(emulator.clock.now() / 1000);
    expect(
      await call("DescribeMeterImsSummary", { StartTs: now - 3 * HOUR_SECONDS, EndTs: now + 1 }),
    ).toMatchObject({ Data: [{ LiveTranscodeDuration: 7200, LiveRecordDuration: "7200" }] });
  });

  it("the output comes and goes with its input, and with the times of a timed job", async () => {
    emulator.clock.freeze();
    const at = (seconds: number): string =>
      new Date(emulator.clock.now() + seconds * 1000).toISOString().replace(/\.\d+/, "");
    const { jobId } = await relay({ Type: "origin" }, "rtmp://any/live/show", {
      StartMode: 1,
      TimedConfig: { StartTime: at(HOUR_SECONDS), EndTime: at(3 * HOUR_SECONDS) },
    });
    emulator.streams.startSynthetic("live", "show");
    expect(isOnline(jobId)).toBe(false);
    emulator.clock.advance(HOUR_SECONDS * 1000);
    expect(isOnline(jobId)).toBe(true);

    emulator.streams.stopSynthetic("live", "show");
    expect(isOnline(jobId)).toBe(false);
    emulator.streams.startSynthetic("live", "show");
    expect(isOnline(jobId)).toBe(true);
    emulator.clock.advance(2 * HOUR_SECONDS * 1000);
    expect(isOnline(jobId)).toBe(false);
    expect(isOnline("show")).toBe(true);
    expect(eventsOf(jobId)).toEqual([
      "submitted",
      "started",
      "streaming",
      "interrupted",
      "streaming",
      "stopped",
    ]);
  });

  it("a disconnected output is back after a second, a forbidden one when it is allowed", async () => {
    emulator.clock.freeze();
    emulator.streams.startSynthetic("live", "show");
    const { jobId } = await relay({ Type: "origin" }, "rtmp://any/live/show");
    await emulator.streams.disconnect("transcode", jobId);
    expect(isOnline(jobId)).toBe(false);
    emulator.clock.advance(1000);
    expect(isOnline(jobId)).toBe(true);

    await emulator.streams.forbid("transcode", jobId);
    emulator.clock.advance(60_000);
    expect(isOnline(jobId)).toBe(false);
    await emulator.streams.allow("transcode", jobId);
    emulator.clock.advance(1000);
    expect(isOnline(jobId)).toBe(true);
  });

  it("audio-only says that nothing is left", async () => {
    emulator.clock.freeze();
    emulator.streams.startSynthetic("live", "show");
    const { jobId } = await relay({ Type: "audio-only" }, "rtmp://any/live/show");
    expect(isOnline(jobId)).toBe(false);
    expect(eventsOf(jobId)).toContain("problem");
  });
});
