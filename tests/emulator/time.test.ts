import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClock, type StoppableClock } from "../../emulator/src/clock";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { admin, createCaller } from "./rpcSupport";

describe("a clock", () => {
  let clock: StoppableClock;

  beforeEach(() => {
    vi.useFakeTimers();
    clock = createClock();
  });

  afterEach(() => {
    clock.stop();
    vi.useRealTimers();
  });

  it("that is sped up shows that much more time, from then on", () => {
    const start = clock.now();
    vi.advanceTimersByTime(1_000);
    clock.setScale(60);
    expect(clock.now()).toBe(start + 1_000);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start + 61_000);

    clock.setScale(0.5);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start + 61_500);
    expect(clock.scale).toBe(0.5);
  });

  it("that is sped up runs its timers sooner, also those that were set before", () => {
    let ran = 0;
    clock.setTimeout(() => ran++, 60_000);
    clock.setScale(60);
    clock.setTimeout(() => ran++, 120_000);

    vi.advanceTimersByTime(999);
    expect(ran).toBe(0);
    vi.advanceTimersByTime(1);
    expect(ran).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(ran).toBe(2);
  });

  it("keeps its speed over freeze, advance and resume", () => {
    const start = clock.now();
    clock.setScale(10);
    clock.freeze();
    clock.advance(5_000);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start + 5_000);
    clock.resume();
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start + 15_000);
  });

  it("that is frozen takes a speed and still stands", () => {
    const start = clock.now();
    clock.freeze();
    clock.setScale(100);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start);
    expect(clock.frozen).toBe(true);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e9])("refuses a speed of %d", (scale) => {
    expect(() => clock.setScale(scale)).toThrow(RangeError);
  });
});

describe("an emulator", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ media: false });
    emulator.store.createBucket("recordings");
    await createCaller(emulator)("SubmitLiveRecordJob", {
      Name: "show",
      TemplateId: "00000000-0000-4000-8000-0000000000a2",
      StreamInput: { Type: "rtmp", Url: "rtmp://h/a/s" },
      RecordOutput: { Type: "oss", Bucket: "recordings" },
    });
  });

  afterEach(() => emulator.stop());

  it("whose clock is sped up over HTTP ends a job without a stream that much sooner", async () => {
    expect(await admin(emulator, "POST", "clock", { scale: 3_600 })).toMatchObject({
      scale: 3_600,
      frozen: false,
    });
    await vi.waitFor(() => expect(emulator.jobs()[0]?.status).toBe("paused"), { interval: 5 });
    const [submitted, ended] = emulator.jobs()[0]?.timeline ?? [];
    const waited = Date.parse(ended?.time ?? "") - Date.parse(submitted?.time ?? "");
    expect(waited).toBeGreaterThanOrEqual(180_000);
  });

  it.each([
    [{ scale: 0 }, "scale has to be a number from 0.001 to 100000"],
    [{ scale: "fast" }, "scale has to be a number"],
    [{ advanceSeconds: -1 }, "advanceSeconds has to be a number from 0"],
    [{ freeze: "yes" }, "freeze has to be true or false"],
  ])("refuses %o over HTTP and leaves its clock alone", async (body, message) => {
    expect(await admin(emulator, "POST", "clock", body)).toMatchObject({
      httpStatus: 400,
      error: expect.stringContaining(message),
    });
    expect([emulator.clock.scale, emulator.clock.frozen]).toEqual([1, false]);
  });
});
