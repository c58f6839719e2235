import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ffmpeg, findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { type Origin, startOrigin } from "../../emulator/src/media/origin";
import { startPublisher } from "../../emulator/src/media/publisher";

const TINY = { width: 160, height: 90, framesPerSecond: 10 };
let ffmpeg: Ffmpeg;
let origin: Origin;

beforeAll(async () => {
  ffmpeg = await findFfmpeg();
  origin = await startOrigin({ host: "127.0.0.1", port: 0 });
});

afterAll(() => origin.close());

test("a stream is online while it is pushed, with what is known of its publisher", async () => {
  let changes = 0;
  const stop = origin.onChange(() => changes++);
  const before = Date.now();
  const publisher = await startPublisher({ ffmpeg, url: `${origin.url}/app/one?auth_key=k`, ...TINY });
  expect(origin.onlineStreams()).toEqual([
    {
      app: "app",
      stream: "one",
      publishedAt: expect.any(Number),
      domain: "127.0.0.1",
      clientIp: "127.0.0.1",
    },
  ]);
  expect(origin.onlineStreams()[0]?.publishedAt).toBeGreaterThanOrEqual(before);
  expect(origin.isOnline("app", "one")).toBe(true);
  await publisher.stop();
  await expect.poll(() => origin.onlineStreams()).toEqual([]);
  expect(changes).toBe(2);
  stop();
});

test("a disconnected publisher may come back, a forbidden one only when it is allowed again", async () => {
  const url = `${origin.url}/app/two`;
  const publisher = await startPublisher({ ffmpeg, url, ...TINY, reconnectAfterSeconds: 0.1 });
  await origin.disconnect("app", "two");
  expect(origin.isOnline("app", "two")).toBe(false);
  await expect.poll(() => origin.isOnline("app", "two"), { timeout: 5_000 }).toBe(true);

  await origin.forbid("app", "two");
  const attempts = publisher.attempts();
  let online = 0;
  const stop = origin.onChange(() => {
    online += origin.isOnline("app", "two") ? 1 : 0;
  });
  await expect.poll(() => publisher.attempts(), { timeout: 10_000 }).toBeGreaterThan(attempts + 3);
  expect(online).toBe(0);
  await origin.allow("app", "two");
  await expect.poll(() => publisher.publishing, { timeout: 5_000 }).toBe(true);
  stop();
  await publisher.stop();
});

test("a second publisher of a stream is refused and the first goes on", async () => {
  const url = `${origin.url}/app/three`;
  const first = await startPublisher({ ffmpeg, url, ...TINY });
  const published = origin.onlineStreams();
  await expect(startPublisher({ ffmpeg, url, ...TINY })).rejects.toThrow("refused");
  expect(origin.onlineStreams()).toEqual(published);
  expect(first.publishing).toBe(true);
  await first.stop();
});

test("bytes that are no RTMP end the connection and nothing else", async () => {
  const publisher = await startPublisher({ ffmpeg, url: `${origin.url}/app/four`, ...TINY });
  await new Promise<void>((resolve) => {
    const socket = connect(origin.port, "127.0.0.1", () => {
      // A handshake, then a command whose contents cannot be decoded.
      const command = Buffer.from([3, 0, 0, 0, 0, 0, 40, 20, 0, 0, 0, 0]);
      socket.write(Buffer.concat([Buffer.alloc(1 + 1536 * 2, 3), command, Buffer.alloc(64, 0xff)]));
      setTimeout(() => socket.destroy(), 300);
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
  expect(origin.isOnline("app", "four")).toBe(true);
  expect(publisher.publishing).toBe(true);
  await publisher.stop();
});

test("a port in use is named in the error", async () => {
  await expect(startOrigin({ host: "127.0.0.1", port: origin.port })).rejects.toThrow(
    `cannot listen on 127.0.0.1:${origin.port}: the port is in use`,
  );
});

test("an FFMPEG_PATH that does not run is named in the error", async () => {
  process.env.FFMPEG_PATH = "/nowhere/ffmpeg";
  try {
    await expect(findFfmpeg()).rejects.toThrow('FFMPEG_PATH is "/nowhere/ffmpeg"');
  } finally {
    delete process.env.FFMPEG_PATH;
  }
});

test.skipIf(process.platform !== "linux")(
  "origin and ffmpegs end with the process that started them, even by kill -9",
  async () => {
    const media = join(__dirname, "../../emulator/dist/media");
    const program = `
    const { findFfmpeg } = require(${JSON.stringify(join(media, "ffmpeg.js"))});
    const { startOrigin } = require(${JSON.stringify(join(media, "origin.js"))});
    const { startPublisher } = require(${JSON.stringify(join(media, "publisher.js"))});
    (async () => {
      const ffmpeg = await findFfmpeg();
      const origin = await startOrigin({ host: "127.0.0.1", port: 0 });
      const url = origin.url + "/app/orphan";
      await startPublisher({ ffmpeg, url, width: 160, height: 90, framesPerSecond: 10 });
      console.log(require("fs").readFileSync("/proc/self/task/" + process.pid + "/children", "utf8"));
    })();`;
    const parent: ChildProcess = spawn(process.execPath, ["-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const children = await new Promise<string[]>((resolve) => {
      parent.stdout?.on("data", (text: Buffer) => resolve(text.toString().trim().split(/\s+/)));
    });
    expect(children).toHaveLength(2);
    expect(children.every((id) => existsSync(`/proc/${id}`))).toBe(true);
    parent.kill("SIGKILL");
    await expect
      .poll(() => children.filter((id) => existsSync(`/proc/${id}`)), { timeout: 5_000 })
      .toEqual([]);
  },
);
