import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/src/index";
import { createCaller, type Fields } from "./rpcSupport";

const HOUR = 3_600_000;

let folder: string;
const running: Emulator[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ice-transcode-persistence-test-"));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

/** A relay that streams, a job that starts in an hour for an hour, one that was stopped; and the settings. */
async function fill(emulator: Emulator): Promise<Record<"live" | "timed" | "stopped", string>> {
  emulator.clock.freeze();
  emulator.store.createBucket("temporary");
  const call = createCaller(emulator);
  const { TemplateId } = await call("CreateLiveTranscodeTemplate", { Name: "relay", Type: "origin" });
  const submit = async (fields: Fields): Promise<string> => {
    const answer = await call("SubmitLiveTranscodeJob", {
      TemplateId,
      StartMode: 0,
      StreamInput: { Type: "rtmp", InputUrl: "rtmp://any/live/show" },
      TranscodeOutput: { Type: "LiveCenter" },
      ...fields,
    });
    return answer.JobId as string;
  };
  const at = (wait: number): string => `${new Date(emulator.clock.now() + wait).toISOString().slice(0, 19)}Z`;
  emulator.streams.startSynthetic("live", "show");
  const live = await submit({ Name: "live" });
  const TimedConfig = { StartTime: at(HOUR), EndTime: at(2 * HOUR) };
  const timed = await submit({ Name: "timed", StartMode: 1, TimedConfig });
  const stopped = await submit({ Name: "stopped" });
  emulator.clock.advance(60_000);
  await call("SendLiveTranscodeJobCommand", { JobId: stopped, Command: "stop" });
  const deleted = await submit({ Name: "deleted" });
  await call("SendLiveTranscodeJobCommand", { JobId: deleted, Command: "stop" });
  await call("DeleteLiveTranscodeJob", { JobId: deleted });
  await call("SetEventCallback", {
    CallbackType: "HTTP",
    CallbackURL: "https://example.com/notify",
    EventTypeList: "LiveRecordTaskStatus",
    AuthSwitch: "on",
    AuthKey: "Key1",
  });
  await call("SetDefaultStorageLocation", { StorageType: "user_oss_bucket", Bucket: "temporary" });
  return { live, timed, stopped };
}

async function expectAll(emulator: Emulator, jobs: Awaited<ReturnType<typeof fill>>): Promise<void> {
  const call = createCaller(emulator);
  const statuses = (): unknown[] => emulator.transcodeJobs().map(({ jobId, status }) => [jobId, status]);
  expect(statuses()).toEqual([
    [jobs.live, 1],
    [jobs.timed, 0],
    [jobs.stopped, 2],
  ]);
  expect(await call("ListLiveTranscodeTemplates", { Category: "customized" })).toMatchObject({
    TotalCount: 1,
  });
  expect(await call("GetEventCallback")).toMatchObject({ CallbackType: "HTTP", AuthKey: "Key1" });
  expect(await call("GetDefaultStorageLocation")).toMatchObject({ Bucket: "temporary", Status: "normal" });
  const usage = async (): Promise<unknown> => {
    const now = Math.floor(emulator.clock.now() / 1000);
    return (await call("DescribeMeterImsSummary", { StartTs: now - 86_400, EndTs: now + 1 })).Data;
  };
  expect(await usage()).toMatchObject([{ LiveTranscodeDuration: 120 }]);

  await vi.waitFor(() => {
    const online = emulator.streams.online().map(({ stream }) => stream);
    expect(online.sort()).toEqual(["show", jobs.live].sort());
  });
  emulator.clock.advance(HOUR);
  expect(emulator.transcodeJobs()[1]?.status).toBe(1);
  emulator.clock.advance(HOUR);
  expect(emulator.transcodeJobs()[1]?.status).toBe(2);
}

it("an emulator that keeps its state goes on with its transcode jobs and settings after a restart", async () => {
  const options = { folder: join(folder, "data"), persist: true };
  const first = await start(options);
  const jobs = await fill(first);
  await first.stop();

  await expectAll(await start(options), jobs);
});

it("a job whose time came while the emulator was down starts when it is up again", async () => {
  const options = { folder: join(folder, "data"), persist: true };
  const first = await start(options);
  const { timed } = await fill(first);
  await first.stop();
  const second = await start(options);
  second.clock.advance(HOUR);
  await second.stop();

  const third = await start(options);
  const job = third.transcodeJobs().find(({ jobId }) => jobId === timed);
  expect(job).toMatchObject({ status: 1 });
  third.clock.advance(HOUR);
  expect(third.transcodeJobs().find(({ jobId }) => jobId === timed)).toMatchObject({ status: 2 });
});

it("a snapshot holds them, and a restore brings them back", async () => {
  const emulator = await start();
  const jobs = await fill(emulator);
  await emulator.snapshot(join(folder, "snapshot"));
  await emulator.reset();
  expect([emulator.transcodeJobs(), emulator.streams.online()]).toEqual([[], []]);
  expect(
    await createCaller(emulator)("ListLiveTranscodeTemplates", { Category: "customized" }),
  ).toMatchObject({ TotalCount: 0 });

  await emulator.restore(join(folder, "snapshot"));
  await expectAll(emulator, jobs);
});
