import type { Calls } from "./client/calls";
import type { SettingsCredential } from "./client/credentials";
import { ServiceError } from "./client/errors";
import type { IceApi } from "./client/ice";
import type { LiveApi } from "./client/live";
import { locateOfficialClient } from "./client/officialClient";
import type { OssApi } from "./client/oss";
import type { StsApi } from "./client/sts";
import { type Clock, systemClock } from "./clock";
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
  update: 480 * SECOND_MILLISECONDS,
  delete: 480 * SECOND_MILLISECONDS,
};

/** All that a handler may touch beyond its arguments. */
export interface Context {
  readonly ice: IceApi;
  readonly live: LiveApi;
  /** Loaded on first use: the OSS client costs half a second. */
  oss(): Promise<OssApi>;
  /** The account that the credentials belong to. Asked for once a process. */
  account(): Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly timeouts: Timeouts;
  /** The resource's URN, and its name for messages. */
  readonly urn: string;
  readonly name: string;
  readonly settings: Settings;
  /**
   * What the resources of this process were named in state when check was told, by URN. The engine checks the inputs of
   * a replacement as if they were new, without a word of what they replace.
   */
  readonly namesInState: Map<string, string>;
  /** Whether whoever asked is still there to take the answer. */
  callerAlive(): Promise<boolean>;
}

/** The clients of one process. */
export interface Services {
  readonly settings: Settings;
  readonly ice: IceApi;
  readonly live: LiveApi;
  oss(): Promise<OssApi>;
  account(): Promise<string>;
  /** Where the credentials come from, in words; of a chain, the part that gave them once it has. */
  credentialsOrigin(): string;
  readonly namesInState: Context["namesInState"];
  readonly clock: Clock;
}

const USER_AGENT = "pulumi-alicloud-ice";

/**
 * Builds the clients from configuration and environment. The only reader of both.
 * @throws ConfigurationError, see `readSettings`.
 */
export function openServices(
  read: ReadSetting,
  say: (message: string) => void,
  environment: Environment = process.env,
): Services {
  const settings = readSettings(read, environment);
  // Said by a preview already, although that may make no call.
  if (settings.transport === "sdk") locateOfficialClient();
  let credential: SettingsCredential | undefined;
  let ossApi: Promise<OssApi> | undefined;
  let account: Promise<string> | undefined;
  const credentials = (): SettingsCredential => {
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
  let shared: Calls | undefined;
  const calls = (): Calls => {
    const pacing: typeof import("./client/pace") = require("./client/pace");
    const calling: typeof import("./client/calls") = require("./client/calls");
    shared ??= new calling.Calls(systemClock, new pacing.Pace(systemClock, settings.pace), say);
    return shared;
  };
  const options = (endpoint: Settings["ice"]) => ({
    endpoint: endpoint.host,
    protocol: endpoint.protocol,
    credential: credentials(),
    userAgent: USER_AGENT,
    calls: calls(),
  });
  const sts = lazily<StsApi>(() => transport().openStsApi(options(settings.sts)));
  return {
    settings,
    ice: lazily<IceApi>(() => transport().openIceApi(options(settings.ice), settings.transport)),
    live: lazily<LiveApi>(() => transport().openLiveApi(options(settings.live))),
    oss: () => {
      const { openOssApi }: typeof import("./client/oss") = require("./client/oss");
      ossApi ??= openOssApi(settings, credentials(), calls());
      // Credentials that were missing once may be there at the next resource.
      ossApi.catch(() => {
        ossApi = undefined;
      });
      return ossApi;
    },
    account: () => {
      account ??= askAccount(sts);
      account.catch(() => {
        account = undefined;
      });
      return account;
    },
    credentialsOrigin: () => credentials().origin,
    namesInState: new Map(),
    clock: systemClock,
  };
}

async function askAccount(sts: StsApi): Promise<string> {
  const { accountId } = await sts.getCallerIdentity({});
  if (accountId) return accountId;
  throw new ServiceError("GetCallerIdentity", "unclear", "EmptyAnswer", "the answer holds no AccountId");
}

function openCredential(settings: Settings, environment: Environment): SettingsCredential {
  const { SettingsCredential }: typeof import("./client/credentials") = require("./client/credentials");
  return new SettingsCredential(settings, environment);
}
