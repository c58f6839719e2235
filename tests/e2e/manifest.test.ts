import { beforeEach, expect, it } from "vitest";
import { recordingJobs, useLocalIms } from "../support/localIms";
import { PAST_THE_WINDOW_SECONDS, succeeded, useLocalStacks } from "../support/localStack";
import { jobProgram } from "../support/programs";

const CYCLE_SECONDS = 600;

const ims = useLocalIms({});
const stacks = useLocalStacks(ims);
// What a command takes must not be recorded.
beforeEach(async () => {
  await ims().reset();
  ims().clock.freeze();
});

async function pass(seconds: number): Promise<void> {
  stacks.pass(seconds);
  await ims().settled();
}

const PROGRAM = jobProgram({
  job: 'onEnded: "restart"',
  template: `recordFormats: [{ format: "mp4", cycleDuration: ${CYCLE_SECONDS} }]`,
  extra: `
    exports.manifest = ice.liveRecordManifestOutput({ jobId: job.id, successors: true });
    const oldest = new pulumi.Config("e2e").get("oldest");
    if (oldest) exports.all = ice.liveRecordManifest({ jobId: oldest, successors: true });
    exports.jobs = ice.listLiveRecordJobsOutput({ startTime: "2025-01-01T00:00:00Z" })
      .apply((jobs) => jobs.map(({ jobId }) => jobId));
    exports.files = ice.listLiveRecordFilesOutput({ jobIds: [job.id], startTime: "2020-01-01T00:00:00Z" });
  `,
});

it("a manifest tells cycles, a gap, an interruption and the successor of a recording, and why each ended", async () => {
  const { streams } = ims();
  const stack = await stacks.create(PROGRAM);
  succeeded(await stack.up());
  const first = String(stack.resource("show").id);
  expect((await stack.outputs()).manifest).toEqual({
    jobs: [expect.objectContaining({ jobId: first, status: "initial" })],
    formats: [],
  });

  // Two cycles of media with an interruption of a minute in the second, and the rest.
  streams.startSynthetic("live", "show");
  await pass(CYCLE_SECONDS + 200);
  streams.stopSynthetic("live", "show");
  await pass(60);
  streams.startSynthetic("live", "show");
  await pass(440);
  streams.stopSynthetic("live", "show");
  await pass(PAST_THE_WINDOW_SECONDS);
  expect(recordingJobs(ims())).toEqual([]);

  // The successor finds its stream for five minutes more.
  await stack.setConfig("e2e:oldest", first);
  succeeded(await stack.up());
  const second = String(stack.resource("show").id);
  expect(second).not.toBe(first);
  streams.startSynthetic("live", "show");
  await pass(300);
  streams.stopSynthetic("live", "show");
  await pass(PAST_THE_WINDOW_SECONDS);
  stack.writeProgram(PROGRAM.replace('onEnded: "restart"', 'onEnded: "keep"'));
  succeeded(await stack.up());

  const { all, files, jobs } = (await stack.outputs()) as {
    all: {
      jobs: { jobId: string; endReason: string }[];
      formats: {
        format: string;
        files: { recordId: string; jobId: string; duration: number; bucket: string; ossObject: string }[];
        gaps: { seconds: number; recordId?: string }[];
        recordedSeconds: number;
      }[];
    };
    files: { recordId: string }[];
    jobs: string[];
  };
  expect(all.jobs.map(({ jobId, endReason }) => [jobId, endReason])).toEqual([
    [first, "streamLost"],
    [second, "streamLost"],
  ]);
  const [mp4] = all.formats;
  expect(mp4?.format).toBe("mp4");
  expect(mp4?.files.map(({ jobId, duration }) => [jobId, duration])).toEqual([
    [first, 600],
    [first, 600],
    [first, 40],
    [second, 300],
  ]);
  expect(mp4?.recordedSeconds).toBe(1540);
  const [inside, between] = mp4?.gaps ?? [];
  expect(mp4?.gaps).toHaveLength(2);
  expect(inside).toMatchObject({ seconds: 60, recordId: mp4?.files[1]?.recordId });
  expect(between?.seconds).toBeGreaterThanOrEqual(PAST_THE_WINDOW_SECONDS);
  expect(between).not.toHaveProperty("recordId");
  for (const { bucket, ossObject } of mp4?.files ?? []) {
    expect(ims().store.findObject(bucket, ossObject), ossObject).toBeDefined();
  }
  expect(files).toHaveLength(1);
  expect(jobs).toEqual([second, first]);
});

it("a job whose stream never came is told so, and its manifest is empty", async () => {
  const stack = await stacks.create(
    jobProgram({ extra: "exports.manifest = ice.liveRecordManifestOutput({ jobId: job.id });" }),
  );
  succeeded(await stack.up());
  await pass(PAST_THE_WINDOW_SECONDS);
  succeeded(await stack.up());
  expect((await stack.outputs()).manifest).toMatchObject({
    jobs: [{ status: "paused", endReason: "neverPulled" }],
    formats: [],
  });
});
