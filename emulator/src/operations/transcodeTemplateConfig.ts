import { invalidParameter, missingParameter } from "../http/errors";
import type { AudioParams, TemplateConfig, VideoParams } from "../transcoding/templateConfig";
import type { TranscodeTemplateType } from "../transcoding/templates";
import type { JsonObject, Parameters } from "./parameters";

export const MIN_SIDE_PIXELS = 128;
export const MAX_LONG_SIDE_PIXELS = 2560;
export const MAX_SHORT_SIDE_PIXELS = 1440;
export const MAX_NARROW_BAND_H265_LONG_SIDE_PIXELS = 1280;
export const MAX_NARROW_BAND_H265_SHORT_SIDE_PIXELS = 720;
export const MAX_VIDEO_BITRATE_KILOBITS = 6000;
export const MAX_FPS = 60;
export const MAX_GOP_FRAMES = 3000;
export const MIN_SAMPLERATE_HERTZ = 22_050;
export const MAX_SAMPLERATE_HERTZ = 96_000;
export const MAX_AAC_LD_SAMPLERATE_HERTZ = 44_100;
export const MAX_AUDIO_BITRATE_KILOBITS = 1000;

/** @throws ServiceError 400 that names the field that breaks a rule. */
export function readTemplateConfig(parameters: Parameters, type: TranscodeTemplateType): TemplateConfig {
  const config =
    type === "normal" ? parameters.object("TemplateConfig") : parameters.optionalObject("TemplateConfig");
  const video = config?.object("VideoParams");
  const audio = config?.object("AudioParams");
  if (type === "normal" && video === undefined) {
    throw missingParameter("TemplateConfig.VideoParams");
  }
  return {
    ...(video === undefined ? {} : { VideoParams: readVideo(video, type) }),
    ...(audio === undefined ? {} : { AudioParams: readAudio(audio) }),
  };
}

function readVideo(video: JsonObject, type: TranscodeTemplateType): VideoParams {
  const side = { min: MIN_SIDE_PIXELS, max: MAX_LONG_SIDE_PIXELS };
  const params = given({
    Codec: video.choice("Codec", ["H.264", "H.265"]),
    Width: video.wholeNumberText("Width", side),
    Height: video.wholeNumberText("Height", side),
    Bitrate: video.wholeNumberText("Bitrate", { min: 1, max: MAX_VIDEO_BITRATE_KILOBITS }),
    Fps: video.wholeNumberText("Fps", { min: 1, max: MAX_FPS }),
    Gop: video.wholeNumberText("Gop", { min: 1, max: MAX_GOP_FRAMES }),
    Profile: video.choice("Profile", ["1", "2", "3"]),
  });
  if (type === "normal") {
    if (params.Width === undefined && params.Height === undefined) {
      throw missingParameter(`${video.path}.Width or ${video.path}.Height`);
    }
    video.requiredText("Fps");
    video.requiredText("Bitrate");
  }
  refuseLargePicture(params, type, video);
  return params;
}

function refuseLargePicture(
  { Codec, Width, Height }: VideoParams,
  type: TranscodeTemplateType,
  { path }: JsonObject,
): void {
  const sides = [Width, Height].filter((side) => side !== undefined).map(Number);
  const long = Math.max(...sides);
  const short = Math.min(...sides);
  const rule = (maxLong: number, maxShort: number): void => {
    if (long > maxLong || (sides.length === 2 && short > maxShort)) {
      throw invalidParameter(path, `may have a picture of at most ${maxLong} × ${maxShort}`);
    }
  };
  rule(MAX_LONG_SIDE_PIXELS, MAX_SHORT_SIDE_PIXELS);
  if (type === "narrow-band" && Codec === "H.265") {
    rule(MAX_NARROW_BAND_H265_LONG_SIDE_PIXELS, MAX_NARROW_BAND_H265_SHORT_SIDE_PIXELS);
  }
}

function readAudio(audio: JsonObject): AudioParams {
  const Codec = audio.choice("Codec", ["AAC", "MP3"]);
  const Profile = audio.choice("Profile", ["aac_low", "aac_he", "aac_he_v2", "aac_ld"]);
  if (Codec === "MP3" && Profile !== undefined) {
    throw invalidParameter(`${audio.path}.Profile`, "is one of AAC alone");
  }
  const max = Profile === "aac_ld" ? MAX_AAC_LD_SAMPLERATE_HERTZ : MAX_SAMPLERATE_HERTZ;
  return given({
    Codec,
    Profile,
    Samplerate: audio.wholeNumberText("Samplerate", { min: MIN_SAMPLERATE_HERTZ, max }),
    Bitrate: audio.wholeNumberText("Bitrate", { min: 1, max: MAX_AUDIO_BITRATE_KILOBITS }),
    Channels: audio.choice("Channels", ["1", "2"]),
  });
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>;
}
