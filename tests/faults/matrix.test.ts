import { afterAll, describe, expect, it } from "vitest";
import { CASES } from "./cases";
import { nameOf } from "./faultCase";
import { NOTHING_WRONG, runCase } from "./runCase";
import { Summary } from "./summary";

const MIN_RUNS = 200;

const summary = new Summary();
afterAll(() => {
  process.stdout.write(`${summary.totals}\n`);
});

it("has a run for every cell that makes sense, each under a name of its own", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(MIN_RUNS);
  expect(new Set(CASES.map(nameOf)).size).toBe(CASES.length);
});

describe.concurrent("after a fault and its documented recovery", () => {
  it.each(CASES.map((faultCase) => [nameOf(faultCase), faultCase] as const))(
    "%s",
    async (_name, faultCase) => {
      const report = await runCase(faultCase).catch((error: unknown) => ({ broken: String(error) }));
      summary.add(faultCase, report);
      expect(report).toEqual(NOTHING_WRONG);
    },
  );
});
