import { createHash, randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
} from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Crc64 } from "./crc64";
import type { Blob } from "./records";

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Files that are written once, whole or not at all, and never changed. A file's name is a random id, so no
 * key of a client ever becomes part of a path.
 */
export class BlobFolder {
  readonly #finished: string;
  readonly #unfinished: string;

  private constructor(folder: string) {
    this.#finished = path.join(folder, "blobs");
    this.#unfinished = path.join(folder, "unfinished");
  }

  static async open(folder: string): Promise<BlobFolder> {
    const blobs = new BlobFolder(folder);
    await rm(blobs.#unfinished, { recursive: true, force: true });
    await mkdir(blobs.#unfinished, { recursive: true });
    await mkdir(blobs.#finished, { recursive: true });
    return blobs;
  }

  pathOf(blob: Blob): string {
    return path.join(this.#finished, blob.id.slice(0, 2), blob.id);
  }

  /** Writes everything that `source` gives, holding a few pieces of it in memory at a time. */
  async write(source: Readable | AsyncIterable<Buffer>): Promise<Blob> {
    const id = randomUUID();
    const md5 = createHash("md5");
    const crc64 = new Crc64();
    const unfinished = path.join(this.#unfinished, id);
    let size = 0;
    async function* measured(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const piece of pieces) {
        md5.update(piece);
        crc64.update(piece);
        size += piece.length;
        yield piece;
      }
    }
    try {
      await pipeline(source, measured, createWriteStream(unfinished));
      const blob = { id, size, md5: md5.digest("hex").toUpperCase(), crc64: crc64.digest() };
      await mkdir(path.dirname(this.pathOf(blob)), { recursive: true });
      await rename(unfinished, this.pathOf(blob));
      return blob;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** The bytes of a blob. The file is opened at once, so that a later delete does not disturb the reader. */
  read(blob: Blob, range?: ByteRange): Readable {
    const fd = openSync(this.pathOf(blob), "r");
    try {
      return createReadStream("", {
        fd,
        start: range?.start ?? 0,
        end: range?.end ?? Number.POSITIVE_INFINITY,
      });
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Gives a finished file to the blob folder in `folder` as well. Files never change, so a second name is a copy. */
  exportTo(id: string, folder: string): void {
    shareFile(path.join(this.#finished, id.slice(0, 2), id), path.join(folder, "blobs", id.slice(0, 2), id));
  }

  /** Takes over a finished file of the blob folder in `folder`. */
  importFrom(id: string, folder: string): void {
    shareFile(path.join(folder, "blobs", id.slice(0, 2), id), path.join(this.#finished, id.slice(0, 2), id));
  }

  async remove(blob: Blob): Promise<void> {
    await rm(this.pathOf(blob), { force: true });
  }

  /** Removes every file whose id is not in `wanted`: what a killed process left behind. */
  async keepOnly(wanted: ReadonlySet<string>): Promise<void> {
    for (const group of await readdir(this.#finished)) {
      for (const id of await readdir(path.join(this.#finished, group))) {
        if (!wanted.has(id)) {
          await rm(path.join(this.#finished, group, id), { force: true });
        }
      }
    }
  }
}

function shareFile(from: string, to: string): void {
  if (existsSync(to)) {
    return;
  }
  mkdirSync(path.dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    // Another disk, or one without links.
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
