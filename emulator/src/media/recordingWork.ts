import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { CycleContext, FormatRecorder, Piece } from "./cycle";
import { signatureOf } from "./ffmpeg";
import { makeFormatRecorders } from "./formats";
import { salvagePiece } from "./pull";
import type { RecordingOptions, StoredSlice } from "./recordingTypes";
import {
  copySaved,
  leftPieces,
  type PiecePlace,
  pullFolder,
  readSaved,
  removePulls,
  type SavedRecording,
  writeSaved,
} from "./savedRecording";
import { SYNTHETIC_PIECE } from "./syntheticPull";

const NO_PIECE: PiecePlace = { part: 0, name: "" };

/**
 * What a recording does with the pieces of its pulls, one step after the other. A step that fails is told, and the next
 * one goes on.
 */
export class RecordingWork {
  /** Whether the stream was ever there. */
  opened = false;
  /** Milliseconds since the epoch. */
  lastPieceEnd = 0;
  /** Seconds of media taken so far. */
  mediaSeconds = 0;
  readonly #options: RecordingOptions;
  readonly #folder: string;
  readonly #takenKeys = new Set<string>();
  readonly #formats: readonly FormatRecorder[];
  #steps: Promise<void> = Promise.resolve();
  #parts = 0;
  #sliceSequence = 0;
  #slices = { count: 0, bytes: 0, seconds: 0 };
  #lastPiece = NO_PIECE;
  #discarded: string[] = [];
  /** Media that the steps which are done have stored; `mediaSeconds` and `lastPieceEnd` run ahead of it. */
  #stored = { mediaSeconds: 0, lastPieceEnd: 0 };
  #listenerFailed = false;

  /** @param folder where the recording's work files are. */
  constructor(options: RecordingOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#formats = makeFormatRecorders(this.#context(), options.formats);
  }

  nextPart(): number {
    return ++this.#parts;
  }

