import type { IncomingMessage } from "node:http";
import { invalidParameter, ServiceError } from "./errors";

/** Larger than any request of this API by far; keeps a stray upload out of memory. */
export const MAX_BODY_BYTES = 1024 * 1024;

const FORM = "application/x-www-form-urlencoded";

/** One request, read to its end, with its parameters decoded. */
export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  /** Lower-case names; a repeated header is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded pairs in the order in which they came; `+` and `%20` are both a space. */
  readonly query: readonly (readonly [string, string])[];
  readonly form: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export async function readRequest(message: IncomingMessage): Promise<IncomingRequest> {
  const target = message.url ?? "/";
  const questionMark = target.indexOf("?");
  const headers = readHeaders(message);
  const body = await readBody(message);
  const contentType = headers.get("content-type") ?? "";
  return {
    method: message.method ?? "GET",
    path: questionMark < 0 ? target : target.slice(0, questionMark),
    headers,
    query: questionMark < 0 ? [] : decodePairs(target.slice(questionMark + 1)),
    form: contentType.toLowerCase().startsWith(FORM) ? decodePairs(body.toString("utf8")) : [],
    body,
  };
}

/** Query and form in one; a name that is in both takes its value from the form. */
export function parametersOf(request: IncomingRequest): Map<string, string> {
  return new Map([...request.query, ...request.form]);
}

/**
 * A name that comes twice has no one value, and what is signed does not say which of them counts.
 * @throws ServiceError InvalidParameter.
 */
export function refuseRepeatedParameters(request: IncomingRequest): void {
  const seen = new Set<string>();
  for (const [name] of [...request.query, ...request.form]) {
    if (seen.has(name)) {
      throw invalidParameter(name, "is given more than once");
    }
    seen.add(name);
  }
}

function readHeaders(message: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) {
      headers.set(name, typeof value === "string" ? value : value.join(","));
    }
  }
  return headers;
}

function decodePairs(text: string): [string, string][] {
  return [...new URLSearchParams(text)];
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new ServiceError(
        413,
        "RequestEntityTooLarge",
        `The request body is larger than ${MAX_BODY_BYTES} bytes.`,
      );
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
