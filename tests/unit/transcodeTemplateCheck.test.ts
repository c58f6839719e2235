import { describe, expect, test } from "vitest";
import { liveTranscodeTemplate } from "../../provider/resources/liveTranscodeTemplate";
import { UNKNOWN } from "../../provider/rules/unknown";
import { testContext } from "./support/testContext";
import { NORMAL, normal, ORIGIN, VIDEO } from "./support/transcodeTemplates";

async function failuresOf(program: Record<string, unknown>): Promise<string[]> {
  const { failures } = await liveTranscodeTemplate.check(testContext(), undefined, program);
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("bad input is found at preview, with path, rule and value", () => {
  const VIDEO_PATH = "templateConfig.videoParams";
  const AUDIO_PATH = "templateConfig.audioParams";
  test.each<[string, Record<string, unknown>, string[]]>([
    ["no type", {}, ["type: must be given, got nothing"]],
    [
      "a type that the service has not",
      { type: "copy" },
      ['type: must be "normal", "narrow-band", "audio-only" or "origin", got "copy"'],
    ],
    [
      "normal without a picture",
      { type: "normal" },
      [
        `${VIDEO_PATH}: must hold width or height when type is "normal", got neither`,
        `${VIDEO_PATH}.fps: must be given when type is "normal", got nothing`,
        `${VIDEO_PATH}.bitrate: must be given when type is "normal", got nothing`,
      ],
    ],
    [
      "a picture that is too small",
      normal({ width: 127 }),
      [`${VIDEO_PATH}.width: must be a whole number of pixels from 128 to 2560, got 127`],
    ],
    [
      "a picture that is too wide",
      normal({ width: 2_561 }),
      [`${VIDEO_PATH}.width: must be a whole number of pixels from 128 to 2560, got 2561`],
    ],
    [
      "a shorter side that is too long",
      normal({ width: 1_441, height: 1_442 }),
      [`${VIDEO_PATH}: must have a shorter side of at most 1440 pixels, got width × height of 1441 × 1442`],
    ],
    [
      "a bit rate in bits",
      normal({ bitrate: 2_500_000 }),
      [`${VIDEO_PATH}.bitrate: must be a whole number of kbit/s from 1 to 6000, got 2500000`],
    ],
    [
      "the service's texts for numbers",
      normal({ fps: "25" }),
      [`${VIDEO_PATH}.fps: must be a whole number of frames per second from 1 to 60, got "25"`],
    ],
    [
      "too many frames",
      normal({ gop: 3_001 }),
      [`${VIDEO_PATH}.gop: must be a whole number of frames from 1 to 3000, got 3001`],
    ],
    [
      "a profile by its name",
      normal({ profile: "high" }),
      [`${VIDEO_PATH}.profile: must be 1, 2 or 3, got "high"`],
    ],
    [
      "another codec",
      normal({ codec: "AV1" }),
      [`${VIDEO_PATH}.codec: must be "H.264" or "H.265", got "AV1"`],
    ],
    ["three channels", normal({}, { channels: 3 }), [`${AUDIO_PATH}.channels: must be 1 or 2, got 3`]],
    [
      "a sampling rate in kilohertz",
      normal({}, { samplerate: 44 }),
      [`${AUDIO_PATH}.samplerate: must be a whole number of hertz from 22050 to 96000, got 44`],
    ],
    [
      "aac_ld at 48 kHz",
      normal({}, { profile: "aac_ld", samplerate: 48_000 }),
      [`${AUDIO_PATH}.samplerate: must be at most 44100 Hz when profile is "aac_ld", got 48000`],
    ],
    [
      "a profile of AAC for MP3",
      normal({}, { codec: "MP3" }),
      [`${AUDIO_PATH}.profile: must be left out when codec is "MP3": it is a profile of AAC, got "aac_low"`],
    ],
    [
      "H.265 narrow-band in full HD",
      {
        type: "narrow-band",
        templateConfig: { videoParams: { codec: "H.265", width: 1_920, height: 1_080 } },
      },
      [
        `${VIDEO_PATH}: must be at most 1280 × 720 pixels for H.265 with type "narrow-band", got width × height of 1920 × 1080`,
      ],
    ],
    [
      "sound alone with a picture",
      { type: "audio-only", templateConfig: { videoParams: VIDEO } },
      [`${VIDEO_PATH}: must be left out when type is "audio-only"`],
    ],
    [
      "a stream that is not encoded, with a configuration",
      { ...NORMAL, type: "origin" },
      ['templateConfig: must be left out when type is "origin", which does not encode the stream again'],
    ],
    [
      "a field of another place",
      { ...ORIGIN, width: 1_280 },
      ["width: is not a field here; the fields are name, type, templateConfig"],
    ],
  ])("%s", async (_what, program, failures) => {
    expect(await failuresOf(program)).toEqual(failures);
  });

  test.each<[string, Record<string, unknown>]>([
    ["normal in full", NORMAL],
    ["normal by its height alone", normal({ width: undefined })],
    ["the largest picture", normal({ width: 2_560, height: 1_440 })],
    ["an upright picture", normal({ width: 720, height: 1_280 })],
    [
      "H.264 narrow-band in full HD",
      { type: "narrow-band", templateConfig: { videoParams: { codec: "H.264", width: 1_920 } } },
    ],
    [
      "upright H.265 narrow-band",
      { type: "narrow-band", templateConfig: { videoParams: { codec: "H.265", width: 720, height: 1_280 } } },
    ],
    ["narrow-band without a word", { type: "narrow-band" }],
    ["sound alone", { type: "audio-only", templateConfig: { audioParams: { codec: "MP3", bitrate: 128 } } }],
    ["origin", ORIGIN],
    ["a configuration that is not known yet", { type: "normal", templateConfig: UNKNOWN }],
    ["a picture that is not known yet", { type: "normal", templateConfig: { videoParams: UNKNOWN } }],
    ["a type that is not known yet", { ...NORMAL, type: UNKNOWN }],
    ["a rate that is not known yet", normal({ bitrate: UNKNOWN })],
  ])("%s passes", async (_what, program) => {
    expect(await failuresOf(program)).toEqual([]);
  });
});
