import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, makeFolderOnce } from "../../tools/cacheFolder";
import { withProgress } from "../../tools/progress";
import { runCommand } from "../../tools/runCommand";

const SCRIPTS = join(__dirname, "python");
const REQUIREMENTS = join(SCRIPTS, "requirements.txt");
const CHECK_LIMIT_MILLISECONDS = 10_000;
const INSTALL_LIMIT_MILLISECONDS = 240_000;
const SCRIPT_LIMIT_MILLISECONDS = 45_000;

/** Time for a hook that installs the clients on a machine that never did. */
export const INSTALL_HOOK_MILLISECONDS = INSTALL_LIMIT_MILLISECONDS + 30_000;

/** Prints what the cached folder depends on; fails without the parts of Python that make it. */
const CHECK =
  "import sys, sysconfig, venv, ensurepip; assert sys.version_info >= (3, 8);" +
  " print(sys.version_info[:2], sysconfig.get_platform())";

interface Python {
  readonly command: string;
  readonly kind: string;
}

function findPython(): Python | undefined {
  for (const command of ["python3", "python"]) {
    const check = spawnSync(command, ["-c", CHECK], { encoding: "utf8", timeout: CHECK_LIMIT_MILLISECONDS });
    if (check.status === 0) {
      return { command, kind: check.stdout.trim() };
    }
  }
  return undefined;
}

const python = findPython();

/** Whether clients in Python can be run here; says so loudly where they cannot. */
export const hasPython = python !== undefined;
if (!hasPython) {
  process.stderr.write(
    "\n!!! SKIPPED: the Python clients were not run. Install Python 3.8 or later with venv and pip.\n\n",
  );
}

/** What the scripts of the folder `python` are told. */
export interface ScriptTarget {
  readonly ice: string;
  readonly oss: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  readonly bucket: string;
  readonly streamUrl?: string;
  readonly prefix?: string;
}

export type RunScript = (
  target: ScriptTarget,
  script: string,
  ...args: string[]
) => Promise<Record<string, unknown>>;

/**
 * Installs the clients, once per machine and list of versions. Answers what runs a script with them: it resolves
 * with what the script tells, and fails with what it complains about.
 */
export async function installPythonClients(): Promise<RunScript> {
  if (python === undefined) {
    throw new Error("There is no Python here.");
  }
  const key = createHash("sha256").update(readFileSync(REQUIREMENTS)).update(python.kind).digest("hex");
  const folder = join(cacheFolder(), `python-clients-${key.slice(0, 16)}`);
  await makeFolderOnce(folder, (unfinished) =>
    withProgress("Installing the Python clients", () => makeEnvironment(python.command, unfinished)),
  );
  const interpreter = join(folder, INTERPRETER);
  return async (target, script, ...args) => {
    const end = await runCommand(interpreter, [join(SCRIPTS, script), ...args], {
      cwd: SCRIPTS,
      env: environmentWith({ TARGET: JSON.stringify(target) }),
      timeLimitMilliseconds: SCRIPT_LIMIT_MILLISECONDS,
    });
    if (end.exitCode !== 0) {
      throw new Error(`${script} ${args.join(" ")} ended with ${end.exitCode}: ${end.stderr}`);
    }
    return JSON.parse(end.stdout) as Record<string, unknown>;
  };
}

const INTERPRETER = process.platform === "win32" ? join("Scripts", "python.exe") : join("bin", "python");

/** Only the interpreter of the folder is used: its other commands know the name that it has now, not its last. */
async function makeEnvironment(command: string, folder: string): Promise<void> {
  const interpreter = join(folder, INTERPRETER);
  const install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", REQUIREMENTS];
  for (const [program, args] of [
    [command, ["-m", "venv", folder]],
    [interpreter, install],
  ] as const) {
    const place = { cwd: folder, env: process.env, timeLimitMilliseconds: INSTALL_LIMIT_MILLISECONDS };
    const end = await runCommand(program, args, place);
    if (end.exitCode !== 0) {
      const reason = end.stderr || end.stdout;
      throw new Error(`Installing the Python clients failed: ${args.join(" ")}: ${reason}`);
    }
  }
}

/** This process's environment without what would lead a client elsewhere: credentials, regions and proxies. */
function environmentWith(additions: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(ALI|OSS_|PYTHON|.*_proxy$)/i.test(name));
  return {
    ...Object.fromEntries(kept),
    PYTHONUTF8: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    ...additions,
  };
}
