import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { OPERATIONS } from "../operations";
import { LIVE_VERSION, type Operation, STS_VERSION } from "../operations/operation";
import { Parameters } from "../operations/parameters";
import type { ImsService } from "../service";
import { type AccessKeys, DEFAULT_ACCOUNT_ID } from "./accessKeys";
import { type AnswerFormat, readAnswerFormat, type WrittenAnswer, writeAnswer } from "./answerFormat";
import { CallFaults, type FaultyEnd } from "./callFaults";
import { errorEnvelope, missingParameter, ServiceError, unknownAction } from "./errors";
import { type IncomingRequest, parametersOf, readRequest, refuseRepeatedParameters } from "./incoming";
import { maskUrls } from "./masking";
import type { RequestLog } from "./requestLog";
import { Nonces } from "./signature/nonces";
import type { Caller, SignatureScheme } from "./signature/scheme";
import { schemeOf } from "./signature/verifier";

export interface RpcParts {
  readonly service: ImsService;
  readonly accessKeys: AccessKeys;
  readonly log: RequestLog;
  /** Accept every request, signed or not. */
  readonly loose: boolean;
}

/** Who a request is said to come from when nobody checks. */
const UNVERIFIED: Caller = { accessKeyId: "unverified" };
const MAX_LOGGED_ACTION_CHARACTERS = 100;

export type AsyncListener = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What goes back over the connection: an answer, a page, or no answer, with the connection cut or left open. */
type Reply =
  | { readonly kind: "answer"; readonly status: number; readonly body: object; readonly code?: string }
  | { readonly kind: "html"; readonly status: number }
  | { readonly kind: "cut" | "no-answer" };

/** One request on its way: what is known of it so far, for its answer and for the log. */
interface Exchange {
  readonly requestId: string;
  readonly host: string;
  action: string;
  version: string;
  format: AnswerFormat;
  parameters: ReadonlyMap<string, string>;
  readonly faults: CallFaults;
}

/** Answers the RPC protocol of ICE and Live: one path, action and version in headers or parameters. */
export function createRpcListener(parts: RpcParts): AsyncListener {
  const nonces = new Nonces();
  return async (message, response) => {
    const arrived = performance.now();
    const exchange: Exchange = {
      requestId: randomUUID().toUpperCase(),
      host: message.headers.host ?? "",
      action: "",
      version: "",
      format: "json",
      parameters: new Map(),
      faults: new CallFaults(parts.service.faults),
    };
    const reply = await answer(exchange, message, parts, nonces);
    send(reply, exchange, response);
    parts.log.record({
      service: productOf(exchange),
      action: exchange.action.slice(0, MAX_LOGGED_ACTION_CHARACTERS) || "(none)",
      status: "status" in reply ? reply.status : 0,
      ...(reply.kind === "answer" && reply.code !== undefined ? { code: reply.code } : {}),
      requestId: exchange.requestId,
      milliseconds: Math.round((performance.now() - arrived) * 1000) / 1000,
      parameters: Object.fromEntries(exchange.parameters),
      ...(exchange.faults.applied === undefined ? {} : { fault: exchange.faults.applied }),
    });
  };
}

async function answer(
  exchange: Exchange,
  message: IncomingMessage,
  parts: RpcParts,
  nonces: Nonces,
): Promise<Reply> {
  try {
    const request = await readRequest(message);
    exchange.parameters = parametersOf(request);
    const scheme = schemeOf(request);
    Object.assign(exchange, scheme.target(request));
    const asked = exchange.parameters.get("Format");
    exchange.format = (asked && readAnswerFormat(asked)) || scheme.defaultFormat;
    const { accessKeyId } = parts.loose ? UNVERIFIED : verify(scheme, request, parts.accessKeys, nonces);
    const accountId = parts.accessKeys.find(accessKeyId)?.accountId ?? DEFAULT_ACCOUNT_ID;
    refuseRepeatedParameters(request);
    const operation = findOperation(request, exchange);
    const { service } = parts;
    const { faults } = exchange;
    const parameters = new Parameters(exchange.parameters);
    const call = async (): Promise<object> =>
      operation.run({ service, parameters, accessKeyId, accountId, faults });
    const end = await faults.run(exchange.action, call, (milliseconds) => service.clock.sleep(milliseconds));
    return successReply(end, exchange);
  } catch (error) {
    const clientIsGone = !message.complete && !(error instanceof ServiceError);
    return clientIsGone ? { kind: "cut" } : errorReply(error, exchange);
  }
}

function verify(
  scheme: SignatureScheme,
  request: IncomingRequest,
  accessKeys: AccessKeys,
  nonces: Nonces,
): Caller {
  return scheme.verify(request, { accessKeys, nonces, realNow: Date.now() });
}

function productOf({ version }: Exchange): "ice" | "live" | "sts" {
  if (version === LIVE_VERSION) return "live";
  return version === STS_VERSION ? "sts" : "ice";
}

function findOperation(request: IncomingRequest, { action, version, parameters }: Exchange): Operation {
  if (request.path !== "/") {
    throw new ServiceError(404, "InvalidApi.NotFound", "Specified api is not found: the path has to be /.");
  }
  if (request.method !== "GET" && request.method !== "POST") {
    throw new ServiceError(
      400,
      "UnsupportedHTTPMethod",
      "This http method is not supported: use GET or POST.",
    );
  }
  const format = parameters.get("Format");
  if (format && readAnswerFormat(format) === undefined) {
    throw new ServiceError(
      400,
      "InvalidParameter.Format",
      "Specified format is not supported: use JSON or XML.",
    );
  }
  if (action === "") {
    throw missingParameter("Action");
  }
  if (version === "") {
    throw missingParameter("Version");
  }
  const operation = OPERATIONS.get(version)?.get(action);
  if (operation !== undefined) {
    return operation;
  }
  throw unknownAction(action, version);
}

function successReply(end: FaultyEnd<object>, { requestId }: Exchange): Reply {
  switch (end.end) {
    case "answer":
      return { kind: "answer", status: 200, body: { RequestId: requestId, ...end.answer } };
    case "html":
      return { kind: "html", status: end.status };
    default:
      return { kind: end.end };
  }
}

function errorReply(error: unknown, exchange: Exchange): Reply {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError(500, "InternalError", `The emulator failed: ${maskUrls(String(error))}`);
  const product = productOf(exchange);
  const body = errorEnvelope(known, exchange.requestId, exchange.host, product === "ice" ? "ICE" : product);
  return { kind: "answer", status: known.status, body, code: known.code };
}

function send(reply: Reply, exchange: Exchange, response: ServerResponse): void {
  if (!("status" in reply)) {
    if (reply.kind === "cut") {
      response.socket?.destroy();
    }
    return;
  }
  const { contentType, text } = write(reply, exchange);
  response.writeHead(reply.status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "x-acs-request-id": exchange.requestId,
    ...exchange.faults.headers,
  });
  response.end(text);
}

function write(reply: Extract<Reply, { status: number }>, { action, format }: Exchange): WrittenAnswer {
  if (reply.kind === "html") {
    return { contentType: "text/html", text: "<html><body><h1>Bad Gateway</h1></body></html>" };
  }
  return writeAnswer(format, reply.code === undefined ? `${action}Response` : "Error", reply.body);
}
