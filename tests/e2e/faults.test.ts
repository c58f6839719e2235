import { describe, expect, it } from "vitest";
import { QUICK_CASES } from "../faults/cases";
import { nameOf } from "../faults/faultCase";
import { NOTHING_WRONG, runCase } from "../faults/runCase";

/** A part of the fault matrix; all of it is `npm run test:faults`. */
describe.concurrent("after a fault and its documented recovery", () => {
  it.each(QUICK_CASES.map((faultCase) => [nameOf(faultCase), faultCase] as const))(
    "%s",
    async (_name, faultCase) => {
      expect(await runCase(faultCase)).toEqual(NOTHING_WRONG);
    },
  );
});
