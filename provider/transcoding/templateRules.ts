import { type Failure, isRecord } from "../rules/check";
import { UNKNOWN } from "../rules/unknown";

// Source of all: CreateLiveTranscodeTemplate, TemplateConfig.

export const MIN_SIDE_PIXELS = 128;
export const MAX_LONG_SIDE_PIXELS = 2_560;
const MAX_SHORT_SIDE_PIXELS = 1_440;
const MAX_H265_NARROW_BAND_LONG_SIDE_PIXELS = 1_280;
const MAX_H265_NARROW_BAND_SHORT_SIDE_PIXELS = 720;
const MAX_AAC_LD_SAMPLERATE_HERTZ = 44_100;

type Params = Readonly<Record<string, unknown>>;
type Fail = (path: string, reason: string) => void;

/** Rules that more than one field of a template takes part in. What is not known yet is checked once it is. */
export function checkTemplate(type: unknown, templateConfig: unknown): Failure[] {
  const failures: Failure[] = [];
  const fail: Fail = (path, reason) => failures.push({ path, reason });
  if (templateConfig === UNKNOWN) return failures;
  const config = isRecord(templateConfig) ? templateConfig : {};
  if (type === "origin" && templateConfig !== undefined) {
    fail("templateConfig", 'must be left out when type is "origin", which does not encode the stream again');
    return failures;
  }
  if (type === "audio-only" && config.videoParams !== undefined) {
    fail("templateConfig.videoParams", 'must be left out when type is "audio-only"');
    return failures;
  }
  const { videoParams, audioParams } = config;
  if (type === "normal" && videoParams !== UNKNOWN) checkRequired(videoParams, fail);
  if (isRecord(videoParams)) checkSides(type, videoParams, fail);
  if (isRecord(audioParams)) checkAudio(audioParams, fail);
  return failures;
}

function checkRequired(videoParams: unknown, fail: Fail): void {
  const params: Params = isRecord(videoParams) ? videoParams : {};
  const path = "templateConfig.videoParams";
  if (params.width === undefined && params.height === undefined) {
    fail(path, 'must hold width or height when type is "normal", got neither');
  }
  for (const name of ["fps", "bitrate"]) {
    if (params[name] === undefined) {
      fail(`${path}.${name}`, 'must be given when type is "normal", got nothing');
    }
  }
}

function checkSides(type: unknown, { width, height, codec }: Params, fail: Fail): void {
  const sides = [width, height].filter((side) => typeof side === "number");
  const long = Math.max(...sides);
  const short = Math.min(...sides);
  const shown = `${width ?? "no width"} × ${height ?? "no height"}`;
  const path = "templateConfig.videoParams";
  if (sides.length === 2 && short > MAX_SHORT_SIDE_PIXELS) {
    fail(
      path,
      `must have a shorter side of at most ${MAX_SHORT_SIDE_PIXELS} pixels, got width × height of ${shown}`,
    );
  }
  const isTooLong = long > MAX_H265_NARROW_BAND_LONG_SIDE_PIXELS;
  const isTooWide = sides.length === 2 && short > MAX_H265_NARROW_BAND_SHORT_SIDE_PIXELS;
  if (type === "narrow-band" && codec === "H.265" && (isTooLong || isTooWide)) {
    fail(
      path,
      `must be at most ${MAX_H265_NARROW_BAND_LONG_SIDE_PIXELS} × ${MAX_H265_NARROW_BAND_SHORT_SIDE_PIXELS} pixels for H.265 with type "narrow-band", got width × height of ${shown}`,
    );
  }
}

function checkAudio({ codec, profile, samplerate }: Params, fail: Fail): void {
  const path = "templateConfig.audioParams";
  if (codec === "MP3" && profile !== undefined && profile !== UNKNOWN) {
    fail(
      `${path}.profile`,
      `must be left out when codec is "MP3": it is a profile of AAC, got ${JSON.stringify(profile)}`,
    );
  }
  if (profile === "aac_ld" && typeof samplerate === "number" && samplerate > MAX_AAC_LD_SAMPLERATE_HERTZ) {
    fail(
      `${path}.samplerate`,
      `must be at most ${MAX_AAC_LD_SAMPLERATE_HERTZ} Hz when profile is "aac_ld", got ${samplerate}`,
    );
  }
}
