import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Address } from "./address";
import { OssError } from "./errors";
import type { Blob, XmlValue } from "./records";
import type { ObjectStore } from "./store";
import { buildXml } from "./xml";

/** One request on its way through an operation. Its signature has been verified. */
export interface OssCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly store: ObjectStore;
  readonly query: Address["query"];
  /** "" for a call on the service. */
  readonly bucket: string;
  /** "" for a call on the service or a bucket. */
  readonly key: string;
  /** `cn-shanghai`, without `oss-`. */
  readonly region: string;
}

/** Longest XML body that is read into memory; a full multi-delete of the longest keys stays below. */
const MAX_XML_BYTES = 8 * 1024 * 1024;

export function answerXml({ response }: OssCall, root: string, content: XmlValue): void {
  const body = buildXml(root, content);
  response.writeHead(200, { "content-type": "application/xml", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

export function answerEmpty(
  { response }: OssCall,
  status: 200 | 204,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, status === 204 ? headers : { ...headers, "content-length": 0 });
  response.end();
}

/** A request header; "" if it was not sent. */
export function headerOf({ request }: OssCall, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

/** A check against the Content-MD5 header of the call, to be made on what was received. */
export function contentMd5Check(call: OssCall): (received: Pick<Blob, "md5">) => void {
  const header = headerOf(call, "content-md5");
  const wanted = Buffer.from(header, "base64");
  if (header !== "" && (wanted.length !== 16 || wanted.toString("base64") !== header)) {
    throw new OssError(
      "InvalidDigest",
      { "Content-MD5": header },
      "The Content-MD5 you specified is invalid.",
    );
  }
  return ({ md5 }) => {
    if (header !== "" && wanted.toString("hex").toUpperCase() !== md5) {
      const calculated = Buffer.from(md5, "hex").toString("base64");
      throw new OssError("InvalidDigest", { ClientContentMD5: header, ServerContentMD5: calculated });
    }
  };
}

/** The body of a call that carries XML, whole. */
export async function readText(call: OssCall): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of call.request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_XML_BYTES) {
      throw new OssError("MalformedXML", { MaxSizeAllowed: String(MAX_XML_BYTES) });
    }
    pieces.push(piece);
  }
  const body = Buffer.concat(pieces);
  contentMd5Check(call)({ md5: createHash("md5").update(body).digest("hex").toUpperCase() });
  return body.toString();
}

/** A whole number among the parameters of the URL. @throws OssError `InvalidArgument` outside `min` to `max`. */
export function numberOf({ query }: OssCall, name: string, absent: number, min: number, max: number): number {
  const text = query.get(name);
  if (text === undefined || text === "") {
    return absent;
  }
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new OssError("InvalidArgument", { ArgumentName: name, ArgumentValue: text });
  }
  return value;
}

/** A value of a closed set. @throws OssError `InvalidArgument` for any other. */
export function oneOf<Value extends string>(values: readonly Value[], name: string, text: string): Value {
  const found = values.find((value) => value === text);
  if (found === undefined) {
    throw new OssError("InvalidArgument", { ArgumentName: name, ArgumentValue: text });
  }
  return found;
}

export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.000Z`;
}
