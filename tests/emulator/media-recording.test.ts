import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Ffmpeg, findFfmpeg, readMedia } from "../../emulator/src/media/ffmpeg";
import { type Origin, startOrigin } from "../../emulator/src/media/origin";
import { startPublisher } from "../../emulator/src/media/publisher";
import { Pull } from "../../emulator/src/media/pull";
import { decode, FolderStorage, pulling, stage, WINDOW } from "./mediaHarness";

const SMALL = { width: 320, height: 180, framesPerSecond: 25, gopSeconds: 1 };
const GOP_SECONDS = SMALL.gopSeconds;
let ffmpeg: Ffmpeg;
let origin: Origin;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  origin = await startOrigin({ host: "127.0.0.1", port: 0 });
});

afterAll(() => origin.close());

test("a pull whose folder is gone ends without a piece", async ({ expect, onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), "ice-pull-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, "ffmpeg");
  await writeFile(script, '#!/bin/sh\necho "Output #0" >&2\nexec sleep 60\n', { mode: 0o755 });
  const told: string[] = [];
  const pieces = join(folder, "pieces");
  const fake: Ffmpeg = { path: script, version: "0", source: "PATH" };
  const address = { url: "rtmp://127.0.0.1:1/a/s", tcUrl: "rtmp://127.0.0.1:1/a" };
  let opened: () => void = () => {};
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const pull = new Pull(fake, address, pieces, 0, {
    opened,
    piece: () => told.push("piece"),
    lost: (error) => told.push(`lost ${"code" in error ? error.code : ""}`),
    closed: () => told.push("closed"),
  });
  await open;
  await rm(pieces, { recursive: true });
  pull.kill();
  await pull.stop();

  expect(told).toEqual(["lost ENOENT", "closed"]);
});

