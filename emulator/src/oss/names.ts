import { OssError } from "./errors";

/** Longest object key, in bytes of UTF-8. Source: OSS documentation, object naming conventions. */
export const MAX_KEY_BYTES = 1023;

// 3 to 63 characters, lower-case letters, digits and hyphens, a letter or digit at both ends.
// Source: OSS documentation, bucket naming conventions.
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** Refuses a bucket name that OSS refuses, with `InvalidBucketName`. */
export function checkBucketName(bucket: string): void {
  if (!BUCKET_NAME.test(bucket)) {
    throw new OssError("InvalidBucketName", { BucketName: bucket });
  }
}

/**
 * Refuses a key that OSS refuses, with `InvalidObjectName`: empty, over {@link MAX_KEY_BYTES}, not valid
 * Unicode, or beginning with `/` or `\`. Any other key is fine, `..` included: keys are never file names here.
 */
export function checkKey(key: string): void {
  const bytes = Buffer.from(key);
  const isUnicode = bytes.toString() === key;
  if (!/^[^/\\]/.test(key) || !isUnicode || bytes.length > MAX_KEY_BYTES) {
    throw new OssError("InvalidObjectName", { ObjectName: bytes.toString() });
  }
}

/** The key as the path of a URL: its slashes stay, everything else is percent-encoded. */
export function urlPathOf(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

/** Orders strings by the bytes of their UTF-8 form, as OSS lists them; `<` would order by UTF-16 units. */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) {
      // A surrogate is half of a character that lies above everything that needs only one unit.
      return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
    }
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
