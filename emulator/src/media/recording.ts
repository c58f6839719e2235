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
import { type FoundStream, StreamSeeker } from "./streamSeeker";
import type { PullAddress, StreamAddress } from "./streamUrl";
import { SyntheticCuts } from "./syntheticCuts";
import { SyntheticPull } from "./syntheticPull";
import type { SyntheticStreams } from "./syntheticStreams";

export type * from "./recordingTypes";

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
  private readonly seeker: StreamSeeker;
  private readonly folder: string;
  private readonly work: RecordingWork;
  private readonly cuts: SyntheticCuts;
  private window: ClockTimer | undefined;
  private pull: RunningPull | undefined;
  private ending: Promise<void> | undefined;

  constructor(private readonly options: RecordingOptions) {
    const { streamUrl, spoolFolder, jobId } = options;
    this.seeker = new StreamSeeker(streamUrl, options, {
      wanted: () => this.state !== "ended" && this.pull === undefined,
      found: (stream) => this.start(stream),
    });
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
    this.armWindow(this.state === "waiting" ? "never-pulled" : "stream-lost");
    this.seeker.begin();
  }

  private start(stream: FoundStream): void {
    if ("synthetic" in stream) {
      this.startSyntheticPull(stream.synthetic, stream.address);
    } else {
      this.startPull(stream.pull);
    }
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
      this.seeker.lookLater();
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
      this.seeker.look();
    }
    // Elsewhere, nobody tells us; and the embedded origin may have a stream that ffmpeg could not read yet.
    this.seeker.lookLater();
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
    const { address, embedded } = this.seeker;
    const { origin } = this.options;
    if (this.pull !== undefined && address !== undefined && embedded) {
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
    this.seeker.stop();
    await this.pull?.stop();
    await this.work.finish(at, reason === "closed" && this.options.persist === true);
    this.work.tell(() => this.options.events.ended(at, reason));
  }
}
