import { createHmac, randomUUID } from "node:crypto";
import type { RawRequest, Target } from "./rpcSupport";

export interface OldRequestOptions {
  /** The operation's own parameters, and common ones that are to differ; `undefined` leaves one out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** Where parameters go; `both`: common ones in the query, the operation's in the form. */
  readonly place?: "query" | "form" | "both";
  /** Default: GET for the query, POST otherwise. */
  readonly method?: string;
  readonly date?: Date;
}

/** A request that is signed here by hand with HMAC-SHA1, version 1.0, so that a test can change it after signing. */
export function oldRequest(target: Target, options: OldRequestOptions = {}): RawRequest {
  const { parameters = {}, place = "query", date = new Date() } = options;
  const method = options.method ?? (place === "query" ? "GET" : "POST");
  const common: Record<string, string> = {
    Action: "ListLiveRecordTemplates",
    Version: "2020-11-09",
    Format: "JSON",
    AccessKeyId: target.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: randomUUID(),
    Timestamp: `${date.toISOString().slice(0, 19)}Z`,
  };
  const all = Object.entries({ ...common, ...parameters }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const signed: [string, string][] = [...all, ["Signature", sign(method, all, target.accessKeySecret)]];
  const isOwn = ([name]: [string, string]): boolean => !(name in common) && name !== "Signature";
  const inForm = place === "query" ? [] : place === "form" ? signed : signed.filter(isOwn);
  const inQuery = signed.filter((pair) => !inForm.includes(pair));
  return {
    method,
    path: "/",
    query: encodePairs(inQuery),
    headers: {
      host: new URL(target.ice).host,
      ...(place === "query" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    },
    body: encodePairs(inForm),
  };
}

function sign(method: string, pairs: readonly [string, string][], secret: string): string {
  const canonical = encodePairs([...pairs].sort(([left], [right]) => (left < right ? -1 : 1)));
  return createHmac("sha1", `${secret}&`)
    .update(`${method}&%2F&${encode(canonical)}`)
    .digest("base64");
}

function encodePairs(pairs: readonly [string, string][]): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
