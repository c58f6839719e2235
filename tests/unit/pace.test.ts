import { describe, expect, test } from "vitest";
import { Pace } from "../../provider/client/pace";
import { FakeClock } from "./support/fakeClock";

/** Starts calls of one action at once, and answers when each began, in milliseconds after the first. */
async function startsOf(pace: Pace, clock: FakeClock, action: string, count: number): Promise<number[]> {
  const first = clock.now();
  const starts: number[] = [];
  const note = async (): Promise<void> => void starts.push(clock.now() - first);
  await Promise.all(Array.from({ length: count }, () => pace.run(action, note)));
  return starts;
}

const FAST = { maxConcurrentCalls: 100, maxCallsPerSecond: 50 };

describe("calls of one action", () => {
  test("start no closer together than the limit per second allows", async () => {
    const clock = new FakeClock();
    expect(await startsOf(new Pace(clock, FAST), clock, "A", 4)).toEqual([0, 20, 40, 60]);
  });

  test("keep a lower limit that the service publishes for it", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    const first = clock.now();
    const starts: number[] = [];
    const note = async (): Promise<void> => void starts.push(clock.now() - first);
    await Promise.all([1, 2, 3].map(() => pace.run("A", note, 20)));
    expect(starts).toEqual([0, 50, 100]);
  });

  test("go out in the order in which they were made", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((number) => pace.run("A", async () => void order.push(number))));
    expect(order).toEqual([1, 2, 3]);
  });

  test("do not wait for those of another action", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, { ...FAST, maxCallsPerSecond: 1 });
    await startsOf(pace, clock, "A", 1);
    expect(await startsOf(pace, clock, "B", 1)).toEqual([0]);
  });

  test("that fail hold up nobody", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    const failing = pace.run("A", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await pace.run("A", () => Promise.resolve("yes"))).toBe("yes");
  });
});

test("no more calls are under way at once than allowed, of whatever action", async () => {
  const pace = new Pace(new FakeClock(), { maxConcurrentCalls: 3, maxCallsPerSecond: 1_000 });
  let underWay = 0;
  let most = 0;
  const call = async (): Promise<void> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => pace.run(`A${index % 5}`, call)));
  expect(most).toBe(3);
});

describe("a throttle", () => {
  test("slows its action down by a half, once for all calls that were under way together", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    await startsOf(pace, clock, "A", 1);
    const sentAt = clock.now();
    clock.advance(5);
    pace.throttled("A", sentAt, 0);
    clock.advance(5);
    pace.throttled("A", sentAt, 0);
    clock.advance(1_000);
    expect(await startsOf(pace, clock, "A", 3)).toEqual([0, 30, 60]);
  });

  test("holds its action back for as long as the service asks, and no other", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    await startsOf(pace, clock, "A", 1);
    pace.throttled("A", clock.now(), 3_000);
    expect(await startsOf(pace, clock, "B", 1)).toEqual([0]);
    expect(await startsOf(pace, clock, "A", 2)).toEqual([3_000, 3_030]);
  });

  test("however often it comes leaves one call a second", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    await startsOf(pace, clock, "A", 1);
    for (let time = 0; time < 20; time++) {
      clock.advance(1);
      pace.throttled("A", clock.now(), 0);
    }
    clock.advance(2_000);
    expect(await startsOf(pace, clock, "A", 2)).toEqual([0, 1_000]);
  });

  test("lets nothing of its action out within the same second", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    await startsOf(pace, clock, "A", 1);
    pace.throttled("A", clock.now(), 0);
    expect(await startsOf(pace, clock, "A", 1)).toEqual([1_000]);
  });

  test("is made up for by and by, up to the limit again", async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock, FAST);
    await startsOf(pace, clock, "A", 1);
    pace.throttled("A", clock.now(), 0);
    await startsOf(pace, clock, "A", 200);
    clock.advance(1_000);
    expect(await startsOf(pace, clock, "A", 3)).toEqual([0, 20, 40]);
  });
});
