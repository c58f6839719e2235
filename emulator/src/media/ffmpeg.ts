import { spawn } from "node:child_process";
import { chmod } from "node:fs/promises";
import { own, run } from "./children";

/** An ffmpeg that was found and runs. */
export interface Ffmpeg {
  readonly path: string;
  /** As the program names itself, such as `5.1.6` or `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  readonly source: "FFMPEG_PATH" | "PATH" | "bundled";
}

/** What a media file says about itself. */
export interface MediaInfo {
  /** Seconds; 0 when the file does not say. */
  readonly durationSeconds: number;
  /** Pixels; 0 without video. */
  readonly width: number;
  /** Pixels; 0 without video. */
  readonly height: number;
  /** ffmpeg's name of the codec, such as `h264`. */
  readonly videoCodec?: string;
  /** ffmpeg's name of the codec, such as `aac`. */
  readonly audioCodec?: string;
  /** Hertz. */
  readonly sampleRate?: number;
}

/** Codecs, picture size and sample rate in one text: media whose signatures differ cannot share one mp4 or flv. */
export function signatureOf(media: MediaInfo): string {
  return [media.videoCodec, media.width, media.height, media.audioCodec, media.sampleRate].join(" ");
}

/**
 * Finds an ffmpeg: the environment variable `FFMPEG_PATH`, else `ffmpeg` on `PATH`, else the one that comes with the
 * npm package `@ffmpeg-installer/ffmpeg`.
 *
 * @throws when `FFMPEG_PATH` names something that does not run, or when there is none at all.
 */
export async function findFfmpeg(): Promise<Ffmpeg> {
  const named = process.env.FFMPEG_PATH;
  if (named) {
    const version = await readVersion(named);
    if (version === undefined) {
      throw new Error(`FFMPEG_PATH is "${named}", which does not run as ffmpeg. Correct it or unset it.`);
    }
    return { path: named, version, source: "FFMPEG_PATH" };
  }
  const onPath = await readVersion("ffmpeg");
  if (onPath !== undefined) {
    return { path: "ffmpeg", version: onPath, source: "PATH" };
  }
  const bundled = bundledPath();
  if (bundled !== undefined) {
    const version = (await readVersion(bundled)) ?? (await makeExecutable(bundled));
    if (version !== undefined) {
      return { path: bundled, version, source: "bundled" };
    }
  }
  throw new Error(
    "No ffmpeg found: recordings need one. Install ffmpeg, or set FFMPEG_PATH to its path " +
      "(the one of the npm package @ffmpeg-installer/ffmpeg does not run on this platform).",
  );
}

/**
 * Reads duration and picture size from the media itself. Takes every format of the recordings, m3u8 with its slices
 * beside it included.
 *
 * @param file a path, or an address that ffmpeg can open (no host names with the bundled ffmpeg: it crashes on them).
 * @throws when the file holds no media that ffmpeg can read.
 */
export async function readMedia(ffmpeg: Ffmpeg, file: string): Promise<MediaInfo> {
  // Without an output ffmpeg ends with code 1 after it printed what it knows of the input.
  const { stderr } = await run(ffmpeg.path, ["-hide_banner", "-nostdin", "-i", file]);
  const info = parseMedia(stderr);
  if (info.videoCodec === undefined && info.audioCodec === undefined) {
    throw new Error(`No readable media in "${file}".`);
  }
  return info;
}

/** Reads what ffmpeg prints about its first input. */
export function parseMedia(printed: string): MediaInfo {
  const duration = /Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(printed);
  const video = /Stream #0:\d+.*?: Video: (\w+)(.*)/.exec(printed);
  const size = /, (\d{2,5})x(\d{2,5})/.exec(video?.[2] ?? "");
  const audio = /Stream #0:\d+.*?: Audio: (\w+)(.*)/.exec(printed);
  const sampleRate = /, (\d+) Hz/.exec(audio?.[2] ?? "");
  return {
    durationSeconds: duration
      ? Number(duration[1]) * 3600 + Number(duration[2]) * 60 + Number(duration[3])
      : 0,
    width: size ? Number(size[1]) : 0,
    height: size ? Number(size[2]) : 0,
    ...(video?.[1] && { videoCodec: video[1] }),
    ...(audio?.[1] && { audioCodec: audio[1] }),
    ...(sampleRate && { sampleRate: Number(sampleRate[1]) }),
  };
}

function bundledPath(): string | undefined {
  try {
    const installer: { path: string } = require("@ffmpeg-installer/ffmpeg");
    return installer.path;
  } catch {
    // The package throws on platforms that it has no program for.
    return undefined;
  }
}

/** Package managers that skip install scripts leave the program without its executable bit. */
async function makeExecutable(path: string): Promise<string | undefined> {
  try {
    await chmod(path, 0o755);
  } catch {
    return undefined;
  }
  return readVersion(path);
}

function readVersion(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let printed = "";
    const child = own(spawn(path, ["-version"], { stdio: ["ignore", "pipe", "ignore"] }));
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      printed += text;
    });
    child.once("error", () => resolve(undefined));
    child.once("close", () => resolve(/^ffmpeg version (\S+)/.exec(printed)?.[1]));
  });
}
