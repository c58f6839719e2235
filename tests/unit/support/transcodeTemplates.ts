/** Programs of transcode templates. */
export const ORIGIN = { type: "origin" };
export const VIDEO = {
  codec: "H.264",
  width: 1_280,
  height: 720,
  bitrate: 2_500,
  fps: 25,
  gop: 50,
  profile: 3,
};
export const AUDIO = { codec: "AAC", profile: "aac_low", samplerate: 44_100, bitrate: 128, channels: 2 };
export const NORMAL = { type: "normal", templateConfig: { videoParams: VIDEO, audioParams: AUDIO } };

/** `NORMAL` with other fields. */
export const normal = (video: object, audio: object = {}): Record<string, unknown> => ({
  type: "normal",
  templateConfig: { videoParams: { ...VIDEO, ...video }, audioParams: { ...AUDIO, ...audio } },
});
