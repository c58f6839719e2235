import { createHash, createHmac, randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import Client, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";

/** What a client has to know of a server. */
export interface Target {
  readonly ice: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export type Fields = Record<string, unknown>;

/** A call that was answered with an error. */
export class CallError extends Error {
  constructor(
    readonly code: string,
    readonly statusCode: number | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** The places of the parameters, as the official client of this API chooses them. */
const FORM_ACTIONS = new Set([
  "SubmitLiveRecordJob",
  "CreateLiveRecordTemplate",
  "UpdateLiveRecordTemplate",
  "SubmitLiveSnapshotJob",
  "SendLiveSnapshotJobCommand",
  "CreateLiveSnapshotTemplate",
  "UpdateLiveSnapshotTemplate",
  "DeleteLiveSnapshotTemplate",
]);
const LIVE_ACTIONS = new Set(["ForbidLiveStream", "ResumeLiveStream", "DescribeLiveStreamsOnlineList"]);

/** Calls actions through the real client library. Errors carry code and status. */
export function createCaller(target: Target): (action: string, parameters?: Fields) => Promise<Fields> {
  const client = new Client(
    new Config({
      accessKeyId: target.accessKeyId,
      accessKeySecret: target.accessKeySecret,
      endpoint: new URL(target.ice).host,
      protocol: "http",
    }),
  );
  return async (action, parameters = {}) => {
    const isForm = FORM_ACTIONS.has(action);
    const isGet = /^(Get|List)Live/.test(action);
    const params = new Params({
      action,
      version: LIVE_ACTIONS.has(action) ? "2016-11-01" : "2020-11-09",
      protocol: "HTTP",
      pathname: "/",
      method: isGet ? "GET" : "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const wire = toWire(parameters);
    const request = new OpenApiRequest(isForm ? { body: wire } : { query: wire });
    try {
      const answer = await client.callApi(params, request, new RuntimeOptions({ autoretry: false }));
      return answer.body as Fields;
    } catch (error) {
      const { code, data, message } = error as {
        code?: string;
        data?: { statusCode?: number };
        message: string;
      };
      throw new CallError(code ?? "", data?.statusCode, message);
    }
  };
}

/** Lists become `Name.1`, `Name.2` …, objects JSON, as in the official client. */
function toWire(parameters: Fields): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) {
      value.forEach((entry, index) => {
        wire[`${name}.${index + 1}`] = entry;
      });
    } else {
      wire[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
    }
  }
  return wire;
}

/** A request that is signed here by hand, so that a test can change any part of it after signing. */
export interface RawRequest {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: Fields;
}

export interface SigningOptions {
  readonly action?: string;
  readonly version?: string;
  readonly method?: string;
  readonly query?: Record<string, string>;
  readonly form?: Record<string, string>;
  readonly date?: Date;
  readonly nonce?: string;
  readonly headers?: Record<string, string>;
  /** What stands at the end of the canonical request: the header's hash (default) or that of the actual body. */
  readonly bodyHash?: "header" | "actual";
  /** Headers that are sent and left out of SignedHeaders. */
  readonly unsigned?: readonly string[];
}

export function signedRequest(target: Target, options: SigningOptions = {}): RawRequest {
  const form = options.form && new URLSearchParams(options.form).toString();
  const body = form ?? "";
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const query = Object.entries(options.query ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${strictEncode(name)}=${strictEncode(value)}`)
    .join("&");
  const headers: Record<string, string> = {
    host: new URL(target.ice).host,
    "x-acs-action": options.action ?? "ListLiveRecordTemplates",
    "x-acs-version": options.version ?? "2020-11-09",
    "x-acs-date": `${(options.date ?? new Date()).toISOString().slice(0, 19)}Z`,
    "x-acs-signature-nonce": options.nonce ?? randomUUID(),
    "x-acs-content-sha256": bodyHash,
    ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    ...options.headers,
  };
  const method = options.method ?? (form === undefined ? "GET" : "POST");
  const names = Object.keys(headers)
    .filter((name) => !options.unsigned?.includes(name))
    .sort();
  const canonical = [
    method,
    "/",
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    options.bodyHash === "actual" ? bodyHash : headers["x-acs-content-sha256"],
  ].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonical).digest("hex")}`;
  const signature = createHmac("sha256", target.accessKeySecret).update(stringToSign).digest("hex");
  headers.authorization = `ACS3-HMAC-SHA256 Credential=${target.accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return { method, path: "/", query, headers, body };
}

function strictEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function sendRaw(target: Target, raw: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(target.ice);
  const path = raw.query === "" ? raw.path : `${raw.path}?${raw.query}`;
  return new Promise((resolve, reject) => {
    const message = httpRequest(
      { hostname, port, path, method: raw.method, headers: raw.headers, agent: false },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (piece: string) => {
          text += piece;
        });
        answer.on("end", () => {
          const isJson = (answer.headers["content-type"] ?? "").startsWith("application/json");
          const json = isJson ? (JSON.parse(text) as Fields) : {};
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json });
        });
      },
    );
    message.on("error", reject);
    message.end(raw.body);
  });
}

/** Calls one of the emulator's own endpoints. */
export async function admin(target: Target, method: string, name: string, body?: unknown): Promise<Fields> {
  const answer = await fetch(`${target.ice}/_emulator/${name}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { ...((await answer.json()) as Fields), httpStatus: answer.status };
}
