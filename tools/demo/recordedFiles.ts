import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type Emulator, findFfmpeg, readMedia } from "pulumi-alicloud-ice-emulator";

/** A recorded file as it is: read from the media, not from what anybody says of it. */
export interface RecordedFile {
  readonly format: string;
  readonly durationSeconds: number;
  /** Width × height in pixels. */
  readonly picture: string;
  /** Of a playlist: with its slices. */
  readonly bytes: number;
  /** Below the folder, where it can be played. */
  readonly path: string;
}

/** Copies a bucket into `folder`, so that it can be played when the local IMS is gone, and reads every recording. */
export async function saveRecordings(
  emulator: Emulator,
  bucket: string,
  folder: string,
): Promise<RecordedFile[]> {
  const ffmpeg = await findFfmpeg();
  const objects = emulator.store.listObjects(bucket);
  for (const { key } of objects) {
    const file = path.join(folder, key);
    mkdirSync(path.dirname(file), { recursive: true });
    await pipeline(emulator.store.openObject(bucket, key), createWriteStream(file));
  }
  const recordings = objects.filter(({ key }) => /\.(m3u8|mp4|flv)$/.test(key));
  const files: RecordedFile[] = [];
  const sizes = new Map(objects.map(({ key, size }) => [key, size]));
  for (const { key, size } of recordings) {
    const file = path.join(folder, key);
    const media = await readMedia(ffmpeg, file);
    const slices = key.endsWith(".m3u8") ? slicesOf(key, readFileSync(file, "utf8")) : [];
    files.push({
      format: path.extname(key).slice(1),
      durationSeconds: media.durationSeconds,
      picture: `${media.width}×${media.height}`,
      bytes: slices.reduce((sum, slice) => sum + (sizes.get(slice) ?? 0), size),
      path: key,
    });
  }
  return files;
}

/** The keys of the slices that a playlist names, relative to itself. */
function slicesOf(key: string, playlist: string): string[] {
  const names = playlist.split("\n").filter((entry) => entry !== "" && !entry.startsWith("#"));
  return names.map((name) => path.posix.join(path.posix.dirname(key), decodeURIComponent(name.trim())));
}
