import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import type { Fields } from "./rpcSupport";
import { apiTime, SNAPSHOT_BUCKET, type SnapshotCalls, snapshotCalls } from "./snapshotCalls";

const DAY = 24 * 60 * 60 * 1000;

let emulator: Emulator;
let calls: SnapshotCalls;

beforeAll(async () => {
  emulator = await startEmulator();
  calls = snapshotCalls(emulator);
});

afterAll(() => emulator.stop());

beforeEach(() => {
  emulator.clock.freeze();
  emulator.store.createBucket(SNAPSHOT_BUCKET);
});

afterEach(() => emulator.reset());

function goOnAir(): void {
  emulator.streams.startSynthetic("live", "show");
}

/** A job whose stream was on the air when it was submitted. */
function startedJob(fields: Fields = {}): Promise<string> {
  if (emulator.streams.online().length === 0) {
    goOnAir();
  }
  return calls.submit(fields);
}

function timelineOf(jobId: string): string[] {
  const job = emulator.snapshotJobs().find((each) => each.jobId === jobId);
  return job?.timeline.map(({ event }) => event) ?? [];
}

it("a job whose stream is on the air starts by itself", async () => {
  expect(await calls.status(await startedJob())).toBe("started");
});

it("a job whose stream comes later stays init until it is told to start", async () => {
  const jobId = await calls.submit();
  goOnAir();
  emulator.clock.advance(DAY);
  expect(await calls.status(jobId)).toBe("init");

  await calls.command(jobId, "start");
  expect(await calls.status(jobId)).toBe("started");
  expect(timelineOf(jobId)).toEqual(["submitted", "started"]);
});

it("start without the stream is StreamNotFound, and the job stays what it is", async () => {
  const jobId = await calls.submit();
  const refusal = { code: "StreamNotFound", statusCode: 400 };

  await expect(calls.command(jobId, "start")).rejects.toMatchObject(refusal);
  await expect(calls.command(jobId, "restart")).rejects.toMatchObject(refusal);
  expect(await calls.status(jobId)).toBe("init");
});

it("start of a started job is JobAlreadyStarted, also of one whose stream has gone", async () => {
  const jobId = await startedJob();
  const refusal = { code: "JobAlreadyStarted", statusCode: 409 };

  await expect(calls.command(jobId, "start")).rejects.toMatchObject(refusal);
  emulator.streams.stopSynthetic("live", "show");
  await expect(calls.command(jobId, "start")).rejects.toMatchObject(refusal);
});

it("of two starts at once one is refused", async () => {
  const jobId = await calls.submit();
  goOnAir();
  const ends = await Promise.allSettled([calls.command(jobId, "start"), calls.command(jobId, "start")]);

  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(timelineOf(jobId)).toEqual(["submitted", "started"]);
});

it("stop leads to paused from everywhere, once more is success, and start leads back", async () => {
  const waiting = await calls.submit({ JobName: "waiting" });
  const running = await startedJob({ JobName: "running" });
  emulator.clock.advance(61_000);
  for (const jobId of [waiting, running, waiting, running]) {
    await calls.command(jobId, "stop");
    expect(await calls.status(jobId)).toBe("paused");
  }
  expect(await calls.call("GetLiveSnapshotJob", { JobId: running })).toMatchObject({
    LastModified: apiTime(emulator.clock.now()),
  });

  await calls.command(waiting, "start");
  expect(await calls.status(waiting)).toBe("started");
  expect(timelineOf(running)).toEqual(["submitted", "started", "stopped"]);
});

it("restart stops and starts, whatever the job is", async () => {
  const jobId = await startedJob();
  await calls.command(jobId, "restart");
  await calls.command(jobId, "stop");
  await calls.command(jobId, "restart");

  expect(await calls.status(jobId)).toBe("started");
  expect(timelineOf(jobId)).toEqual(["submitted", "started", "stopped", "started", "stopped", "started"]);
});

it("a started job whose stream goes away stays started, and goes on when the stream is back", async () => {
  const jobId = await startedJob();
  emulator.streams.stopSynthetic("live", "show");
  emulator.clock.advance(DAY);
  expect(await calls.status(jobId)).toBe("started");
  goOnAir();

  expect(timelineOf(jobId)).toEqual(["submitted", "started", "interrupted", "resumed"]);
});

it("100 jobs are started at once: the next one stays init, and its start is JobLimitExceeded", async () => {
  goOnAir();
  const TemplateId = await calls.createTemplate({ TimeInterval: 3600 });
  const jobIds: string[] = [];
  for (let index = 0; index < 101; index++) {
    jobIds.push(await calls.submit({ TemplateId, JobName: `job ${index}` }));
  }
  const [first = "", last = ""] = [jobIds[0], jobIds.at(-1)];
  expect(await calls.status(last)).toBe("init");
  const refusal = { code: "JobLimitExceeded", statusCode: 400 };
  await expect(calls.command(last, "start")).rejects.toMatchObject(refusal);

  await calls.command(first, "stop");
  await calls.command(last, "start");
  expect(await calls.status(last)).toBe("started");
});

it("the fault quota-exceeded lowers that limit, and counts only where it refuses", async () => {
  emulator.faults.add({ kind: "quota-exceeded", limit: 1 });
  const [first, second] = [await startedJob(), await startedJob()];
  await calls.command(second, "stop");

  await expect(calls.command(second, "start")).rejects.toMatchObject({ code: "JobLimitExceeded" });
  await calls.command(first, "stop");
  await calls.command(second, "start");
  expect(emulator.faults.list()).toMatchObject([{ applied: 1 }]);
});

it("a stream of another server counts as on the air when that server answers", async () => {
  const other = await startEmulator();
  const atOther = { StreamInput: { Type: "rtmp", Url: `${other.rtmp}/live/nobody` } };
  const there = await calls.submit(atOther);
  await vi.waitFor(async () => expect(await calls.status(there)).toBe("started"));
  await other.stop();
  const gone = await calls.submit(atOther);

  await expect(calls.command(gone, "start")).rejects.toMatchObject({ code: "StreamNotFound" });
  expect(await calls.status(gone)).toBe("init");
});

it.each([
  ["", "MissingParameter"],
  ["pause", "InvalidParameter"],
])("the command %j is %s", async (command, code) => {
  await expect(calls.command(await calls.submit(), command)).rejects.toMatchObject({ code, statusCode: 400 });
});

it("without media no stream is on the air", async () => {
  const bare = await startEmulator({ media: false, seed: { buckets: [SNAPSHOT_BUCKET] } });
  const { submit, command, status } = snapshotCalls(bare);
  const jobId = await submit();
  await expect(command(jobId, "start")).rejects.toMatchObject({ code: "StreamNotFound" });
  expect(await status(jobId)).toBe("init");
  await bare.stop();
});
