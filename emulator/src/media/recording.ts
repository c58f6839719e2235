import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { ClockTimer } from "../clock";
import type { Piece } from "./cycle";
import { signatureOf } from "./ffmpeg";
import { PieceTimes } from "./pieceTimes";
import { Pull, type PulledPiece, type RunningPull } from "./pull";
import type { Recording, RecordingEnd, RecordingOptions, StreamSource } from "./recordingTypes";
import { RecordingWork } from "./recordingWork";
import { pullFolder } from "./savedRecording";
import {
  isServedBy,
  type PullAddress,
  parseStreamUrl,
  pullAddress,
  reach,
  type StreamAddress,
} from "./streamUrl";
import { SyntheticCuts } from "./syntheticCuts";
import { SyntheticPull } from "./syntheticPull";
import type { SyntheticStreams } from "./syntheticStreams";

export type * from "./recordingTypes";

/** Real time between two attempts to pull a stream that is elsewhere, or that should be there and is not. */
const RETRY_MILLISECONDS = 1_000;

/**
 * Records a stream until it stays away for longer than the window. Never throws and never rejects: what happens is
 * told by `events`.
 */
export function startRecording(options: RecordingOptions): Recording {
  const recording = new StreamRecording(options);
  recording.begin();
  return recording;
}

/** waiting → pulling ⇄ away → ended. */
class StreamRecording implements Recording {
  private state: "waiting" | "pulling" | "away" | "ended" = "waiting";
  private readonly address: StreamAddress | undefined;
  private readonly embedded: boolean;
  private readonly folder: string;
  private readonly work: RecordingWork;
  private readonly cuts: SyntheticCuts;
  private stopListening: () => void = () => {};
  private window: ClockTimer | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pull: RunningPull | undefined;
  private reaching = false;
  private ending: Promise<void> | undefined;

  constructor(private readonly options: RecordingOptions) {
    const { streamUrl, origin, spoolFolder, jobId } = options;
    this.address = parseStreamUrl(streamUrl);
    this.embedded = this.address !== undefined && isServedBy(this.address, origin);
    this.folder = join(spoolFolder, encodeURIComponent(jobId));
    this.cuts = new SyntheticCuts(options.formats);
    this.work = new RecordingWork(options, this.folder);
  }

  begin(): void {
    if (!existsSync(this.folder)) {
      this.listen();
      return;
    }
    void this.work.restore().then((opened) => {
      if (this.ending === undefined) {
        this.cuts.restore(this.work.cycleSeconds());
        this.state = opened ? "away" : "waiting";
        this.listen();
      }
    });
  }

  close(): Promise<void> {
    return this.end("closed");
  }

  async settled(): Promise<void> {
    await this.work.settled();
    await (this.ending ?? Promise.resolve());
  }

  saveTo(folder: string, released: Promise<void>): Promise<void> {
    return this.work.saveTo(join(folder, encodeURIComponent(this.options.jobId)), released);
  }

  faultAdded(): void {
    if (this.state === "pulling" && this.pull instanceof Pull) {
      this.killOnCommand(this.pull);
    }
  }

  private listen(): void {
    const { origin, synthetic } = this.options;
    const stops = [
      this.embedded ? origin.onChange(() => this.seek()) : () => {},
      synthetic?.onChange(() => this.seek()) ?? (() => {}),
    ];
    this.stopListening = () => {
      for (const stop of stops) {
        stop();
      }
    };
    this.armWindow(this.state === "waiting" ? "never-pulled" : "stream-lost");
    this.seek();
  }

