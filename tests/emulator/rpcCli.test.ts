import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { closeServer, listen } from "../../emulator/src/http/listening";
import { createCaller, type Target } from "./rpcSupport";

const COMMAND = join(__dirname, "../../emulator/bin/ice-emulator.js");
const FREE_PORTS = ["--port", "0", "--oss-port", "0", "--rtmp-port", "0"];

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
  }
});

interface Run {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly printed: { stdout: string; stderr: string };
  readonly exited: Promise<number | null>;
  /** Resolves with the first line on stdout. */
  readonly firstLine: Promise<string>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  const printed = { stdout: "", stderr: "" };
  child.stderr?.on("data", (data) => {
    printed.stderr += data;
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout?.on("data", (data) => {
      printed.stdout += data;
      if (printed.stdout.includes("\n")) {
        resolve(printed.stdout.split("\n", 1)[0] ?? "");
      }
    });
  });
  const exited = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, printed, exited, firstLine };
}

it("--json prints one line when it is ready, and SIGTERM ends it with nothing left behind", async () => {
  const emulator = run("--json", "--no-media", "--stream-window", "7", ...FREE_PORTS);
  const ready = JSON.parse(await emulator.firstLine) as Target & Record<string, unknown>;
  expect(ready).toEqual({
    ice: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    live: ready.ice,
    oss: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    rtmp: "",
    accessKeyId: expect.any(String),
    accessKeySecret: expect.any(String),
    streamWindowSeconds: 7,
  });
  expect(await createCaller(ready)("ListLiveRecordTemplates")).toMatchObject({ PageNo: 1 });

  emulator.child.kill("SIGTERM");
  expect(await emulator.exited).toBe(0);
  expect(emulator.printed.stdout.trim().split("\n")).toHaveLength(1);
  expect(emulator.printed.stderr).toBe("");
});

it("without --json it prints where everything is and how to stop; SIGINT stops it", async () => {
  const emulator = run(...FREE_PORTS, "--access-key-id", "my-id", "--access-key-secret", "my-secret");
  await emulator.firstLine;
  const { stdout } = emulator.printed;

  expect(stdout).toMatch(/ICE and Live +http:\/\/127\.0\.0\.1:\d+/);
  expect(stdout).toMatch(/OSS +http:\/\/127\.0\.0\.1:\d+/);
  expect(stdout).toMatch(/RTMP +rtmp:\/\/127\.0\.0\.1:\d+/);
  expect(stdout).toMatch(/access key id +my-id/);
  expect(stdout).toContain("away for 180 s");
  expect(stdout).toContain("Ctrl+C");
  const data = /Data: (\S+)/.exec(stdout)?.[1] ?? "";
  expect(existsSync(data)).toBe(true);
  emulator.child.kill("SIGINT");
  expect(await emulator.exited).toBe(0);
  expect(existsSync(data)).toBe(false);
});

it.each([
  [["--colour"], "unknown option '--colour'"],
  [["extra"], "too many arguments"],
  [["--port", "70000"], "'70000' is invalid"],
  [["--port", "http"], "'http' is invalid"],
  [["--stream-window", "0"], "'0' is invalid"],
  [["--access-key-id", "id"], "go together"],
])("%o is refused with one line and exit code 2", async (args, message) => {
  const emulator = run(...args);

  expect(await emulator.exited).toBe(2);
  expect(emulator.printed.stderr).toContain(message);
  expect(emulator.printed.stderr.trim().split("\n")).toHaveLength(1);
  expect(emulator.printed.stdout).toBe("");
});

it.each(["--port", "--oss-port", "--rtmp-port"])("a %s that is in use is one clear line", async (option) => {
  const server = createServer();
  const port = new URL(await listen(server, "127.0.0.1", 0, "other")).port;
  const emulator = run(...FREE_PORTS, option, port);

  expect(await emulator.exited).toBe(1);
  expect(emulator.printed.stderr).toMatch(/^ice-emulator: .*the port is in use\. .*\n$/);
  await closeServer(server);
});

it("--help tells every option and exits with 0", async () => {
  const emulator = run("--help");

  expect(await emulator.exited).toBe(0);
  for (const option of ["--port", "--stream-window", "--no-media", "--json", "--data"]) {
    expect(emulator.printed.stdout).toContain(option);
  }
});
