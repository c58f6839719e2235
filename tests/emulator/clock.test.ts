import { afterEach, expect, it, vi } from "vitest";
import { createClock, type StoppableClock } from "../../emulator/src/clock";

let clock: StoppableClock;

function frozenClock(): StoppableClock {
  clock = createClock();
  clock.freeze();
  return clock;
}

afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

it("a frozen clock stands still, advances by hand and flows on from there", () => {
  vi.useFakeTimers();
  clock = createClock();
  clock.freeze();
  const start = clock.now();
  vi.advanceTimersByTime(5_000);
  expect(clock.now()).toBe(start);
  expect(clock.frozen).toBe(true);

  clock.advance(60_000);
  expect(clock.now()).toBe(start + 60_000);

  clock.resume();
  expect(clock.frozen).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(clock.now()).toBe(start + 61_000);
});

it("due timers run in order of time, then of creation, and see their own due time", () => {
  const start = frozenClock().now();
  const ran: string[] = [];
  const note = (name: string) => () => ran.push(`${name}@${clock.now() - start}`);
  clock.setTimeout(note("late"), 300);
  clock.setTimeout(note("first"), 100);
  clock.setTimeout(note("second"), 100);
  clock.setTimeout(note("never"), 1_001);

  clock.advance(1_000);

  expect(ran).toEqual(["first@100", "second@100", "late@300"]);
  expect(clock.now()).toBe(start + 1_000);
});

it("a timer set by a timer runs in the same advance when it is due in it", () => {
  const start = frozenClock().now();
  const seen: number[] = [];
  const tick = (): void => {
    seen.push(clock.now() - start);
    clock.setTimeout(tick, 400);
  };
  clock.setTimeout(tick, 400);

  clock.advance(1_300);

  expect(seen).toEqual([400, 800, 1_200]);
});

it("a cancelled timer never runs, and cancelling a timer that ran is harmless", () => {
  frozenClock();
  const ran: string[] = [];
  const cancelled = clock.setTimeout(() => ran.push("cancelled"), 10);
  const kept = clock.setTimeout(() => ran.push("kept"), 10);
  cancelled.cancel();

  clock.advance(10);
  kept.cancel();
  clock.advance(10);

  expect(ran).toEqual(["kept"]);
});

it("a flowing clock that is advanced runs what is due and shows the machine's time plus the advance", () => {
  vi.useFakeTimers();
  clock = createClock();
  const start = Date.now();
  let firedAt = 0;
  clock.setTimeout(() => {
    firedAt = clock.now();
  }, 500);

  clock.advance(2_000);

  expect(firedAt).toBe(start + 500);
  expect(clock.now()).toBe(start + 2_000);
  vi.advanceTimersByTime(100);
  expect(clock.now()).toBe(start + 2_100);
});

it("a flowing clock runs timers by itself, a frozen one does not", () => {
  vi.useFakeTimers();
  clock = createClock();
  const ran: string[] = [];
  clock.setTimeout(() => ran.push("flowing"), 500);
  vi.advanceTimersByTime(499);
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ran).toEqual(["flowing"]);

  clock.setTimeout(() => ran.push("frozen"), 500);
  clock.freeze();
  vi.advanceTimersByTime(10_000);
  expect(ran).toEqual(["flowing"]);
  clock.resume();
  vi.advanceTimersByTime(500);
  expect(ran).toEqual(["flowing", "frozen"]);
});

it("a timer months away does not run at once", () => {
  vi.useFakeTimers();
  clock = createClock();
  const sixMonths = 182 * 24 * 60 * 60 * 1000;
  let ran = false;
  clock.setTimeout(() => {
    ran = true;
  }, sixMonths);

  vi.advanceTimersByTime(60_000);
  expect(ran).toBe(false);
  vi.advanceTimersByTime(sixMonths);
  expect(ran).toBe(true);
});

it("sleep resolves after its time", async () => {
  frozenClock();
  const sleeping = clock.sleep(5_000).then(() => clock.now());
  const start = clock.now();

  clock.advance(5_000);

  expect(await sleeping).toBe(start + 5_000);
});

it("time is refused to go back", () => {
  frozenClock();

  expect(() => clock.advance(-1)).toThrow("never goes back");
  expect(() => clock.advance(Number.NaN)).toThrow("never goes back");
});

it("thousands of timers in random order run in order", () => {
  frozenClock();
  const seen: number[] = [];
  let random = 12_345;
  for (let index = 0; index < 5_000; index++) {
    random = (random * 48_271) % 2_147_483_647;
    const delay = random % 100_000;
    const timer = clock.setTimeout(() => seen.push(delay), delay);
    if (index % 2 === 0) {
      timer.cancel();
    }
  }

  clock.advance(100_000);

  expect(seen).toHaveLength(2_500);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
