import { findFfmpeg, type Publisher, startPublisher } from "pulumi-alicloud-ice-emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../tools/stack/processes";
import { callsOf, configFor, recordingJobs, secretConfigFor, useLocalIms } from "../support/localIms";
import { presetJobProgram, startOver } from "../support/presetJob";
import { FORBID_STOP_CALL, jobProgram } from "../support/programs";
import { Stack } from "../support/stack";

const PAST_THE_WINDOW_MILLISECONDS = 181_000;
const MEDIA_WINDOW_SECONDS = 8;

let stack: Stack;
afterEach(() => stack.remove());

describe("the end of a job whose stream nobody can end", () => {
  const ims = useLocalIms();
  beforeEach(() => startOver(ims()));

  async function up(program: string): Promise<string> {
    const access = { config: configFor(ims()), secretConfig: secretConfigFor(ims()) };
    stack = await Stack.create({ program, ...access });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    return String(stack.resource("show").id);
  }

  it("destroy gives up at its bound, keeps job, template and bucket, names the ways out, and works once the stream is gone", async () => {
    const jobId = await up(jobProgram({ jobOptions: 'customTimeouts: { delete: "4s" }' }));

    const since = Date.now();
    const refused = await stack.destroy();

    expect(refused.exitCode).not.toBe(0);
    expect(Date.now() - since).toBeLessThan(30_000);
    expect(refused.output).toContain(`job ${jobId} still records`);
    for (const wayOut of [
      "end its stream",
      "set a stopCall",
      'onDelete: "abandon"',
      `pulumi config set alicloud-ice:abandonJobs ${jobId}`,
    ]) {
      expect(refused.output).toContain(wayOut);
    }
    expect(stack.resource("show").id).toBe(jobId);
    expect(stack.resource("hls").id).toBeTruthy();
    expect(ims().store.buckets()).toHaveLength(2);
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([jobId]);

    ims().clock.advance(PAST_THE_WINDOW_MILLISECONDS);
    expect(recordingJobs(ims())).toEqual([]);
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(stack.export().resources).toEqual([]);
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(0);
  });

  it("a job on the abandon list is dropped at once with a warning, and goes on recording", async () => {
    const jobId = await up(presetJobProgram());
    await stack.setConfig("alicloud-ice:abandonJobs", `other-job, ${jobId}`);

    const since = Date.now();
    const destroyed = await stack.destroy();

    expect(destroyed.exitCode).toBe(0);
    expect(Date.now() - since).toBeLessThan(30_000);
    expect(destroyed.output).toContain(`job ${jobId} is dropped from state and was not stopped`);
    expect(stack.export().resources).toEqual([]);
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([jobId]);
  });

  it('a job with onDelete: "abandon" that leaves the program is named and not stopped, stop call or not', async () => {
    const jobId = await up(presetJobProgram({ job: `onDelete: "abandon", ${FORBID_STOP_CALL}` }));
    stack.writeProgram("");

    const removed = await stack.up();

    expect(removed.exitCode).toBe(0);
    expect(removed.output).toContain(`job ${jobId} is dropped from state and was not stopped`);
    expect(recordingJobs(ims()).map((job) => job.jobId)).toEqual([jobId]);
    expect(callsOf(ims(), "ForbidLiveStream", "ResumeLiveStream")).toBe(0);
  });

  it("a stop call that needs longer than the bound keeps the job and says until when the stream is forbidden", async () => {
    const jobId = await up(
      presetJobProgram({ job: FORBID_STOP_CALL, jobOptions: 'customTimeouts: { delete: "2s" }' }),
    );

    const refused = await stack.destroy();

    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toMatch(/live\/show on push\.example\.com was forbidden/);
    expect(refused.output).toMatch(/stays forbidden until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
    expect(stack.resource("show").id).toBe(jobId);
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(1);
    expect(recordingJobs(ims())).toHaveLength(1);
  });
});

describe("forbidLiveStream against a publisher that comes back after 5 seconds", () => {
  const ims = useLocalIms({ streamWindowSeconds: MEDIA_WINDOW_SECONDS });
  let publisher: Publisher;
  beforeEach(() => startOver(ims()));
  afterEach(() => publisher.stop());

  it("destroy ends the recording for certain, and the publisher is let in again afterwards", async () => {
    const url = `${ims().rtmp}/live/show`;
    const ffmpeg = await findFfmpeg();
    publisher = await startPublisher({ ffmpeg, url, width: 320, height: 180, reconnectAfterSeconds: 5 });
    stack = await Stack.create({
      program: presetJobProgram({ url, job: `waitFor: "started", ${FORBID_STOP_CALL}` }),
      config: configFor(ims()),
      secretConfig: secretConfigFor(ims()),
    });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.resource("show").outputs).toMatchObject({ status: "started" });
    const triedBefore = publisher.attempts();

    const destroyed = await stack.destroy();

    expect(destroyed).toMatchObject({ exitCode: 0 });
    expect(destroyed.output).toContain("the stream live/show on push.example.com is off the air");
    expect(stack.export().resources).toEqual([]);
    const [job] = ims().jobs();
    expect(job?.status).toBe("paused");
    expect(job?.timeline.map(({ event }) => event)).toEqual([
      "submitted",
      "started",
      "interrupted",
      "file",
      "ended",
    ]);
    expect(publisher.attempts()).toBeGreaterThan(triedBefore);
    expect(callsOf(ims(), "ForbidLiveStream")).toBe(1);
    expect(callsOf(ims(), "ResumeLiveStream")).toBe(1);

    await waitUntil("The publisher", () => (ims().streams.online().length > 0 ? true : undefined), 20_000);
    expect(recordingJobs(ims())).toEqual([]);
  });
});
