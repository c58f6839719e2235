import { describe, expect, test } from "vitest";
import type { RecordFile } from "../../provider/client/ice";
import { deletable, deleteFiles } from "../../provider/recording/fileDeletion";
import { refused } from "./support/serviceErrors";
import { type TestContext, testContext } from "./support/testContext";

const DELETE = "DeleteLiveRecordFiles";
const NOW = Date.parse("2026-03-10T12:00:00Z");

describe("files that may go", () => {
  const ended = (endTime: string): RecordFile => ({ recordId: endTime, endTime });
  test.each<[string, RecordFile, number, boolean]>([
    ["every file when none is to be kept", ended("2026-03-10T11:59:59Z"), 0, true],
    ["one that ended exactly so many days ago", ended("2026-03-03T12:00:00Z"), 7, true],
    ["not one that ended a second later", ended("2026-03-03T12:00:01Z"), 7, false],
    [
      "by the time of its record where it has no end",
      { recordId: "r", createTime: "2026-03-01T00:00:00Z" },
      7,
      true,
    ],
    ["not one without any time", { recordId: "r" }, 7, false],
    ["never one without an id", { endTime: "2020-01-01T00:00:00Z" }, 0, false],
  ])("%s", (_what, file, keepDays, goes) => {
    expect(deletable([file], keepDays, NOW)).toHaveLength(goes ? 1 : 0);
  });
});

function filled(count: number): TestContext {
  const ctx = testContext();
  for (let index = 0; index < count; index++) {
    ctx.ice.files.push({ recordId: `r${index}`, jobId: "job-1", createTime: "2026-03-01T11:00:00Z" });
  }
  return ctx;
}

const SPAN = { startTime: "2026-03-01T10:00:00Z", endTime: "2026-03-01T13:00:00Z" };
const all = (ctx: TestContext) => deletable(ctx.ice.files, 0, ctx.clock.now());

describe("deleting", () => {
  test.each([
    [1, 1],
    [20, 1],
    [21, 2],
    [45, 3],
  ])("%i files takes %i calls of at most 20, then a look", async (count, calls) => {
    const ctx = filled(count);
    expect(await deleteFiles(ctx, all(ctx), true, SPAN)).toEqual([]);
    expect(ctx.ice.count(DELETE)).toBe(calls);
    expect(ctx.ice.files).toEqual([]);
    expect(ctx.ice.calls[0]?.request).toMatchObject({ removeFile: true });
    expect(ctx.clock.slept).toBe(0);
  });

  test("leaves the objects unless they are to go", async () => {
    const ctx = filled(1);
    await deleteFiles(ctx, all(ctx), false, SPAN);
    expect(ctx.ice.last(DELETE)).toEqual({ recordIds: ["r0"], removeFile: false });
  });

  test("believes the list, not the answer: what stays there is named, after four looks", async () => {
    const ctx = filled(2);
    const files = all(ctx);
    ctx.ice.deleteLiveRecordFiles = () => Promise.resolve({ message: "OK" });
    const left = await deleteFiles(ctx, files, false, SPAN);
    expect(left.map(({ recordId }) => recordId)).toEqual(["r0", "r1"]);
    expect(ctx.ice.actions).toEqual(Array(4).fill("ListLiveRecordFiles").flat());
    expect(ctx.clock.slept).toBe(6_000);
  });

  test("that fails half-way says how many are gone", async () => {
    const ctx = filled(45);
    const files = all(ctx);
    const { deleteLiveRecordFiles } = ctx.ice;
    ctx.ice.deleteLiveRecordFiles = (request) => {
      if (ctx.ice.count(DELETE) === 2) ctx.ice.fail(DELETE, refused(DELETE, "Forbidden.RAM", 403));
      return deleteLiveRecordFiles.call(ctx.ice, request);
    };
    await expect(deleteFiles(ctx, files, false, SPAN)).rejects.toThrow(
      /ice:DeleteLiveRecordFiles .* 40 of 45 files were deleted before\. Run the same command again/,
    );
    expect(ctx.ice.files).toHaveLength(5);
  });
});
