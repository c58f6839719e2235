import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY_ROOT } from "../repository";
import type { Extent } from "./plan";

export const USAGE = `npm run bench -- [options]

  --quick          1 and 20 resources, one round, checkpoints off: shows that it works
  --full           three rounds of everything, and the obvious way with 1,000 resources: takes hours
  --sizes 1,100    other numbers of resources
  --rounds 1       other numbers of rounds
  --out FOLDER     where the results go; default: bench/
`;

export interface BenchArguments {
  readonly extent: Extent;
  readonly sizes?: readonly number[];
  readonly rounds?: number;
  readonly out: string;
}

/** @throws for what is no option, or no whole number. */
export function readArguments(args: readonly string[]): BenchArguments | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      full: { type: "boolean" },
      sizes: { type: "string" },
      rounds: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return "help";
  if (values.quick && values.full) throw new Error("Choose one of --quick and --full.");
  const { sizes, rounds } = values;
  return {
    extent: values.quick ? "quick" : values.full ? "full" : "default",
    ...(sizes === undefined ? {} : { sizes: sizes.split(",").map((text) => count("--sizes", text)) }),
    ...(rounds === undefined ? {} : { rounds: count("--rounds", rounds) }),
    out: path.resolve(values.out ?? path.join(REPOSITORY_ROOT, "bench")),
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${option} takes whole numbers from 1, got ${text}.`);
  return value;
}
