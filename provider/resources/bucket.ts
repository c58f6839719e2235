import { ServiceError } from "../client/errors";
import type { BucketAcl, BucketInfo, ExpirationRule, OssApi, StorageClass } from "../client/oss";
import { messageOf } from "../error";
import { ResourceError, type ResourceHandler, type Values } from "../handler";
import {
  accountOutput,
  newPlace,
  ossLocation,
  type Place,
  placeOf,
  requireSameLocation,
  requireSamePlace,
} from "../place";
import { bucketNameRule } from "../rules/addresses";
import { autoName } from "../rules/autoName";
import { checkFields, type Failure } from "../rules/check";
import { changedFields, replacingFields, sameValue } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";
import { countObjects, emptyBucket } from "../storage/objects";

// Limits. Source: OSS, PutBucketTags and PutBucketLifecycle.

const MAX_TAGS = 20;
const MAX_TAG_KEY_BYTES = 64;
const MAX_TAG_VALUE_BYTES = 128;
const MAX_LIFECYCLE_RULES = 1_000;
const MAX_NAME_CHARACTERS = 63;

// Fields

export const fields = {
  bucket: {
    type: "string",
    optional: "the resource's logical name and a short hash of where it is declared",
    autoNamed: true,
    replaces: true,
    doc: "The bucket's name, unique in all of OSS. Also the resource's id.",
    source: "OSS, bucket naming conventions",
    rule: bucketNameRule,
  },
  acl: {
    type: "string",
    oneOf: ["private", "public-read", "public-read-write"],
    optional: "private",
    doc: "Who may read and write without a signature.",
    source: "OSS, PutBucketAcl",
  },
  storageClass: {
    type: "string",
    oneOf: ["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"],
    optional: "Standard",
    replaces: true,
    doc: "How objects are stored. Recordings that are played back want `Standard` or `IA`.",
    source: "OSS, PutBucket, StorageClass",
  },
  tags: {
    type: "map",
    optional: "none",
    maxEntries: MAX_TAGS,
    doc: `Tags of the bucket: at most ${MAX_TAGS}, keys up to ${MAX_TAG_KEY_BYTES} bytes, values up to ${MAX_TAG_VALUE_BYTES} bytes, without \`& < >\`.`,
    source: "OSS, PutBucketTags",
    rule: tagRule,
  },
  lifecycleRules: {
    type: "list",
    optional: "none",
    maxItems: MAX_LIFECYCLE_RULES,
    doc: "Objects that are removed by age. The list replaces every lifecycle rule of the bucket.",
    source: "OSS, PutBucketLifecycle",
    items: {
      type: "object",
      doc: "Removes objects under a prefix.",
      fields: {
        prefix: {
          type: "string",
          mayBeEmpty: true,
          doc: 'Which objects: those whose name begins so; `""` means all.',
          rule: (value) => (/[&<>]/.test(value) ? "must not hold & < or >" : undefined),
        },
        expirationDays: {
          type: "integer",
          unit: "days",
          min: 1,
          doc: "How many days after its last change an object is removed.",
        },
      },
    },
  },
  forceDestroy: {
    type: "boolean",
    optional: "false",
    doc: "Delete **all objects, recordings included**, when the bucket is destroyed. Without it a bucket that holds objects is kept, and destroy fails.",
  },
} as const satisfies Fields;

function tagRule(key: string, value: string): string | undefined {
  if (key === "" || Buffer.byteLength(key) > MAX_TAG_KEY_BYTES)
    return `must have a key of 1 to ${MAX_TAG_KEY_BYTES} bytes`;
  if (Buffer.byteLength(value) > MAX_TAG_VALUE_BYTES)
    return `must be at most ${MAX_TAG_VALUE_BYTES} bytes long`;
  return /[&<>]/.test(key + value) ? "must not hold & < or >" : undefined;
}

export interface BucketInputs extends InputsOf<typeof fields> {
  __autoName?: true;
  extranetEndpoint?: string;
  intranetEndpoint?: string;
}

// Outputs