  /** Takes a finished piece over. @param name of its file, which orders the pieces of a pull. */
  take(piece: Piece, name: string): void {
    this.lastPieceEnd = piece.endTime;
    this.mediaSeconds += piece.durationSeconds;
    const { mediaSeconds, lastPieceEnd } = this;
    for (const format of this.#formats) {
      this.#do("keep a piece of the stream", () => format.append(piece));
    }
    this.#do("remember where it is", () => {
      this.#lastPiece = { part: piece.part, name };
      this.#stored = { mediaSeconds, lastPieceEnd };
      return this.#remember();
    });
    this.#do("clear its work folder", () => rm(piece.path, { force: true }));
  }

  /** The pull has ended, and all its pieces were taken. */
  interrupt(part: number): void {
    for (const format of this.#formats) {
      this.#do("store a slice", () => format.interrupt());
    }
    this.#do("remember where it is", () => this.#remember());
    this.#do("clear its work folder", () =>
      rm(pullFolder(this.#folder, part), { recursive: true, force: true }),
    );
  }

  /** Makes the files of the open cycles. @param keep leave what a later recording needs to go on. */
  async finish(at: number, keep: boolean): Promise<void> {
    for (const format of this.#formats) {
      this.#do("make the last file", () => format.finish(at));
    }
    this.#do("clear its work folder", () =>
      keep ? this.#remember() : rm(this.#folder, { recursive: true, force: true }),
    );
    await this.#steps;
  }

  /** Goes on with what an earlier recording left in the folder. Resolves with whether that one had its stream. */
  async restore(): Promise<boolean> {
    this.#do("go on where it was", async () => {
      const saved = await readSaved(this.#folder);
      if (saved !== undefined) {
        await this.#adopt(saved);
      }
      await this.#takeLeftPieces();
      await removePulls(this.#folder);
    });
    await this.#steps;
    return this.opened;
  }

  /** Copies memory and work files into `folder`; nothing is taken or stored from then until `released`. */
  saveTo(folder: string, released: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      this.#do("be copied", async () => {
        try {
          await this.#save();
          await copySaved(this.#folder, folder);
        } finally {
          resolve();
        }
        await released;
      });
    });
  }

  /** Seconds of media in the open cycle of each format. */
  cycleSeconds(): number[] {
    return this.#formats.map((format) => format.openSeconds);
  }

  /** Resolves when the steps that are known now are done. */
  settled(): Promise<void> {
    return this.#steps;
  }

  problem(message: string): void {
    this.tell(() => this.#options.events.problem?.(this.#options.clock.now(), message));
  }

  /** What a listener throws must not end the recording; said once, since the next event may fail the same way. */
  tell(event: () => void): void {
    try {
      event();
    } catch (error) {
      if (!this.#listenerFailed) {
        this.#listenerFailed = true;
        this.problem(`A listener of the recording failed: ${(error as Error).message}`);
      }
    }
  }

  #do(what: string, step: () => Promise<void>): void {
    this.#steps = this.#steps
      .then(step)
      .catch((error: Error) => this.problem(`The recording could not ${what}: ${error.message}`));
  }

  /** After this, and not before, a recording that goes on needs the discarded work files no more. */
  async #remember(): Promise<void> {
    if (this.#options.persist) {
      await this.#save();
    }
    const discarded = this.#discarded;
    this.#discarded = [];
    await Promise.all(discarded.map((path) => rm(path, { force: true })));
  }

  #save(): Promise<void> {
    return writeSaved(this.#folder, {
      opened: this.opened,
      parts: this.#parts,
      sliceSequence: this.#sliceSequence,
      ...this.#stored,
      takenKeys: [...this.#takenKeys],
      slices: this.#slices,
      lastPiece: this.#lastPiece,
      formats: this.#formats.map((format) => format.save()),
    });
  }

  async #adopt(saved: SavedRecording): Promise<void> {
    this.opened = saved.opened;
    this.#parts = saved.parts;
    this.#sliceSequence = saved.sliceSequence;
    this.lastPieceEnd = saved.lastPieceEnd;
    this.mediaSeconds = saved.mediaSeconds;
    this.#stored = { mediaSeconds: saved.mediaSeconds, lastPieceEnd: saved.lastPieceEnd };
    this.#lastPiece = saved.lastPiece;
    this.#slices = { ...saved.slices };
    this.tell(() => this.#options.events.slicesRestored?.(saved.slices));
    for (const key of saved.takenKeys) {
      this.#takenKeys.add(key);
    }
    for (const [index, format] of this.#formats.entries()) {
      await format.restore(saved.formats[index] ?? {});
    }
  }

  async #takeLeftPieces(): Promise<void> {
    for (const { part, name } of await leftPieces(this.#folder, this.#lastPiece)) {
      const path = join(pullFolder(this.#folder, part), name);
      const media = await salvagePiece(this.#options.ffmpeg, path);
      if (media !== undefined) {
        const { durationSeconds } = media;
        const startTime = this.lastPieceEnd || this.#options.clock.now();
        const endTime = Math.round(startTime + durationSeconds * 1000);
        const signature = signatureOf(media);
        const synthetic = name.endsWith(SYNTHETIC_PIECE);
        const piece = { path, durationSeconds, part, signature, startTime, endTime, synthetic };
        for (const format of this.#formats) {
          await format.append(piece);
        }
        this.opened = true;
        this.#parts = Math.max(this.#parts, part);
        this.lastPieceEnd = endTime;
        this.mediaSeconds += durationSeconds;
        this.#stored = { mediaSeconds: this.mediaSeconds, lastPieceEnd: endTime };
      }
      this.#lastPiece = { part, name };
      await this.#remember();
    }
    for (const format of this.#formats) {
      await format.interrupt();
    }
    await this.#remember();
  }

  #countSlice(slice: StoredSlice): void {
    this.#slices.count++;
    this.#slices.bytes += slice.bytes;
    this.#slices.seconds += slice.durationSeconds;
    this.tell(() => this.#options.events.sliceStored(slice));
  }

  #context(): CycleContext {
    const { jobId, bucket, store, ffmpeg, events } = this.#options;
    return {
      jobId,
      bucket,
      store,
      ffmpeg,
      folder: this.#folder,
      takenKeys: this.#takenKeys,
      nextSliceSequence: () => ++this.#sliceSequence,
      discard: (path) => {
        this.#discarded.push(path);
      },
      sliceStored: (slice) => this.#countSlice(slice),
      fileCreated: (file) => this.tell(() => events.fileCreated(file)),
      problem: (message) => this.problem(message),
    };
  }
}
