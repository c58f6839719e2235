import { appendFile as appendText, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  appendFile,
  type Cycle,
  type CycleContext,
  cutBack,
  DEFAULT_SLICE_DURATION_SECONDS,
  FormatRecorder,
  headersFor,
  markOf,
  type Piece,
  reaches,
  wholeMilliseconds,
} from "./cycle";
import { readMedia } from "./ffmpeg";
import { fileKey, freeKey, sliceKey } from "./naming";
import { type PlaylistSlice, playlistText } from "./playlist";
import type { RecordFormat } from "./recordingTypes";

interface OpenSlice {
  /** Name of the work file. */
  readonly name: string;
  readonly part: number;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly synthetic: boolean;
  durationSeconds: number;
  bytes: number;
}

interface SavedWork {
  readonly slice?: OpenSlice;
  readonly sliceNumber: number;
  /** How many slices of the cycle are stored: so many lines of the list of slices count. */
  readonly storedSlices: number;
  readonly bytes: number;
  readonly size: { readonly width: number; readonly height: number };
}

/**
 * m3u8: a slice is stored as soon as it is complete, the playlist when its cycle ends (assumed: its documented name
 * holds the end of the cycle, which is not known before).
 */
export class M3u8Recorder extends FormatRecorder {
  private slice: OpenSlice | undefined;
  private sliceNumber = 0;
  private slices: PlaylistSlice[] = [];
  private bytes = 0;
  private size = { width: 0, height: 0 };

  constructor(
    context: CycleContext,
    format: RecordFormat,
    /** Distinguishes the work files of the formats of one recording. */
    private readonly label: string,
  ) {
    super(context, format);
  }

  /** A slice holds media of one pull only. */
  override interrupt(): Promise<void> {
    return this.storeSlice();
  }

  /** A playlist may hold anything: a change is a discontinuity. */
  protected fits(): boolean {
    return true;
  }

  protected async add(piece: Piece): Promise<void> {
    const { part, startTime, synthetic } = piece;
    this.slice ??= {
      name: `${this.label}-slice-${++this.sliceNumber}.ts`,
      part,
      startTime,
      synthetic,
      durationSeconds: 0,
      bytes: 0,
    };
    this.slice.bytes = await appendFile(piece.path, this.pathOf(this.slice), this.slice.bytes);
    this.slice.durationSeconds += piece.durationSeconds;
    if (reaches(this.slice.durationSeconds, this.format.SliceDuration ?? DEFAULT_SLICE_DURATION_SECONDS)) {
      await this.storeSlice();
    }
  }

  protected async makeFile(cycle: Cycle): Promise<void> {
    await this.storeSlice();
    const { slices, bytes, size } = this;
    this.slices = [];
    this.bytes = 0;
    this.size = { width: 0, height: 0 };
    this.context.discard(this.listPath);
    if (slices.length === 0) {
      return;
    }
    const { context } = this;
    const key = freeKey(
      fileKey(this.format.OssObjectPrefix, ".m3u8", { jobId: context.jobId, ...cycle }),
      context.takenKeys,
    );
    context.takenKeys.add(key);
    await context.store.putText(
      context.bucket,
      key,
      playlistText(key, slices),
      "application/vnd.apple.mpegurl",
      headersFor(cycle),
    );
    context.fileCreated({
      format: "m3u8",
      key,
      startTime: cycle.startTime,
      endTime: cycle.endTime,
      finishedTime: cycle.finishedTime,
      durationSeconds: wholeMilliseconds(slices.reduce((sum, slice) => sum + slice.durationSeconds, 0)),
      ...size,
      bytes,
      ...markOf(cycle),
    });
  }

  /** A slice that cannot be stored is left out of the playlist, and the recording goes on. */
  private async storeSlice(): Promise<void> {
    const slice = this.slice;
    if (slice === undefined) {
      return;
    }
    this.slice = undefined;
    const { context } = this;
    const path = this.pathOf(slice);
    const key = sliceKey(this.format.SliceOssObjectPrefix, {
      jobId: context.jobId,
      sequence: context.nextSliceSequence(),
      startTime: slice.startTime,
    });
    try {
      const { bytes } = slice;
      if (this.size.width === 0) {
        const { width, height } = await readMedia(context.ffmpeg, path);
        this.size = { width, height };
      }
      await context.store.putFile(context.bucket, key, path, "video/mp2t", headersFor(slice));
      const durationSeconds = wholeMilliseconds(slice.durationSeconds);
      const stored = { key, durationSeconds, part: slice.part };
      await appendText(this.listPath, `${JSON.stringify(stored)}\n`);
      this.slices.push(stored);
      this.bytes += bytes;
      context.sliceStored({ key, bytes, durationSeconds, ...markOf(slice) });
    } catch (error) {
      context.problem(`The slice "${key}" was not stored: ${(error as Error).message}`);
    } finally {
      context.discard(path);
    }
  }

  protected saveWork(): SavedWork {
    const { slice, sliceNumber, slices, bytes, size } = this;
    return {
      ...(slice === undefined ? {} : { slice }),
      sliceNumber,
      storedSlices: slices.length,
      bytes,
      size,
    };
  }

  protected async restoreWork(saved: object): Promise<void> {
    const { slice, sliceNumber, storedSlices, bytes, size } = saved as SavedWork;
    this.slice = slice;
    this.sliceNumber = sliceNumber;
    this.bytes = bytes;
    this.size = size;
    const list = storedSlices === 0 ? "" : await readFile(this.listPath, "utf8");
    const lines = list.split("\n").slice(0, storedSlices);
    this.slices = lines.filter(Boolean).map((line) => JSON.parse(line) as PlaylistSlice);
    await writeFile(this.listPath, this.slices.map((stored) => `${JSON.stringify(stored)}\n`).join(""));
    if (slice !== undefined) {
      await cutBack(this.pathOf(slice), slice.bytes);
    }
  }

  private pathOf({ name }: OpenSlice): string {
    return join(this.context.folder, name);
  }

  /** The stored slices of the open cycle, one in a line, for a recording that goes on after this one. */
  private get listPath(): string {
    return join(this.context.folder, `${this.label}-slices.jsonl`);
  }
}
