/** What becomes of a stream, in the API's own names. Every value is a text, as the API has them. */
export interface TemplateConfig {
  readonly VideoParams?: VideoParams;
  readonly AudioParams?: AudioParams;
}

export interface VideoParams {
  readonly Codec?: "H.264" | "H.265";
  /** Pixels, as is Height. One of them alone: the other follows from the picture. */
  readonly Width?: string;
  readonly Height?: string;
  /** Kilobits per second. */
  readonly Bitrate?: string;
  /** Pictures per second. */
  readonly Fps?: string;
  /** Pictures from one key frame to the next. */
  readonly Gop?: string;
  /** 1 baseline, 2 main, 3 high. */
  readonly Profile?: string;
}

export interface AudioParams {
  readonly Codec?: "AAC" | "MP3";
  /** Of AAC. */
  readonly Profile?: "aac_low" | "aac_he" | "aac_he_v2" | "aac_ld";
  /** Hertz. */
  readonly Samplerate?: string;
  /** Kilobits per second. */
  readonly Bitrate?: string;
  readonly Channels?: string;
}