describe.concurrent("a recording", () => {
  test("has every picture of the stream in every format, cut by cycle", async ({
    expect,
    onTestFinished,
  }) => {
    const url = `${origin.url}/live/formats?auth_key=1-0-0-secret`;
    const { log, storage, spool, recording, put } = await stage({
      ffmpeg,
      origin,
      url,
      formats: [
        {
          Format: "m3u8",
          SliceDuration: 2,
          CycleDuration: 4,
          SliceOssObjectPrefix: "ts/{UnixTimestamp}_{Sequence}",
        },
        {
          Format: "m3u8",
          SliceDuration: 3,
          CycleDuration: 100,
          OssObjectPrefix: "all/{StartTime}_{EndTime}",
        },
        { Format: "mp4", CycleDuration: 4 },
        { Format: "flv", CycleDuration: 100 },
      ],
    });
    onTestFinished(put);
    const publisher = await startPublisher({ ffmpeg, url, ...SMALL });
    onTestFinished(() => publisher.stop());
    await log.untilCount("sliceStored", 5);
    await recording.close();

    expect(log.problems).toEqual([]);
    expect(log.states).toEqual(["started", "ended"]);
    expect(log.end).toBe("closed");
    const [firstMp4, secondMp4, ...moreMp4] = log.filesOf("mp4");
    const [flv, ...moreFlv] = log.filesOf("flv");
    const [firstM3u8, secondM3u8, allM3u8] = log
      .filesOf("m3u8")
      .sort((one, other) => (one.key < other.key ? 1 : -1));
    if (!firstMp4 || !secondMp4 || !flv || !firstM3u8 || !secondM3u8 || !allM3u8) {
      throw new Error(`files are missing: ${log.files.map((file) => file.key).join(", ")}`);
    }
    expect([moreMp4, moreFlv, log.filesOf("m3u8").length]).toEqual([[], [], 3]);
    expect(Math.abs(firstMp4.durationSeconds - 4)).toBeLessThanOrEqual(GOP_SECONDS);
    expect(firstMp4.startTime).toBe(flv.startTime);
    expect(secondMp4.endTime).toBe(flv.endTime);
    const spanSeconds = (flv.endTime - flv.startTime) / 1000;
    expect(Math.abs(flv.durationSeconds - spanSeconds)).toBeLessThanOrEqual(GOP_SECONDS);

    let mp4Frames = 0;
    for (const file of log.files) {
      const path = storage.pathOf(file.key);
      const decoded = await decode(ffmpeg, path);
      expect(decoded.complaints, file.key).toBe("");
      expect(Math.abs(decoded.seconds - file.durationSeconds), file.key).toBeLessThan(0.1);
      expect(Math.abs(decoded.frames / SMALL.framesPerSecond - file.durationSeconds), file.key).toBeLessThan(
        0.1,
      );
      const info = await readMedia(ffmpeg, path);
      expect([info.width, info.height, file.width, file.height], file.key).toEqual([320, 180, 320, 180]);
      expect(Math.abs(info.durationSeconds - file.durationSeconds), file.key).toBeLessThan(0.1);
      expect([info.videoCodec, info.audioCodec], file.key).toEqual(["h264", "aac"]);
      mp4Frames += file.format === "mp4" ? decoded.frames : 0;
    }
    const frames = (await decode(ffmpeg, storage.pathOf(flv.key))).frames;
    expect(mp4Frames).toBe(frames);
    expect((await decode(ffmpeg, storage.pathOf(allM3u8.key))).frames).toBe(frames);

    const stored = await Promise.all(log.slices.map((slice) => readFile(storage.pathOf(slice.key))));
    expect(stored.map((bytes) => bytes.length)).toEqual(log.slices.map((slice) => slice.bytes));
    expect(new Set(log.slices.map((slice) => slice.key)).size).toBe(log.slices.length);
    expect(existsSync(spool) ? await readdir(spool) : []).toEqual([]);
  });

  test("goes on in the same file after a gap shorter than the window, and ends after a longer one", async ({
    expect,
    onTestFinished,
  }) => {
    const url = `${origin.url}/live/gap`;
    const { log, clock, storage, put } = await stage({
      ffmpeg,
      origin,
      url,
      formats: [{ Format: "m3u8", SliceDuration: 5 }, { Format: "mp4" }, { Format: "flv" }],
    });
    onTestFinished(put);
    const publisher = await startPublisher({ ffmpeg, url, ...SMALL, reconnectAfterSeconds: 0.3 });
    onTestFinished(() => publisher.stop());
    await new Promise((resolve) => setTimeout(resolve, 1500));

    await origin.forbid("live", "gap");
    await log.untilCount("interrupted");
    await log.untilCount("sliceStored");
    clock.advance(WINDOW - 60_000);
    await origin.allow("live", "gap");
    await log.untilCount("resumed");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(log.files).toEqual([]);

    const attempts = publisher.attempts();
    await origin.forbid("live", "gap");
    expect(origin.onlineStreams().filter((online) => online.stream === "gap")).toEqual([]);
    await log.untilCount("interrupted", 2);
    clock.advance(WINDOW - 5_000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(publisher.attempts()).toBeGreaterThan(attempts + 1);
    expect(publisher.publishing).toBe(false);
    expect(log.states).toEqual(["started", "interrupted", "resumed", "interrupted"]);
    clock.advance(5_000);
    await log.untilCount("ended");

    expect(log.end).toBe("stream-lost");
    expect(log.names.at(-1)).toBe("ended");
    expect(log.problems).toEqual([]);
    expect(log.files.map((file) => file.format).sort()).toEqual(["flv", "m3u8", "mp4"]);
    const counts = new Set<number>();
    for (const file of log.files) {
      expect(file.endTime - file.startTime, file.key).toBeGreaterThanOrEqual(WINDOW - 60_000);
      const decoded = await decode(ffmpeg, storage.pathOf(file.key));
      expect(decoded.complaints, file.key).toBe("");
      expect(Math.abs(decoded.frames / SMALL.framesPerSecond - file.durationSeconds), file.key).toBeLessThan(
        0.15,
      );
      counts.add(decoded.frames);
    }
    expect(counts.size).toBe(1);
    const playlist = log.filesOf("m3u8")[0]?.key ?? "";
    expect((await readFile(storage.pathOf(playlist), "utf8")).match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(
      1,
    );

    await origin.allow("live", "gap");
    await expect.poll(() => publisher.publishing, { timeout: 5_000 }).toBe(true);
    expect(log.names.at(-1)).toBe("ended");
  });

  test("ends without a file when the stream never comes within the window", async ({
    expect,
    onTestFinished,
  }) => {
    const url = `${origin.url}/live/never`;
    const { log, clock, put } = await stage({ ffmpeg, origin, url, formats: [{ Format: "mp4" }] });
    onTestFinished(put);
    clock.advance(WINDOW - 1_000);
    expect(log.names).toEqual([]);
    if (process.platform === "linux") {
      expect(await pulling("/live/never")).toEqual([]);
    }
    clock.advance(1_000);
    await log.untilCount("ended");
    expect(log.names).toEqual(["ended"]);
    expect(log.end).toBe("never-pulled");
  });

  test("of a stream without sound works in every format", async ({ expect, onTestFinished }) => {
    const url = `${origin.url}/live/silent`;
    const { log, storage, recording, put } = await stage({
      ffmpeg,
      origin,
      url,
      formats: [{ Format: "m3u8", SliceDuration: 5 }, { Format: "mp4" }, { Format: "flv" }],
    });
    onTestFinished(put);
    const publisher = await startPublisher({ ffmpeg, url, ...SMALL, audio: false });
    onTestFinished(() => publisher.stop());
    await log.untilCount("started");
    await publisher.stop();
    await log.untilCount("interrupted");
    await recording.close();
    expect(log.problems).toEqual([]);
    expect(log.files).toHaveLength(3);
    for (const file of log.files) {
      const decoded = await decode(ffmpeg, storage.pathOf(file.key));
      expect(decoded.complaints, file.key).toBe("");
      expect(decoded.frames, file.key).toBeGreaterThan(SMALL.framesPerSecond);
      expect((await readMedia(ffmpeg, storage.pathOf(file.key))).audioCodec, file.key).toBeUndefined();
    }
  });

  test.skipIf(process.platform !== "linux")(
    "survives kill -9 of its ffmpeg: nothing that was written is lost",
    async ({ expect, onTestFinished }) => {
      const url = `${origin.url}/live/killed`;
      const { log, storage, recording, put } = await stage({
        ffmpeg,
        origin,
        url,
        formats: [{ Format: "m3u8", SliceDuration: 1 }, { Format: "mp4" }],
      });
      onTestFinished(put);
      const publisher = await startPublisher({ ffmpeg, url, ...SMALL });
      onTestFinished(() => publisher.stop());
      await log.untilCount("sliceStored");
      const [ffmpegId, ...others] = await pulling("/live/killed");
      expect(others).toEqual([]);
      await log.untilCount("sliceStored", log.slices.length + 1);
      // Well inside the next group of pictures: what has come of it is kept too.
      await new Promise((resolve) => setTimeout(resolve, 500));
      process.kill(ffmpegId ?? 0, "SIGKILL");
      await log.untilCount("resumed");
      await log.untilCount("sliceStored", log.slices.length + 1);
      await recording.close();
      expect(log.problems).toEqual([]);
      expect(log.states).toEqual(["started", "interrupted", "resumed", "ended"]);
      const [mp4] = log.filesOf("mp4");
      const [m3u8] = log.filesOf("m3u8");
      expect(log.files).toHaveLength(2);
      const frames = (await decode(ffmpeg, storage.pathOf(mp4?.key ?? ""))).frames;
      expect(frames).toBeGreaterThan(2 * SMALL.framesPerSecond);
      expect((await decode(ffmpeg, storage.pathOf(m3u8?.key ?? ""))).frames).toBe(frames);
      const playlist = await readFile(storage.pathOf(m3u8?.key ?? ""), "utf8");
      const lastBeforeKill = /#EXTINF:([\d.]+),\n.*\n#EXT-X-DISCONTINUITY/.exec(playlist)?.[1];
      expect(Number(lastBeforeKill)).toBeGreaterThan(0.1);
      expect(Number(lastBeforeKill)).toBeLessThan(0.95);
    },
  );

  test("pulls from a server elsewhere, by its host name, and hears of the end of the stream", async ({
    expect,
    onTestFinished,
  }) => {
    const elsewhere = await startOrigin({ host: "127.0.0.1", port: 0 });
    onTestFinished(() => elsewhere.close());
    const url = `rtmp://localhost:${elsewhere.port}/live/remote`;
    const { log, clock, put } = await stage({ ffmpeg, origin, url, formats: [{ Format: "mp4" }] });
    onTestFinished(put);
    const publisher = await startPublisher({ ffmpeg, url, ...SMALL });
    onTestFinished(() => publisher.stop());
    expect(elsewhere.onlineStreams()).toMatchObject([{ app: "live", stream: "remote", domain: "localhost" }]);
    await log.untilCount("started");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await publisher.stop();
    await log.untilCount("interrupted");
    clock.advance(WINDOW);
    await log.untilCount("ended");
    expect(log.end).toBe("stream-lost");
    expect(log.files).toMatchObject([{ format: "mp4", width: 320, height: 180 }]);
  });

  test("tells what could not be stored and still ends in order", async ({ expect, onTestFinished }) => {
    class FullStorage extends FolderStorage {
      override async putFile(): Promise<void> {
        throw new Error("no space left on device");
      }
    }
    const url = `${origin.url}/live/full?auth_key=1-0-0-secret`;
    const { log, clock, put } = await stage({
      ffmpeg,
      origin,
      url,
      formats: [{ Format: "m3u8", SliceDuration: 1 }, { Format: "mp4" }],
      storage: (folder) => new FullStorage(folder),
    });
    onTestFinished(put);
    const publisher = await startPublisher({ ffmpeg, url, ...SMALL });
    await log.untilCount("problem");
    await publisher.stop();
    await log.untilCount("interrupted");
    clock.advance(WINDOW);
    await log.untilCount("ended");
    expect(log.end).toBe("stream-lost");
    expect(log.files).toEqual([]);
    expect(log.problems.join("\n")).toContain("no space left on device");
    expect(log.problems.join("\n")).not.toContain("secret");
  });
});
