import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { readdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { own } from "./children";
import { type Ffmpeg, type MediaInfo, parseMedia, readMedia } from "./ffmpeg";
import { StallWatch } from "./stallWatch";
import type { PullAddress } from "./streamUrl";

/** What a pull cuts: MPEG-TS from one key frame to the next. Joined in order, pieces of a pull are one valid stream. */
export interface PulledPiece {
  readonly path: string;
  readonly durationSeconds: number;
  /** Media that was made up: when it was on the air, milliseconds since the epoch by the emulator's clock. */
  readonly synthetic?: { readonly startTime: number; readonly endTime: number };
}

export interface PullEvents {
  /** The stream is there and its media flows. */
  opened(media: MediaInfo): void;
  /** A piece is complete on disk. */
  piece(piece: PulledPiece): void;
  /** Media that had arrived could not be kept; the pull goes on. */
  lost(error: Error): void;
  /** The last event: the stream has ended, could not be opened, or the pull was stopped. */
  closed(): void;
}

/** Pieces are cut at the first key frame after this long. Sets the precision of slices and cycles without video. */
const MIN_PIECE_SECONDS = 0.5;
/** Real time that ffmpeg has to end in order before it is killed. */
const STOP_MILLISECONDS = 1_500;
const TS_PACKET_BYTES = 188;

/** What a recording needs of a pull. */
export interface RunningPull {
  /** Ends the pull; everything that has arrived is delivered as pieces first. */
  stop(): Promise<void>;
}

/** One ffmpeg that pulls a live stream, without re-encoding, into pieces. */
export class Pull implements RunningPull {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private lastListed = "";
  private printed = "";
  private open = false;
  private readonly stall: StallWatch;
  private readonly end: Promise<void>;

  constructor(
    private readonly ffmpeg: Ffmpeg,
    address: PullAddress,
    private readonly folder: string,
    /** Timestamps of the media start here, in seconds, so that those of one recording never go back. */
    private readonly startSeconds: number,
    private readonly events: PullEvents,
  ) {
    mkdirSync(folder, { recursive: true });
    this.child = own(
      spawn(ffmpeg.path, pullArguments(address, folder, startSeconds), {
        stdio: ["pipe", "pipe", "pipe", "pipe"],
        // Its own process group: a Ctrl-C must not end it before its recording is closed.
        detached: true,
      }) as ChildProcessByStdio<Writable, Readable, Readable>,
    );
    this.child.stdin.on("error", () => {});
    createInterface({ input: this.child.stdout }).on("line", (line) => this.readListLine(line));
    this.child.stderr.setEncoding("utf8");
    this.child.stderr.on("data", (text: string) => this.readPrinted(text));
    this.stall = new StallWatch(() => this.child.kill("SIGKILL"));
    this.child.stdio[3]?.on("data", (data: Buffer) => this.stall.readProgress(data.toString()));
    this.end = new Promise((resolve) => {
      this.child.once("error", resolve);
      this.child.once("close", resolve);
    }).then(() => this.finish());
  }

  /** Ends the pull; everything that has arrived is delivered as pieces first. */
  stop(): Promise<void> {
    // ffmpeg reads the keyboard between two packets; a stalled one does not, nor one that still looks for media.
    this.child.stdin.write("q");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), this.open ? STOP_MILLISECONDS : 0);
    return this.end.finally(() => clearTimeout(timer));
  }

  /** As a crash would end it: what was not listed yet is salvaged. */
  kill(): void {
    this.child.kill("SIGKILL");
  }

  private readPrinted(text: string): void {
    if (this.open) {
      return;
    }
    this.printed += text;
    if (this.printed.includes("Output #0")) {
      this.open = true;
      this.events.opened(parseMedia(this.printed));
      this.printed = "";
    }
  }

  /** A line of the segment list: `NAME,START,END` in seconds. The first one starts at 0 whatever its timestamps are. */
  private readListLine(line: string): void {
    const [name = "", start, end] = line.split(",");
    const durationSeconds = Number(end) - Math.max(Number(start), this.startSeconds);
    this.lastListed = name;
    if (durationSeconds > 0) {
      this.events.piece({ path: join(this.folder, name), durationSeconds });
    }
  }

  private async finish(): Promise<void> {
    this.stall.end();
    try {
      if (this.open) {
        await this.salvage();
      }
    } finally {
      this.events.closed();
    }
  }

  /** A killed ffmpeg leaves its last piece unlisted: what was written of it is good up to the last whole packet. */
  private async salvage(): Promise<void> {
    const names = await readdir(this.folder).catch((error: Error): string[] => {
      // Rejecting would end the process: a pull that ends by itself has nobody who waits for it.
      this.events.lost(error);
      return [];
    });
    for (const name of names.filter((candidate) => candidate > this.lastListed).sort()) {
      const path = join(this.folder, name);
      const media = await salvagePiece(this.ffmpeg, path);
      if (media !== undefined) {
        this.events.piece({ path, durationSeconds: media.durationSeconds });
      }
    }
  }
}

/** Cuts an unfinished piece to its last whole packet; undefined when too little was written to be media. */
export async function salvagePiece(ffmpeg: Ffmpeg, path: string): Promise<MediaInfo | undefined> {
  try {
    const { size } = await stat(path);
    await truncate(path, size - (size % TS_PACKET_BYTES));
    const media = await readMedia(ffmpeg, path);
    return media.durationSeconds > 0 ? media : undefined;
  } catch {
    return undefined;
  }
}

function pullArguments(address: PullAddress, folder: string, startSeconds: number): string[] {
  return [
    ["-hide_banner", "-nostats", "-loglevel", "info", "-progress", "pipe:3"],
    // The frame rate needs no guess, and media that is not announced is not waited for longer than 2 s (5 by default).
    ["-fpsprobesize", "0", "-analyzeduration", "2000000"],
    ["-rtmp_tcurl", address.tcUrl, "-i", address.url],
    ["-map", "0:v?", "-map", "0:a?", "-c", "copy"],
    ["-output_ts_offset", startSeconds.toFixed(3)],
    ["-f", "segment", "-segment_time", String(MIN_PIECE_SECONDS), "-segment_format", "mpegts"],
    // One multiplexer for all pieces: its counters run on, so that joined pieces are one faultless stream.
    ["-individual_header_trailer", "0"],
    // ffmpeg lists a piece before it closes its file: without flushing, its last packets would not be there yet.
    ["-segment_format_options", "flush_packets=1"],
    ["-segment_list", "pipe:1", "-segment_list_type", "csv", join(folder, "%08d.ts")],
  ].flat();
}
