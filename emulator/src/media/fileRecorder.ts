import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./children";
import {
  appendFile,
  type Cycle,
  type CycleContext,
  cutBack,
  FormatRecorder,
  headersFor,
  markOf,
  type Piece,
} from "./cycle";
import { readMedia } from "./ffmpeg";
import { fileKey, freeKey } from "./naming";
import type { RecordFormat } from "./recordingTypes";
import { withTurn } from "./turns";

const CONTENT_TYPES = { mp4: "video/mp4", flv: "video/x-flv" } as const;
const MUXER_OPTIONS = { mp4: ["-movflags", "+faststart"], flv: [] } as const;

/** The media of one pull in the open cycle. */
interface CyclePart {
  /** Name of the work file. */
  readonly name: string;
  readonly part: number;
  bytes: number;
}

/**
 * mp4 and flv: the media of the cycle is kept as MPEG-TS, one file for each pull, and made into the format when the
 * cycle ends. So a recorder that dies loses nothing, and pulls whose timestamps start anew are joined rightly.
 */
export class FileRecorder extends FormatRecorder {
  private parts: CyclePart[] = [];
  private signature = "";
  private readonly kind: "mp4" | "flv";

  constructor(
    context: CycleContext,
    format: RecordFormat,
    /** Distinguishes the work files of the formats of one recording. */
    private readonly label: string,
  ) {
    super(context, format);
    this.kind = format.Format === "mp4" ? "mp4" : "flv";
  }

  /** One header describes the whole file: other codecs or another picture size need another file. */
  protected fits(piece: Piece): boolean {
    return piece.signature === this.signature;
  }

  protected async add(piece: Piece): Promise<void> {
    this.signature = piece.signature;
    let current = this.parts.at(-1);
    if (current === undefined || current.part !== piece.part) {
      current = { name: `${this.label}-part-${piece.part}.ts`, part: piece.part, bytes: 0 };
      this.parts.push(current);
    }
    current.bytes = await appendFile(piece.path, this.pathOf(current), current.bytes);
  }

  protected async makeFile(cycle: Cycle): Promise<void> {
    const { context, kind } = this;
    const parts = this.parts.map((part) => this.pathOf(part));
    this.parts = [];
    const list = join(context.folder, `${this.label}-parts.txt`);
    const made = join(context.folder, `${this.label}-made.${kind}`);
    const key = freeKey(
      fileKey(this.format.OssObjectPrefix, `.${kind}`, { jobId: context.jobId, ...cycle }),
      context.takenKeys,
    );
    try {
      await writeFile(list, concatList(parts));
      await this.multiplex(list, made);
      const { durationSeconds, width, height } = await readMedia(context.ffmpeg, made);
      const { size: bytes } = await stat(made);
      await context.store.putFile(context.bucket, key, made, CONTENT_TYPES[kind], headersFor(cycle));
      context.takenKeys.add(key);
      const { startTime, endTime, finishedTime } = cycle;
      context.fileCreated({
        format: kind,
        key,
        startTime,
        endTime,
        finishedTime,
        durationSeconds,
        width,
        height,
        bytes,
        ...markOf(cycle),
      });
    } finally {
      await Promise.all([list, made].map((path) => rm(path, { force: true })));
      for (const path of parts) {
        context.discard(path);
      }
    }
  }

  protected saveWork(): object {
    return { parts: this.parts, signature: this.signature };
  }

  protected async restoreWork(saved: object): Promise<void> {
    const { parts, signature } = saved as { parts: CyclePart[]; signature: string };
    this.parts = parts;
    this.signature = signature;
    await Promise.all(parts.map((part) => cutBack(this.pathOf(part), part.bytes)));
  }

  private pathOf({ name }: CyclePart): string {
    return join(this.context.folder, name);
  }

  private async multiplex(list: string, made: string): Promise<void> {
    // MPEG-TS carries AAC with a header for each frame, mp4 and flv carry one for all; other audio has none to convert.
    const audio = this.signature.includes("aac") ? ["-bsf:a", "aac_adtstoasc"] : [];
    const args = [
      ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"],
      ["-f", "concat", "-safe", "0", "-i", list],
      ["-map", "0:v?", "-map", "0:a?", "-c", "copy", ...audio, ...MUXER_OPTIONS[this.kind]],
      ["-f", this.kind, made],
    ].flat();
    const { code, stderr, startError } = await withTurn(() => run(this.context.ffmpeg.path, args));
    if (code !== 0) {
      throw new Error(`ffmpeg could not make the ${this.kind}: ${startError?.message ?? lastLine(stderr)}`);
    }
  }
}

function concatList(paths: readonly string[]): string {
  return ["ffconcat version 1.0", ...paths.map((path) => `file '${path.replaceAll("'", "'\\''")}'`), ""].join(
    "\n",
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
