import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  type Emulator,
  type EmulatorOptions,
  type Seed,
  type SnapshotJobReport,
  startEmulator,
} from "../../emulator/src/index";
import { type CommandRun, runCommand } from "./emulatorCommand";
import { admin, type Fields, type Target } from "./rpcSupport";
import {
  apiTime,
  OVERWRITE_FORMAT,
  SNAPSHOT_BUCKET,
  SNAPSHOT_STREAM,
  type SnapshotCalls,
  snapshotCalls,
} from "./snapshotCalls";

const TEMPLATE_ID = "6c1f0f5e-1e97-11ed-ba64-0c42a1b73d66";
const OUTPUT = { StorageType: "oss", Bucket: SNAPSHOT_BUCKET, Endpoint: "oss-cn-shanghai.aliyuncs.com" };
const SEED: Seed = {
  buckets: [SNAPSHOT_BUCKET],
  snapshotTemplates: [
    { TemplateId: TEMPLATE_ID, TemplateName: "hourly", TimeInterval: 3600, OverwriteFormat: "a.jpg" },
    { TemplateName: "often", TimeInterval: 5, SequenceFormat: "{Sequence}.jpg" },
  ],
  snapshotJobs: [
    { JobName: "by-id", TemplateId: TEMPLATE_ID, StreamInput: input(), SnapshotOutput: OUTPUT },
    { JobName: "by-name", TemplateName: "often", StreamInput: input(), SnapshotOutput: OUTPUT },
  ],
};

let folder: string;
let data: string;
let command: CommandRun | undefined;
const running: Emulator[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ice-snapshots-test-"));
  data = join(folder, "data");
});

afterEach(async () => {
  command?.child.kill("SIGKILL");
  await command?.exited;
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
  await rm(folder, { recursive: true, force: true });
});

function input() {
  return { Type: "rtmp", Url: SNAPSHOT_STREAM };
}

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

/** A started job with 4 pictures in a minute, the second of which was deleted, and one that was stopped. */
async function prepare(emulator: Emulator, calls: SnapshotCalls): Promise<string> {
  emulator.clock.freeze();
  emulator.clock.advance(1000 - (emulator.clock.now() % 1000));
  const began = emulator.clock.now();
  emulator.store.createBucket(SNAPSHOT_BUCKET);
  emulator.streams.startSynthetic("live", "show");
  const TemplateId = await calls.createTemplate({ TimeInterval: 20, OverwriteFormat: OVERWRITE_FORMAT });
  const jobId = await calls.submit({ TemplateId });
  const stopped = await calls.submit({ TemplateId, JobName: "stopped" });
  await emulator.settled();
  await calls.command(stopped, "stop");
  await advance(emulator, 60);
  const CreateTimestampList = [began + 20_000];
  await calls.call("DeleteLiveSnapshotFiles", { JobId: jobId, CreateTimestampList });
  return jobId;
}

async function advance(emulator: Emulator, seconds: number): Promise<void> {
  emulator.clock.advance(seconds * 1000);
  await emulator.settled();
}

/** What must not change, whatever the emulator went through. */
async function seen({ call }: SnapshotCalls, jobIds: string[]): Promise<unknown> {
  const withoutRequest = ({ RequestId: _id, ...answer }: Fields): Fields => answer;
  const templates = await call("ListLiveSnapshotTemplates", { Type: "custom" });
  const [{ TemplateId } = {}] = templates.TemplateList as Fields[];
  const answers = [
    templates,
    await call("GetLiveSnapshotTemplate", { TemplateId }),
    await call("ListLiveSnapshotJobs"),
  ];
  for (const JobId of jobIds) {
    const job = await call("GetLiveSnapshotJob", { JobId });
    const StartTime = job.CreateTime;
    const EndTime = apiTime(Date.parse(String(StartTime)) + 60_000);
    answers.push(job, await call("ListLiveSnapshotFiles", { JobId, StartTime, EndTime }));
  }
  return answers.map(withoutRequest);
}

function numbersOf(emulator: Emulator, jobId: string): unknown[] {
  const job = emulator.snapshotJobs().find((each) => each.jobId === jobId);
  return (job?.files ?? []).map(({ key }) => /\/(\d+)_/.exec(key)?.[1] ?? "overwritten");
}

