import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { contenders } from "../../tools/bench/contenders";
import type { Results } from "../../tools/bench/results";
import { REPOSITORY_ROOT } from "../../tools/repository";

const TIME_LIMIT_MILLISECONDS = 290_000;
const OPERATIONS = ["up", "preview, unchanged", "refresh", "destroy"];
const SIZES = ["1", "20"];

const folder = mkdtempSync(path.join(os.tmpdir(), "pulumi-alicloud-ice-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}

/** The cells of the row that starts with these texts, in the section of this title. */
function row(section: string, ...start: string[]): string[] {
  const [, after = ""] = read("results.md").split(`## ${section}\n`);
  const lines = after.split("\n## ")[0]?.split("\n") ?? [];
  const found = lines.filter((line) => line.startsWith(`| ${start.join(" | ")} |`));
  expect(found, `${section}: ${start.join(", ")}`).toHaveLength(1);
  return (found[0] ?? "")
    .split("|")
    .slice(1 + start.length, -1)
    .map((cell) => cell.trim());
}

it("the quick benchmark has a figure in every row, and counts the calls as they are budgeted", async () => {
  const command = path.join(REPOSITORY_ROOT, "tools", "dist", "bench.js");
  await promisify(execFile)(process.execPath, [command, "--quick", "--out", folder], {
    timeout: TIME_LIMIT_MILLISECONDS,
  });
  for (const operation of OPERATIONS) {
    for (const size of SIZES) {
      const seconds = row("Seconds, checkpoints off", operation, size);
      expect(seconds).toEqual(contenders.map(() => expect.stringMatching(/^\d+\.\d$/)));
      expect(seconds.map(Number).every((value) => value > 0)).toBe(true);
    }
  }
  const bytes = row("State and calls, for each resource", "state, bytes of compact JSON");
  expect(bytes).toEqual(contenders.map(() => expect.stringMatching(/^[\d,]+$/)));
  const { cells, moduleLoads }: Results = JSON.parse(read("results.json"));
  const largest = cells.find(({ contender, resources }) => contender === "ours" && resources === 20);
  const calls = Object.values(largest?.measured?.callsPerResource ?? {}).map(({ max }) => max);
  expect(calls).toEqual([2, 0, 1, 1]);
  expect(moduleLoads.map(({ milliseconds }) => milliseconds.median > 0)).toEqual([true, true, true]);
  expect(read("results.svg")).toContain("<circle");
  expect(read("results.md")).not.toMatch(new RegExp(`${os.hostname()}|${os.homedir()}|${os.tmpdir()}/`));
}, 300_000);
