import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ActiveFault } from "../faults";
import { OPERATIONS } from "../operations";
import { LIVE_VERSION, type Operation } from "../operations/operation";
import { Parameters } from "../operations/parameters";
import type { ImsService } from "../service";
import { NOT_IMPLEMENTED_ACTIONS } from "../support";
import type { AccessKeys } from "./accessKeys";
import { errorEnvelope, missingParameter, notImplemented, ServiceError, unknownAction } from "./errors";
import { type IncomingRequest, parametersOf, readRequest } from "./incoming";
import { maskUrls } from "./masking";
import type { RequestLog } from "./requestLog";
import { Nonces } from "./signature/nonces";
import { verifySignature } from "./signature/verifier";

export interface RpcParts {
  readonly service: ImsService;
  readonly accessKeys: AccessKeys;
  readonly log: RequestLog;
}

const MAX_LOGGED_ACTION_CHARACTERS = 100;

export type AsyncListener = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What goes back over the connection; `cut` is a connection that ends without an answer. */
type Reply =
  | { readonly kind: "json"; readonly status: number; readonly body: object; readonly code?: string }
  | { readonly kind: "html"; readonly status: number }
  | { readonly kind: "cut" };

/** One request on its way: what is known of it so far, for its answer and for the log. */
interface Exchange {
  readonly requestId: string;
  readonly host: string;
  action: string;
  version: string;
  parameters: ReadonlyMap<string, string>;
  fault: ActiveFault | undefined;
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
      parameters: new Map(),
      fault: undefined,
    };
    const reply = await answer(exchange, message, parts, nonces);
    send(reply, exchange.requestId, response);
    parts.log.record({
      service: exchange.version === LIVE_VERSION ? "live" : "ice",
      action: exchange.action.slice(0, MAX_LOGGED_ACTION_CHARACTERS) || "(none)",
      status: reply.kind === "cut" ? 0 : reply.status,
      ...(reply.kind === "json" && reply.code !== undefined ? { code: reply.code } : {}),
      requestId: exchange.requestId,
      milliseconds: Math.round((performance.now() - arrived) * 1000) / 1000,
      parameters: Object.fromEntries(exchange.parameters),
      ...(exchange.fault === undefined ? {} : { fault: exchange.fault.kind }),
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
    exchange.action = commonParameter(request, exchange, "x-acs-action", "Action");
    exchange.version = commonParameter(request, exchange, "x-acs-version", "Version");
    const { accessKeyId } = verifySignature(request, {
      accessKeys: parts.accessKeys,
      nonces,
      realNow: Date.now(),
    });
    const operation = findOperation(request, exchange);
    exchange.fault = parts.service.faults.take(exchange.action);
    return await runWithFault(exchange, parts.service, async () => {
      const { service } = parts;
      const parameters = new Parameters(exchange.parameters);
      return operation.run({ service, parameters, accessKeyId });
    });
  } catch (error) {
    const clientIsGone = !message.complete && !(error instanceof ServiceError);
    return clientIsGone ? { kind: "cut" } : errorReply(error, exchange);
  }
}

function commonParameter(
  request: IncomingRequest,
  exchange: Exchange,
  header: string,
  parameter: string,
): string {
  return request.headers.get(header) ?? exchange.parameters.get(parameter) ?? "";
}

function findOperation(request: IncomingRequest, { action, version }: Exchange): Operation {
  if (request.path !== "/") {
    throw new ServiceError(404, "InvalidApi.NotFound", "Specified api is not found: the path has to be /.");
  }
  if (action === "") {
    throw missingParameter("Action");
  }
  if (version === "") {
    throw missingParameter("Version");
  }
  const operation = OPERATIONS[version]?.get(action);
  if (operation !== undefined) {
    return operation;
  }
  if (version in OPERATIONS && version !== LIVE_VERSION && NOT_IMPLEMENTED_ACTIONS.has(action)) {
    throw notImplemented(`The action ${action}`);
  }
  throw unknownAction(action, version);
}

async function runWithFault(
  exchange: Exchange,
  service: ImsService,
  run: () => Promise<object>,
): Promise<Reply> {
  const { fault, requestId } = exchange;
  if (fault?.kind === "throttle") {
    const code = fault.code ?? "Throttling.User";
    throw new ServiceError(fault.status ?? 400, code, "Request was denied due to user flow control.");
  }
  if (fault?.kind === "error") {
    const status = fault.status ?? 500;
    const code = fault.code ?? (status === 503 ? "ServiceUnavailable" : "InternalError");
    throw new ServiceError(status, code, "The request processing has failed due to some unknown error.");
  }
  if (fault?.kind === "non-json") {
    return { kind: "html", status: fault.status ?? 502 };
  }
  if (fault?.kind === "reset-before") {
    return { kind: "cut" };
  }
  const fields = await run();
  if (fault?.kind === "reset-after") {
    return { kind: "cut" };
  }
  if (fault?.kind === "delay") {
    await service.clock.sleep(fault.milliseconds ?? 1000);
  }
  return { kind: "json", status: 200, body: { RequestId: requestId, ...fields } };
}

function errorReply(error: unknown, exchange: Exchange): Reply {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError(500, "InternalError", `The emulator failed: ${maskUrls(String(error))}`);
  const body = errorEnvelope(known, exchange.requestId, exchange.host);
  return { kind: "json", status: known.status, body, code: known.code };
}

function send(reply: Reply, requestId: string, response: ServerResponse): void {
  if (reply.kind === "cut") {
    response.socket?.destroy();
    return;
  }
  const isJson = reply.kind === "json";
  const text = isJson ? JSON.stringify(reply.body) : "<html><body><h1>Bad Gateway</h1></body></html>";
  response.writeHead(reply.status, {
    "content-type": isJson ? "application/json;charset=utf-8" : "text/html",
    "content-length": Buffer.byteLength(text),
    "x-acs-request-id": requestId,
  });
  response.end(text);
}