it("an emulator that keeps its state has templates, jobs and pictures after a stop and a start, and goes on", async () => {
  const first = await start({ folder: data, persist: true });
  const jobId = await prepare(first, snapshotCalls(first));
  const jobIds = first.snapshotJobs().map((job) => job.jobId);
  const before = await seen(snapshotCalls(first), jobIds);
  await first.stop();

  const second = await start({ folder: data, persist: true });
  expect(await seen(snapshotCalls(second), jobIds)).toEqual(before);
  expect(second.snapshotJobs().map(({ status }) => status)).toEqual(["started", "paused"]);
  await advance(second, 40);
  expect(numbersOf(second, jobId)).toEqual(["1", "3", "4", "5", "6", "7", "overwritten"]);
  expect(second.snapshotJobs()[0]?.timeline.map(({ event }) => event)).toEqual([
    "submitted",
    "started",
    "closed",
    "resumed",
  ]);
});

it("a killed emulator has every picture that it told of, and its started job goes on", async () => {
  const seed = join(folder, "seed.json");
  await writeFile(seed, JSON.stringify({ buckets: [SNAPSHOT_BUCKET] }));
  const ports = ["--port", "0", "--oss-port", "0", "--rtmp-port", "0"];
  command = runCommand("--json", "--persist", "--data", data, "--seed", seed, ...ports);
  const ready = JSON.parse(await command.firstLine) as Target;
  await admin(ready, "POST", "clock", { freeze: true });
  await admin(ready, "POST", "streams/synthetic/start", { appName: "live", streamName: "show" });
  const jobId = await snapshotCalls(ready).submit();
  await admin(ready, "POST", "clock", { advanceSeconds: 30 });
  const { jobs } = (await admin(ready, "GET", "snapshot-jobs")) as unknown as { jobs: SnapshotJobReport[] };
  expect(jobs).toMatchObject([{ jobId, status: "started", pictures: 4 }]);
  command.child.kill("SIGKILL");
  await command.exited;

  const second = await start({ folder: data, persist: true });
  expect(second.snapshotJobs()[0]?.files).toEqual(jobs[0]?.files);
  await advance(second, 10);
  expect(numbersOf(second, jobId)).toEqual(["1", "2", "3", "4", "5", "6"]);
  expect(second.snapshotJobs()[0]?.timeline).toMatchObject([
    { event: "submitted" },
    { event: "started" },
    { event: "interrupted", detail: "the emulator was restarted" },
    { event: "resumed" },
  ]);
});

it("a snapshot of the state brings all of it back, and a reset takes it away", async () => {
  const first = await start();
  const jobId = await prepare(first, snapshotCalls(first));
  const jobIds = first.snapshotJobs().map((job) => job.jobId);
  const before = await seen(snapshotCalls(first), jobIds);
  await first.snapshot(join(folder, "saved"));
  await first.reset();
  expect(first.snapshotJobs()).toEqual([]);
  const left = await snapshotCalls(first).call("ListLiveSnapshotTemplates", { Type: "custom" });
  expect(left).toMatchObject({ TotalCount: 0 });

  const second = await start();
  await second.restore(join(folder, "saved"));
  expect(await seen(snapshotCalls(second), jobIds)).toEqual(before);
  await advance(second, 20);
  expect(numbersOf(second, jobId).slice(0, 4)).toEqual(["1", "3", "4", "5"]);
});

it("a seed makes snapshot templates and jobs, and a reset leads back to them", async () => {
  const emulator = await start({ media: false, seed: SEED });
  const { call } = snapshotCalls(emulator);
  await call("DeleteLiveSnapshotTemplate", { TemplateId: TEMPLATE_ID });
  await emulator.reset();

  expect(await call("GetLiveSnapshotTemplate", { TemplateId: TEMPLATE_ID })).toMatchObject({
    TemplateName: "hourly",
    TimeInterval: 3600,
    OverwriteFormat: "a.jpg",
  });
  expect((await call("ListLiveSnapshotJobs", { SortBy: "asc" })).JobList).toMatchObject([
    { JobName: "by-id", TemplateName: "hourly", Status: "init" },
    { JobName: "by-name", TemplateName: "often", Status: "init" },
  ]);
});
