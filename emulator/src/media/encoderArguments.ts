import type { AudioParams, TemplateConfig, VideoParams } from "../transcoding/templateConfig";
import type { TranscodeTemplate } from "../transcoding/templates";

/** Pictures between two key frames when a template does not say. */
const DEFAULT_GOP_FRAMES = 50;
const PROFILES: Readonly<Record<string, string>> = { "1": "baseline", "2": "main", "3": "high" };
/** What ffmpeg's own AAC encoder can. */
const AAC_SAMPLERATES = [22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000];
/** What FLV, the format of RTMP, can hold of MP3. */
const FLV_MP3_SAMPLERATES = [22_050, 44_100];

type Template = Pick<TranscodeTemplate, "type" | "config">;

/** What the template asks for and ffmpeg cannot send over RTMP; undefined when it can do everything. */
export function unsupportedBy(template: Template): string | undefined {
  const { VideoParams: video, AudioParams: audio } = encodedParts(template);
  if (video?.Codec === "H.265") {
    return "VideoParams.Codec H.265";
  }
  if (audio?.Profile !== undefined && audio.Profile !== "aac_low") {
    return `AudioParams.Profile ${audio.Profile}`;
  }
  const rates = audio?.Codec === "MP3" ? FLV_MP3_SAMPLERATES : AAC_SAMPLERATES;
  if (audio?.Samplerate !== undefined && !rates.includes(Number(audio.Samplerate))) {
    return `AudioParams.Samplerate ${audio.Samplerate} with ${audio.Codec ?? "AAC"}`;
  }
  return undefined;
}

/** ffmpeg's arguments between its input and its output. */
export function encoderArguments(template: Template): string[] {
  const { VideoParams: video, AudioParams: audio } = encodedParts(template);
  const sound = audio === undefined ? ["-c:a", "copy"] : audioArguments(audio);
  switch (template.type) {
    case "origin":
      return ["-map", "0:v?", "-map", "0:a?", "-c", "copy"];
    case "audio-only":
      return ["-map", "0:a", "-vn", ...sound];
    default:
      return ["-map", "0:v?", "-map", "0:a?", ...videoArguments(video ?? {}), ...sound];
  }
}

/** The parts of a template that have an effect on streams of its type. */
function encodedParts({ type, config: { VideoParams, AudioParams } }: Template): TemplateConfig {
  return {
    ...(VideoParams && type !== "origin" && type !== "audio-only" && { VideoParams }),
    ...(AudioParams && type !== "origin" && { AudioParams }),
  };
}

function videoArguments(video: VideoParams): string[] {
  const { Width, Height, Bitrate, Fps, Gop, Profile } = video;
  return [
    ["-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p"],
    Width === undefined && Height === undefined ? [] : ["-vf", `scale=${even(Width)}:${even(Height)}`],
    Fps === undefined ? [] : ["-r", Fps],
    Bitrate === undefined
      ? []
      : ["-b:v", `${Bitrate}k`, "-maxrate", `${Bitrate}k`, "-bufsize", `${Bitrate}k`],
    ["-g", Gop ?? String(DEFAULT_GOP_FRAMES)],
    Profile === undefined ? [] : ["-profile:v", PROFILES[Profile] ?? "high"],
  ].flat();
}

/** Codes of half colour resolution have no odd sides; -2 lets the side follow from the other one. */
function even(side: string | undefined): number {
  return side === undefined ? -2 : Number(side) - (Number(side) % 2);
}

function audioArguments({ Codec, Samplerate, Bitrate, Channels }: AudioParams): string[] {
  return [
    ["-c:a", Codec === "MP3" ? "libmp3lame" : "aac"],
    Samplerate === undefined ? [] : ["-ar", Samplerate],
    Bitrate === undefined ? [] : ["-b:a", `${Bitrate}k`],
    Channels === undefined ? [] : ["-ac", Channels],
  ].flat();
}
