import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Faults } from "../../emulator/src/faults";
import { type Emulator, FAULT_TABLE, startEmulator } from "../../emulator/src/index";
import { findFfmpeg } from "../../emulator/src/media/ffmpeg";
import { type Publisher, startPublisher } from "../../emulator/src/media/publisher";
import { decode } from "./mediaHarness";
import { admin, type CallError, createCaller, type Fields, sendRaw, signedRequest } from "./rpcSupport";

const PRESET_MP4 = "00000000-0000-4000-8000-0000000000a2";
const PATIENCE = { timeout: 30_000, interval: 50 };

let emulator: Emulator;
let call: ReturnType<typeof createCaller>;

async function submit(name = "show", url = "rtmp://h/live/show"): Promise<string> {
  const { JobId } = await call("SubmitLiveRecordJob", {
    Name: name,
    TemplateId: PRESET_MP4,
    StreamInput: { Type: "rtmp", Url: url },
    RecordOutput: { Type: "oss", Bucket: "recordings" },
  });
  return JobId as string;
}

function lastFault(): unknown {
  return emulator.requests().at(-1)?.fault;
}

describe("faults of calls", () => {
  beforeEach(async () => {
    emulator = await startEmulator({ media: false });
    emulator.clock.freeze();
    emulator.store.createBucket("recordings");
    call = createCaller(emulator);
  });

  afterEach(() => emulator.stop());

  async function status(JobId: string): Promise<unknown> {
    return ((await call("GetLiveRecordJob", { JobId })).RecordJob as Fields).Status;
  }

  async function listed(fields: Fields = {}): Promise<unknown> {
    return (await call("ListLiveRecordJobs", fields)).TotalCount;
  }

  it("throttle carries x-acs-retry-after only when told to", async () => {
    emulator.faults.add({ kind: "throttle", action: "*" });
    const without = await sendRaw(emulator, signedRequest(emulator));
    expect([without.status, without.json.Code]).toEqual([400, "Throttling.User"]);
    expect(without.headers).not.toHaveProperty("x-acs-retry-after");

    await admin(emulator, "POST", "faults", { kind: "throttle", action: "*", retryAfter: 7, status: 429 });
    const answer = await sendRaw(emulator, signedRequest(emulator));
    expect([answer.status, answer.headers["x-acs-retry-after"]]).toEqual([429, "7"]);
    expect((await sendRaw(emulator, signedRequest(emulator))).status).toBe(200);
  });

  it("a rate hits every so manieth fitting call, until it is cleared", async () => {
    emulator.faults.add({ kind: "error", action: "ListLiveRecordJobs", rate: 0.25, status: 503 });
    const outcomes: unknown[] = [];
    for (let index = 0; index < 12; index++) {
      outcomes.push(
        await listed().then(
          () => 200,
          (error: CallError) => error.statusCode,
        ),
      );
    }
    const four = [200, 200, 200, 503];
    expect(outcomes).toEqual([...four, ...four, ...four]);
    expect(emulator.faults.list()).toMatchObject([{ applied: 3 }]);
    expect(emulator.requests().filter(({ fault }) => fault === "error")).toHaveLength(3);

    emulator.faults.clear();
    expect(await listed()).toBe(0);
  });

  it("no-answer takes effect and keeps the connection open without a word", async () => {
    emulator.faults.add({ kind: "no-answer", action: "SubmitLiveRecordJob" });
    const submitting = vi.fn();
    submit().then(submitting, submitting);
    await vi.waitFor(() =>
      expect(emulator.requests().at(-1)).toMatchObject({ status: 0, fault: "no-answer" }),
    );

    expect(emulator.jobs()).toHaveLength(1);
    emulator.clock.advance(3_600_000);
    expect(await listed()).toBe(1);
    expect(submitting).not.toHaveBeenCalled();
  });

  it("list-lag hides young jobs from the list, in the log only when it hid one", async () => {
    await submit("old");
    emulator.clock.advance(5_000);
    emulator.faults.add({ kind: "list-lag" });
    expect(await listed()).toBe(1);
    expect(lastFault()).toBeUndefined();
    const young = await submit("young");
    emulator.clock.advance(4_000);
    expect(await listed()).toBe(1);
    expect(lastFault()).toBe("list-lag");
    expect(await status(young)).toBe("initial");

    emulator.clock.advance(1_000);
    expect(await listed()).toBe(2);
  });

  it("unique-names refuses a name in use, and takes it again after the end, unless told otherwise", async () => {
    await submit("show");
    await admin(emulator, "POST", "faults", { kind: "unique-names" });
    await expect(submit("show")).rejects.toMatchObject({ code: "NameAlreadyExists", statusCode: 409 });
    expect(lastFault()).toBe("unique-names");
    await expect(submit("showing")).resolves.toBeDefined();
    emulator.clock.advance(180_000);
    await expect(submit("show")).resolves.toBeDefined();

    emulator.clock.advance(180_000);
    emulator.faults.clear();
    emulator.faults.add({ kind: "unique-names", includeEnded: true });
    await expect(submit("show")).rejects.toMatchObject({ code: "NameAlreadyExists" });
    expect(emulator.jobs()).toHaveLength(3);
  });

  it("quota-exceeded lets 100 jobs record at once and no more", async () => {
    emulator.faults.add({ kind: "quota-exceeded" });
    for (let index = 0; index < 100; index++) {
      await submit(`job-${index}`);
    }
    await expect(submit("one more")).rejects.toMatchObject({ code: "JobLimitExceeded", statusCode: 400 });
    expect(lastFault()).toBe("quota-exceeded");
    emulator.clock.advance(180_000);
    await expect(submit("one more")).resolves.toBeDefined();
  });

  it("quota-exceeded with a limit of 0 refuses every job", async () => {
    emulator.faults.add({ kind: "quota-exceeded", limit: 0, count: 1 });
    await expect(submit()).rejects.toMatchObject({ code: "JobLimitExceeded" });
    await expect(submit()).resolves.toBeDefined();
  });

  it("bucket-not-authorized refuses without effect until it is cleared", async () => {
    emulator.faults.add({ kind: "bucket-not-authorized" });
    await expect(submit()).rejects.toMatchObject({ code: "BucketNotAuthorized", statusCode: 403 });
    await expect(submit()).rejects.toMatchObject({ code: "BucketNotAuthorized" });
    expect(emulator.jobs()).toEqual([]);
    emulator.faults.clear();
    await expect(submit()).resolves.toBeDefined();
  });

  it("stuck-status shows what was read first, in Get and List, whatever becomes of the job", async () => {
    const stuck = await submit("stuck");
    const free = await submit("free");
    emulator.faults.add({ kind: "stuck-status", jobId: stuck });
    expect(await status(stuck)).toBe("initial");
    emulator.clock.advance(180_000);

    expect(emulator.jobs().map((job) => job.status)).toEqual(["paused", "paused"]);
    expect([await status(stuck), await status(free)]).toEqual(["initial", "paused"]);
    expect(await listed({ Status: "initial" })).toBe(1);
    expect(lastFault()).toBe("stuck-status");
    emulator.faults.clear();
    expect(await status(stuck)).toBe("paused");
  });

  it("started-again shows a paused job as started, once, and no other", async () => {
    const ended = await submit();
    emulator.clock.advance(180_000);
    emulator.faults.add({ kind: "started-again" });
    const recording = await submit();

    expect(await status(recording)).toBe("initial");
    expect(lastFault()).toBeUndefined();
    expect(await status(ended)).toBe("started");
    expect(lastFault()).toBe("started-again");
    expect(await status(ended)).toBe("paused");
  });

  it("several faults of one call are all in the log", async () => {
    await submit("show");
    emulator.faults.add({ kind: "list-lag" });
    emulator.faults.add({ kind: "reset-after", action: "ListLiveRecordJobs" });
    await expect(listed()).rejects.toThrow();
    expect(lastFault()).toBe("reset-after, list-lag");
  });

  it("GET tells every kind, what it acts on and what it does", async () => {
    const { kinds } = await admin(emulator, "GET", "faults");
    expect(kinds).toEqual(JSON.parse(JSON.stringify(FAULT_TABLE)));
    expect(Object.keys(kinds as Fields)).toHaveLength(18);
  });

  it.each([
    [
      { kind: "unique-names", action: "SubmitLiveRecordJob" },
      "takes no action: it acts on SubmitLiveRecordJob",
    ],
    [{ kind: "reset-after", action: "*", milliseconds: 5 }, "has no milliseconds, only count, rate"],
    [{ kind: "error", action: "*", rate: 0 }, "rate has to be"],
    [{ kind: "error", action: "*", rate: 2 }, "rate has to be"],
    [{ kind: "disk-full", jobId: 5 }, "jobId has to be a text"],
    [{ kind: "throttle", action: "*", retryAfter: 1.5 }, "retryAfter has to be a whole number"],
  ])("a fault of %o is refused with one clear sentence", async (body, message) => {
    expect(await admin(emulator, "POST", "faults", body)).toMatchObject({
      httpStatus: 400,
      error: expect.stringContaining(message),
    });
    expect(emulator.faults.list()).toEqual([]);
  });
});

