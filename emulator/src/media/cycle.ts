import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Ffmpeg } from "./ffmpeg";
import type { RecordedFile, RecordFormat, RecordingStorage, StoredSlice } from "./recordingTypes";

/** A finished piece of a pull, placed in the recording. */
export interface Piece {
  readonly path: string;
  readonly durationSeconds: number;
  /** Number of the pull that it comes from; where it changes, timestamps start anew. */
  readonly part: number;
  /** Codecs and picture size of the pull. */
  readonly signature: string;
  /** Milliseconds since the epoch, by the emulator's clock, as is `endTime`. */
  readonly startTime: number;
  readonly endTime: number;
}

/** What the formats of one recording share. */
export interface CycleContext {
  readonly jobId: string;
  readonly bucket: string;
  readonly store: RecordingStorage;
  readonly ffmpeg: Ffmpeg;
  /** Work folder of the recording. */
  readonly folder: string;
  /** Keys that this recording has written; none is written twice. */
  readonly takenKeys: Set<string>;
  nextSliceSequence(): number;
  sliceStored(slice: StoredSlice): void;
  fileCreated(file: RecordedFile): void;
  problem(message: string): void;
}

/** Seconds; the service's default (documented). */
const DEFAULT_CYCLE_DURATION_SECONDS = 21_600;
/** RTMP rounds times to milliseconds: a cycle that lacks less than this is complete. */
const ROUNDING_SECONDS = 0.05;

export function reaches(seconds: number, target: number): boolean {
  return seconds >= target - ROUNDING_SECONDS;
}

/** Sums of piece lengths carry rounding noise; RTMP itself knows milliseconds. */
export function wholeMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** One format of a recording: gathers pieces to cycles and makes a file of each. */
export abstract class FormatRecorder {
  private sequence = 0;
  private cycleSeconds = 0;
  private cycleStart: number | undefined;
  private cycleEnd = 0;

  constructor(
    protected readonly context: CycleContext,
    protected readonly format: RecordFormat,
  ) {}

  async append(piece: Piece): Promise<void> {
    if (this.cycleStart !== undefined && !this.fits(piece)) {
      await this.finish();
    }
    this.cycleStart ??= piece.startTime;
    this.cycleEnd = piece.endTime;
    this.cycleSeconds += piece.durationSeconds;
    await this.add(piece);
    if (reaches(this.cycleSeconds, this.format.CycleDuration ?? DEFAULT_CYCLE_DURATION_SECONDS)) {
      await this.finish();
    }
  }

  /** The stream went away: what need not wait for its return is stored. The cycle stays open. */
  async interrupt(): Promise<void> {}

  /** Ends the cycle, if one is open: its file is stored when this is done. */
  async finish(): Promise<void> {
    if (this.cycleStart === undefined) {
      return;
    }
    const cycle = { startTime: this.cycleStart, endTime: this.cycleEnd, sequence: ++this.sequence };
    this.cycleStart = undefined;
    this.cycleSeconds = 0;
    await this.makeFile(cycle);
  }

  /** Whether the piece can go into the file of the open cycle. */
  protected abstract fits(piece: Piece): boolean;
  protected abstract add(piece: Piece): Promise<void>;
  protected abstract makeFile(cycle: Cycle): Promise<void>;
}

export interface Cycle {
  readonly startTime: number;
  readonly endTime: number;
  /** From 1. */
  readonly sequence: number;
}

/** Adds the bytes of one file to another. */
export function appendFile(from: string, to: string): Promise<void> {
  return pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }));
}
