import { createReadStream, createWriteStream } from "node:fs";
import { stat, truncate } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Ffmpeg } from "./ffmpeg";
import type { RecordedFile, RecordFormat, RecordingStorage, StoredSlice } from "./recordingTypes";

/** A finished piece of a pull, placed in the recording. */
export interface Piece {
  readonly path: string;
  readonly durationSeconds: number;
  /** Number of the pull that it comes from; where it changes, timestamps start anew. */
  readonly part: number;
  /** Of the media of the pull, see `signatureOf`. */
  readonly signature: string;
  /** Milliseconds since the epoch, by the emulator's clock, as is `endTime`. */
  readonly startTime: number;
  readonly endTime: number;
  /** Whether its media was made up. */
  readonly synthetic: boolean;
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
  /** The work file is not needed any more, once it is remembered that it is not. */
  discard(path: string): void;
  sliceStored(slice: StoredSlice): void;
  fileCreated(file: RecordedFile): void;
  problem(message: string): void;
}

/** The service's default (documented). */
export const DEFAULT_CYCLE_DURATION_SECONDS = 21_600;
/** The service's default (documented). */
export const DEFAULT_SLICE_DURATION_SECONDS = 30;
/** RTMP rounds times to milliseconds: a cycle that lacks less than this is complete. */
const ROUNDING_SECONDS = 0.05;

export function reaches(seconds: number, target: number): boolean {
  return seconds >= target - ROUNDING_SECONDS;
}

/** Sums of piece lengths carry rounding noise; RTMP itself knows milliseconds. */
export function wholeMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** What a format has to remember of its open cycle. */
export interface SavedCycle {
  readonly sequence: number;
  readonly cycleSeconds: number;
  readonly cycleStart?: number;
  readonly cycleEnd: number;
  readonly synthetic: boolean;
}

/** One format of a recording: gathers pieces to cycles and makes a file of each. */
export abstract class FormatRecorder {
  private sequence = 0;
  private cycleSeconds = 0;
  private cycleStart: number | undefined;
  private cycleEnd = 0;
  private synthetic = false;

  constructor(
    protected readonly context: CycleContext,
    protected readonly format: RecordFormat,
  ) {}

  /** Seconds of media in the open cycle. */
  get openSeconds(): number {
    return this.cycleSeconds;
  }

  async append(piece: Piece): Promise<void> {
    if (this.cycleStart !== undefined && !this.fits(piece)) {
      await this.finish(piece.startTime);
    }
    this.cycleStart ??= piece.startTime;
    this.cycleEnd = piece.endTime;
    this.cycleSeconds += piece.durationSeconds;
    this.synthetic ||= piece.synthetic;
    await this.add(piece);
    if (reaches(this.cycleSeconds, this.format.CycleDuration ?? DEFAULT_CYCLE_DURATION_SECONDS)) {
      await this.finish(piece.endTime);
    }
  }

  /** The stream went away: what need not wait for its return is stored. The cycle stays open. */
  async interrupt(): Promise<void> {}

  /** Ends the cycle, if one is open: its file is stored when this is done. @param at when, by the emulator's clock. */
  async finish(at: number): Promise<void> {
    if (this.cycleStart === undefined) {
      return;
    }
    const cycle: Cycle = {
      startTime: this.cycleStart,
      endTime: this.cycleEnd,
      finishedTime: at,
      sequence: ++this.sequence,
      synthetic: this.synthetic,
    };
    this.cycleStart = undefined;
    this.cycleSeconds = 0;
    this.synthetic = false;
    await this.makeFile(cycle);
  }

  /** Everything that `restore` needs to go on with the open cycle, as plain data; work files stay where they are. */
  save(): object {
    const { sequence, cycleSeconds, cycleStart, cycleEnd, synthetic } = this;
    const cycle: SavedCycle = {
      sequence,
      cycleSeconds,
      ...(cycleStart === undefined ? {} : { cycleStart }),
      cycleEnd,
      synthetic,
    };
    return { cycle, work: this.saveWork() };
  }

  /** Goes on where `save` was called; what work files hold beyond that is dropped. */
  async restore(saved: object): Promise<void> {
    const { cycle, work } = saved as { cycle: SavedCycle; work: object };
    this.sequence = cycle.sequence;
    this.cycleSeconds = cycle.cycleSeconds;
    this.cycleStart = cycle.cycleStart;
    this.cycleEnd = cycle.cycleEnd;
    this.synthetic = cycle.synthetic;
    await this.restoreWork(work);
  }

  /** Whether the piece can go into the file of the open cycle. */
  protected abstract fits(piece: Piece): boolean;
  protected abstract add(piece: Piece): Promise<void>;
  protected abstract makeFile(cycle: Cycle): Promise<void>;
  protected abstract saveWork(): object;
  protected abstract restoreWork(saved: object): Promise<void>;
}

export interface Cycle {
  readonly startTime: number;
  readonly endTime: number;
  /** When nothing more could come into it. */
  readonly finishedTime: number;
  /** From 1. */
  readonly sequence: number;
  /** Whether some of its media was made up. */
  readonly synthetic: boolean;
}

/** What objects without real media are marked with. */
const SYNTHETIC_HEADERS = { "x-oss-meta-synthetic": "true" };

export function headersFor(content: { readonly synthetic: boolean }): Readonly<Record<string, string>> {
  return content.synthetic ? SYNTHETIC_HEADERS : {};
}

/** The mark of records of what has no real media. */
export function markOf(content: { readonly synthetic: boolean }): { synthetic?: true } {
  return content.synthetic ? { synthetic: true } : {};
}

/** Adds the bytes of one file to another that holds `bytes`; resolves with how many it holds then. */
export async function appendFile(from: string, to: string, bytes: number): Promise<number> {
  const source = createReadStream(from);
  await pipeline(source, createWriteStream(to, { flags: bytes === 0 ? "w" : "a" }));
  return bytes + source.bytesRead;
}

/** Cuts a work file back to what had been written when it was last saved. */
export async function cutBack(path: string, bytes: number): Promise<void> {
  const { size } = await stat(path);
  if (size < bytes) {
    throw new Error(`${path} holds ${size} bytes, and ${bytes} were saved`);
  }
  await truncate(path, bytes);
}
