import { ServiceError } from "../client/errors";
import type { IceApi, SetResponse } from "../client/ice";
import type { Context } from "../context";
import { type Created, type ReadResult, ResourceError, type Values } from "../handler";
import { iceLocation, newPlace, type Place, placeOf, requireSamePlace } from "../place";
import { sameValue } from "../rules/equality";
import type { Fields, StringField } from "../rules/fields";

/**
 * A setting of which every account has one in each region. Nobody makes or deletes it: what is made and deleted is our
 * hold on it.
 */
export interface AccountSetting<Setting extends object> {
  readonly kind: string;
  /** In the middle of a sentence: "event callback". */
  readonly what: string;
  readonly fields: Fields;
  /** What is set; undefined when nothing is. */
  get(ice: IceApi): Promise<Found<Setting> | undefined>;
  set(ice: IceApi, setting: Setting): Promise<void>;
  /** Whether what the service holds is what is wanted. */
  isSame(wanted: Setting, found: Setting): boolean;
  /** As a program would write it: the service may go on holding what does not count. */
  declared(found: Setting): Setting;
}

export interface Found<Setting extends object> {
  readonly setting: Setting;
  /** What else the service says of it: outputs. */
  readonly seen: Values;
}

export const onDeleteField = {
  type: "string",
  oneOf: ["leave", "restore"],
  optional: "leave",
  doc: "No published call clears the setting. `leave`: delete drops it from state and leaves it as it is, with a warning. `restore`: delete writes back what was set before create took over, unless somebody else has changed it since.",
} as const satisfies StringField;

/** The output that keeps what a create took over. */
export function earlierSettingOutput<const Setting extends Fields>(fields: Setting) {
  return {
    type: "object",
    optional: "absent when nothing else was set, or when a create that was killed had written already",
    doc: 'What was set when create took over; `onDelete: "restore"` writes it back.',
    fields,
  } as const;
}

interface OnDelete {
  readonly onDelete?: "leave" | "restore";
}

/** What state knows of our hold on a setting. */
export interface Hold<Setting extends object> extends Partial<Place>, OnDelete {
  /** What was set when create took over. */
  readonly earlierSetting?: Setting;
  /** What is in state was set by somebody else: a refresh has seen it, and no `up` has put it right. */
  readonly __setByOthers?: true;
}

type State<Setting extends object> = Setting & Required<Place> & Hold<Setting>;

/** Whose setting it is, and where: `cn-shanghai/1000000000000001`. */
function settingId({ region, account }: Place): string {
  return `${region}/${account}`;
}

/**
 * Writes the setting over whatever is there, and keeps that.
 * @throws ResourceError with the id when the answer to the write was lost: what was set before must not be lost too
 */
export async function takeOver<Setting extends object>(
  ctx: Context,
  setting: AccountSetting<Setting>,
  inputs: Setting & OnDelete,
): Promise<Created<State<Setting>>> {
  const place = await newPlace(ctx, iceLocation(ctx));
  const id = settingId(place);
  const wanted = settingOf(setting, inputs);
  const earlier = (await setting.get(ctx.ice))?.setting;
  if (earlier !== undefined && setting.isSame(wanted, earlier))
    return { id, outs: stateOf(wanted, inputs, place) };
  const hold = { ...place, ...(earlier === undefined ? {} : { earlierSetting: earlier }) };
  try {
    await setting.set(ctx.ice, wanted);
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || !thrown.mayHaveTakenEffect) throw thrown;
    throw new ResourceError(
      `Creating ${setting.kind} "${ctx.name}": ${thrown.message} Whether it is set now is not known; the next up sets it again.`,
      { id, outs: { ...hold } },
    );
  }
  if (earlier !== undefined) {
    ctx.log.warn(
      `took over the ${setting.what} of ${id}: another one was set, which is kept as earlierSetting; onDelete: "restore" writes it back`,
    );
  }
  return { id, outs: stateOf(wanted, inputs, hold) };
}

