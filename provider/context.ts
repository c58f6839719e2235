import type Credential from "@alicloud/credentials";
import type { IceApi } from "./client/ice";
import type { LiveApi } from "./client/live";
import type { OssApi } from "./client/oss";
import { type Clock, systemClock } from "./clock";
import { ResourceError } from "./handler";
import { type Environment, type ReadSetting, readSettings, type Settings } from "./settings";

/** Messages to the user, each tied to the resource that is worked on. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** Shown while it is true, never kept: what is awaited, and since when. */
  status(message: string): void;
}

/** How long an operation may take, in milliseconds. Pulumi's `customTimeouts`. */
export interface Timeouts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

const SECOND_MILLISECONDS = 1_000;
/** After a forbidden stream the end itself takes more than three minutes. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  create: 300 * SECOND_MILLISECONDS,
  update: 300 * SECOND_MILLISECONDS,
  delete: 480 * SECOND_MILLISECONDS,
};

/** Where a resource lives: kept in state, so that another configuration never takes it for gone. */
export interface Location {
  readonly region: string;
  readonly endpoint: string;
}

/** All that a handler may touch beyond its arguments. */
export interface Context {
  readonly ice: IceApi;
  readonly live: LiveApi;
  /** Loaded on first use: the OSS client costs half a second. */
  oss(): Promise<OssApi>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly timeouts: Timeouts;
  /** The resource's URN, and its name for messages. */
  readonly urn: string;
  readonly name: string;
  readonly settings: Settings;
  /** Whether whoever asked is still there to take the answer. */
  callerAlive(): Promise<boolean>;
}

/** The clients of one process. */
export interface Services {
  readonly settings: Settings;
  readonly ice: IceApi;
  readonly live: LiveApi;
  oss(): Promise<OssApi>;
  readonly clock: Clock;
}

const USER_AGENT = "pulumi-alicloud-ice";

/**
 * Builds the clients from configuration and environment. The only reader of both.
 * @throws ConfigurationError, see `readSettings`.
 */
export function openServices(
  read: ReadSetting,
  warn: (message: string) => void,
  environment: Environment = process.env,
): Services {
  const settings = readSettings(read, environment);
  let credential: Credential | undefined;
  let ossApi: Promise<OssApi> | undefined;
  const credentials = (): Credential => {
    credential ??= openCredential(settings, environment);
    return credential;
  };
  // The client library is loaded at the first call: check and an unchanged diff make none.
  const lazily = <Api extends object>(open: () => Api): Api => {
    let api: Api | undefined;
    return new Proxy({} as Api, {
      get: (_target, method) => {
        api ??= open();
        return Reflect.get(api, method);
      },
    });
  };
  const transport = (): typeof import("./client/transport") => require("./client/transport");
  const options = (endpoint: Settings["ice"]) => ({
    endpoint: endpoint.host,
    protocol: endpoint.protocol,
    credential: credentials(),
    userAgent: USER_AGENT,
    onRetry: (error: Error) => warn(`${error.message} – trying again.`),
  });
  return {
    settings,
    ice: lazily<IceApi>(() => transport().openIceApi(options(settings.ice))),
    live: lazily<LiveApi>(() => transport().openLiveApi(options(settings.live))),
    oss: () => {
      const { openOssApi }: typeof import("./client/oss") = require("./client/oss");
      ossApi ??= openOssApi(settings, credentials());
      // Credentials that were missing once may be there at the next resource.
      ossApi.catch(() => {
        ossApi = undefined;
      });
      return ossApi;
    },
    clock: systemClock,
  };
}

function openCredential(settings: Settings, environment: Environment): Credential {
  const { SettingsCredential }: typeof import("./client/credentials") = require("./client/credentials");
  return new SettingsCredential(settings, environment);
}

/** Where what IMS itself keeps is made: jobs and templates. */
export function iceLocation({ settings }: Context): Location {
  return { region: settings.region, endpoint: settings.ice.host };
}

/**
 * Refuses to touch a resource that lives elsewhere than the configuration now points to: there it would be
 * "not found", and dropped or submitted again while it still records.
 * @throws ResourceError that names both places.
 */
export function requireSameLocation(
  kind: string,
  ctx: Context,
  outs: Partial<Location>,
  current: Location,
): void {
  for (const key of ["region", "endpoint"] as const) {
    const stored = outs[key];
    if (typeof stored === "string" && stored !== current[key]) {
      throw new ResourceError(
        `${kind} "${ctx.name}" lives in region ${String(outs.region)} at ${String(outs.endpoint)}, but the configuration now points to region ${current.region} at ${current.endpoint}. Nothing was changed. Set alicloud-ice:region, alicloud-ice:endpoint and alicloud-ice:ossEndpoint back; to move, destroy it there first.`,
      );
    }
  }
}
