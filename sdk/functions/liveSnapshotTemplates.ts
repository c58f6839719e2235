import * as pulumi from "@pulumi/pulumi";
import type { SnapshotTemplate } from "../../provider/client/ice";
import { listSnapshotTemplates } from "../../provider/snapshots/templates";
import { programServices } from "./services";

export interface GetLiveSnapshotTemplateArgs {
  /** The template's id, as the service gave it. */
  templateId: string;
}

/** A template as the service describes it; `timeInterval` is in seconds. Of a list it comes without its formats. */
export type LiveSnapshotTemplateInfo = SnapshotTemplate;

/**
 * One snapshot template, read now. RAM action: `ice:GetLiveSnapshotTemplate`. Source: GetLiveSnapshotTemplate.
 * @throws when the service knows no such template, when the region or credentials are missing, or the service refuses.
 */
export function getLiveSnapshotTemplate({
  templateId,
}: GetLiveSnapshotTemplateArgs): Promise<LiveSnapshotTemplateInfo> {
  return programServices().ice.getLiveSnapshotTemplate({ templateId });
}

/** `getLiveSnapshotTemplate` for inputs that come from resources. */
export function getLiveSnapshotTemplateOutput(args: {
  templateId: pulumi.Input<string>;
}): pulumi.Output<LiveSnapshotTemplateInfo> {
  return pulumi.output(args).apply(getLiveSnapshotTemplate);
}

export interface ListLiveSnapshotTemplatesArgs {
  /** A template's id, or part of its name; at most 128 characters. Default: all. */
  searchKeyWord?: string;
  /** `system` lists the presets of the service, `custom` the account's own. Default: both. */
  type?: "system" | "custom";
  /** Only these templates, by their ids; at most 200. The service ignores them beside a `searchKeyWord`. Default: all. */
  templateIds?: string[];
}

/**
 * The snapshot templates of the account in this region, newest first, all pages. Presets are those of type `system`;
 * their ids go into `templateId` as they are. RAM action: `ice:ListLiveSnapshotTemplates`. Source:
 * ListLiveSnapshotTemplates.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export function listLiveSnapshotTemplates(
  args: ListLiveSnapshotTemplatesArgs = {},
): Promise<LiveSnapshotTemplateInfo[]> {
  return listSnapshotTemplates(programServices(), args);
}

/** `listLiveSnapshotTemplates` for inputs that come from resources. */
export function listLiveSnapshotTemplatesOutput(
  args: { [K in keyof ListLiveSnapshotTemplatesArgs]: pulumi.Input<ListLiveSnapshotTemplatesArgs[K]> } = {},
): pulumi.Output<LiveSnapshotTemplateInfo[]> {
  return pulumi.output(args).apply(listLiveSnapshotTemplates);
}