/** @throws ResourceError for an id of another account or region */
export async function readSetting<Setting extends object>(
  ctx: Context,
  setting: AccountSetting<Setting>,
  id: string,
  outs: Partial<Setting> & Hold<Setting>,
): Promise<ReadResult<Setting & OnDelete, State<Setting>>> {
  const place = await requireSamePlace(setting.kind, ctx, outs, iceLocation(ctx));
  const ownId = settingId(place);
  if (id !== ownId) {
    throw new ResourceError(
      `${setting.kind} "${ctx.name}": its id is the region and the account, here ${ownId}, got ${JSON.stringify(id)}.`,
    );
  }
  const found = await setting.get(ctx.ice);
  if (found === undefined) return "gone";
  const hold = { ...outs, ...place };
  const known = settingOf(setting, outs);
  if (Object.keys(known).length > 0 && setting.isSame(known, found.setting)) {
    return { outs: stateOf({ ...known, ...found.seen, ...markOf(outs.__setByOthers) }, outs, hold) };
  }
  const theirs = setting.declared(found.setting);
  // Nothing known: it is read for the first time, or nobody knows whether create has set it.
  const mark = markOf(Object.keys(known).length > 0 ? true : undefined);
  return {
    outs: stateOf({ ...theirs, ...found.seen, ...mark }, outs, hold),
    inputs: { ...theirs, ...onDeleteOf(outs) },
  };
}

export async function updateSetting<Setting extends object>(
  ctx: Context,
  setting: AccountSetting<Setting>,
  olds: Partial<Setting> & Hold<Setting>,
  news: Setting & OnDelete,
): Promise<State<Setting>> {
  await requireSamePlace(setting.kind, ctx, olds, iceLocation(ctx));
  const wanted = settingOf(setting, news);
  // What delete does with it is no business of the service.
  if (olds.__setByOthers || !sameValue(wanted, settingOf(setting, olds))) await setting.set(ctx.ice, wanted);
  return stateOf(wanted, news, olds);
}

/** Ends our hold, as `onDelete` says. */
export async function giveUp<Setting extends object>(
  ctx: Context,
  setting: AccountSetting<Setting>,
  id: string,
  outs: Partial<Setting> & Hold<Setting>,
): Promise<void> {
  const { earlierSetting, onDelete, __setByOthers } = outs;
  const leave = (because: string): void =>
    ctx.log.warn(`the ${setting.what} of ${id} stays as it is and is dropped from state: ${because}`);
  if (onDelete !== "restore") return leave("IMS publishes no call that clears it");
  if (earlierSetting === undefined)
    return leave("nothing is known to have been set before, and IMS publishes no call that clears it");
  await requireSamePlace(setting.kind, ctx, outs, iceLocation(ctx));
  const found = await setting.get(ctx.ice);
  const isOurs = found !== undefined && setting.isSame(settingOf(setting, outs), found.setting);
  if (__setByOthers || !isOurs) return leave("somebody else has changed it since");
  await setting.set(ctx.ice, earlierSetting);
  ctx.log.info(`wrote back the ${setting.what} of ${id} that was set before`);
}

/** The setting alone, of what else is there. Of a create whose answer was lost nothing is known: it is empty. */
function settingOf<Setting extends object>({ fields }: AccountSetting<Setting>, values: object): Setting {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in fields)) as Setting;
}

function stateOf<Setting extends object>(
  known: object,
  chosen: OnDelete,
  hold: Hold<Setting>,
): State<Setting> {
  const { earlierSetting } = hold;
  const earlier = earlierSetting === undefined ? {} : { earlierSetting };
  return { ...known, ...onDeleteOf(chosen), ...earlier, ...placeOf(hold) } as State<Setting>;
}

function onDeleteOf({ onDelete }: OnDelete): OnDelete {
  return onDelete === undefined ? {} : { onDelete };
}

function markOf(__setByOthers: true | undefined): Values {
  return __setByOthers ? { __setByOthers } : {};
}

/** @throws ServiceError for an answer that says no */
export function mustSucceed(action: string, { success, requestId }: SetResponse): void {
  if (success !== false) return;
  throw new ServiceError(
    action,
    "refused",
    "NotSuccessful",
    "the answer says Success: false",
    200,
    requestId,
  );
}

/** That nothing is set has to be said by the service: a body with nothing in it says nothing. @throws ServiceError */
export function mustBeAnswer(action: string, { requestId }: { readonly requestId?: string }): void {
  if (requestId) return;
  throw new ServiceError(action, "unclear", "EmptyAnswer", "the answer holds nothing, not even a RequestId");
}