it.each([99, 200.5, 600, Number.NaN])("a fault with the status %s is refused when it is added", (status) => {
  expect(() => new Faults().add({ kind: "throttle", action: "*", status })).toThrow("status has to be");
});

it("the oldest fault that fits is applied, and a rate that passes a call on leaves it to the next", () => {
  const faults = new Faults();
  faults.add({ kind: "error", action: "A", rate: 0.5 });
  faults.add({ kind: "throttle", action: "*", count: 2 });
  const taken = ["A", "B", "A", "A"].map((action) => faults.takeForCall(action)?.kind);

  expect(taken).toEqual(["throttle", "throttle", "error", undefined]);
});

describe("faults of recordings", () => {
  let publisher: Publisher;

  beforeAll(async () => {
    emulator = await startEmulator();
    emulator.store.createBucket("recordings");
    call = createCaller(emulator);
    publisher = await startPublisher({
      ffmpeg: await findFfmpeg(),
      url: `${emulator.rtmp}/live/show`,
      width: 160,
      height: 90,
    });
  });

  afterAll(async () => {
    await publisher.stop();
    await emulator.stop();
  });

  function events(jobId: string): (string | undefined)[] {
    return (
      emulator
        .jobs()
        .find((job) => job.jobId === jobId)
        ?.timeline.map(({ event }) => event) ?? []
    );
  }

  it("ffmpeg-killed kills a running recording's ffmpeg, which goes on in the same file", async () => {
    const url = `${emulator.rtmp}/live/show`;
    const [hit, spared] = [await submit("hit", url), await submit("spared", url)];
    await vi.waitFor(() => expect([events(hit), events(spared)].flat()).toHaveLength(4), PATIENCE);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    emulator.faults.add({ kind: "ffmpeg-killed", jobId: hit });
    await vi.waitFor(() => expect(events(hit)).toContain("resumed"), PATIENCE);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await publisher.stop();
    await vi.waitFor(() => expect(events(hit).at(-1)).toBe("interrupted"), PATIENCE);
    emulator.clock.advance(180_000);
    await emulator.settled();

    expect(events(hit)).toEqual([
      ...["submitted", "started", "problem", "interrupted", "resumed", "interrupted", "file", "ended"],
    ]);
    expect(events(spared)).toEqual(["submitted", "started", "interrupted", "file", "ended"]);
    expect(emulator.faults.list()).toEqual([]);
    const file = emulator.jobs()[0]?.files[0];
    const path = emulator.store.pathOf("recordings", file?.key ?? "");
    expect((await decode(await findFfmpeg(), path)).complaints).toBe("");
    expect(file?.durationSeconds).toBeGreaterThan(2);
  });

  it("disk-full loses what cannot be stored, tells so in the job, and the rest is recorded", async () => {
    emulator.streams.startSynthetic("live", "rehearsal");
    const jobId = await submit("full", "rtmp://any/live/rehearsal");
    emulator.clock.freeze();
    emulator.faults.add({ kind: "disk-full", count: 1 });
    emulator.clock.advance(7 * 3_600_000);
    emulator.streams.stopSynthetic("live", "rehearsal");
    emulator.clock.advance(180_000);
    await emulator.settled();

    const job = emulator.jobs().find((candidate) => candidate.jobId === jobId);
    expect(job?.timeline.find(({ event }) => event === "problem")?.detail).toContain(
      "no space left on device",
    );
    expect(job).toMatchObject({ status: "paused", files: [{ durationSeconds: 3_600 }] });
  });
});
