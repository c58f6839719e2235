/** Prints what vitest's JSON report counted, as the last line of a CI run: `node testTotals.js REPORT EXIT_CODE`. */
import { existsSync, readFileSync } from "node:fs";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

function readReport(file: string): Report {
  if (!existsSync(file)) {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

function main(): void {
  const [file = "", exitCode = "1"] = process.argv.slice(2);
  const report = readReport(file);
  // A file that could not be loaded has no tests to count, and would be lost.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const counted = report.numFailedTests + brokenFiles.length;
  const hasFailed = exitCode !== "0" || counted > 0 || report.numPassedTests === 0;
  const failed = hasFailed ? Math.max(counted, 1) : 0;
  const skipped = report.numPendingTests + report.numTodoTests;
  const totals = [`${report.numPassedTests} passed`, `${failed} failed`];
  if (skipped > 0) {
    totals.push(`${skipped} skipped`);
  }
  process.stdout.write(`${totals.join(", ")}\n`);
  process.exitCode = hasFailed ? 1 : 0;
}

main();
