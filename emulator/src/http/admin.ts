import type { IncomingMessage, ServerResponse } from "node:http";
import { createConsole } from "../console/console";
import { describeJob } from "../jobReport";
import type { ImsService } from "../service";
import type { StateControl } from "../state/stateControl";
import type { AccessKeys } from "./accessKeys";
import { AdminBody, AdminError } from "./adminBody";
import { clockState, moveClock } from "./adminClock";
import { addFault, faultState } from "./adminFaults";
import { readRequest } from "./incoming";
import type { RequestLog } from "./requestLog";
import type { AsyncListener } from "./rpcServer";

export const ADMIN_PREFIX = "/_emulator/";

/** Whether a request is for this door: below the prefix, or for the prefix as people type it. */
export function isForAdmin(target = ""): boolean {
  return target.startsWith(ADMIN_PREFIX) || `${target}/` === ADMIN_PREFIX;
}

export interface AdminParts {
  readonly service: ImsService;
  readonly accessKeys: AccessKeys;
  readonly log: RequestLog;
  /** Host names under which the emulator may be asked, besides loopback. */
  readonly host: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly state: Pick<StateControl, "reset" | "snapshot" | "restore">;
  /** Called when settings or clock were changed. */
  readonly surroundingsChanged: () => void;
}

const MAX_SECONDS = 10 * 365 * 24 * 60 * 60;
const LOOPBACK_ADDRESSES = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

type Route = (parts: AdminParts, body: AdminBody) => unknown;

/** `METHOD name` → what it does. Everything answers JSON. */
const ROUTES: Readonly<Record<string, Route>> = {
  "GET health": (parts) => health(parts),
  "POST reset": async ({ state }) => {
    await state.reset();
    return {};
  },
  "POST snapshot": async ({ state }, body) => {
    await orRefuse(() => state.snapshot(body.requiredText("folder")));
    return {};
  },
  "POST restore": async ({ state }, body) => {
    await orRefuse(() => state.restore(body.requiredText("folder")));
    return {};
  },
  "GET clock": ({ service }) => clockState(service.clock),
  "POST clock": async ({ service, surroundingsChanged }, body) => {
    moveClock(service.clock, body);
    surroundingsChanged();
    await service.settled();
    return clockState(service.clock);
  },
  "GET settings": ({ service }) => service.settings,
  "POST settings": ({ service, surroundingsChanged }, body) => {
    const { settings } = service;
    settings.listLagSeconds = body.number("listLagSeconds", 0, MAX_SECONDS) ?? settings.listLagSeconds;
    settings.streamWindowSeconds =
      body.number("streamWindowSeconds", 0.001, MAX_SECONDS) ?? settings.streamWindowSeconds;
    surroundingsChanged();
    return settings;
  },
  "GET faults": ({ service }) => faultState(service.faults),
  "POST faults": ({ service }, body) => addFault(service.faults, body),
  "DELETE faults": ({ service }) => {
    service.faults.clear();
    return {};
  },
  "POST access-keys": async ({ accessKeys }, body) => {
    const securityToken = body.text("securityToken");
    const expiresAt = body.text("expiresAt");
    const pair = {
      accessKeyId: body.requiredText("accessKeyId"),
      accessKeySecret: body.requiredText("accessKeySecret"),
      ...(securityToken === undefined ? {} : { securityToken }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    await orRefuse(() => accessKeys.add(pair));
    return {};
  },
  "GET requests": ({ log }) => ({ requests: log.entries() }),
  "GET jobs": ({ service }) => ({ jobs: service.jobs.all().map(describeJob) }),
  "GET snapshot-jobs": ({ service }) => ({ jobs: service.liveSnapshots.describeJobs() }),
  "GET callbacks": ({ service }) => ({ callbacks: service.callbacks.all() }),
  "POST callbacks/send-again": ({ service }, body) => sendCallbackAgain(service, body),
  "GET streams": ({ service }) => ({
    online: service.origin?.onlineStreams() ?? [],
    forbidden: service.blockList.all(),
    synthetic: service.synthetic?.declared() ?? [],
  }),
  "POST streams/synthetic/start": async ({ service }, body) => {
    const reconnectAfterSeconds = body.number("reconnectAfterSeconds", 0.001, MAX_SECONDS);
    const options = reconnectAfterSeconds === undefined ? {} : { reconnectAfterSeconds };
    const app = body.requiredText("appName");
    const stream = body.requiredText("streamName");
    await orRefuse(() => service.requireSynthetic().start(app, stream, options));
    return {};
  },
  "POST streams/synthetic/stop": async ({ service }, body) => {
    const app = body.requiredText("appName");
    const stream = body.requiredText("streamName");
    await orRefuse(() => service.requireSynthetic().stop(app, stream));
    return {};
  },
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
  const serveConsole = createConsole(parts);
  return async (message, response) => {
    try {
      refuseStrangers(message, parts.host);
      if (await serveConsole(message, response)) {
        return;
      }
      const request = await readRequest(message);
      const name = request.path.slice(ADMIN_PREFIX.length);
      const route = ROUTES[`${request.method} ${name}`];
      if (route === undefined) {
        throw new AdminError(404, `there is no ${request.method} ${request.path}`);
      }
      sendJson(response, 200, await route(parts, AdminBody.parse(request.body)));
    } catch (error) {
      // A reader that hung up in the middle of an answer is told nothing more.
      if (response.headersSent) {
        response.destroy();
        return;
      }
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
    clock: clockState(service.clock),
  };
}

/** What cannot be done is a 400 that says why. */
async function orRefuse(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof AdminError ? error : new AdminError(400, (error as Error).message);
  }
}

function sendCallbackAgain(service: ImsService, body: AdminBody): unknown {
  const { callbacks } = service;
  const number = body.wholeNumber("number", 1, Number.MAX_SAFE_INTEGER);
  const sent = callbacks.all().find((callback) => callback.number === number);
  const url = sent && service.callbackUrlOf(sent.jobId);
  if (sent === undefined || url === undefined) {
    throw new AdminError(404, `there is no callback ${number ?? "without a number"}`);
  }
  return callbacks.sendAgain(sent, url);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json;charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
