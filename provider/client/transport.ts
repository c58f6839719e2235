import { randomUUID } from "node:crypto";
import type Credential from "@alicloud/credentials";
import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import { ConfigurationError, type Settings } from "../settings";
import type { Calls } from "./calls";
import { originOf } from "./credentials";
import { toServiceError } from "./errors";
import type { IceApi } from "./ice";
import type { LiveApi } from "./live";
import { openOfficialClient } from "./officialClient";
import {
  type Action,
  methodOf,
  type Operation,
  operations,
  PRODUCT_VERSIONS,
  type Product,
} from "./operations";
import { NONCE_HEADER, watchingRetryAfter } from "./retryAfter";
import type { StsApi } from "./sts";
import { READ_TIMEOUT_MILLISECONDS } from "./timeLimits";
import { fromWire, toWire } from "./wire";

export interface TransportOptions {
  readonly product: Product;
  /** `host` or `host:port`, without a scheme. */
  readonly endpoint: string;
  readonly protocol: "https" | "http";
  readonly credential: Credential;
  readonly userAgent: string;
  /** The process's own, so that all resources keep its pace. */
  readonly calls: Calls;
}

/**
 * Makes one call through a client library, once, and answers the body under whatever names the library gives it.
 * Everything else is the transport's: pace, repeats, errors.
 */
export type SendOnce = (action: Action, request: object, nonce: string) => Promise<unknown>;

/** Calls one product of Alibaba Cloud by the operations table. */
class Transport {
  constructor(
    private readonly options: TransportOptions,
    private readonly sendOnce: SendOnce,
  ) {}

  call(action: Action, request: object): Promise<unknown> {
    const operation: Operation = operations[action];
    return this.options.calls.make({ action, ...operation }, () => this.send(action, request));
  }

  private send(action: Action, request: object): Promise<unknown> {
    const nonce = randomUUID();
    return watchingRetryAfter(nonce, async (retryAfterMilliseconds) => {
      try {
        return fromWire(await this.sendOnce(action, request, nonce));
      } catch (thrown) {
        if (thrown instanceof ConfigurationError) throw thrown;
        const { endpoint, credential } = this.options;
        throw toServiceError(
          action,
          thrown,
          endpoint,
          request,
          originOf(credential),
          retryAfterMilliseconds(),
        );
      }
    });
  }
}

/** The library under the official clients' older line, with the parameters placed by the operations table. */
function openOpenApiClient({ credential, endpoint, protocol, userAgent }: TransportOptions): SendOnce {
  const timeouts = { connectTimeout: READ_TIMEOUT_MILLISECONDS, readTimeout: READ_TIMEOUT_MILLISECONDS };
  const client = new OpenApiClient(new Config({ credential, endpoint, protocol, userAgent, ...timeouts }));
  return async (action, request, nonce) => {
    const operation: Operation = operations[action];
    const wire = toWire(operation, request);
    const headers = { [NONCE_HEADER]: nonce };
    const answer = await client.callApi(
      new Params({
        action,
        version: PRODUCT_VERSIONS[operation.product],
        protocol,
        pathname: "/",
        method: operation.method,
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      }),
      new OpenApiRequest({ headers, ...(operation.place === "body" ? { body: wire } : { query: wire }) }),
      new RuntimeOptions({ ...timeouts, autoretry: false }),
    );
    return answer.body;
  };
}

function apiOf(
  options: TransportOptions,
  sendOnce: SendOnce,
): Record<string, (request: object) => Promise<unknown>> {
  const transport = new Transport(options, sendOnce);
  const actions = Object.entries(operations).filter(([, operation]) => operation.product === options.product);
  return Object.fromEntries(
    actions.map(([action]) => [
      methodOf(action),
      (request: object) => transport.call(action as Action, request),
    ]),
  );
}

/** @throws ConfigurationError when the official client is asked for and can't be used */
export function openIceApi(
  options: Omit<TransportOptions, "product">,
  transport: Settings["transport"] = "openapi",
): IceApi {
  const ice: TransportOptions = { ...options, product: "ice" };
  const sendOnce = transport === "sdk" ? openOfficialClient(ice) : openOpenApiClient(ice);
  return apiOf(ice, sendOnce) as unknown as IceApi;
}

export function openLiveApi(options: Omit<TransportOptions, "product">): LiveApi {
  const live: TransportOptions = { ...options, product: "live" };
  return apiOf(live, openOpenApiClient(live)) as unknown as LiveApi;
}

export function openStsApi(options: Omit<TransportOptions, "product">): StsApi {
  const sts: TransportOptions = { ...options, product: "sts" };
  return apiOf(sts, openOpenApiClient(sts)) as unknown as StsApi;
}
