import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { AccessKeys } from "../http/accessKeys";
import { CallFaults } from "../http/callFaults";
import type { RequestLog } from "../http/requestLog";
import { type Address, readAddress } from "./address";
import { CommandedOssError, runUnderFault } from "./commandedFault";
import { addCorsHeaders, answerPreflight } from "./cors";
import { OssError } from "./errors";
import { OPERATIONS, type Operation, PUBLIC_OPERATIONS, type Scope } from "./operations";
import { OWNER_ID } from "./records";
import { authenticate } from "./signature";
import type { ObjectStore } from "./store";
import { buildXml } from "./xml";

export interface OssHandlerOptions {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly accessKeys: AccessKeys;
  readonly log: RequestLog;
  /** What waits for a call, by the call's name. */
  readonly faults: () => Faults;
  /** The region of every bucket, e.g. `cn-shanghai`. V4 signatures for another region are refused. */
  readonly region: string;
  /** Accept every request as the owner's, signed or not. */
  readonly loose: boolean;
}

/** Who a request is said to come from when nobody checks. */
const UNVERIFIED = "unverified";

const LOGGED_PARAMETERS = ["prefix", "delimiter", "max-keys", "uploadId", "partNumber"];

interface Outcome {
  action: string;
  code?: string;
  parameters: Record<string, string>;
  readonly faults: CallFaults;
  /** Cut off or never answered on command, whatever the operation wrote. */
  isUnanswered: boolean;
}

/** The OSS half of the emulator as a request listener for an HTTP server. Every request is logged once. */
export function createOssHandler(options: OssHandlerOptions): RequestListener {
  return (request, response) => {
    const started = performance.now();
    const requestId = randomBytes(12).toString("hex").toUpperCase();
    const outcome: Outcome = {
      action: "Unknown",
      parameters: {},
      faults: new CallFaults(options.faults()),
      isUnanswered: false,
    };
    response.setHeader("server", "AliyunOSS");
    response.setHeader("x-oss-request-id", requestId);
    response.once("close", () => {
      options.log.record({
        service: "oss",
        action: outcome.action,
        status: response.headersSent && !outcome.isUnanswered ? response.statusCode : 0,
        ...(outcome.code === undefined ? {} : { code: outcome.code }),
        requestId,
        milliseconds: Math.round(performance.now() - started),
        parameters: outcome.parameters,
        ...(outcome.faults.applied === undefined ? {} : { fault: outcome.faults.applied }),
      });
    });
    answer(options, request, response, outcome).catch((error: unknown) => {
      outcome.code = answerError(request, response, requestId, error);
    });
  };
}

async function answer(
  options: OssHandlerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  outcome: Outcome,
): Promise<void> {
  const { store } = options;
  const region = options.region.replace(/^oss-/, "");
  const address = readAddress(request);
  const { bucket = "", key = "", query } = address;
  describe(address, outcome);
  const rules = store.hasBucket(bucket) ? store.bucket(bucket).cors : [];
  if (request.method === "OPTIONS") {
    outcome.action = "OptionObject";
    answerPreflight(request, response, rules);
    return;
  }
  addCorsHeaders(request, response, rules);
  const operation = findOperation(request, address);
  outcome.action = operation.name;
  const accessKeyId = options.loose ? UNVERIFIED : authenticate(request, address, options.accessKeys, region);
  authorize(store, address, operation, accessKeyId);
  const { run } = operation;
  if (run === undefined) {
    const message = `The emulator does not implement ${operation.name}.`;
    throw new OssError("NotImplemented", { Operation: operation.name }, message);
  }
  const end = await runUnderFault(
    operation.name,
    outcome.faults,
    response,
    () => run({ request, response, store, query, bucket, key, region }),
    (milliseconds) => options.clock.sleep(milliseconds),
  );
  outcome.isUnanswered = end === "cut" || end === "no-answer";
}

function describe({ bucket, key, query }: Address, outcome: Outcome): void {
  if (bucket !== undefined) {
    outcome.parameters.bucket = bucket;
  }
  if (key !== undefined) {
    outcome.parameters.key = key;
  }
  for (const name of LOGGED_PARAMETERS) {
    const value = query.get(name);
    if (value !== undefined) {
      outcome.parameters[name] = value;
    }
  }
}

function findOperation(request: IncomingMessage, { bucket, key, query }: Address): Operation {
  const scope: Scope = bucket === undefined ? "service" : key === undefined ? "bucket" : "object";
  const operation = OPERATIONS.find(
    (each) =>
      each.scope === scope &&
      each.method === request.method &&
      (each.parameter === "" || query.has(each.parameter)) &&
      (each.header === undefined || request.headers[each.header] !== undefined),
  );
  if (operation === undefined) {
    throw new OssError("MethodNotAllowed", { Method: request.method ?? "", ResourceType: scope });
  }
  return operation;
}

// The emulator's access keys all belong to the one account and may do everything in it.
function authorize(
  store: ObjectStore,
  { bucket, key }: Address,
  { name }: Operation,
  accessKeyId: string | undefined,
): void {
  if (accessKeyId !== undefined) {
    const ownerId = bucket !== undefined && store.hasBucket(bucket) ? store.bucket(bucket).ownerId : OWNER_ID;
    if (ownerId !== OWNER_ID && name !== "PutBucket") {
      throw new OssError("AccessDenied", {}, "The bucket you access does not belong to you.");
    }
    return;
  }
  if (bucket === undefined || key === undefined || !PUBLIC_OPERATIONS.has(name)) {
    throw new OssError("AccessDenied", {}, "Anonymous access is forbidden for this operation.");
  }
  const objectAcl = store.findObject(bucket, key)?.acl ?? "default";
  const acl = objectAcl === "default" ? store.bucket(bucket).acl : objectAcl;
  if (acl === "private") {
    const level = objectAcl === "default" ? "bucket" : "object";
    throw new OssError(
      "AccessDenied",
      {},
      `You have no right to access this object because of ${level} acl.`,
    );
  }
}

/** Answers an error, or cuts the connection where an answer has begun. Returns the code for the log. */
function answerError(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  error: unknown,
): string | undefined {
  if (response.headersSent || request.socket.destroyed) {
    response.destroy();
    return undefined;
  }
  const told = error instanceof OssError || error instanceof CommandedOssError ? error : internalError(error);
  const body = buildXml("Error", {
    Code: told.code,
    Message: told.message,
    RequestId: requestId,
    HostId: request.headers.host ?? "",
    ...told.details,
  });
  response.writeHead(told.status, {
    "content-type": "application/xml",
    ...(request.method === "HEAD"
      ? { "x-oss-err": Buffer.from(body).toString("base64") }
      : { "content-length": Buffer.byteLength(body) }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
  return told.code;
}

// The name of a failed system call's error (ENOSPC, EACCES) helps; its message would tell paths of this machine.
function internalError(error: unknown): OssError {
  const cause = error instanceof Error && "code" in error ? `: ${String(error.code)}` : "";
  return new OssError("InternalError", {}, `The emulator failed to answer this request${cause}.`);
}
