import type { OssApi } from "../client/oss";
import type { Context } from "../context";
import { ResourceError } from "../handler";

/** A bucket with more objects than this is not counted to the end. */
const MAX_COUNTED_OBJECTS = 10_000;
/** A page may hold fewer objects than asked for, or none, and there may still be a next one. */
const MAX_COUNTED_PAGES = 50;

/** Removes every object and every unfinished upload of a bucket, and says how many objects went. */
export async function emptyBucket(ctx: Context, oss: OssApi, name: string): Promise<void> {
  let removed = 0;
  let first: string | undefined;
  for (;;) {
    const { names } = await oss.listObjects(name);
    if (names.length === 0) break;
    if (names[0] === first) throw doesNotLetGo(name, "objects", removed);
    first = names[0];
    await oss.deleteObjects(name, names);
    removed += names.length;
    ctx.log.status(`removed ${removed} objects from ${name}`);
  }
  await endUploads(ctx, oss, name);
  if (removed > 0) ctx.log.warn(`removed ${removed} objects from the bucket ${name}, as forceDestroy says`);
}

async function endUploads(ctx: Context, oss: OssApi, name: string): Promise<void> {
  let ended = 0;
  let first: string | undefined;
  for (;;) {
    const ids = await oss.abortUploads(name);
    if (ids.length === 0) return;
    if (ids[0] === first) throw doesNotLetGo(name, "unfinished uploads", ended);
    first = ids[0];
    ended += ids.length;
    ctx.log.status(`ended ${ended} uploads to ${name} that were never finished`);
  }
}

/** What was removed is listed again as before: to go on would be to go on for ever. */
function doesNotLetGo(name: string, what: string, removed: number): ResourceError {
  return new ResourceError(
    `The bucket ${name} does not let go of its ${what}, after ${removed} were removed. Look for versioning or a retention policy, remove the rest by hand, then run this again.`,
  );
}

/** How many objects a bucket holds, in words. */
export async function countObjects(oss: OssApi, name: string): Promise<string> {
  let count = 0;
  let token: string | undefined;
  let pages = 0;
  do {
    const page = await oss.listObjects(name, token);
    count += page.names.length;
    token = page.nextToken;
    pages += 1;
  } while (token !== undefined && count < MAX_COUNTED_OBJECTS && pages < MAX_COUNTED_PAGES);
  if (count === 0) return "uploads that were never finished, or versions of objects";
  return `${token === undefined ? "" : "more than "}${count} ${count === 1 ? "object" : "objects"}`;
}
