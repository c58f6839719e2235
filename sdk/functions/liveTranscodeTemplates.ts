import * as pulumi from "@pulumi/pulumi";
import type { TranscodeTemplate } from "../../provider/client/ice";
import { fromWireConfig, type TemplateConfig } from "../../provider/transcoding/templateConfig";
import { listTranscodeTemplates } from "../../provider/transcoding/templates";
import { programServices } from "./services";

export interface GetLiveTranscodeTemplateArgs {
  /** The template's id, a preset's for example. */
  templateId: string;
}

/** A template as the service describes it, with numbers as numbers. */
export interface LiveTranscodeTemplateInfo extends Omit<TranscodeTemplate, "templateConfig"> {
  templateConfig?: TemplateConfig;
}

/**
 * One transcode template, read now. RAM action: `ice:GetLiveTranscodeTemplate`. Source: GetLiveTranscodeTemplate.
 * @throws when the service knows no such template, when the region or credentials are missing, or the service refuses.
 */
export async function getLiveTranscodeTemplate({
  templateId,
}: GetLiveTranscodeTemplateArgs): Promise<LiveTranscodeTemplateInfo> {
  const { templateContent } = await programServices().ice.getLiveTranscodeTemplate({ templateId });
  return infoOf(templateContent ?? {});
}

/** `getLiveTranscodeTemplate` for inputs that come from resources. */
export function getLiveTranscodeTemplateOutput(args: {
  templateId: pulumi.Input<string>;
}): pulumi.Output<LiveTranscodeTemplateInfo> {
  return pulumi.output(args).apply(getLiveTranscodeTemplate);
}

export interface ListLiveTranscodeTemplatesArgs {
  /** `system` lists the presets of the service, `customized` the account's own. Default: both. */
  category?: "system" | "customized";
  /** A template's id, or part of its name. Default: all. */
  keyWord?: string;
  /** Only templates of this type. Default: all. */
  type?: "normal" | "narrow-band" | "audio-only" | "origin";
  /** Only templates with this video codec. Default: all. */
  videoCodec?: "H.264" | "H.265";
}

/**
 * The transcode templates of the account in this region, all pages. Presets are those of category `system`; their ids
 * go into `templateId` as they are. RAM action: `ice:ListLiveTranscodeTemplates`. Source: ListLiveTranscodeTemplates.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export async function listLiveTranscodeTemplates(
  args: ListLiveTranscodeTemplatesArgs = {},
): Promise<LiveTranscodeTemplateInfo[]> {
  return (await listTranscodeTemplates(programServices(), args)).map(infoOf);
}

/** `listLiveTranscodeTemplates` for inputs that come from resources. */
export function listLiveTranscodeTemplatesOutput(
  args: { [K in keyof ListLiveTranscodeTemplatesArgs]: pulumi.Input<ListLiveTranscodeTemplatesArgs[K]> } = {},
): pulumi.Output<LiveTranscodeTemplateInfo[]> {
  return pulumi.output(args).apply(listLiveTranscodeTemplates);
}

function infoOf({ templateConfig, ...template }: TranscodeTemplate): LiveTranscodeTemplateInfo {
  const config = fromWireConfig(templateConfig);
  return config === undefined ? template : { ...template, templateConfig: config };
}
