import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** What the figures depend on, and nothing that tells whose machine it is. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly pulumiEngine: string;
  readonly pulumiSdk: string;
  readonly date: string;
  /** The average number of processes that wanted a core in the minute before the run. */
  readonly loadBefore: number;
}

export function describeMachine(cliVersion: string, nodeModules: string): Machine {
  const sdk: { version: string } = JSON.parse(
    readFileSync(path.join(nodeModules, "@pulumi", "pulumi", "package.json"), "utf8"),
  );
  return {
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release().replace(/[-+].*/, "")} ${os.arch()}`,
    node: process.version,
    pulumiEngine: cliVersion,
    pulumiSdk: sdk.version,
    date: new Date().toISOString().slice(0, 10),
    loadBefore: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
  };
}
