import { answerEmpty, answerXml, type OssCall, readText } from "../call";
import { OssError } from "../errors";
import type { Tag, XmlValue } from "../records";
import { elementsOf, listOf, parseXml, textOf } from "../xml";

interface TagLimits {
  readonly tags: number;
  readonly keyBytes: number;
  readonly valueBytes: number;
}

// Limits: OSS documentation, PutBucketTags and PutObjectTagging.
const BUCKET_LIMITS: TagLimits = { tags: 20, keyBytes: 64, valueBytes: 128 };
const OBJECT_LIMITS: TagLimits = { tags: 10, keyBytes: 128, valueBytes: 256 };

export async function putBucketTags(call: OssCall): Promise<void> {
  call.store.updateBucket(call.bucket, { tags: await readTags(call, BUCKET_LIMITS) });
  answerEmpty(call, 200);
}

export function getBucketTags(call: OssCall): void {
  answerTags(call, call.store.bucket(call.bucket).tags);
}

export function deleteBucketTags(call: OssCall): void {
  call.store.updateBucket(call.bucket, { tags: [] });
  answerEmpty(call, 204);
}

export async function putObjectTagging(call: OssCall): Promise<void> {
  const tags = await readTags(call, OBJECT_LIMITS);
  call.store.updateObject(call.bucket, call.key, { tags });
  answerEmpty(call, 200);
}

export function getObjectTagging(call: OssCall): void {
  answerTags(call, call.store.object(call.bucket, call.key).tags ?? []);
}

export function deleteObjectTagging(call: OssCall): void {
  call.store.updateObject(call.bucket, call.key, { tags: [] });
  answerEmpty(call, 204);
}

async function readTags(call: OssCall, limits: TagLimits): Promise<Tag[]> {
  const tagging = parseXml(await readText(call), "Tagging");
  const tags = listOf(elementsOf(tagging.TagSet).Tag).map((tag) => readTag(tag, limits));
  if (tags.length > limits.tags || new Set(tags.map((tag) => tag.Key)).size < tags.length) {
    throw new OssError(
      "InvalidArgument",
      { ArgumentName: "Tag" },
      `At most ${limits.tags} tags, each with a key of its own.`,
    );
  }
  return tags;
}

function readTag(value: XmlValue, { keyBytes, valueBytes }: TagLimits): Tag {
  const tag = elementsOf(value);
  const Key = textOf(tag.Key) ?? "";
  const Value = textOf(tag.Value) ?? "";
  const isReserved = /^(https?:\/\/|Aliyun)/.test(Key);
  const isTooLong = Buffer.byteLength(Key) > keyBytes || Buffer.byteLength(Value) > valueBytes;
  if (Key === "" || isReserved || isTooLong) {
    throw new OssError("InvalidArgument", { ArgumentName: "Tag", ArgumentValue: Key });
  }
  return { Key, Value };
}

function answerTags(call: OssCall, tags: readonly Tag[]): void {
  answerXml(call, "Tagging", { TagSet: tags.length === 0 ? "" : { Tag: tags } });
}