export const outputs = {
  extranetEndpoint: {
    type: "string",
    doc: "The OSS endpoint for access from the internet, without a scheme. Known at preview.",
  },
  intranetEndpoint: {
    type: "string",
    doc: "The OSS endpoint for access from within the region, without a scheme. Known at preview.",
  },
  location: {
    type: "string",
    optional: "absent until the first refresh",
    doc: "Where OSS keeps the bucket, such as `oss-cn-shanghai`.",
  },
  creationDate: {
    type: "string",
    optional: "absent until the first refresh",
    doc: "When the bucket was made, UTC.",
  },
  region: { type: "string", doc: "The region in which the bucket was made." },
  endpoint: { type: "string", doc: "The OSS endpoint at which the bucket was made." },
  account: accountOutput,
} as const satisfies Fields;

export interface BucketOutputs extends BucketInputs, InputsOf<typeof outputs> {
  extranetEndpoint: string;
  intranetEndpoint: string;
}

// Requests and outputs

/** Follow from the region alone, so they are inputs too: an update then leaves them known, and no job is replaced. */
function endpoints({ region }: Pick<Place, "region">) {
  return {
    extranetEndpoint: `oss-${region}.aliyuncs.com`,
    intranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
  };
}

function toOutputs(place: Partial<Place>, inputs: BucketInputs, info: BucketInfo): BucketOutputs {
  const known = placeOf(place);
  return {
    ...inputs,
    ...endpoints(known),
    ...(info.location ? { location: info.location } : {}),
    ...(info.creationDate ? { creationDate: info.creationDate } : {}),
    ...known,
  };
}

function toRules(inputs: BucketInputs): ExpirationRule[] {
  return (inputs.lifecycleRules ?? []).map(({ prefix, expirationDays }, index) => ({
    id: `rule-${index + 1}`,
    prefix,
    days: expirationDays,
  }));
}

function comparable({
  acl = "private",
  storageClass = "Standard",
  forceDestroy = false,
  tags,
  lifecycleRules,
  ...rest
}: Partial<BucketInputs>): Values {
  return { ...rest, acl, storageClass, forceDestroy, tags: tags ?? {}, lifecycleRules: lifecycleRules ?? [] };
}

// Lifecycle

