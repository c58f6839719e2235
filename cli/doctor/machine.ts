import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Check } from "./check";

const MIN_NODE_MAJOR = 20;
const VERSION_TIMEOUT_MILLISECONDS = 30_000;

/** The versions that a report to anybody needs. */
export async function machineChecks(): Promise<Check[]> {
  const own = JSON.parse(readFileSync(path.join(__dirname, "..", "..", "..", "package.json"), "utf8"));
  const node = process.versions.node;
  const isOld = Number(node.split(".")[0]) < MIN_NODE_MAJOR;
  return [
    { subject: "pulumi-alicloud-ice", state: "ok", found: `version ${own.version}` },
    {
      subject: "Node",
      state: isOld ? "failed" : "ok",
      found: `version ${node}`,
      ...(isOld ? { advice: `Install Node ${MIN_NODE_MAJOR} or newer.` } : {}),
    },
    await pulumiCheck(),
  ];
}

async function pulumiCheck(): Promise<Check> {
  const subject = "Pulumi CLI";
  try {
    const { stdout } = await promisify(execFile)("pulumi", ["version"], {
      timeout: VERSION_TIMEOUT_MILLISECONDS,
    });
    return { subject, state: "ok", found: `version ${stdout.trim()}` };
  } catch {
    return {
      subject,
      state: "warning",
      found: "not found on PATH",
      advice: "Install Pulumi where `pulumi up` is to run.",
    };
  }
}
