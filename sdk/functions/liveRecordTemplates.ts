import * as pulumi from "@pulumi/pulumi";
import type { RecordTemplate } from "../../provider/client/ice";
import { allPages } from "../../provider/client/paging";
import { programServices } from "./services";

/** The service's largest page of templates. Source: ListLiveRecordTemplates, PageSize 1 to 100. */
const MAX_PAGE_SIZE = 100;

export interface ListLiveRecordTemplatesArgs {
  /** A template's id, or part of its name. Default: all. */
  keyword?: string;
  /** `system` lists the presets of the service, `custom` the account's own. Default: both. */
  type?: "system" | "custom";
  /** Only these templates, by their ids. Default: all. */
  templateIds?: string[];
}

/** A template as the service describes it. */
export type LiveRecordTemplateInfo = RecordTemplate;

/**
 * The record templates of the account in this region, newest first, all pages. Presets are those of type `system`;
 * their ids go into `templateId` as they are. RAM action: `ice:ListLiveRecordTemplates`. Source: ListLiveRecordTemplates.
 * @throws when the region or credentials are missing, or the service refuses.
 */
export function listLiveRecordTemplates(
  args: ListLiveRecordTemplatesArgs = {},
): Promise<LiveRecordTemplateInfo[]> {
  const { ice } = programServices();
  return allPages(async (pageNo) => {
    const page = await ice.listLiveRecordTemplates({ ...args, pageNo, pageSize: MAX_PAGE_SIZE });
    return { items: page.recordTemplateList, totalCount: page.totalCount };
  });
}

/** `listLiveRecordTemplates` for inputs that come from resources. */
export function listLiveRecordTemplatesOutput(
  args: { [K in keyof ListLiveRecordTemplatesArgs]: pulumi.Input<ListLiveRecordTemplatesArgs[K]> } = {},
): pulumi.Output<LiveRecordTemplateInfo[]> {
  return pulumi.output(args).apply(listLiveRecordTemplates);
}
