import { createHash } from "node:crypto";
import { ServiceError } from "../errors";

const BUCKET_MILLISECONDS = 60 * 1000;

/**
 * The nonces of requests that were accepted. Each is kept until its request's own date makes a replay impossible,
 * and no longer, so that memory is bounded by the rate of requests.
 */
export class Nonces {
  /** Minute in which the nonces expire → nonces. */
  readonly #byExpiry = new Map<number, Set<string>>();
  #cleanedInBucket = 0;

  /**
   * @param until the last moment at which the request's own date lets it be accepted, milliseconds since the epoch.
   * @throws ServiceError SignatureNonceUsed when this key has used the nonce before.
   */
  use(accessKeyId: string, nonce: string, until: number, realNow: number): void {
    this.#forgetExpired(realNow);
    const entry = digest(`${accessKeyId} ${nonce}`);
    for (const nonces of this.#byExpiry.values()) {
      if (nonces.has(entry)) {
        throw new ServiceError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
      }
    }
    const expiry = Math.floor(until / BUCKET_MILLISECONDS) + 1;
    const bucket = this.#byExpiry.get(expiry);
    if (bucket === undefined) {
      this.#byExpiry.set(expiry, new Set([entry]));
    } else {
      bucket.add(entry);
    }
  }

  /** Number of nonces remembered. */
  get size(): number {
    return [...this.#byExpiry.values()].reduce((sum, nonces) => sum + nonces.size, 0);
  }

  #forgetExpired(realNow: number): void {
    const current = Math.floor(realNow / BUCKET_MILLISECONDS);
    if (current === this.#cleanedInBucket) {
      return;
    }
    this.#cleanedInBucket = current;
    for (const expiry of this.#byExpiry.keys()) {
      if (expiry <= current) {
        this.#byExpiry.delete(expiry);
      }
    }
  }
}

/** A digest is shorter than the 64 characters of a usual nonce, and no client can make it longer. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest().toString("base64url", 0, 16);
}