  /** Pulls the stream if it is there, else sees to it that we hear of it. */
  private seek(): void {
    if (this.state === "ended" || this.pull !== undefined || this.address === undefined) {
      return;
    }
    const { address } = this;
    const { origin, synthetic } = this.options;
    if (synthetic?.isOnline(address.app, address.stream)) {
      this.startSyntheticPull(synthetic, address);
    } else if (!this.embedded) {
      void this.reachAndPull(address);
    } else if (origin.isOnline(address.app, address.stream)) {
      const ip = /^rtmp:\/\/\[?([^\]/]+?)\]?:\d+$/.exec(origin.url)?.[1] ?? "127.0.0.1";
      this.startPull(pullAddress(address, { ip, port: origin.port }));
    }
  }

  private async reachAndPull(address: StreamAddress): Promise<void> {
    if (this.reaching) {
      return;
    }
    this.reaching = true;
    const ip = await reach(address);
    this.reaching = false;
    if (this.ending !== undefined || this.pull !== undefined) {
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
    const part = this.work.nextPart();
    const times = new PieceTimes(clock, this.work.lastPieceEnd);
    let signature: string | undefined;
    try {
      const pull = new Pull(ffmpeg, address, pullFolder(this.folder, part), this.work.mediaSeconds, {
        opened: (media) => {
          signature = signatureOf(media);
          this.opened("pushed");
          this.killOnCommand(pull);
        },
        piece: (piece) =>
          this.take(piece, { part, signature: signature ?? "", ...times.next(piece.durationSeconds) }),
        lost: (error) => this.lost(error),
        closed: () => this.closed(signature !== undefined, part),
      });
      this.pull = pull;
    } catch (error) {
      this.work.problem(`ffmpeg could not be started: ${(error as Error).message}`);
      this.seekLater();
    }
  }

  private startSyntheticPull(streams: SyntheticStreams, { app, stream }: StreamAddress): void {
    const { clock } = this.options;
    const part = this.work.nextPart();
    let signature = "";
    const pull = new SyntheticPull(
      { streams, app, stream, clock, cuts: this.cuts },
      pullFolder(this.folder, part),
      this.work.mediaSeconds,
      {
        opened: (media) => {
          signature = signatureOf(media);
          this.opened("synthetic");
        },
        piece: (piece) => {
          const now = clock.now();
          this.take(piece, { part, signature, ...(piece.synthetic ?? { startTime: now, endTime: now }) });
        },
        lost: (error) => this.lost(error),
        closed: () => this.closed(true, part),
      },
    );
    this.pull = pull;
    pull.open();
  }

  private opened(source: StreamSource): void {
    if (this.state === "waiting" || this.state === "away") {
      const first = this.state === "waiting";
      this.state = "pulling";
      this.work.opened = true;
      this.window?.cancel();
      const at = this.options.clock.now();
      const { events } = this.options;
      this.work.tell(() => (first ? events.started(at, source) : events.resumed(at, source)));
    }
  }

  private closed(hadMedia: boolean, part: number): void {
    this.pull = undefined;
    this.work.interrupt(part);
    if (this.state === "pulling") {
      this.state = "away";
      const at = this.options.clock.now();
      this.armWindow("stream-lost");
      this.work.tell(() => this.options.events.interrupted(at));
    }
    if (hadMedia) {
      this.seek();
    }
    // Elsewhere, nobody tells us; and the embedded origin may have a stream that ffmpeg could not read yet.
    if (this.pull === undefined) {
      this.seekLater();
    }
  }

  private take(piece: PulledPiece, place: Omit<Piece, "path" | "durationSeconds" | "synthetic">): void {
    const { path, durationSeconds } = piece;
    this.work.take(
      { path, durationSeconds, ...place, synthetic: piece.synthetic !== undefined },
      basename(path),
    );
  }

  private lost(error: Error): void {
    this.work.problem(`A piece of the stream was lost: ${error.message}`);
  }

  private killOnCommand(pull: Pull): void {
    const { faults, jobId } = this.options;
    if (faults?.takeKill(jobId)) {
      this.work.problem("ffmpeg was killed (fault ffmpeg-killed)");
      pull.kill();
    }
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
    await this.work.finish(at, reason === "closed" && this.options.persist === true);
    this.work.tell(() => this.options.events.ended(at, reason));
  }
}
