import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY_ROOT } from "../../tools/repository";
import { LEFT_OUT } from "./cases";
import { type FaultCase, nameOf } from "./faultCase";
import type { RunReport } from "./runCase";

const SUMMARY_FILE = path.join(REPOSITORY_ROOT, ".cache", "faults", "summary.md");

interface Counted {
  runs: number;
  orphans: number;
  doubles: number;
  falseStops: number;
  failures: number;
}

/** Why a run did not come to its end. */
export interface RunBroken {
  readonly broken: string;
}

interface Run {
  readonly faultCase: FaultCase;
  readonly report: RunReport | RunBroken;
}

const MAX_SHOWN_CHARACTERS = 4_000;

/** What the runs of one go have come to, by fault and operation. Written after each of them: a go may be cut short. */
export class Summary {
  private readonly runs: Run[] = [];

  add(faultCase: FaultCase, report: RunReport | RunBroken): void {
    this.runs.push({ faultCase, report });
    this.write();
  }

  /** All that was counted, in one line. */
  get totals(): string {
    return totalsOf(counted(this.runs));
  }

  private write(): void {
    const rows = new Map<string, Run[]>();
    for (const run of this.runs) {
      const { fault, kind, operation } = run.faultCase;
      const row = `${fault} | ${kind} ${operation}`;
      rows.set(row, [...(rows.get(row) ?? []), run]);
    }
    const lines = [
      "# Fault matrix",
      "",
      this.totals,
      "",
      "| fault | operation | runs | orphans | doubles | false stops | failures |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      ...[...rows].sort().map(([row, runs]) => `| ${row} | ${Object.values(counted(runs)).join(" | ")} |`),
      "",
      "## Failures",
      "",
      ...this.runs.filter(hasFailed).map(({ faultCase, report }) => shown(faultCase, report)),
      "",
      "## Left out",
      "",
      "| cells | reason |",
      "| --- | --- |",
      ...LEFT_OUT.map(({ cells, reason }) => `| ${cells} | ${reason} |`),
      "",
    ];
    mkdirSync(path.dirname(SUMMARY_FILE), { recursive: true });
    writeFileSync(SUMMARY_FILE, lines.join("\n"));
  }
}

function shown(faultCase: FaultCase, report: RunReport | RunBroken): string {
  const details = JSON.stringify(report, undefined, 2).replaceAll("\\n", "\n");
  return `### ${nameOf(faultCase)}\n\n\`\`\`\n${details.slice(0, MAX_SHOWN_CHARACTERS)}\n\`\`\`\n`;
}

function totalsOf({ runs, orphans, doubles, falseStops, failures }: Counted): string {
  const ended = failures === 0 ? "" : `, ${failures} runs failed`;
  return `${runs} runs: ${orphans} orphans, ${doubles} doubles, ${falseStops} false stops${ended}`;
}

function counted(runs: readonly Run[]): Counted {
  const sum = (of: (report: RunReport) => number): number =>
    runs.reduce((total, { report }) => total + ("broken" in report ? 0 : of(report)), 0);
  return {
    runs: runs.length,
    orphans: sum(({ orphans }) => orphans.length),
    doubles: sum(({ doubles }) => doubles.length),
    falseStops: sum(({ falseStops }) => falseStops.length),
    failures: runs.filter(hasFailed).length,
  };
}

function hasFailed({ report }: Run): boolean {
  return "broken" in report || Object.values(report).some((found) => found.length > 0);
}
