import {
  type AccountSetting,
  earlierSettingOutput,
  giveUp,
  mustBeAnswer,
  mustSucceed,
  onDeleteField,
  readSetting,
  takeOver,
  updateSetting,
} from "../accountSettings/accountSetting";
import type { DefaultStorageLocationSetting } from "../client/ice";
import type { ResourceHandler, Values } from "../handler";
import { accountOutput, iceLocation, requireSameLocation } from "../place";
import { bucketNameRule } from "../rules/addresses";
import { checkFields, type Failure } from "../rules/check";
import { changedFields, sameValue } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { shown } from "../rules/masking";

// Fields

const settingFields = {
  storageType: {
    type: "string",
    oneOf: ["user_oss_bucket", "vod_oss_bucket"],
    doc: "`user_oss_bucket`: a bucket of your own; `vod_oss_bucket`: one that ApsaraVideo VOD manages.",
    source: "SetDefaultStorageLocation, StorageType",
  },
  bucket: {
    type: "string",
    optional: "nothing is sent; required for user_oss_bucket",
    doc: "The bucket's name: `bucket.id`. It has to be registered in the IMS console as a storage address; no published call does that.",
    source: "SetDefaultStorageLocation, Bucket",
    rule: bucketNameRule,
  },
  path: {
    type: "string",
    mayBeEmpty: true,
    optional: "the root of the bucket; refused for vod_oss_bucket, where it has no effect",
    doc: 'The folder in the bucket, such as `ims/dir`; `""` and `/` mean its root.',
    source: "SetDefaultStorageLocation, Path",
  },
} as const satisfies Fields;

export const fields = { ...settingFields, onDelete: onDeleteField } as const satisfies Fields;

type Setting = InputsOf<typeof settingFields>;

export interface DefaultStorageLocationInputs extends InputsOf<typeof fields> {}

// Outputs

export const outputs = {
  status: {
    type: "string",
    optional: "absent until the first refresh after a change",
    doc: "`normal`, or `notExist` when the bucket is gone; one text of the service writes `Normal`.",
  },
  earlierSetting: earlierSettingOutput(settingFields),
  region: { type: "string", doc: "The region for which it is set." },
  endpoint: { type: "string", doc: "The service's endpoint at which it was set." },
  account: accountOutput,
} as const satisfies Fields;

export interface DefaultStorageLocationOutputs
  extends DefaultStorageLocationInputs,
    InputsOf<typeof outputs> {
  __setByOthers?: true;
}

// Requests and outputs

const setting: AccountSetting<Setting> = {
  kind: "DefaultStorageLocation",
  what: "default storage location",
  fields: settingFields,
  async get(ice) {
    const { storageType, bucket, path, status, ...answer } = await ice.getDefaultStorageLocation({});
    if (!storageType) {
      mustBeAnswer("GetDefaultStorageLocation", answer);
      return undefined;
    }
    const given = Object.entries({ storageType, bucket, path }).filter(([, value]) => Boolean(value));
    return { setting: Object.fromEntries(given) as Setting, seen: status ? { status } : {} };
  },
  async set(ice, wanted) {
    mustSucceed("SetDefaultStorageLocation", await ice.setDefaultStorageLocation(toRequest(wanted)));
  },
  // For a bucket that VOD manages the service fills in what nobody declared.
  isSame: (wanted, found) =>
    sameValue(
      comparable(wanted),
      comparable(wanted.bucket === undefined ? { ...found, bucket: undefined } : found),
    ),
  declared: ({ path, ...found }) =>
    found.storageType === "vod_oss_bucket" || path === undefined ? found : { ...found, path },
};

/** A path that is left out might leave the old one in place: the root has a name. */
function toRequest({ path, ...rest }: Setting): DefaultStorageLocationSetting {
  return rest.storageType === "vod_oss_bucket" ? rest : { ...rest, path: path || "/" };
}

function comparable(values: { [K in keyof DefaultStorageLocationInputs]?: unknown }): Values {
  const { storageType, bucket, path, onDelete = "leave" } = values;
  const folder = storageType === "vod_oss_bucket" || path === "/" ? "" : (path ?? "");
  return { storageType, bucket, path: folder, onDelete };
}

// Lifecycle

export const defaultStorageLocation: ResourceHandler<
  DefaultStorageLocationInputs,
  DefaultStorageLocationOutputs
> = {
  kind: "DefaultStorageLocation",
  fields,
  outputs,
  calls: ["GetDefaultStorageLocation", "SetDefaultStorageLocation"],

  async check(_ctx, _olds, news) {
    const inputs = { ...news } as unknown as DefaultStorageLocationInputs;
    return { inputs, failures: [...checkFields(fields, news), ...checkTogether(inputs)] };
  },

  async diff(ctx, _id, olds, news) {
    requireSameLocation("DefaultStorageLocation", ctx, olds, iceLocation(ctx));
    return { changedPaths: changedFields(fields, comparable(olds), comparable(news)), replacePaths: [] };
  },

  async create(ctx, inputs) {
    return takeOver(ctx, setting, inputs);
  },

  async read(ctx, id, outs) {
    return readSetting(ctx, setting, id, outs);
  },

  async update(ctx, _id, olds, news) {
    return updateSetting(ctx, setting, olds, news);
  },

  async delete(ctx, id, outs) {
    return giveUp(ctx, setting, id, outs);
  },
};

function checkTogether({ storageType, bucket, path }: DefaultStorageLocationInputs): Failure[] {
  if (storageType === "user_oss_bucket" && bucket === undefined)
    return [{ path: "bucket", reason: 'must be given when storageType is "user_oss_bucket", got nothing' }];
  if (storageType === "vod_oss_bucket" && path !== undefined) {
    const reason = `must be left out unless storageType is "user_oss_bucket", got ${shown(path)}`;
    return [{ path: "path", reason }];
  }
  return [];
}
