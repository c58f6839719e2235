// Generated from the field declarations of provider/resources by `npm run generate`. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
import { IceResource } from "../resource";

/** What a program says of a LiveTranscodeTemplate. */
export interface LiveTranscodeTemplateArgs {
  /**
   * The template's name. Changes in place.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: CreateLiveTranscodeTemplate, Name (length limit and uniqueness unknown).
   */
  name?: pulumi.Input<string>;
  /**
   * `normal`: the stream is encoded again. `narrow-band`: the same with less bandwidth for the same picture. `audio-only`: sound alone. `origin`: the stream is passed on as it is.
   *
   * - Required.
   * - One of `normal`, `narrow-band`, `audio-only`, `origin`.
   * - A change replaces the resource.
   * - Source: CreateLiveTranscodeTemplate, Type.
   */
  type: pulumi.Input<"normal" | "narrow-band" | "audio-only" | "origin">;
  /**
   * How the stream is encoded. Changes in place; what that does to running jobs is not documented.
   *
   * - Default: the service's own choice; required when `type` is `normal`, refused when it is `origin`.
   * - Source: CreateLiveTranscodeTemplate, TemplateConfig.
   */
  templateConfig?: pulumi.Input<LiveTranscodeTemplateTemplateConfigArgs>;
}

/** The picture. */
export interface LiveTranscodeTemplateTemplateConfigVideoParamsArgs {
  /**
   * The video codec.
   *
   * - Default: the service's own choice.
   * - One of `H.264`, `H.265`.
   */
  codec?: pulumi.Input<"H.264" | "H.265">;
  /**
   * The picture's width. The longer side is at most 2560, the shorter at most 1440; H.265 with type `narrow-band` at most 1280 × 720.
   *
   * - Default: the service's own choice; one of the two is required when `type` is `normal`.
   * - A whole number of pixels, 128 to 2560.
   */
  width?: pulumi.Input<number>;
  /**
   * The picture's height. The same limits as `width`.
   *
   * - Default: the service's own choice; one of the two is required when `type` is `normal`.
   * - A whole number of pixels, 128 to 2560.
   */
  height?: pulumi.Input<number>;
  /**
   * The video's bit rate.
   *
   * - Default: the service's own choice; required when `type` is `normal`.
   * - A whole number of kbit/s, 1 to 6000.
   */
  bitrate?: pulumi.Input<number>;
  /**
   * The frame rate.
   *
   * - Default: the service's own choice; required when `type` is `normal`.
   * - A whole number of frames per second, 1 to 60.
   */
  fps?: pulumi.Input<number>;
  /**
   * The distance between key frames.
   *
   * - Default: the service's own choice.
   * - A whole number of frames, 1 to 3000.
   */
  gop?: pulumi.Input<number>;
  /**
   * The codec's profile: 1 baseline, 2 main, 3 high.
   *
   * - Default: the service's own choice.
   * - One of `1`, `2`, `3`.
   */
  profile?: pulumi.Input<1 | 2 | 3>;
}

/** The sound. */
export interface LiveTranscodeTemplateTemplateConfigAudioParamsArgs {
  /**
   * The audio codec.
   *
   * - Default: the service's own choice.
   * - One of `AAC`, `MP3`.
   */
  codec?: pulumi.Input<"AAC" | "MP3">;
  /**
   * The profile of AAC.
   *
   * - Default: the service's own choice; refused for MP3.
   * - One of `aac_low`, `aac_he`, `aac_he_v2`, `aac_ld`.
   */
  profile?: pulumi.Input<"aac_low" | "aac_he" | "aac_he_v2" | "aac_ld">;
  /**
   * The sampling rate; at most 44100 with the profile `aac_ld`.
   *
   * - Default: the service's own choice.
   * - A whole number of hertz, 22050 to 96000.
   */
  samplerate?: pulumi.Input<number>;
  /**
   * The audio's bit rate.
   *
   * - Default: the service's own choice.
   * - A whole number of kbit/s, 1 to 1000.
   */
  bitrate?: pulumi.Input<number>;
  /**
   * How many channels: 1 mono, 2 stereo.
   *
   * - Default: the service's own choice.
   * - One of `1`, `2`.
   */
  channels?: pulumi.Input<1 | 2>;
}

/** How the stream is encoded. Changes in place; what that does to running jobs is not documented. */
export interface LiveTranscodeTemplateTemplateConfigArgs {
  /**
   * The picture.
   *
   * - Default: the service's own choice; refused when `type` is `audio-only`.
   */
  videoParams?: pulumi.Input<LiveTranscodeTemplateTemplateConfigVideoParamsArgs>;
  /**
   * The sound.
   *
   * - Default: the service's own choice.
   */
  audioParams?: pulumi.Input<LiveTranscodeTemplateTemplateConfigAudioParamsArgs>;
}

