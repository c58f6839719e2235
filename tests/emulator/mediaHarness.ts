import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createClock, type StoppableClock } from "../../emulator/src/clock";
import type { Ffmpeg } from "../../emulator/src/media/ffmpeg";
import type { Origin } from "../../emulator/src/media/origin";
import {
  type RecordedFile,
  type RecordFormat,
  type Recording,
  type RecordingStorage,
  type StoredSlice,
  startRecording,
} from "../../emulator/src/media/recording";

const execute = promisify(execFile);

/** A bucket that is a folder, so that ffmpeg can read it. */
export class FolderStorage implements RecordingStorage {
  constructor(readonly folder: string) {}

  async putFile(_bucket: string, key: string, filePath: string): Promise<void> {
    await mkdir(dirname(this.pathOf(key)), { recursive: true });
    await copyFile(filePath, this.pathOf(key));
  }

  async putText(_bucket: string, key: string, text: string): Promise<void> {
    await mkdir(dirname(this.pathOf(key)), { recursive: true });
    await writeFile(this.pathOf(key), text);
  }

  pathOf(key: string): string {
    return join(this.folder, key);
  }
}

/** What a recording told, in order. */
export class RecordingLog {
  readonly names: string[] = [];
  readonly slices: StoredSlice[] = [];
  readonly files: RecordedFile[] = [];
  readonly problems: string[] = [];
  end: string | undefined;
  private readonly waiting = new Set<() => void>();

  readonly events = {
    started: () => this.add("started"),
    interrupted: () => this.add("interrupted"),
    resumed: () => this.add("resumed"),
    sliceStored: (slice: StoredSlice) => {
      this.slices.push(slice);
      this.add("sliceStored");
    },
    fileCreated: (file: RecordedFile) => {
      this.files.push(file);
      this.add("fileCreated");
    },
    ended: (_at: number, reason: string) => {
      this.end = reason;
      this.add("ended");
    },
    problem: (_at: number, message: string) => {
      this.problems.push(message);
      this.add("problem");
    },
  };

  /** The events of the stream itself, without those of files. */
  get states(): string[] {
    return this.names.filter((name) => ["started", "interrupted", "resumed", "ended"].includes(name));
  }

  filesOf(format: string): RecordedFile[] {
    return this.files.filter((file) => file.format === format);
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    const deadline = setTimeout(() => this.poke(), 20_000);
    const start = Date.now();
    while (!holds()) {
      if (Date.now() - start >= 20_000) {
        throw new Error(`Waited 20 s for ${what}; the recording told: ${this.names.join(", ")}`);
      }
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
    clearTimeout(deadline);
  }

  untilCount(name: string, count = 1): Promise<void> {
    return this.until(`${count} × ${name}`, () => this.names.filter((told) => told === name).length >= count);
  }

  private add(name: string): void {
    this.names.push(name);
    this.poke();
  }

  private poke(): void {
    for (const resolve of this.waiting) {
      resolve();
    }
    this.waiting.clear();
  }
}

export interface Stage {
  readonly log: RecordingLog;
  readonly clock: StoppableClock;
  readonly storage: FolderStorage;
  readonly spool: string;
  readonly recording: Recording;
  put(): Promise<void>;
}

/** The window that the service documents, in milliseconds. */
export const WINDOW = 180_000;

/** Starts a recording with a clock, a bucket and a work folder of its own. */
export async function stage(setting: {
  ffmpeg: Ffmpeg;
  origin: Origin;
  url: string;
  formats: RecordFormat[];
  storage?: (folder: string) => FolderStorage;
}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "recording-"));
  const log = new RecordingLog();
  const clock = createClock();
  const storage = setting.storage?.(join(folder, "bucket")) ?? new FolderStorage(join(folder, "bucket"));
  const spool = join(folder, "spool");
  const recording = startRecording({
    jobId: "job",
    streamUrl: setting.url,
    formats: setting.formats,
    bucket: "recordings",
    store: storage,
    clock,
    ffmpeg: setting.ffmpeg,
    origin: setting.origin,
    spoolFolder: spool,
    streamAwayWindowMilliseconds: WINDOW,
    events: log.events,
  });
  const put = async () => {
    await recording.close();
    clock.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { log, clock, storage, spool, recording, put };
}

/** Decodes a file from start to end: the number of pictures, and what the decoder complains about. */
export async function decode(
  ffmpeg: Ffmpeg,
  file: string,
): Promise<{ frames: number; seconds: number; complaints: string }> {
  const complaints = await execute(ffmpeg.path, ["-v", "warning", "-i", file, "-f", "null", "-"]);
  const counted = await execute(ffmpeg.path, ["-hide_banner", "-i", file, "-c", "copy", "-f", "null", "-"]);
  const progress = counted.stderr.slice(counted.stderr.lastIndexOf("frame="));
  const time = /time=(\d+):(\d+):([\d.]+)/.exec(progress);
  return {
    frames: Number(/frame=\s*(\d+)/.exec(progress)?.[1]),
    seconds: Number(time?.[1]) * 3600 + Number(time?.[2]) * 60 + Number(time?.[3]),
    complaints: complaints.stderr,
  };
}

/** Process ids of the ffmpegs that pull an address with `text` in it now. Linux only. */
export function pulling(text: string): Promise<number[]> {
  return ffmpegs((words) => words.includes("segment") && words.some((word) => word.includes(text)));
}

/** Process ids of the ffmpegs that push to an address with `text` in it now. Linux only. */
export function pushing(text: string): Promise<number[]> {
  return ffmpegs((words) => words.includes("flv") && words.some((word) => word.includes(text)));
}

async function ffmpegs(matches: (words: readonly string[]) => boolean): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir("/proc")) {
    if (/^\d+$/.test(entry)) {
      const words = (await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "")).split("\0");
      if (matches(words)) {
        found.push(Number(entry));
      }
    }
  }
  return found;
}
