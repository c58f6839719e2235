import { beforeAll, describe, expect, it } from "vitest";

interface Phase {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

type Events = readonly { time: string; event: string }[];

/** The module that the browser loads; it draws nothing, so it runs here as well. */
interface Timeline {
  phasesOf(events: Events, now: number): Phase[];
  endOf(events: Events): number | undefined;
  spanOf(
    jobs: readonly { timeline: Events; createTime: string }[],
    now: number,
    longest?: number,
  ): { start: number; end: number };
  ticksOf(span: { start: number; end: number }, most: number): { at: number; label: string }[];
}

const MODULE = "../../emulator/src/console/page/timeline.mjs";
const BEGIN = Date.parse("2026-01-01T12:00:00.000Z");
const SECOND = 1000;
let timeline: Timeline;

beforeAll(async () => {
  timeline = (await import(MODULE)) as Timeline;
});

/** `submitted@0 started@5`: events and the seconds at which they happened. */
function events(text: string): Events {
  return text.split(" ").map((part) => {
    const [event = "", seconds = ""] = part.split("@");
    return { event, time: new Date(BEGIN + Number(seconds) * SECOND).toISOString() };
  });
}

describe("phases", () => {
  it.each([
    ["a job without a stream is pulling", "submitted@0", "pulling 0-60"],
    ["from the first picture on it records", "submitted@0 started@5", "pulling 0-5, recording 5-60"],
    [
      "a gap lasts until the stream is back",
      "submitted@0 started@5 interrupted@20 resumed@30",
      "pulling 0-5, recording 5-20, gap 20-30, recording 30-60",
    ],
    [
      "files and problems change nothing",
      "submitted@0 started@5 file@10 problem@11",
      "pulling 0-5, recording 5-60",
    ],
    [
      "nothing comes after the end",
      "submitted@0 started@5 interrupted@20 ended@40 file@41",
      "pulling 0-5, recording 5-20, gap 20-40",
    ],
    [
      "a job that its emulator was stopped under has a gap, and goes on",
      "submitted@0 started@5 closed@10 interrupted@40 resumed@50",
      "pulling 0-5, recording 5-10, gap 10-40, gap 40-50, recording 50-60",
    ],
    ["one that had not begun goes on pulling", "submitted@0 closed@10", "pulling 0-10, pulling 10-60"],
  ])("%s", (_outcome, given, expected) => {
    const phases = timeline.phasesOf(events(given), BEGIN + 60 * SECOND);
    const second = (time: number): number => (time - BEGIN) / SECOND;
    expect(phases.map(({ kind, start, end }) => `${kind} ${second(start)}-${second(end)}`).join(", ")).toBe(
      expected,
    );
  });

  it("a job has an end only when it ended", () => {
    expect(timeline.endOf(events("submitted@0 started@1 ended@40 file@41"))).toBe(BEGIN + 40 * SECOND);
    expect(timeline.endOf(events("submitted@0 started@1"))).toBeUndefined();
  });
});

describe("span", () => {
  const ended = { timeline: events("submitted@0 ended@40"), createTime: new Date(BEGIN).toISOString() };

  it("of what has ended is not stretched by the time since", () => {
    const { start, end } = timeline.spanOf([ended], BEGIN + 1e9);
    expect(start).toBe(BEGIN);
    expect(end).toBeLessThan(BEGIN + 45 * SECOND);
  });

  it("of what goes on reaches to now, and no further back than asked", () => {
    const running = { ...ended, timeline: events("submitted@0") };
    const { start, end } = timeline.spanOf([running], BEGIN + 600 * SECOND, 60 * SECOND);
    expect(start).toBe(BEGIN + 540 * SECOND);
    expect(end).toBeGreaterThanOrEqual(BEGIN + 600 * SECOND);
  });

  it.each([1, 60, 3600, 9 * 3600, 40 * 86_400, 400 * 86_400])("of %i s has a few round times", (seconds) => {
    const ticks = timeline.ticksOf({ start: BEGIN + 1, end: BEGIN + 1 + seconds * SECOND }, 8);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks.length).toBeGreaterThanOrEqual(1);
    expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
  });
});
