import type { PaceLimits } from "./client/pace";
import { ProviderError } from "./error";

/** Reads one configuration value: `read("alicloud-ice", "region")`. */
export type ReadSetting = (namespace: string, key: string) => string | undefined;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that is missing or can't be used. Says which one, and how to set it. */
export class ConfigurationError extends ProviderError {
  constructor(message: string) {
    super("ConfigurationError", message);
  }
}

/** An address of a product: `host` or `host:port`, and how to talk to it. */
export interface Endpoint {
  readonly host: string;
  readonly protocol: "https" | "http";
}

export interface Settings {
  /** The region's id, such as `cn-shanghai`. */
  readonly region: string;
  /** IMS itself. Default: `ice.REGION.aliyuncs.com`. */
  readonly ice: Endpoint;
  /** ApsaraVideo Live, for stop calls. Default: `live.aliyuncs.com`, or the same address as a local IMS. */
  readonly live: Endpoint;
  /** Default: `oss-REGION.aliyuncs.com`; a local IMS has to be told. */
  readonly oss: Endpoint;
  /** The Security Token Service, which says whose credentials are used. Default: `sts.aliyuncs.com`, or a local IMS. */
  readonly sts: Endpoint;
  /** What calls IMS: `openapi`, the library of this package, or `sdk`, the official client of the program. */
  readonly transport: "openapi" | "sdk";
  /** How fast the service is called. */
  readonly pace: PaceLimits;
  /** A fixed key pair from configuration; without it the default credentials chain decides. */
  readonly accessKey?: { readonly id: string; readonly secret: string; readonly securityToken?: string };
  /** A profile of the `aliyun` CLI or of the credentials file. */
  readonly profile?: string;
  /** Jobs that delete drops from state although they may still record. */
  readonly abandonJobs: ReadonlySet<string>;
}

/** At once to all products. IMS publishes no limit. */
const DEFAULT_MAX_CONCURRENT_CALLS = 16;
const LARGEST_MAX_CONCURRENT_CALLS = 256;
/** Of one action; ApsaraVideo Live's own published limits count besides. */
const DEFAULT_MAX_CALLS_PER_SECOND = 50;
const LARGEST_MAX_CALLS_PER_SECOND = 1_000;

const NAMESPACE = "alicloud-ice";
/** Users of @pulumi/alicloud have set these already. */
const FALLBACK_NAMESPACE = "alicloud";

/**
 * Resolves the settings: `alicloud-ice:KEY`, else `alicloud:KEY` for the keys both know, else the environment.
 * @throws ConfigurationError when the region is missing or an endpoint is malformed.
 */
export function readSettings(read: ReadSetting, environment: Environment): Settings {
  const own = (key: string): string | undefined => nonEmpty(read(NAMESPACE, key));
  const shared = (key: string): string | undefined => own(key) ?? nonEmpty(read(FALLBACK_NAMESPACE, key));

  const region =
    shared("region") ??
    nonEmpty(environment.ALICLOUD_REGION) ??
    nonEmpty(environment.ALIBABA_CLOUD_REGION_ID);
  if (region === undefined) {
    throw new ConfigurationError(
      "No region is set. Run `pulumi config set alicloud-ice:region cn-shanghai`, or set ALIBABA_CLOUD_REGION_ID. IMS documents live recording for cn-shanghai only.",
    );
  }
  if (!/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) {
    throw new ConfigurationError(
      `alicloud-ice:region must be a region id such as cn-shanghai, got ${JSON.stringify(region)}.`,
    );
  }
  const protocol = own("protocol") ?? "https";
  if (protocol !== "https" && protocol !== "http") {
    throw new ConfigurationError(
      `alicloud-ice:protocol must be "https" or "http", got ${JSON.stringify(protocol)}.`,
    );
  }
  const transport = own("transport") ?? "openapi";
  if (transport !== "openapi" && transport !== "sdk") {
    throw new ConfigurationError(
      `alicloud-ice:transport must be "openapi" or "sdk", got ${JSON.stringify(transport)}.`,
    );
  }
  const endpoint = (key: string, standard: string): Endpoint =>
    parseEndpoint(key, own(key) ?? standard, protocol);
  const ice = endpoint("endpoint", `ice.${region}.aliyuncs.com`);
  const local = !/\.aliyuncs\.com(:\d+)?$/i.test(ice.host);
  if (local && own("ossEndpoint") === undefined) {
    throw new ConfigurationError(
      `alicloud-ice:endpoint is ${ice.host}, but alicloud-ice:ossEndpoint is not set: buckets would be made in the real OSS. Run \`pulumi config set alicloud-ice:ossEndpoint URL\`.`,
    );
  }
  // One namespace gives the whole set: halves of two different keys never make one.
  const fromOwn = own("accessKey") !== undefined || own("secretKey") !== undefined;
  const credential = fromOwn ? own : shared;
  const id = credential("accessKey");
  const secret = credential("secretKey");
  if ((id === undefined) !== (secret === undefined)) {
    throw new ConfigurationError(
      `Set both alicloud-ice:accessKey and alicloud-ice:secretKey (\`pulumi config set --secret alicloud-ice:secretKey …\`), or neither: ${id === undefined ? "accessKey" : "secretKey"} is missing.`,
    );
  }
  const securityToken = credential("securityToken");
  const profile = shared("profile");
  return {
    region,
    ice,
    // The local IMS answers for ApsaraVideo Live on the same address.
    live: local
      ? endpoint("liveEndpoint", `${ice.protocol}://${ice.host}`)
      : endpoint("liveEndpoint", "live.aliyuncs.com"),
    sts: local
      ? endpoint("stsEndpoint", `${ice.protocol}://${ice.host}`)
      : endpoint("stsEndpoint", "sts.aliyuncs.com"),
    oss: endpoint("ossEndpoint", `oss-${region}.aliyuncs.com`),
    transport,
    pace: {
      maxConcurrentCalls: readCount(
        "maxConcurrentCalls",
        own("maxConcurrentCalls"),
        DEFAULT_MAX_CONCURRENT_CALLS,
        LARGEST_MAX_CONCURRENT_CALLS,
      ),
      maxCallsPerSecond: readCount(
        "maxCallsPerSecond",
        own("maxCallsPerSecond"),
        DEFAULT_MAX_CALLS_PER_SECOND,
        LARGEST_MAX_CALLS_PER_SECOND,
      ),
    },
    ...(id !== undefined && secret !== undefined
      ? { accessKey: { id, secret, ...(securityToken !== undefined ? { securityToken } : {}) } }
      : {}),
    ...(profile !== undefined ? { profile } : {}),
    abandonJobs: readAbandonJobs(own("abandonJobs")),
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}

function parseEndpoint(key: string, text: string, protocol: "https" | "http"): Endpoint {
  const match = /^(?:(https?):\/\/)?([A-Za-z0-9.-]+(?::\d{1,5})?)\/?$/.exec(text);
  if (!match?.[2]) {
    throw new ConfigurationError(
      `alicloud-ice:${key} must be a host, a host:port or an http(s) URL without a path, got ${JSON.stringify(text)}.`,
    );
  }
  const named = match[1] === "http" || match[1] === "https" ? match[1] : protocol;
  return { host: match[2], protocol: named };
}

function readAbandonJobs(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? "").split(/[\s,]+/).filter((id) => id !== ""));
}

function readCount(key: string, text: string | undefined, standard: number, largest: number): number {
  if (text === undefined) return standard;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= largest) return count;
  throw new ConfigurationError(
    `alicloud-ice:${key} must be a whole number from 1 to ${largest}, got ${JSON.stringify(text)}.`,
  );
}
