import { describe, expect, test } from "vitest";
import { liveTranscodeJob } from "../../provider/resources/liveTranscodeJob";
import { brokenConnection, NOT_ABOUT_THE_JOB, noAnswer, refused, throttled } from "./support/serviceErrors";
import { submittedRelay, TIMED, transcodeContext } from "./support/transcoding";

const GET = "GetLiveTranscodeJob";
const LIST = "ListLiveTranscodeJobs";
const STOP = "SendLiveTranscodeJobCommand";
const DELETE = "DeleteLiveTranscodeJob";

test("a running job is stopped, seen to have stopped, deleted, and seen to be gone", async () => {
  const ctx = transcodeContext();
  const { id, outs } = await submittedRelay(ctx);
  ctx.ice.stopLagMilliseconds = 3_500;
  await liveTranscodeJob.delete(ctx, id, outs);
  expect(ctx.ice.actions).toEqual([GET, STOP, GET, GET, GET, GET, DELETE, GET, LIST]);
  expect(ctx.ice.last(STOP)).toEqual({ jobId: id, command: "stop" });
  expect(ctx.ice.transcodeJobs).toEqual([]);
});

test("a job that has stopped by itself is deleted without a command", async () => {
  const ctx = transcodeContext();
  const { id, outs } = await submittedRelay(ctx);
  ctx.ice.transcodeJobOf(id).status = 2;
  await liveTranscodeJob.delete(ctx, id, outs);
  expect(ctx.ice.actions).toEqual([GET, DELETE, GET, LIST]);
});

test("a job that is gone is deleted", async () => {
  const ctx = transcodeContext();
  const { id, outs } = await submittedRelay(ctx);
  ctx.ice.transcodeJobs.length = 0;
  await liveTranscodeJob.delete(ctx, id, outs);
  expect(ctx.ice.actions).toEqual([GET, LIST]);
});

test("a timed job that waits, and that the service would not stop, is deleted all the same", async () => {
  const ctx = transcodeContext();
  const { id, outs } = await submittedRelay(ctx, TIMED);
  ctx.ice.fail(STOP, refused(STOP, "InvalidParam", 400));
  await liveTranscodeJob.delete(ctx, id, outs);
  expect(ctx.ice.transcodeJobs).toEqual([]);
});

test("a job that stopped in the moment of the command, which is refused, is deleted", async () => {
  const ctx = transcodeContext();
  const { id, outs } = await submittedRelay(ctx);
  ctx.ice.sendLiveTranscodeJobCommand = () => {
    ctx.ice.transcodeJobOf(id).status = 2;
    return Promise.reject(refused(STOP, "InvalidParam", 400));
  };
  await liveTranscodeJob.delete(ctx, id, outs);
  expect(ctx.ice.transcodeJobs).toEqual([]);
});

describe("what fails in between is named, and the resource is kept", () => {
  test.each(NOT_ABOUT_THE_JOB)("%s at the first look", async (_what, error) => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.fail(GET, error(GET));
    await expect(liveTranscodeJob.delete(ctx, id, outs)).rejects.toThrow(
      /job relay-1 could not be stopped for certain.*GetLiveTranscodeJob.*kept in state and was not deleted/,
    );
    expect(ctx.ice.relaying).toEqual([id]);
  });

  test("a refused command", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.fail(STOP, refused(STOP, "Forbidden.RAM", 403));
    await expect(liveTranscodeJob.delete(ctx, id, outs)).rejects.toThrow(
      /could not be stopped for certain.*ice:SendLiveTranscodeJobCommand.*was not deleted/,
    );
    expect(ctx.ice.count(DELETE)).toBe(0);
  });

  test("a job that goes on to the end of the time allowed", async () => {
    const ctx = transcodeContext({ timeouts: { create: 1, update: 1, delete: 60_000 } });
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.stopLagMilliseconds = 600_000;
    await expect(liveTranscodeJob.delete(ctx, id, outs)).rejects.toThrow(
      /was told to stop, but is running at the end of the time allowed/,
    );
    expect(ctx.clock.slept).toBe(60_000);
    expect(ctx.ice.count(DELETE)).toBe(0);
  });

  test("a refused delete: it is said that the job is stopped", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.fail(DELETE, throttled(DELETE));
    await expect(liveTranscodeJob.delete(ctx, id, outs)).rejects.toThrow(
      /job relay-1 is stopped, but could not be deleted.*Throttling.User.*run the same command again/,
    );
    expect(ctx.ice.transcodeJobOf(id).status).toBe(2);
  });

  test("a job that the service still knows after its delete", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.deleteLiveTranscodeJob = () => Promise.resolve({});
    await expect(liveTranscodeJob.delete(ctx, id, outs)).rejects.toThrow(
      /is stopped, but could not be deleted.*the service still knows the job/,
    );
    expect(ctx.clock.slept).toBe(30_000);
  });
});

describe("a lost answer", () => {
  test.each([
    ["broken", brokenConnection],
    ["timed out", noAnswer],
  ])("to the command, %s, that took effect: the job is seen to have stopped", async (_how, error) => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.loseAnswer(STOP, error(STOP));
    await liveTranscodeJob.delete(ctx, id, outs);
    expect(ctx.ice.transcodeJobs).toEqual([]);
  });

  test("to the delete that took effect: the job is seen to be gone", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.loseAnswer(DELETE, brokenConnection(DELETE));
    await liveTranscodeJob.delete(ctx, id, outs);
    expect(ctx.ice.transcodeJobs).toEqual([]);
  });

  test("to the delete that took none: the job is kept in state", async () => {
    const ctx = transcodeContext();
    const { id, outs } = await submittedRelay(ctx);
    ctx.ice.fail(DELETE, brokenConnection(DELETE));
    await expect(liveTranscodeJob.delete(ctx, id, outs)).rejects.toThrow("could not be deleted");
    await liveTranscodeJob.delete(ctx, id, outs);
    expect(ctx.ice.transcodeJobs).toEqual([]);
  });
});
