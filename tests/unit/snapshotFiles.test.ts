import { describe, expect, test } from "vitest";
import { utcSeconds } from "../../provider/clock";
import { listSnapshotFiles } from "../../provider/snapshots/files";
import { piecesOf, recentSpan } from "../../provider/spans";
import { FakeClock } from "./support/fakeClock";
import { type TestContext, testContext } from "./support/testContext";

const DAY_SECONDS = 24 * 3_600;

/** One picture after the other. */
function addPictures(ctx: TestContext, from: string, count: number, seconds: number): void {
  for (let index = 0; index < count; index++) {
    const time = Date.parse(from) + index * seconds * 1_000;
    ctx.ice.snapshotFiles.push({
      ossBucket: "pictures",
      ossObject: `${index}.jpg`,
      createTime: utcSeconds(time),
      createTimestamp: time,
    });
  }
}

describe("a long span", () => {
  test.each([
    ["a day", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", 1],
    ["a second more", "2026-03-01T00:00:00Z", "2026-03-02T00:00:01Z", 2],
    ["a month", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", 31],
  ])("%s is asked for in pieces of at most a day", (_what, startTime, endTime, count) => {
    const pieces = piecesOf({ startTime, endTime }, DAY_SECONDS);
    expect(pieces).toHaveLength(count);
    expect(pieces[0]?.startTime).toBe(startTime);
    expect(pieces.at(-1)?.endTime).toBe(endTime);
    for (const [index, piece] of pieces.entries()) {
      expect(Date.parse(piece.endTime) - Date.parse(piece.startTime)).toBeLessThanOrEqual(
        DAY_SECONDS * 1_000,
      );
      if (index > 0) expect(piece.startTime).toBe(pieces[index - 1]?.endTime);
    }
  });

  test("up to now reaches ahead of our clock, as far as a signature may be off", () => {
    const { startTime, endTime } = recentSpan(new FakeClock("2026-03-01T12:00:00Z"), DAY_SECONDS);
    expect([startTime, endTime]).toEqual(["2026-02-28T12:16:00Z", "2026-03-01T12:16:00Z"]);
  });
});

describe("the pictures of a job", () => {
  test("of a month come oldest first and each once, those on the border of two days too", async () => {
    const ctx = testContext();
    addPictures(ctx, "2026-03-01T00:00:00Z", 31 * 24 + 1, 3_600);
    const files = await listSnapshotFiles(ctx, "job", {
      startTime: "2026-03-01T00:00:00Z",
      endTime: "2026-04-01T00:00:00Z",
    });
    expect(files.map(({ ossObject }) => ossObject)).toEqual(
      ctx.ice.snapshotFiles.map(({ ossObject }) => ossObject),
    );
    expect(ctx.ice.calls).toHaveLength(31);
  });

  test("of one piece are followed by the cursor until it is missing", async () => {
    const ctx = testContext();
    addPictures(ctx, "2026-03-01T00:00:00Z", 250, 5);
    const files = await listSnapshotFiles(ctx, "job", {
      startTime: "2026-03-01T00:00:00Z",
      endTime: "2026-03-01T12:00:00Z",
    });
    expect(files).toHaveLength(250);
    expect(ctx.ice.calls.map(({ request }) => (request as { startTime: string }).startTime)).toEqual([
      "2026-03-01T00:00:00Z",
      "2026-03-01T00:08:20Z",
      "2026-03-01T00:16:40Z",
    ]);
  });

  test("of a list that does not end are not taken for the whole", async () => {
    const ctx = testContext();
    ctx.ice.listLiveSnapshotFiles = async ({ startTime }) => ({ fileList: [], nextStartTime: startTime });
    const span = { startTime: "2026-03-01T00:00:00Z", endTime: "2026-03-01T12:00:00Z" };
    await expect(listSnapshotFiles(ctx, "job", span)).rejects.toThrow("did not end after 1000 pages");
  });
});
