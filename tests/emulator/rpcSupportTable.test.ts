import { expect, it } from "vitest";
import {
  GENERAL_SUPPORT,
  OPERATION_SUPPORT,
  renderSupportTable,
  type SupportEntry,
} from "../../emulator/src/index";
import { OPERATIONS } from "../../emulator/src/operations/index";

const ALL_ENTRIES: SupportEntry[] = [
  ...Object.values(OPERATION_SUPPORT),
  ...Object.values(GENERAL_SUPPORT),
].flat();

it("every operation that answers has rows in the table, and every row's operation answers", () => {
  const registered = [...OPERATIONS.values()].flatMap((operations) => [...operations.keys()]);

  expect(registered.sort()).toEqual(Object.keys(OPERATION_SUPPORT).sort());
  for (const operations of OPERATIONS.values()) {
    for (const operation of operations.values()) {
      expect(operation.support).toBe(OPERATION_SUPPORT[operation.action]);
    }
  }
});

it("whatever is called documented names its source", () => {
  const withoutSource = ALL_ENTRIES.filter((entry) => entry.level === "documented" && !entry.source);

  expect(withoutSource).toEqual([]);
});

it("the Markdown table has one row for each entry, four columns wide", () => {
  const rows = renderSupportTable().trim().split("\n");

  expect(rows).toHaveLength(2 + ALL_ENTRIES.length);
  for (const row of rows) {
    expect(row.match(/\|/g)).toHaveLength(5);
  }
});
