import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { withProgress } from "./progress";

const LOCK_HEARTBEAT_MILLISECONDS = 2_000;
const LOCK_STALE_MILLISECONDS = 20_000;
const LOCK_POLL_MILLISECONDS = 250;

/**
 * The folder outside git for what is made once and used by every checkout: the Pulumi CLI and installed packages.
 *
 * `PULUMI_ALICLOUD_ICE_CACHE`, else `pulumi-alicloud-ice` in `XDG_CACHE_HOME`, else in `~/.cache`.
 */
export function cacheFolder(): string {
  const own = process.env.PULUMI_ALICLOUD_ICE_CACHE;
  if (own) {
    return path.resolve(own);
  }
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "pulumi-alicloud-ice");
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

function isStale(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs > LOCK_STALE_MILLISECONDS;
  } catch (error) {
    if (hasCode(error, "ENOENT")) {
      return false;
    }
    throw error;
  }
}

function takeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx"));
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) {
      return false;
    }
    throw error;
  }
}

async function waitForLock(lock: string): Promise<void> {
  do {
    if (isStale(lock)) {
      rmSync(lock, { force: true });
    } else {
      await delay(LOCK_POLL_MILLISECONDS);
    }
  } while (!takeLock(lock));
}

/**
 * Makes a folder that is there completely or not at all, once, whoever asks at the same time.
 *
 * `make` fills a folder beside it, which is then renamed. A second process waits for the first. The lock is
 * a file whose time its holder renews: a holder that was killed is overtaken after 20 seconds, on any host.
 */
export async function makeFolderOnce(
  folder: string,
  make: (unfinished: string) => Promise<void>,
): Promise<void> {
  const lock = `${folder}.lock`;
  const unfinished = `${folder}.unfinished`;
  if (existsSync(folder)) {
    return;
  }
  mkdirSync(path.dirname(folder), { recursive: true });
  if (!takeLock(lock)) {
    await withProgress(`Waiting for another process that makes ${folder}`, () => waitForLock(lock));
  }
  const heartbeat = setInterval(() => {
    try {
      utimesSync(lock, new Date(), new Date());
    } catch {
      // Overtaken after a long stop of this process: the rename below still decides.
    }
  }, LOCK_HEARTBEAT_MILLISECONDS);
  try {
    if (existsSync(folder)) {
      return;
    }
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await make(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    if (!hasCode(error, "EEXIST", "ENOTEMPTY")) {
      throw error;
    }
  } finally {
    clearInterval(heartbeat);
    rmSync(unfinished, { recursive: true, force: true });
    rmSync(lock, { force: true });
  }
}
