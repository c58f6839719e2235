import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClock } from "../../emulator/src/clock";
import { type Emulator, type EmulatorOptions, type JobReport, startEmulator } from "../../emulator/src/index";
import { findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { ObjectStore } from "../../emulator/src/oss/store";
import { type CommandRun, runCommand } from "./emulatorCommand";
import { decode } from "./mediaHarness";
import { admin, createCaller, type Fields, type Target } from "./rpcSupport";

const HOUR_SECONDS = 3600;
const PATIENCE = { timeout: 40_000, interval: 100 };
const M3U8 = {
  Format: "m3u8",
  SliceDuration: 5,
  SliceOssObjectPrefix: "ts/{JobId}/{UnixTimestamp}_{Sequence}",
};

let folder: string;
let data: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ice-persistence-test-"));
  data = join(folder, "data");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

interface Ready extends Target {
  readonly oss: string;
  readonly rtmp: string;
}

describe("a killed emulator", () => {
  let command: CommandRun | undefined;
  let publisher: Publisher | undefined;

  afterEach(async () => {
    command?.child.kill("SIGKILL");
    await command?.exited;
    await publisher?.stop();
  });

  async function start(earlier?: Ready): Promise<Ready> {
    const port = (url: string | undefined): string => /:(\d+)$/.exec(url ?? "")?.[1] ?? "0";
    command = runCommand(
      ...["--json", "--persist", "--data", data, "--seed", join(folder, "seed.json")],
      ...["--port", port(earlier?.ice), "--oss-port", port(earlier?.oss), "--rtmp-port", port(earlier?.rtmp)],
    );
    return JSON.parse(await command.firstLine) as Ready;
  }

  async function jobsOf(target: Target): Promise<JobReport[]> {
    return ((await admin(target, "GET", "jobs")) as unknown as { jobs: JobReport[] }).jobs;
  }

  it("by SIGKILL in the middle of 5 recordings loses no job and no slice, and goes on as a new part", async () => {
    const template = { Name: "both", RecordFormat: [M3U8, { Format: "mp4" }] };
    await writeFile(
      join(folder, "seed.json"),
      JSON.stringify({ buckets: ["recordings"], templates: [template] }),
    );
    const first = await start();
    const ffmpeg = await findFfmpeg();
    const url = `${first.rtmp}/live/show`;
    publisher = await startPublisher({ ffmpeg, url, width: 160, height: 90, reconnectAfterSeconds: 0.5 });
    const call = createCaller(first);
    const templates = await call("ListLiveRecordTemplates", { Type: "custom" });
    const [{ TemplateId } = {}] = templates.RecordTemplateList as Fields[];
    for (const Name of ["one", "two", "three", "four", "five"]) {
      await call("SubmitLiveRecordJob", {
        Name,
        TemplateId,
        StreamInput: { Type: "rtmp", Url: url },
        RecordOutput: { Type: "oss", Bucket: "recordings" },
      });
    }
    await vi.waitFor(async () => {
      expect((await jobsOf(first)).every(({ slices }) => slices.count >= 1)).toBe(true);
    }, PATIENCE);
    // So that the kill comes in the middle of a slice, and of a cycle.
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    const before = await jobsOf(first);
    command?.child.kill("SIGKILL");
    await command?.exited;

    const second = await start(first);
    expect(second).toEqual(first);
    const after = await jobsOf(second);
    expect(after.map(({ jobId, name }) => [jobId, name])).toEqual(
      before.map(({ jobId, name }) => [jobId, name]),
    );
    await vi.waitFor(async () => {
      for (const { timeline } of await jobsOf(second)) {
        expect(timeline.map(({ event }) => event)).toContain("resumed");
      }
    }, PATIENCE);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await publisher.stop();
    await vi.waitFor(async () => {
      for (const { timeline } of await jobsOf(second)) {
        expect(timeline.at(-1)?.event).toBe("interrupted");
      }
    }, PATIENCE);
    await admin(second, "POST", "clock", { advanceSeconds: 180 });
    const ended = await jobsOf(second);
    command?.child.kill("SIGTERM");
    expect(await command?.exited).toBe(0);

    const store = await ObjectStore.open(join(data, "oss"), createClock());
    for (const [index, job] of ended.entries()) {
      expect(job.status, job.name).toBe("paused");
      expect(job.timeline.filter(({ event }) => event === "problem")).toEqual([]);
      expect(job.files.map(({ format }) => format).sort(), job.name).toEqual(["m3u8", "mp4"]);
      const slices = store.listObjects("recordings", `ts/${job.jobId}/`);
      expect(job.slices.count).toBe(slices.length);
      expect(slices.length).toBeGreaterThan((before[index]?.slices.count ?? 0) + 1);
      const playlistKey = job.files.find(({ format }) => format === "m3u8")?.key ?? "";
      const playlist = await text(store.openObject("recordings", playlistKey));
      for (const { key } of slices) {
        expect(playlist).toContain(key.slice("ts/".length));
      }
      const mp4 = job.files.find(({ format }) => format === "mp4");
      const decoded = await decode(ffmpeg, store.pathOf("recordings", mp4?.key ?? ""));
      expect(decoded.complaints, job.name).toBe("");
      expect(Math.abs(decoded.seconds - job.slices.seconds), job.name).toBeLessThan(0.5);
      expect(decoded.seconds).toBeGreaterThan((before[index]?.slices.seconds ?? 0) + 3);
    }
    store.close();
  });

  it("--persist without --data is one clear line and exit code 2", async () => {
    command = runCommand("--persist");
    expect(await command.exited).toBe(2);
    expect(command.printed.stderr).toBe("error: --persist needs --data\n");
  });
});

describe("an emulator", () => {
  const running: Emulator[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
  });

  async function start(options: EmulatorOptions = {}): Promise<Emulator> {
    const emulator = await startEmulator(options);
    running.push(emulator);
    return emulator;
  }

  async function rehearse(emulator: Emulator): Promise<string> {
    emulator.clock.freeze();
    emulator.store.createBucket("recordings");
    const call = createCaller(emulator);
    const template = { Name: "both", RecordFormat: [{ Format: "mp4" }, { ...M3U8, SliceDuration: 30 }] };
    const { TemplateId } = await call("CreateLiveRecordTemplate", template);
    emulator.streams.startSynthetic("live", "show");
    const { JobId } = await call("SubmitLiveRecordJob", {
      Name: "show",
      TemplateId,
      StreamInput: { Type: "rtmp", Url: "rtmp://any/live/show" },
      RecordOutput: { Type: "oss", Bucket: "recordings" },
    });
    await advance(emulator, 2 * HOUR_SECONDS);
    return JobId as string;
  }

  async function advance(emulator: Emulator, seconds: number): Promise<void> {
    emulator.clock.advance(seconds * 1000);
    await emulator.settled();
  }

  function filesOf(emulator: Emulator): (string | number)[][] {
    return emulator
      .jobs()
      .flatMap(({ files }) => files.map(({ format, durationSeconds }) => [format, durationSeconds]));
  }

  it("that keeps its state has all of it after a stop and a start: also clock, settings and forbidden streams", async () => {
    const first = await start({ folder: data, persist: true });
    const jobId = await rehearse(first);
    await first.streams.forbid("live", "other");
    first.settings.listLagSeconds = 3;
    first.settings.streamWindowSeconds = 90;
    await createCaller(first)("CreateLiveRecordTemplate", {
      Name: "last",
      RecordFormat: [{ Format: "flv" }],
    });
    const now = first.clock.now();
    await first.stop();

    const second = await start({ folder: data, persist: true });
    expect([second.accessKeyId, second.accessKeySecret]).toEqual([first.accessKeyId, first.accessKeySecret]);
    expect([second.clock.frozen, second.clock.now()]).toEqual([true, now]);
    expect(second.settings).toEqual({ listLagSeconds: 3, streamWindowSeconds: 90 });
    expect(await admin(second, "GET", "streams")).toMatchObject({
      forbidden: [{ app: "live", stream: "other" }],
    });
    const call = createCaller(second);
    expect(await call("ListLiveRecordTemplates", { Type: "custom" })).toMatchObject({ TotalCount: 2 });
    expect(await call("ListLiveRecordFiles", { JobIds: [jobId] })).toMatchObject({ TotalCount: "2" });
    await vi.waitFor(() => expect(second.jobs()[0]?.timeline.at(-1)?.event).toBe("resumed"));

    await advance(second, 60);
    second.streams.stopSynthetic("live", "show");
    await advance(second, 90);
    expect(second.jobs()).toMatchObject([{ jobId, status: "paused", slices: { count: 240 + 2 } }]);
    expect(filesOf(second).sort()).toEqual([
      ["m3u8", 60],
      ["m3u8", 7200],
      ["mp4", 60],
      ["mp4", 7200],
    ]);
    const keys = second.jobs()[0]?.files.map(({ key }) => key) ?? [];
    expect(keys.filter((key) => key.includes("/2_"))).toHaveLength(2);
  });

  it("that is told to end jobs sooner than the kept state says does so", async () => {
    await (await start({ folder: data, persist: true, media: false })).stop();
    const second = await start({ folder: data, persist: true, media: false, streamWindowSeconds: 7 });
    expect(second.settings.streamWindowSeconds).toBe(7);
  });

  it("that keeps its state does not begin with its seed again", async () => {
    const options = { folder: data, persist: true, media: false, seed: { buckets: ["recordings"] } };
    const first = await start(options);
    first.store.deleteBucket("recordings");
    await first.stop();
    expect((await start(options)).store.hasBucket("recordings")).toBe(false);
  });

  it("without persist forgets jobs, as it says", async () => {
    const first = await start({ folder: data });
    await rehearse(first);
    await first.stop();
    const second = await start({ folder: data });
    expect(second.jobs()).toEqual([]);
    expect(second.store.hasBucket("recordings")).toBe(true);
    expect(await readdir(join(data, "spool"))).toEqual([]);
  });

  it("is restored from a snapshot with its open cycles, which end as they would have", async () => {
    const first = await start();
    const jobId = await rehearse(first);
    const snapshot = join(folder, "snapshot");
    expect(await admin(first, "POST", "snapshot", { folder: snapshot })).toMatchObject({ httpStatus: 200 });
    await advance(first, 5 * HOUR_SECONDS);
    expect(filesOf(first).sort()).toEqual([
      ["m3u8", 21_600],
      ["mp4", 21_600],
    ]);
    first.store.createBucket("later");
    await first.restore(snapshot);
    expect([first.store.hasBucket("later"), filesOf(first)]).toEqual([false, []]);

    const second = await start();
    expect(await admin(second, "POST", "restore", { folder: snapshot })).toMatchObject({ httpStatus: 200 });
    expect(second.jobs()).toMatchObject([{ jobId, status: "started", files: [] }]);
    expect(second.store.listObjects("recordings")).toHaveLength(240);
    await vi.waitFor(() => expect(second.jobs()[0]?.timeline.at(-1)?.event).toBe("resumed"));
    await advance(second, 4 * HOUR_SECONDS);
    expect(filesOf(second).sort()).toEqual([
      ["m3u8", 21_600],
      ["mp4", 21_600],
    ]);
    expect(second.jobs()[0]?.timeline.filter(({ event }) => event === "problem")).toEqual([]);
    const mp4 = second.jobs()[0]?.files.find(({ format }) => format === "mp4");
    const decoded = await decode(await findFfmpeg(), second.store.pathOf("recordings", mp4?.key ?? ""));
    expect([decoded.complaints, decoded.frames]).toEqual(["", 21_600]);
  });

  it("writes a snapshot over an earlier one, and into nothing else that is there", async () => {
    const emulator = await start({ media: false });
    const snapshot = join(folder, "snapshot");
    await emulator.snapshot(snapshot);
    emulator.store.createBucket("recordings");
    await emulator.snapshot(snapshot);
    emulator.store.deleteBucket("recordings");
    await emulator.restore(snapshot);
    expect(emulator.store.hasBucket("recordings")).toBe(true);

    await writeFile(join(folder, "precious"), "");
    await expect(emulator.snapshot(folder)).rejects.toThrow("holds something that is no snapshot");
    await expect(emulator.snapshot(emulator.folder)).rejects.toThrow("belongs to the emulator's own folder");
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["precious", "snapshot"]));
  });

  it("asked to restore what is no snapshot says so and stays as it is", async () => {
    const emulator = await start({ media: false });
    emulator.store.createBucket("recordings");
    expect(await admin(emulator, "POST", "restore", { folder })).toMatchObject({
      httpStatus: 400,
      error: expect.stringContaining("is no snapshot"),
    });
    expect(await admin(emulator, "POST", "restore", {})).toMatchObject({ httpStatus: 400 });
    expect(emulator.store.hasBucket("recordings")).toBe(true);
  });
});
