import { ConfigurationError } from "../settings";
import { type Action, methodOf, type Operation, operations } from "./operations";
import { READ_TIMEOUT_MILLISECONDS } from "./timeLimits";
import type { SendOnce, TransportOptions } from "./transport";

const PACKAGE = "@alicloud/ice20201109";
const MAJOR_VERSION = 6;
const WAYS_OUT = `Run \`npm install ${PACKAGE}@${MAJOR_VERSION}\` in the program's folder, or \`pulumi config set alicloud-ice:transport openapi\`.`;

/** The part of the official client that is in use. Its names are the API's: an action's method, and its request's class. */
interface OfficialModule {
  readonly default: new (config: object) => object;
  readonly [request: `${string}Request`]: (new (fields: object) => object) | undefined;
}

type Method = (request?: object) => Promise<{ readonly body?: unknown }>;

/**
 * Where the program has the official client, which this package does not bring.
 * @throws ConfigurationError when it has none
 */
export function locateOfficialClient(): string {
  try {
    // The program's folder is the working directory, of the provider's process too.
    return require.resolve(PACKAGE, { paths: [process.cwd(), __dirname] });
  } catch {
    throw new ConfigurationError(
      `alicloud-ice:transport is "sdk", but ${PACKAGE} is not installed. ${WAYS_OUT}`,
    );
  }
}

/**
 * Calls IMS through the official client. It is given what every action takes, in its own names; where parameters go and
 * what is sent as JSON it knows by itself, and it signs with nonces of its own.
 * @throws ConfigurationError when the program has none, or one without the actions in use
 */
export function openOfficialClient({
  credential,
  endpoint,
  protocol,
  userAgent,
}: TransportOptions): SendOnce {
  const official: OfficialModule = require(locateOfficialClient());
  const timeouts = { connectTimeout: READ_TIMEOUT_MILLISECONDS, readTimeout: READ_TIMEOUT_MILLISECONDS };
  const client = new official.default({ credential, endpoint, protocol, userAgent, ...timeouts });
  const methods = client as Record<string, Method | undefined>;
  const absent = iceActions().filter((action) => typeof methods[methodOf(action)] !== "function");
  if (absent.length > 0) {
    throw new ConfigurationError(
      `alicloud-ice:transport is "sdk", but the installed ${PACKAGE} has no ${absent.map(methodOf).join(", ")}. ${WAYS_OUT}`,
    );
  }
  return async (action, request) => {
    const Request = official[`${action}Request`];
    // Actions without parameters have no class of a request.
    const answer = await (Request === undefined
      ? methods[methodOf(action)]?.()
      : methods[methodOf(action)]?.(requestOf(action, Request, request)));
    return answer?.body;
  };
}

function iceActions(): Action[] {
  const all = Object.entries(operations) as [Action, Operation][];
  return all.filter(([, { product }]) => product === "ice").map(([action]) => action);
}

/** The official classes drop a field that they do not know without a word: half a request would be sent. */
function requestOf(action: Action, Request: new (fields: object) => object, fields: object): object {
  const request = new Request(fields);
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const dropped = given.map(([name]) => name).filter((name) => !(name in request));
  if (dropped.length === 0) return request;
  throw new ConfigurationError(
    `alicloud-ice:transport is "sdk", but the ${action}Request of the installed ${PACKAGE} has no ${dropped.join(", ")}. ${WAYS_OUT}`,
  );
}
