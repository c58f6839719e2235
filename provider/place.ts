import type { Context } from "./context";
import { ResourceError } from "./handler";
import type { Fields, StringField } from "./rules/fields";

/** Where a resource lives: kept in state, so that what another configuration does not find is never taken for gone. */
export interface Place {
  readonly region: string;
  readonly endpoint: string;
  /** The id of the Alibaba Cloud account: ids of one account are unknown in every other. */
  readonly account: string;
}

/** Where live processing is offered. Source: IMS, features by region: "yes" for this one alone. */
export const LIVE_PROCESSING_REGION = "cn-shanghai";

/** The part of a place that the configuration says without a call. */
export type Location = Omit<Place, "account">;

/** The output that holds the account, of every resource. */
export const accountOutput = {
  type: "string",
  optional: "absent until the first refresh of what an older release made",
  doc: "The id of the Alibaba Cloud account in which it lives. With credentials of another account nothing is read, changed or deleted.",
  source: "Security Token Service, GetCallerIdentity",
} as const satisfies StringField;

/** The place among the outputs of a job, of whatever family. */
export const jobPlaceOutputs = {
  region: { type: "string", doc: "The region in which the job was submitted." },
  endpoint: { type: "string", doc: "The service's endpoint to which the job was submitted." },
  account: accountOutput,
} as const satisfies Fields;

/** The same of a template. */
export const templatePlaceOutputs = {
  region: { type: "string", doc: "The region in which the template lives." },
  endpoint: { type: "string", doc: "The service's endpoint at which the template was made." },
  account: accountOutput,
} as const satisfies Fields;

/** Where what IMS itself keeps is made: jobs and templates. */
export function iceLocation({ settings }: Context): Location {
  return { region: settings.region, endpoint: settings.ice.host };
}

/** Where buckets are made. */
export function ossLocation({ settings }: Context): Location {
  return { region: settings.region, endpoint: settings.oss.host };
}

/** The place of something new. Makes one call, once a process. */
export async function newPlace(ctx: Context, here: Location): Promise<Place> {
  return { ...here, account: await ctx.account() };
}

/** The place that a resource's outputs hold. */
export function placeOf({ region, endpoint, account }: Partial<Place>): Location & Partial<Place> {
  return {
    region: region ?? "",
    endpoint: endpoint ?? "",
    ...(account === undefined ? {} : { account }),
  };
}

/**
 * Refuses to touch a resource that lives elsewhere than the configuration now points to: there it would be
 * "not found", and dropped or submitted again while it still records.
 * @throws ResourceError that names both places.
 */
export function requireSameLocation(kind: string, ctx: Context, outs: Partial<Place>, here: Location): void {
  for (const key of ["region", "endpoint"] as const) {
    const stored = outs[key];
    if (typeof stored === "string" && stored !== here[key]) {
      throw new ResourceError(
        `${kind} "${ctx.name}" lives in region ${String(outs.region)} at ${String(outs.endpoint)}, but the configuration now points to region ${here.region} at ${here.endpoint}. Nothing was changed. Set alicloud-ice:region, alicloud-ice:endpoint and alicloud-ice:ossEndpoint back; to move, destroy it there first.`,
      );
    }
  }
}

/**
 * The same, and refuses another account too. Diff does not ask for that: an unchanged preview makes no call.
 * @returns the place, with the account where state does not hold it yet
 * @throws ResourceError that names both; ServiceError when the account can't be asked for
 */
export async function requireSamePlace(
  kind: string,
  ctx: Context,
  outs: Partial<Place>,
  here: Location,
): Promise<Place> {
  requireSameLocation(kind, ctx, outs, here);
  const place = await newPlace(ctx, here);
  if (typeof outs.account === "string" && outs.account !== place.account) {
    throw new ResourceError(
      `${kind} "${ctx.name}" lives in account ${outs.account}, but the credentials now belong to account ${place.account}. Nothing was changed. Use credentials of account ${outs.account}; to move, destroy it there first.`,
    );
  }
  return place;
}
