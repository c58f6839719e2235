import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { own } from "./children";
import type { Ffmpeg } from "./ffmpeg";
import { parseStreamUrl, pullAddress, reach } from "./streamUrl";

export interface PublisherOptions {
  readonly ffmpeg: Ffmpeg;
  /** `rtmp://HOST[:PORT]/APP/STREAM[?auth_key=…]` */
  readonly url: string;
  /** Seconds, real time, after which a lost connection is tried again, for ever, as encoders do; without it the stream ends with its connection. */
  readonly reconnectAfterSeconds?: number;
  /** Pixels, default 640. */
  readonly width?: number;
  /** Pixels, default 360. */
  readonly height?: number;
  /** Default 25. */
  readonly framesPerSecond?: number;
  /** Seconds between two key frames, default 1. */
  readonly gopSeconds?: number;
  /** A tone beside the picture, default true. */
  readonly audio?: boolean;
}

/** A live stream with a moving test picture and a tone. */
export interface Publisher {
  /** Whether media is being sent now. */
  readonly publishing: boolean;
  /** Connections tried so far. */
  attempts(): number;
  stop(): Promise<void>;
}

/** Real time that ffmpeg has to say goodbye to the server before it is killed. */
const STOP_MILLISECONDS = 2_000;

/**
 * Starts a test stream. Resolves when it is being sent.
 *
 * @throws when the first connection is refused or lost at once and `reconnectAfterSeconds` is not given.
 */
export function startPublisher(options: PublisherOptions): Promise<Publisher> {
  return new Promise((resolve, reject) => {
    const encoder = new TestEncoder(options, () => resolve(encoder), reject);
    void encoder.connect();
  });
}

class TestEncoder implements Publisher {
  publishing = false;
  private tried = 0;
  private stopped = false;
  private child: ChildProcessByStdio<null, Readable, null> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: PublisherOptions,
    private readonly sending: () => void,
    private readonly failed: (error: Error) => void,
  ) {}

  attempts(): number {
    return this.tried;
  }

  async connect(): Promise<void> {
    this.tried++;
    const address = parseStreamUrl(this.options.url);
    if (address === undefined) {
      this.failed(new Error("The address of a test stream must read rtmp://HOST[:PORT]/APP/STREAM."));
      return;
    }
    const ip = await reach(address);
    if (this.stopped) {
      return;
    }
    if (ip === undefined) {
      this.lost();
      return;
    }
    const { url, tcUrl } = pullAddress(address, { ip, port: address.port });
    const args = encoderArguments(this.options, url, tcUrl);
    const child = own(
      spawn(this.options.ffmpeg.path, args, { stdio: ["ignore", "pipe", "ignore"], detached: true }),
    );
    this.child = child;
    // The first report comes half a second after the first packet; a server that refuses has hung up by then. One that
    // was refused reports its end.
    child.stdout.on("data", (report: Buffer) => {
      if (report.includes("progress=continue") && !this.stopped) {
        this.publishing = true;
        this.sending();
      }
    });
    child.once("error", (error) => this.failed(error));
    child.once("close", () => {
      this.child = undefined;
      this.lost();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.publishing = false;
    clearTimeout(this.retry);
    const child = this.child;
    if (child === undefined) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MILLISECONDS);
      child.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      child.kill("SIGTERM");
    });
  }

  private lost(): void {
    this.publishing = false;
    const { reconnectAfterSeconds } = this.options;
    if (this.stopped) {
      return;
    }
    if (reconnectAfterSeconds === undefined) {
      this.failed(
        new Error("The test stream was refused: nothing listens there, or the stream is forbidden."),
      );
      return;
    }
    this.retry = setTimeout(() => void this.connect(), reconnectAfterSeconds * 1000);
  }
}

function encoderArguments(options: PublisherOptions, url: string, tcUrl: string): string[] {
  const { width = 640, height = 360, framesPerSecond = 25, gopSeconds = 1, audio = true } = options;
  const gopFrames = String(Math.round(framesPerSecond * gopSeconds));
  return [
    ["-hide_banner", "-nostdin", "-loglevel", "quiet", "-nostats", "-progress", "pipe:1"],
    ["-re", "-f", "lavfi", "-i", `testsrc2=size=${width}x${height}:rate=${framesPerSecond}`],
    audio ? ["-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"] : [],
    ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p"],
    ["-g", gopFrames, "-keyint_min", gopFrames, "-sc_threshold", "0"],
    audio ? ["-c:a", "aac", "-b:a", "64k"] : [],
    ["-f", "flv", "-rtmp_tcurl", tcUrl, url],
  ].flat();
}
