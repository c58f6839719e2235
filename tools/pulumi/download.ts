import path from "node:path";
import { REPOSITORY_ROOT } from "../repository";
import { runCommand } from "../runCommand";
import { SetUpError } from "../setUpError";

const INSTALLER_URL = "https://get.pulumi.com/install.sh";
const REACH_TIME_LIMIT_MILLISECONDS = 8_000;
const INSTALL_TIME_LIMIT_MILLISECONDS = 10 * 60_000;

/** Whether the official download host answers; a closed network is known within 8 seconds. */
export async function canDownload(): Promise<boolean> {
  try {
    const reply = await fetch(INSTALLER_URL, {
      method: "HEAD",
      signal: AbortSignal.timeout(REACH_TIME_LIMIT_MILLISECONDS),
    });
    return reply.ok;
  } catch {
    return false;
  }
}

/** Runs the official installer of the Automation API; `folder/bin` has the CLI and its language hosts then. */
export async function download(version: string, folder: string): Promise<void> {
  const program = path.join(REPOSITORY_ROOT, "tools", "dist", "pulumi", "downloadMain.js");
  const { exitCode, stderr } = await runCommand(process.execPath, [program, version, folder], {
    cwd: REPOSITORY_ROOT,
    env: process.env,
    timeLimitMilliseconds: INSTALL_TIME_LIMIT_MILLISECONDS,
  });
  if (exitCode !== 0) {
    throw new SetUpError(`the official installer failed: ${lastLines(stderr)}`);
  }
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-5).join("\n    ");
}
