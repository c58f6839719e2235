import { expect, it } from "vitest";
import { MARKER } from "../support/badInput";
import { BAD_INPUTS } from "../support/badInputs";
import { useLocalIms } from "../support/localIms";
import { useLocalStacks } from "../support/localStack";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);

it.each(BAD_INPUTS)(
  "a $resource with $what fails at preview, and nothing is created",
  async ({ resource, args, says }) => {
    const stack = await stacks.create(`
    const ice = require("pulumi-alicloud-ice");
    new ice.${resource}("bad", ${args});
  `);
    const { exitCode, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(
      says.filter((line) => !output.includes(line)),
      output,
    ).toEqual([]);
    const told = new Set(output.match(/has a problem: .*/g));
    expect(told.size, output).toBe(says.length);
    expect(output).not.toContain(MARKER);
    expect(output).not.toMatch(/\n +at /);
    expect(ims().requests()).toEqual([]);
    expect(stack.export().resources).toEqual([]);
  },
);
