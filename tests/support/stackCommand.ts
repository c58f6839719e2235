import { type ChildProcess, spawn } from "node:child_process";
import { killProcess } from "../../tools/stack/processes";

const DEFAULT_TIME_LIMIT_MILLISECONDS = 180_000;
const EXIT_CODE_TIME_LIMIT = 124;
const EXIT_CODE_SIGNAL = 128;

/** How a command ended. A command that failed is a result like any other: the test asserts what it expects. */
export interface CommandResult {
  /** 124: ended at its time limit. 128: killed. */
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Both, in the order in which they came. */
  output: string;
}

/** A `pulumi` command that runs. */
export class StackCommand {
  /** Resolves when the command and its output have ended; never rejects. */
  readonly result: Promise<CommandResult>;
  private readonly child: ChildProcess;
  private stdout = "";
  private stderr = "";
  private combined = "";

  constructor(
    command: string,
    args: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
    timeLimitMilliseconds = DEFAULT_TIME_LIMIT_MILLISECONDS,
  ) {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.combined += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.combined += text;
    });
    this.result = new Promise((resolve) => {
      let isPastLimit = false;
      const limit = setTimeout(() => {
        isPastLimit = true;
        this.killCli();
      }, timeLimitMilliseconds);
      const end = (exitCode: number, note: string) => {
        clearTimeout(limit);
        // What survives a killed CLI holds its ends of the pipes open.
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ exitCode, stdout: this.stdout, stderr: this.stderr + note, output: this.combined + note });
      };
      child.once("error", (error) => end(EXIT_CODE_SIGNAL, error.message));
      child.once("close", (code) => end(code ?? EXIT_CODE_SIGNAL, ""));
      child.once("exit", (code, signal) => {
        if (isPastLimit) {
          end(EXIT_CODE_TIME_LIMIT, `\nended after ${timeLimitMilliseconds / 1_000} s`);
        } else if (signal !== null) {
          end(code ?? EXIT_CODE_SIGNAL, "");
        }
      });
    });
  }

  /** The process id of the CLI. */
  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) {
      throw new Error("The command did not start.");
    }
    return pid;
  }

  /** What the command has printed until now. */
  get output(): string {
    return this.combined;
  }

  /** What ^C sends to the CLI alone; a terminal sends it to all processes of the command. */
  interrupt(): void {
    process.kill(this.pid, "SIGINT");
  }

  /** Kills the CLI as a crash would: the provider and the language host live on. */
  killCli(): void {
    killProcess(this.pid);
  }
}
