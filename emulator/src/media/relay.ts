import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { own } from "./children";
import type { Ffmpeg } from "./ffmpeg";
import { StallWatch } from "./stallWatch";
import type { PullAddress } from "./streamUrl";

export interface RelayEvents {
  /** Media goes out. */
  sending(): void;
  /** The last event. @param sent whether any media went out. */
  closed(sent: boolean): void;
}

export interface RelayOptions {
  readonly ffmpeg: Ffmpeg;
  readonly input: PullAddress;
  readonly output: PullAddress;
  /** ffmpeg's arguments between both. */
  readonly encoder: readonly string[];
}

/** Real time that ffmpeg has to end in order before it is killed. */
const STOP_MILLISECONDS = 1_500;

/** One ffmpeg that pulls a live stream and pushes what becomes of it. */
export class Relay {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #end: Promise<void>;
  #sending = false;

  constructor(options: RelayOptions, events: RelayEvents) {
    this.#child = own(
      spawn(options.ffmpeg.path, relayArguments(options), {
        stdio: ["pipe", "pipe", "ignore"],
        // Its own process group: a Ctrl-C must not end it before the jobs that record its stream are closed.
        detached: true,
      }),
    );
    this.#child.stdin.on("error", () => {});
    const stall = new StallWatch(() => this.#child.kill("SIGKILL"));
    this.#child.stdout.on("data", (data: Buffer) => {
      const text = data.toString();
      stall.readProgress(text);
      // The first report comes half a second after the first packet; one that was refused reports its end.
      if (!this.#sending && text.includes("progress=continue")) {
        this.#sending = true;
        events.sending();
      }
    });
    this.#end = new Promise<void>((resolve) => {
      this.#child.once("error", () => resolve());
      this.#child.once("close", () => resolve());
    }).then(() => {
      stall.end();
      events.closed(this.#sending);
    });
  }

  async stop(): Promise<void> {
    // ffmpeg reads the keyboard between two packets; one that has no media yet does not.
    this.#child.stdin.write("q");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), this.#sending ? STOP_MILLISECONDS : 0);
    await this.#end;
    clearTimeout(timer);
  }
}

function relayArguments({ input, output, encoder }: RelayOptions): string[] {
  return [
    ["-hide_banner", "-nostats", "-loglevel", "quiet", "-progress", "pipe:1"],
    // The frame rate needs no guess, and media that is not announced is not waited for longer than 2 s (5 by default).
    ["-fpsprobesize", "0", "-analyzeduration", "2000000"],
    ["-rtmp_tcurl", input.tcUrl, "-i", input.url],
    encoder,
    ["-f", "flv", "-rtmp_tcurl", output.tcUrl, output.url],
  ].flat();
}
