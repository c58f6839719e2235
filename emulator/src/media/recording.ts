import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ClockTimer } from "../clock";
import type { CycleContext, FormatRecorder, Piece } from "./cycle";
import type { MediaInfo } from "./ffmpeg";
import { makeFormatRecorders } from "./formats";
import { PieceTimes } from "./pieceTimes";
import { Pull } from "./pull";
import type { Recording, RecordingEnd, RecordingOptions } from "./recordingTypes";
import {
  isServedBy,
  type PullAddress,
  parseStreamUrl,
  pullAddress,
  reach,
  type StreamAddress,
} from "./streamUrl";

export type * from "./recordingTypes";

/** Real time between two attempts to pull a stream that is elsewhere, or that should be there and is not. */
const RETRY_MILLISECONDS = 1_000;

/**
 * Records a stream until it stays away for longer than the window. Never throws and never rejects: what happens is
 * told by `events`.
 */
export function startRecording(options: RecordingOptions): Recording {
  return new StreamRecording(options);
}

/** waiting → pulling ⇄ away → ended. */
class StreamRecording implements Recording {
  private state: "waiting" | "pulling" | "away" | "ended" = "waiting";
  private readonly address: StreamAddress | undefined;
  private readonly embedded: boolean;
  private readonly folder: string;
  private readonly formats: FormatRecorder[];
  private readonly stopListening: () => void;
  private window: ClockTimer | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pull: Pull | undefined;
  private reaching = false;
  private parts = 0;
  private sliceSequence = 0;
  private lastPieceEnd = 0;
  private mediaSeconds = 0;
  private listenerFailed = false;
  /** All work on pieces and files, in order. */
  private work: Promise<void>;
  private ending: Promise<void> | undefined;

  constructor(private readonly options: RecordingOptions) {
    const { streamUrl, origin, spoolFolder, jobId } = options;
    this.address = parseStreamUrl(streamUrl);
    this.embedded = this.address !== undefined && isServedBy(this.address, origin);
    this.folder = join(spoolFolder, encodeURIComponent(jobId));
    this.formats = this.makeFormats();
    this.work = Promise.resolve();
    this.stopListening = this.embedded ? origin.onChange(() => this.seek()) : () => {};
    this.armWindow("never-pulled");
    this.seek();
  }

  close(): Promise<void> {
    return this.end("closed");
  }

