import { describe, expect, test } from "vitest";
import { utcSeconds } from "../../provider/clock";
import { listFiles } from "../../provider/recording/files";
import { listJobs } from "../../provider/recording/jobs";
import { piecesOf, spanBetween } from "../../provider/spans";
import { testContext } from "./support/testContext";

const DAY_MILLISECONDS = 24 * 3_600_000;
const FOUR_DAYS_SECONDS = 4 * 24 * 3_600;
const day = (count: number): number => count * DAY_MILLISECONDS;
const at = (milliseconds: number): string => utcSeconds(milliseconds);

describe("a span in pieces", () => {
  test.each([
    ["of the longest length is one", 4, 1],
    ["of a second more is two", 4 + 1 / 86_400, 2],
    ["of a month is eight", 30, 8],
    ["of a year is 92", 365, 92],
  ])("%s", (_what, days, count) => {
    const found = piecesOf({ startTime: at(0), endTime: at(day(days)) }, FOUR_DAYS_SECONDS);
    expect(found).toHaveLength(count);
    expect([found[0]?.startTime, found.at(-1)?.endTime]).toEqual([at(0), at(day(days))]);
    for (const [index, { startTime, endTime }] of found.entries()) {
      expect(Date.parse(endTime) - Date.parse(startTime)).toBeLessThanOrEqual(day(4));
      if (index > 0) expect(startTime).toBe(found[index - 1]?.endTime);
    }
  });
});

describe("times that a program gives", () => {
  const now = Date.parse("2026-03-10T00:00:00Z");
  const [startTime, endTime] = ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"];

  test.each<[string, object, string, string]>([
    ["both", { startTime, endTime }, startTime, endTime],
    ["the start alone reaches until now", { startTime }, startTime, "2026-03-10T00:00:00Z"],
    ["the end alone reaches back by the standard", { endTime }, "2026-01-28T00:00:00Z", endTime],
    ["none", {}, "2026-03-06T00:00:00Z", "2026-03-10T00:00:00Z"],
  ])("%s", (_what, times, start, end) => {
    expect(spanBetween(times, FOUR_DAYS_SECONDS, now)).toEqual({ startTime: start, endTime: end });
  });

  test.each<[string, object, RegExp]>([
    [
      "a start that is no time",
      { startTime: "2026-01-01" },
      /^startTime must be a time in UTC .*got "2026-01-01"/,
    ],
    ["an end that is no time", { endTime: "now" }, /^endTime must be a time in UTC .*got "now"/],
    [
      "a start after the end",
      { startTime: endTime, endTime: startTime },
      /startTime must not be later than endTime/,
    ],
    ["a start that is not yet", { startTime: "2027-01-01T00:00:00Z" }, /later than endTime.*and now/],
  ])("%s is refused", (_what, times, message) => {
    expect(() => spanBetween(times, FOUR_DAYS_SECONDS, now)).toThrow(message);
  });
});

test("files of two months come in order, each once, in spans that the service takes", async () => {
  const ctx = testContext();
  const start = ctx.clock.now();
  for (const days of [0, 4, 3.99999, 30, 59]) {
    const createTime = at(start + day(days));
    ctx.ice.files.push({ recordId: `r${days}`, startTime: createTime, createTime });
  }
  const files = await listFiles(ctx, {}, { startTime: at(start), endTime: at(start + day(60)) });
  expect(files.map(({ recordId }) => recordId)).toEqual(["r0", "r3.99999", "r4", "r30", "r59"]);
  expect(ctx.ice.count("ListLiveRecordFiles")).toBe(15);
});

test("files come in pages of 30", async () => {
  const ctx = testContext();
  for (let index = 0; index < 65; index++) ctx.ice.files.push({ recordId: `r${index}`, jobId: "job-1" });
  expect(await listFiles(ctx, { jobIds: ["job-1"] })).toHaveLength(65);
  expect(ctx.ice.calls.map(({ request }) => request)).toEqual(
    [1, 2, 3].map((pageNo) => ({ jobIds: ["job-1"], pageNo, pageSize: 30 })),
  );
});

test("jobs of two years come newest first, each once, in spans that the service takes", async () => {
  const ctx = testContext();
  const start = ctx.clock.now();
  for (const days of [0, 30, 400, 700]) {
    ctx.ice.addJob({
      name: `day-${days}`,
      createTime: at(start + day(days)),
    });
  }
  const jobs = await listJobs(ctx, {}, { startTime: at(start), endTime: at(start + day(720)) });
  expect(jobs.map(({ name }) => name)).toEqual(["day-700", "day-400", "day-30", "day-0"]);
  expect(ctx.ice.count("ListLiveRecordJobs")).toBe(24);
});
