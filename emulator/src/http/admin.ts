import type { IncomingMessage, ServerResponse } from "node:http";
import { FAULT_KINDS, type FaultRequest } from "../faults";
import { describeJob } from "../jobReport";
import type { ImsService } from "../service";
import { AdminBody, AdminError } from "./adminBody";
import { readRequest } from "./incoming";
import type { RequestLog } from "./requestLog";
import type { AsyncListener } from "./rpcServer";

export const ADMIN_PREFIX = "/_emulator/";

export interface AdminParts {
  readonly service: ImsService;
  readonly log: RequestLog;
  /** Host names under which the emulator may be asked, besides loopback. */
  readonly host: string;
  readonly versions: Readonly<Record<string, string>>;
}

const MAX_FAULT_COUNT = 1_000_000;
const MAX_SECONDS = 10 * 365 * 24 * 60 * 60;
const LOOPBACK_ADDRESSES = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

type Route = (parts: AdminParts, body: AdminBody) => unknown;

/** `METHOD name` → what it does. Everything answers JSON. */
const ROUTES: Readonly<Record<string, Route>> = {
  "GET health": (parts) => health(parts),
  "POST reset": async ({ service, log }) => {
    await service.reset();
    log.clear();
    return {};
  },
  "GET clock": ({ service }) => clockState(service),
  "POST clock": ({ service }, body) => {
    if (body.flag("freeze")) {
      service.clock.freeze();
    }
    const seconds = body.number("advanceSeconds", 0, MAX_SECONDS);
    if (seconds !== undefined) {
      service.clock.advance(seconds * 1000);
    }
    if (body.flag("resume")) {
      service.clock.resume();
    }
    return clockState(service);
  },
  "GET settings": ({ service }) => service.settings,
  "POST settings": ({ service }, body) => {
    const { settings } = service;
    settings.listLagSeconds = body.number("listLagSeconds", 0, MAX_SECONDS) ?? settings.listLagSeconds;
    settings.streamWindowSeconds =
      body.number("streamWindowSeconds", 0.001, MAX_SECONDS) ?? settings.streamWindowSeconds;
    return settings;
  },
  "GET faults": ({ service }) => ({ faults: service.faults.list() }),
  "POST faults": ({ service }, body) => service.faults.add(readFault(body)),
  "DELETE faults": ({ service }) => {
    service.faults.clear();
    return {};
  },
  "GET requests": ({ log }) => ({ requests: log.entries() }),
  "GET jobs": ({ service }) => ({ jobs: service.jobs.all().map(describeJob) }),
  "GET callbacks": ({ service }) => ({ callbacks: service.callbacks.all() }),
  "GET streams": ({ service }) => ({
    online: service.origin?.onlineStreams() ?? [],
    forbidden: service.blockList.all(),
  }),
  "POST streams/disconnect": async ({ service }, body) => {
    await service.blockList.disconnect(body.requiredText("appName"), body.requiredText("streamName"));
    return {};
  },
  "POST streams/forbid": async ({ service }, body) => {
    await service.blockList.forbid(
      body.requiredText("appName"),
      body.requiredText("streamName"),
      Number.POSITIVE_INFINITY,
    );
    return {};
  },
  "POST streams/allow": async ({ service }, body) => {
    await service.blockList.resume(body.requiredText("appName"), body.requiredText("streamName"));
    return {};
  },
};

/** The emulator's own door: unsigned, for this machine only. */
export function createAdminListener(parts: AdminParts): AsyncListener {
  return async (message, response) => {
    try {
      refuseStrangers(message, parts.host);
      const request = await readRequest(message);
      const name = request.path.slice(ADMIN_PREFIX.length);
      const route = ROUTES[`${request.method} ${name}`];
      if (route === undefined) {
        throw new AdminError(404, `there is no ${request.method} ${request.path}`);
      }
      sendJson(response, 200, await route(parts, AdminBody.parse(request.body)));
    } catch (error) {
      const status = error instanceof AdminError ? error.status : 500;
      sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** A page on the internet can make a browser send requests here; its Origin and Host give it away. */
function refuseStrangers(message: IncomingMessage, ownHost: string): void {
  const host = message.headers.host ?? "";
  const hostName = host.replace(/:\d+$/, "");
  const origin = message.headers.origin;
  const isLocal = LOOPBACK_ADDRESSES.has(message.socket.remoteAddress ?? "");
  const isOwnName = LOOPBACK_HOSTS.includes(hostName) || hostName === ownHost;
  if (!isLocal || !isOwnName || (origin !== undefined && origin !== `http://${host}`)) {
    throw new AdminError(403, "the /_emulator/ endpoints answer to programs on this machine only");
  }
}

function health({ service, versions }: AdminParts): unknown {
  const { streamWindowSeconds, listLagSeconds } = service.settings;
  return {
    ready: true,
    versions,
    media: service.origin !== undefined,
    streamWindowSeconds,
    listLagSeconds,
    clock: clockState(service),
  };
}

function clockState({ clock }: ImsService): { now: string; frozen: boolean } {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
}

function readFault(body: AdminBody): FaultRequest {
  const optional = {
    count: body.wholeNumber("count", 1, MAX_FAULT_COUNT),
    milliseconds: body.wholeNumber("milliseconds", 0, MAX_SECONDS * 1000),
    status: body.wholeNumber("status", 200, 599),
    code: body.text("code"),
  };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    action: body.requiredText("action"),
    kind: body.choice("kind", FAULT_KINDS),
    ...Object.fromEntries(given),
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json;charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
