import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { own } from "./children";
import type { Ffmpeg } from "./ffmpeg";
import { JpegParts } from "./jpegParts";
import type { PullAddress } from "./streamUrl";

/** Real time without a key frame before a pull is given up; an origin ends a silent publisher sooner. */
const STALL_MILLISECONDS = 60_000;

/** How fine a JPEG is, on ffmpeg's scale from 2, the best, to 31. */
const JPEG_QUALITY = ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "3"];

/** How ffmpeg is asked for the one picture of a media on its standard input, as a JPEG on its standard output. */
export const ONE_JPEG_ARGUMENTS = [
  ["-hide_banner", "-nostdin", "-loglevel", "error", "-i", "pipe:0"],
  ["-frames:v", "1", ...JPEG_QUALITY, "-f", "image2pipe", "pipe:1"],
].flat();

export interface KeyFrameEvents {
  /** One key frame of the stream, as soon as it came. */
  keyFrame(jpeg: Buffer): void;
  /** The last event: the stream has ended, could not be opened, or the pull was stopped. */
  closed(): void;
}

/** One ffmpeg that pulls a live stream and makes a JPEG of each of its key frames. */
export class KeyFramePull {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  readonly #events: KeyFrameEvents;
  readonly #end: Promise<void>;
  #stopped = false;
  #stall: NodeJS.Timeout;

  constructor(ffmpeg: Ffmpeg, address: PullAddress, events: KeyFrameEvents) {
    this.#events = events;
    this.#child = own(
      spawn(ffmpeg.path, pullArguments(address), { stdio: ["ignore", "pipe", "ignore"], detached: true }),
    );
    this.#stall = this.#armStall();
    const parts = new JpegParts((jpeg) => this.#take(jpeg));
    this.#child.stdout.on("data", (bytes: Buffer) => parts.add(bytes));
    this.#end = new Promise<void>((resolve) => {
      this.#child.once("error", () => resolve());
      this.#child.once("close", () => resolve());
    }).then(() => {
      clearTimeout(this.#stall);
      events.closed();
    });
  }

  /** Ends the pull; no key frame is told any more. */
  stop(): Promise<void> {
    this.#stopped = true;
    // Nothing is left behind that would have to be finished.
    this.#child.kill("SIGKILL");
    return this.#end;
  }

  #take(jpeg: Buffer): void {
    clearTimeout(this.#stall);
    this.#stall = this.#armStall();
    if (!this.#stopped) {
      this.#events.keyFrame(jpeg);
    }
  }

  #armStall(): NodeJS.Timeout {
    return setTimeout(() => this.#child.kill("SIGKILL"), STALL_MILLISECONDS).unref();
  }
}

function pullArguments(address: PullAddress): string[] {
  return [
    ["-hide_banner", "-nostdin", "-loglevel", "quiet"],
    ["-fpsprobesize", "0", "-analyzeduration", "2000000"],
    // One thread, and no waiting for pictures that are shown earlier: a key frame is there when it has come, and not
    // when the next one has.
    ["-threads", "1", "-flags", "low_delay", "-skip_frame", "nokey"],
    ["-rtmp_tcurl", address.tcUrl, "-i", address.url],
    ["-map", "0:v:0", "-vsync", "0", ...JPEG_QUALITY],
    // With the length of each picture before it, and without a picture that waits in a buffer.
    ["-f", "mpjpeg", "-flush_packets", "1", "pipe:1"],
  ].flat();
}
