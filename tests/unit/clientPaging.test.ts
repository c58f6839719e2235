import { expect, test } from "vitest";
import { allPages, type Page } from "../../provider/client/paging";

/** Reads a list whose pages are given, and counts the calls. */
async function read(pages: Page<number>[]): Promise<{ items: number[]; calls: number }> {
  let calls = 0;
  const items = await allPages((pageNo) => {
    calls += 1;
    return Promise.resolve(pages[pageNo - 1] ?? { items: [], totalCount: pages[0]?.totalCount });
  });
  return { items, calls };
}

test.each<[string, Page<number>[], number[], number]>([
  ["one page holds all", [{ items: [1, 2], totalCount: 2 }], [1, 2], 1],
  ["nothing is there", [{ items: [], totalCount: 0 }], [], 1],
  ["the list is left out", [{ items: undefined, totalCount: 0 }], [], 1],
  [
    "the total is text",
    [
      { items: [1, 2], totalCount: "3" },
      { items: [3], totalCount: "3" },
    ],
    [1, 2, 3],
    2,
  ],
  [
    "pages are shorter than asked for",
    [
      { items: [1], totalCount: 3 },
      { items: [2], totalCount: 3 },
      { items: [3], totalCount: 3 },
    ],
    [1, 2, 3],
    3,
  ],
  [
    "no total is told: an empty page ends the list",
    [
      { items: [1], totalCount: undefined },
      { items: [2], totalCount: undefined },
    ],
    [1, 2],
    3,
  ],
  ["the total is more than there is", [{ items: [1], totalCount: 5 }], [1], 2],
])("%s", async (_what, pages, items, calls) => {
  expect(await read(pages)).toEqual({ items, calls });
});
