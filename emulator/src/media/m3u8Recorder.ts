import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  appendFile,
  type Cycle,
  type CycleContext,
  FormatRecorder,
  type Piece,
  reaches,
  wholeMilliseconds,
} from "./cycle";
import { readMedia } from "./ffmpeg";
import { fileKey, freeKey, sliceKey } from "./naming";
import { type PlaylistSlice, playlistText } from "./playlist";
import type { RecordFormat } from "./recordingTypes";

/** Seconds; the service's default (documented). */
const DEFAULT_SLICE_DURATION_SECONDS = 30;

interface OpenSlice {
  readonly path: string;
  readonly part: number;
  readonly startTime: number;
  durationSeconds: number;
}

/**
 * m3u8: a slice is stored as soon as it is complete, the playlist when its cycle ends (assumed: its documented name
 * holds the end of the cycle, which is not known before).
 */
export class M3u8Recorder extends FormatRecorder {
  private slice: OpenSlice | undefined;
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
    this.slice ??= {
      path: join(this.context.folder, `${this.label}-slice.ts`),
      part: piece.part,
      startTime: piece.startTime,
      durationSeconds: 0,
    };
    await appendFile(piece.path, this.slice.path);
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
    );
    context.fileCreated({
      format: "m3u8",
      key,
      startTime: cycle.startTime,
      endTime: cycle.endTime,
      durationSeconds: wholeMilliseconds(slices.reduce((sum, slice) => sum + slice.durationSeconds, 0)),
      ...size,
      bytes,
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
    const key = sliceKey(this.format.SliceOssObjectPrefix, {
      jobId: context.jobId,
      sequence: context.nextSliceSequence(),
      startTime: slice.startTime,
    });
    try {
      const { size: bytes } = await stat(slice.path);
      if (this.size.width === 0) {
        const { width, height } = await readMedia(context.ffmpeg, slice.path);
        this.size = { width, height };
      }
      await context.store.putFile(context.bucket, key, slice.path, "video/mp2t");
      const durationSeconds = wholeMilliseconds(slice.durationSeconds);
      this.slices.push({ key, durationSeconds, part: slice.part });
      this.bytes += bytes;
      context.sliceStored({ key, bytes, durationSeconds });
    } catch (error) {
      context.problem(`The slice "${key}" was not stored: ${(error as Error).message}`);
    } finally {
      await rm(slice.path, { force: true });
    }
  }
}
