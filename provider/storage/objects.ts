import type { OssApi } from "../client/oss";
import type { Context } from "../context";
import { ResourceError } from "../handler";

/** A bucket with more objects than this is not counted to the end. */
const MAX_COUNTED_OBJECTS = 10_000;

/** Removes every object and every unfinished upload of a bucket, and says how many objects went. */
export async function emptyBucket(ctx: Context, oss: OssApi, name: string): Promise<void> {
  let removed = 0;
  let first: string | undefined;
  for (;;) {
    const { names } = await oss.listObjects(name);
    if (names.length === 0) break;
    if (names[0] === first)
      throw new ResourceError(
        `The bucket ${name} does not let go of its objects, after ${removed} were removed. Look for versioning or a retention policy, remove the rest by hand, then run this again.`,
      );
    first = names[0];
    await oss.deleteObjects(name, names);
    removed += names.length;
    ctx.log.status(`removed ${removed} objects from ${name}`);
  }
  while ((await oss.abortUploads(name)) > 0)
    ctx.log.status(`ended uploads to ${name} that were never finished`);
  if (removed > 0) ctx.log.warn(`removed ${removed} objects from the bucket ${name}, as forceDestroy says`);
}

/** How many objects a bucket holds, in words. */
export async function countObjects(oss: OssApi, name: string): Promise<string> {
  let count = 0;
  let token: string | undefined;
  do {
    const page = await oss.listObjects(name, token);
    count += page.names.length;
    token = page.nextToken;
  } while (token !== undefined && count < MAX_COUNTED_OBJECTS);
  if (count === 0) return "uploads that were never finished, or versions of objects";
  return `${token === undefined ? "" : "more than "}${count} ${count === 1 ? "object" : "objects"}`;
}