  /** Pulls the stream if it is there, else sees to it that we hear of it. */
  private seek(): void {
    if (this.state === "ended" || this.pull !== undefined || this.reaching || this.address === undefined) {
      return;
    }
    const { address } = this;
    const { origin } = this.options;
    if (!this.embedded) {
      void this.reachAndPull(address);
    } else if (origin.isOnline(address.app, address.stream)) {
      const ip = /^rtmp:\/\/\[?([^\]/]+?)\]?:\d+$/.exec(origin.url)?.[1] ?? "127.0.0.1";
      this.startPull(pullAddress(address, { ip, port: origin.port }));
    }
  }

  private async reachAndPull(address: StreamAddress): Promise<void> {
    this.reaching = true;
    const ip = await reach(address);
    this.reaching = false;
    if (this.ending !== undefined) {
      return;
    }
    if (ip === undefined) {
      this.seekLater();
    } else {
      this.startPull(pullAddress(address, { ip, port: address.port }));
    }
  }

  private seekLater(): void {
    clearTimeout(this.retry);
    if (this.state === "ended") {
      return;
    }
    this.retry = setTimeout(() => this.seek(), RETRY_MILLISECONDS).unref();
  }

  private startPull(address: PullAddress): void {
    const { clock, ffmpeg } = this.options;
    const part = ++this.parts;
    const times = new PieceTimes(clock, this.lastPieceEnd);
    let signature: string | undefined;
    try {
      this.pull = new Pull(ffmpeg, address, join(this.folder, `pull-${part}`), this.mediaSeconds, {
        opened: (media) => {
          signature = signatureOf(media);
          this.opened();
        },
        piece: (piece) => {
          const { startTime, endTime } = times.next(piece.durationSeconds);
          this.lastPieceEnd = endTime;
          this.mediaSeconds += piece.durationSeconds;
          this.take({ ...piece, part, signature: signature ?? "", startTime, endTime });
        },
        closed: () => {
          this.pull = undefined;
          this.closed(signature !== undefined, part);
        },
      });
    } catch (error) {
      this.problem(`ffmpeg could not be started: ${(error as Error).message}`);
      this.seekLater();
    }
  }

  private opened(): void {
    if (this.state === "waiting" || this.state === "away") {
      const first = this.state === "waiting";
      this.state = "pulling";
      this.window?.cancel();
      const at = this.options.clock.now();
      this.tell(() => (first ? this.options.events.started(at) : this.options.events.resumed(at)));
    }
  }

  private closed(hadMedia: boolean, part: number): void {
    for (const format of this.formats) {
      this.do("store a slice", () => format.interrupt());
    }
    this.do("clear its work folder", () =>
      rm(join(this.folder, `pull-${part}`), { recursive: true, force: true }),
    );
    if (this.state === "pulling") {
      this.state = "away";
      const at = this.options.clock.now();
      this.armWindow("stream-lost");
      this.tell(() => this.options.events.interrupted(at));
    }
    if (hadMedia) {
      this.seek();
    }
    // Elsewhere, nobody tells us; and the embedded origin may have a stream that ffmpeg could not read yet.
    if (this.pull === undefined) {
      this.seekLater();
    }
  }

  private take(piece: Piece): void {
    for (const format of this.formats) {
      this.do("keep a piece of the stream", () => format.append(piece));
    }
    this.do("clear its work folder", () => rm(piece.path, { force: true }));
  }

  private armWindow(reason: RecordingEnd): void {
    const { clock, streamAwayWindowMilliseconds: window } = this.options;
    this.window = clock.setTimeout(
      () => this.windowPassed(reason),
      typeof window === "number" ? window : window(),
    );
  }

  private windowPassed(reason: RecordingEnd): void {
    const { address } = this;
    const { origin } = this.options;
    if (this.pull !== undefined && address !== undefined && this.embedded) {
      if (origin.isOnline(address.app, address.stream)) {
        // The stream came back in time, ffmpeg is still looking at it.
        this.armWindow(reason);
        return;
      }
    }
    void this.end(reason);
  }

  private end(reason: RecordingEnd): Promise<void> {
    this.ending ??= this.finish(reason, this.options.clock.now());
    return this.ending;
  }

  private async finish(reason: RecordingEnd, at: number): Promise<void> {
    this.state = "ended";
    this.window?.cancel();
    clearTimeout(this.retry);
    this.stopListening();
    await this.pull?.stop();
    for (const format of this.formats) {
      this.do("make the last file", () => format.finish());
    }
    this.do("clear its work folder", () => rm(this.folder, { recursive: true, force: true }));
    await this.work;
    this.tell(() => this.options.events.ended(at, reason));
  }

  /** Puts a step at the end of the work. A step that fails is told, and the next one goes on. */
  private do(what: string, step: () => Promise<void>): void {
    this.work = this.work
      .then(step)
      .catch((error: Error) => this.problem(`The recording could not ${what}: ${error.message}`));
  }

  private problem(message: string): void {
    this.tell(() => this.options.events.problem?.(this.options.clock.now(), message));
  }

  /** What a listener throws must not end the recording; said once, since the next event may fail the same way. */
  private tell(event: () => void): void {
    try {
      event();
    } catch (error) {
      if (!this.listenerFailed) {
        this.listenerFailed = true;
        this.problem(`A listener of the recording failed: ${(error as Error).message}`);
      }
    }
  }

  private makeFormats(): FormatRecorder[] {
    const { jobId, bucket, store, ffmpeg, events, formats } = this.options;
    const context: CycleContext = {
      jobId,
      bucket,
      store,
      ffmpeg,
      folder: this.folder,
      takenKeys: new Set(),
      nextSliceSequence: () => ++this.sliceSequence,
      sliceStored: (slice) => this.tell(() => events.sliceStored(slice)),
      fileCreated: (file) => this.tell(() => events.fileCreated(file)),
      problem: (message) => this.problem(message),
    };
    return makeFormatRecorders(context, formats);
  }
}

function signatureOf(media: MediaInfo): string {
  return [media.videoCodec, media.width, media.height, media.audioCodec, media.sampleRate].join(" ");
}