export const bucket: ResourceHandler<BucketInputs, BucketOutputs, "forceDestroy"> = {
  kind: "Bucket",
  fields,
  outputs,
  calls: [
    "PutBucket",
    "GetBucketInfo",
    "PutBucketAcl",
    "GetBucketTags",
    "PutBucketTags",
    "GetBucketLifecycle",
    "PutBucketLifecycle",
    "DeleteBucket",
    "ListObjectsV2",
  ],
  callsWith: { forceDestroy: ["DeleteMultipleObjects", "AbortMultipartUpload"] },

  async check(ctx, olds, news) {
    const { extranetEndpoint: _extranet, intranetEndpoint: _intranet, ...given } = news;
    const failures: Failure[] = [...checkFields(fields, given)];
    const inputs = { ...given, ...endpoints(ctx.settings) } as unknown as BucketInputs;
    if (inputs.bucket === undefined) {
      inputs.__autoName = true;
      inputs.bucket =
        olds?.__autoName && olds.bucket !== undefined ? olds.bucket : ossName(autoName(ctx.urn, {}));
    }
    return { inputs, failures };
  },

  async diff(ctx, _id, olds, news) {
    requireSameLocation("Bucket", ctx, olds, ossLocation(ctx));
    const changedPaths = changedFields(fields, comparable(olds), comparable(news));
    return { changedPaths, replacePaths: replacingFields(fields, changedPaths) };
  },

  async create(ctx, inputs) {
    const place = await newPlace(ctx, ossLocation(ctx));
    const oss = await ctx.oss();
    const { bucket: name = "", acl, storageClass } = inputs;
    const existing = await oss.getBucketInfo(name);
    if (existing && !inputs.__autoName) {
      throw new ResourceError(
        `Creating Bucket "${ctx.name}": this account already has a bucket named ${JSON.stringify(name)}. Nothing was changed. Choose another name, or use its name as text: a recording needs no more.`,
      );
    }
    if (existing?.storageClass !== undefined && existing.storageClass !== (storageClass ?? "Standard")) {
      throw new ResourceError(
        `Creating Bucket "${ctx.name}": the bucket ${name} of an earlier up is still there, with storage class ${existing.storageClass}, which can't be changed. Nothing was changed. Give the new bucket a name of its own.`,
      );
    }
    if (existing) ctx.log.info(`took over the bucket ${name}, which an earlier up had made`);
    try {
      await oss.putBucket(name, {
        acl: (acl ?? "private") as BucketAcl,
        ...(storageClass ? { storageClass: storageClass as StorageClass } : {}),
      });
    } catch (thrown) {
      // A bucket of an explicit name that was made unseen would be refused by the next up as somebody else's.
      const made = thrown instanceof ServiceError && thrown.mayHaveTakenEffect;
      if (!made || (await oss.getBucketInfo(name)) === undefined) throw thrown;
    }
    const outs = toOutputs(place, inputs, {});
    try {
      if (inputs.tags) await oss.putBucketTags(name, inputs.tags);
      if (inputs.lifecycleRules) await oss.putBucketExpirations(name, toRules(inputs));
    } catch (thrown) {
      // What OSS did not take must not look taken: the next up sends it again.
      const { tags: _tags, lifecycleRules: _rules, ...taken } = outs;
      throw new ResourceError(
        `Creating Bucket "${ctx.name}": the bucket ${name} exists, but ${messageOf(thrown)}`,
        {
          id: name,
          outs: taken,
        },
      );
    }
    return { id: name, outs };
  },

  async read(ctx, id, outs) {
    const place = await requireSamePlace("Bucket", ctx, outs, ossLocation(ctx));
    const oss = await ctx.oss();
    const info = await oss.getBucketInfo(id);
    if (info === undefined) return "gone";
    const found = await inputsOf(oss, id, info);
    const declared = { ...outs, bucket: id };
    const drifted = changedFields(
      fields,
      comparable(declared),
      comparable({ ...found, forceDestroy: outs.forceDestroy }),
    );
    const { __autoName, forceDestroy } = outs;
    const own = {
      ...(__autoName ? { __autoName } : {}),
      ...(forceDestroy === undefined ? {} : { forceDestroy }),
      ...endpoints(ctx.settings),
    };
    if (outs.region !== undefined && drifted.length === 0) {
      const kept = Object.fromEntries(Object.entries(outs).filter(([key]) => key in fields));
      return { outs: toOutputs(place, { ...kept, ...own } as BucketInputs, info) };
    }
    const inputs = { ...found, ...own };
    return { outs: toOutputs(place, inputs, info), inputs };
  },

  async update(ctx, id, olds, news) {
    // After a create that failed half-way the engine updates without a diff that would have asked.
    await requireSamePlace("Bucket", ctx, olds, ossLocation(ctx));
    const oss = await ctx.oss();
    const before = comparable(olds);
    const after = comparable(news);
    if (before.acl !== after.acl) await oss.putBucketAcl(id, after.acl as BucketAcl);
    if (!sameValue(before.tags, after.tags)) await oss.putBucketTags(id, news.tags ?? {});
    if (!sameValue(before.lifecycleRules, after.lifecycleRules))
      await oss.putBucketExpirations(id, toRules(news));
    return toOutputs(olds, news, olds);
  },

  async delete(ctx, id, outs) {
    await requireSamePlace("Bucket", ctx, outs, ossLocation(ctx));
    const oss = await ctx.oss();
    try {
      if (outs.forceDestroy) await emptyBucket(ctx, oss, id);
      await oss.deleteBucket(id);
    } catch (thrown) {
      if (!(thrown instanceof ServiceError)) throw thrown;
      if (thrown.code === "NoSuchBucket") return;
      if (thrown.code !== "BucketNotEmpty") throw thrown;
      throw new ResourceError(
        `Deleting Bucket "${ctx.name}": the bucket ${id} holds ${await countObjects(oss, id)}, and nothing was removed. Choose one: set forceDestroy: true and run up first, which then deletes the objects, recordings included; or set the resource option retainOnDelete, which keeps the bucket and drops it from state.`,
      );
    }
  },
};

/** Bucket names are narrower than logical names: lower case, no dots or underscores, at most 63 characters. */
function ossName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return plain.slice(-MAX_NAME_CHARACTERS).replace(/^-+/, "");
}

async function inputsOf(oss: OssApi, name: string, info: BucketInfo): Promise<BucketInputs> {
  const tags = await oss.getBucketTags(name);
  const lifecycleRules = (await oss.getBucketExpirations(name)).map(({ prefix, days }) => ({
    prefix,
    expirationDays: days,
  }));
  return {
    bucket: name,
    ...(info.acl ? { acl: info.acl } : {}),
    ...(info.storageClass ? { storageClass: info.storageClass } : {}),
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    ...(lifecycleRules.length > 0 ? { lifecycleRules } : {}),
  } as BucketInputs;
}
