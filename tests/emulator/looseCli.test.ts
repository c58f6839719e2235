import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { oldRequest } from "./oldScheme";
import { sendRaw, signedRequest, type Target } from "./rpcSupport";

const COMMAND = join(__dirname, "../../emulator/bin/ice-emulator.js");
const READY = ["--json", "--no-media", "--port", "0", "--oss-port", "0"];
const KEY = ["--access-key-id", "STS.key", "--access-key-secret", "secret"];
const LIMIT_MILLISECONDS = 20_000;

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
  }
});

interface Started {
  readonly target: Target;
  /** All that it has printed on stderr so far. */
  said(): string;
}

/** Starts the command and resolves when it is ready. */
function start(...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [COMMAND, ...READY, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
    });
    child.stdout.once("data", (data) =>
      resolve({ target: JSON.parse(String(data)) as Target, said: () => said }),
    );
    child.once("exit", () => reject(new Error(said)));
  });
}

it("--loose accepts a request of nobody, and says so", async () => {
  const { target, said } = await start("--loose");

  await vi.waitFor(() => expect(said()).toContain("--loose: signatures are not verified"));
  const stranger = { ...target, accessKeyId: "nobody", accessKeySecret: "none" };
  expect(await sendRaw(target, signedRequest(stranger))).toMatchObject({ status: 200 });
});

it("without --loose nothing is said and a stranger is refused", async () => {
  const { target, said } = await start();

  const stranger = { ...target, accessKeyId: "nobody", accessKeySecret: "none" };
  expect(await sendRaw(target, signedRequest(stranger))).toMatchObject({ status: 404 });
  expect(said()).toBe("");
});

it("--security-token makes the key temporary", async () => {
  const { target } = await start(...KEY, "--security-token", "token");
  const withToken = oldRequest(target, { parameters: { SecurityToken: "token" } });

  expect(await sendRaw(target, withToken)).toMatchObject({ status: 200 });
  expect(await sendRaw(target, oldRequest(target))).toMatchObject({ json: { Code: "MissingSecurityToken" } });
});

it("--security-token without a key is refused with exit code 2", () => {
  const end = spawnSync(process.execPath, [COMMAND, ...READY, "--security-token", "token"], {
    encoding: "utf8",
    timeout: LIMIT_MILLISECONDS,
  });

  expect(end.status).toBe(2);
  expect(end.stderr).toBe("error: --security-token needs --access-key-id and --access-key-secret\n");
});
