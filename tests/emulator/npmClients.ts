import {
  Config as ClientConfig,
  default as OpenApiClient,
  OpenApiRequest,
  Params,
} from "@alicloud/openapi-client";
import OpenApiCore, { $OpenApiUtil } from "@alicloud/openapi-core";
import PopCore from "@alicloud/pop-core";
import { RuntimeOptions } from "@alicloud/tea-util";
import type { Fields, Target } from "./rpcSupport";

/** Calls an action of ICE through a client library. Parameters are wire parameters. */
export type Call = (action: string, parameters?: Record<string, string>) => Promise<Fields>;

/** An access key, and the token that belongs to it when it is temporary. */
export interface ClientTarget extends Target {
  readonly securityToken?: string;
}

const VERSION = "2020-11-09";
const FORM_ACTIONS = new Set([
  "SubmitLiveRecordJob",
  "CreateLiveRecordTemplate",
  "SubmitLiveSnapshotJob",
  "SendLiveSnapshotJobCommand",
  "CreateLiveSnapshotTemplate",
  "DeleteLiveSnapshotTemplate",
]);

/** Every way of sending that the client libraries of the npm registry have. */
export const NPM_CLIENTS: Readonly<Record<string, (target: ClientTarget) => Call>> = {
  "pop-core, GET": (target) => popCore(target, "GET"),
  "pop-core, POST": (target) => popCore(target, "POST"),
  "openapi-core, ACS3": (target) => openApiCore(target, "ACS3-HMAC-SHA256"),
  "openapi-core, HMAC-SHA1": (target) => openApiCore(target, "v2"),
  "openapi-client, ACS3": (target) => openApiClient(target, "ACS3-HMAC-SHA256"),
  "openapi-client, HMAC-SHA1": (target) => openApiClient(target, "v2"),
};

function popCore({ ice, ...key }: ClientTarget, method: "GET" | "POST"): Call {
  const client = new PopCore({ ...key, endpoint: ice, apiVersion: VERSION });
  return (action, parameters = {}) => client.request<Fields>(action, parameters, { method });
}

function openApiCore(target: ClientTarget, signatureAlgorithm: string): Call {
  const config = new $OpenApiUtil.Config(configOf(target, signatureAlgorithm));
  const client = new OpenApiCore(config);
  type Runtime = Parameters<typeof client.callApi>[2];
  return async (action, parameters) => {
    const request = new $OpenApiUtil.OpenApiRequest(placed(action, parameters));
    const params = new $OpenApiUtil.Params(paramsOf(action));
    return (await client.callApi(params, request, {} as Runtime)).body as Fields;
  };
}

function openApiClient(target: ClientTarget, signatureAlgorithm: string): Call {
  const client = new OpenApiClient(new ClientConfig(configOf(target, signatureAlgorithm)));
  return async (action, parameters) => {
    const request = new OpenApiRequest(placed(action, parameters));
    return (await client.callApi(new Params(paramsOf(action)), request, new RuntimeOptions({})))
      .body as Fields;
  };
}

function configOf(target: ClientTarget, signatureAlgorithm: string): Record<string, unknown> {
  const { ice, accessKeyId, accessKeySecret, securityToken } = target;
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken === undefined ? { type: "access_key" } : { securityToken, type: "sts" }),
    endpoint: new URL(ice).host,
    protocol: "http",
    signatureAlgorithm,
  };
}

function paramsOf(action: string): Record<string, string> {
  return {
    action,
    version: VERSION,
    protocol: "HTTP",
    pathname: "/",
    method: /^(Get|List)Live/.test(action) ? "GET" : "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  };
}

function placed(action: string, parameters: Record<string, string> = {}): Record<string, unknown> {
  return FORM_ACTIONS.has(action) ? { body: parameters } : { query: parameters };
}