/** The picture. */
export interface LiveTranscodeTemplateTemplateConfigVideoParams {
  /**
   * The video codec.
   *
   * - Default: the service's own choice.
   * - One of `H.264`, `H.265`.
   */
  codec?: "H.264" | "H.265";
  /**
   * The picture's width. The longer side is at most 2560, the shorter at most 1440; H.265 with type `narrow-band` at most 1280 × 720.
   *
   * - Default: the service's own choice; one of the two is required when `type` is `normal`.
   * - A whole number of pixels, 128 to 2560.
   */
  width?: number;
  /**
   * The picture's height. The same limits as `width`.
   *
   * - Default: the service's own choice; one of the two is required when `type` is `normal`.
   * - A whole number of pixels, 128 to 2560.
   */
  height?: number;
  /**
   * The video's bit rate.
   *
   * - Default: the service's own choice; required when `type` is `normal`.
   * - A whole number of kbit/s, 1 to 6000.
   */
  bitrate?: number;
  /**
   * The frame rate.
   *
   * - Default: the service's own choice; required when `type` is `normal`.
   * - A whole number of frames per second, 1 to 60.
   */
  fps?: number;
  /**
   * The distance between key frames.
   *
   * - Default: the service's own choice.
   * - A whole number of frames, 1 to 3000.
   */
  gop?: number;
  /**
   * The codec's profile: 1 baseline, 2 main, 3 high.
   *
   * - Default: the service's own choice.
   * - One of `1`, `2`, `3`.
   */
  profile?: 1 | 2 | 3;
}

/** The sound. */
export interface LiveTranscodeTemplateTemplateConfigAudioParams {
  /**
   * The audio codec.
   *
   * - Default: the service's own choice.
   * - One of `AAC`, `MP3`.
   */
  codec?: "AAC" | "MP3";
  /**
   * The profile of AAC.
   *
   * - Default: the service's own choice; refused for MP3.
   * - One of `aac_low`, `aac_he`, `aac_he_v2`, `aac_ld`.
   */
  profile?: "aac_low" | "aac_he" | "aac_he_v2" | "aac_ld";
  /**
   * The sampling rate; at most 44100 with the profile `aac_ld`.
   *
   * - Default: the service's own choice.
   * - A whole number of hertz, 22050 to 96000.
   */
  samplerate?: number;
  /**
   * The audio's bit rate.
   *
   * - Default: the service's own choice.
   * - A whole number of kbit/s, 1 to 1000.
   */
  bitrate?: number;
  /**
   * How many channels: 1 mono, 2 stereo.
   *
   * - Default: the service's own choice.
   * - One of `1`, `2`.
   */
  channels?: 1 | 2;
}

/** How the stream is encoded. Changes in place; what that does to running jobs is not documented. */
export interface LiveTranscodeTemplateTemplateConfig {
  /**
   * The picture.
   *
   * - Default: the service's own choice; refused when `type` is `audio-only`.
   */
  videoParams?: LiveTranscodeTemplateTemplateConfigVideoParams;
  /**
   * The sound.
   *
   * - Default: the service's own choice.
   */
  audioParams?: LiveTranscodeTemplateTemplateConfigAudioParams;
}

/** What the engine knows of a LiveTranscodeTemplate. */
export abstract class LiveTranscodeTemplateProperties extends IceResource {
  /**
   * The template's name. Changes in place.
   *
   * - Default: the resource's logical name and a short hash of where it is declared.
   * - Source: CreateLiveTranscodeTemplate, Name (length limit and uniqueness unknown).
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * `normal`: the stream is encoded again. `narrow-band`: the same with less bandwidth for the same picture. `audio-only`: sound alone. `origin`: the stream is passed on as it is.
   *
   * - Required.
   * - One of `normal`, `narrow-band`, `audio-only`, `origin`.
   * - A change replaces the resource.
   * - Source: CreateLiveTranscodeTemplate, Type.
   */
  declare readonly type: pulumi.Output<"normal" | "narrow-band" | "audio-only" | "origin">;
  /**
   * How the stream is encoded. Changes in place; what that does to running jobs is not documented.
   *
   * - Default: the service's own choice; required when `type` is `normal`, refused when it is `origin`.
   * - Source: CreateLiveTranscodeTemplate, TemplateConfig.
   */
  declare readonly templateConfig: pulumi.Output<LiveTranscodeTemplateTemplateConfig | undefined>;
  /**
   * `customized`, or `system` for a preset of the service.
   *
   * - Required.
   */
  declare readonly category: pulumi.Output<string>;
  /**
   * When the template was made, UTC.
   *
   * - Default: absent until the first refresh.
   */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /**
   * The region in which the template lives.
   *
   * - Required.
   */
  declare readonly region: pulumi.Output<string>;
  /**
   * The service's endpoint at which the template was made.
   *
   * - Required.
   */
  declare readonly endpoint: pulumi.Output<string>;
  /**
   * The id of the Alibaba Cloud account in which it lives. With credentials of another account nothing is read, changed or deleted.
   *
   * - Default: absent until the first refresh of what an older release made.
   * - Source: Security Token Service, GetCallerIdentity.
   */
  declare readonly account: pulumi.Output<string | undefined>;
}
