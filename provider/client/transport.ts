import { randomUUID } from "node:crypto";
import type Credential from "@alicloud/credentials";
import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import type { Calls } from "./calls";
import { originOf } from "./credentials";
import { toServiceError } from "./errors";
import type { IceApi } from "./ice";
import type { LiveApi } from "./live";
import { type Action, type Operation, operations, PRODUCT_VERSIONS, type Product } from "./operations";
import { NONCE_HEADER, watchingRetryAfter } from "./retryAfter";
import type { StsApi } from "./sts";
import { fromWire, toWire } from "./wire";

/**
 * The library's own 3 seconds are too short between continents. Its time limit for connecting ends every wait on an
 * open connection too, so that a shorter one would cut answers off.
 */
const READ_TIMEOUT_MILLISECONDS = 20_000;

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

/** Calls one product of Alibaba Cloud by the operations table. */
class Transport {
  private readonly client: OpenApiClient;

  constructor(private readonly options: TransportOptions) {
    this.client = new OpenApiClient(
      new Config({
        credential: options.credential,
        endpoint: options.endpoint,
        protocol: options.protocol,
        userAgent: options.userAgent,
        connectTimeout: READ_TIMEOUT_MILLISECONDS,
        readTimeout: READ_TIMEOUT_MILLISECONDS,
      }),
    );
  }

  call(action: Action, request: object): Promise<unknown> {
    const operation: Operation = operations[action];
    const call = { action, ...operation };
    return this.options.calls.make(call, () => this.send(action, operation, request));
  }

  private send(action: Action, operation: Operation, request: object): Promise<unknown> {
    const nonce = randomUUID();
    return watchingRetryAfter(nonce, async (retryAfterMilliseconds) => {
      try {
        return fromWire(await this.sendOnce(action, operation, request, nonce));
      } catch (thrown) {
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

  private async sendOnce(
    action: Action,
    operation: Operation,
    request: object,
    nonce: string,
  ): Promise<unknown> {
    const wire = toWire(operation, request);
    const headers = { [NONCE_HEADER]: nonce };
    const answer = await this.client.callApi(
      new Params({
        action,
        version: PRODUCT_VERSIONS[operation.product],
        protocol: this.options.protocol,
        pathname: "/",
        method: operation.method,
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      }),
      new OpenApiRequest({ headers, ...(operation.place === "body" ? { body: wire } : { query: wire }) }),
      new RuntimeOptions({
        connectTimeout: READ_TIMEOUT_MILLISECONDS,
        readTimeout: READ_TIMEOUT_MILLISECONDS,
        autoretry: false,
      }),
    );
    return answer.body;
  }
}

function apiOf(options: TransportOptions): Record<string, (request: object) => Promise<unknown>> {
  const transport = new Transport(options);
  const actions = Object.entries(operations).filter(([, operation]) => operation.product === options.product);
  return Object.fromEntries(
    actions.map(([action]) => [
      action.charAt(0).toLowerCase() + action.slice(1),
      (request: object) => transport.call(action as Action, request),
    ]),
  );
}

export function openIceApi(options: Omit<TransportOptions, "product">): IceApi {
  return apiOf({ ...options, product: "ice" }) as unknown as IceApi;
}

export function openLiveApi(options: Omit<TransportOptions, "product">): LiveApi {
  return apiOf({ ...options, product: "live" }) as unknown as LiveApi;
}

export function openStsApi(options: Omit<TransportOptions, "product">): StsApi {
  return apiOf({ ...options, product: "sts" }) as unknown as StsApi;
}
