import type Credential from "@alicloud/credentials";
import OpenApiClient, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import pRetry from "p-retry";
import { originOf } from "./credentials";
import { type ServiceError, toServiceError } from "./errors";
import type { IceApi } from "./ice";
import type { LiveApi } from "./live";
import { type Action, type Operation, operations, PRODUCT_VERSIONS, type Product } from "./operations";
import { fromWire, toWire } from "./wire";

/** The library's own 3 seconds are too short between continents. */
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;
const READ_TIMEOUT_MILLISECONDS = 20_000;
const MAX_RETRIES = 6;
/** A closed port or an unknown host seldom opens within seconds: say so soon. */
const MAX_RETRIES_WITHOUT_CONNECTION = 2;
const FIRST_BACKOFF_MILLISECONDS = 400;
const MAX_BACKOFF_MILLISECONDS = 8_000;

export interface TransportOptions {
  readonly product: Product;
  /** `host` or `host:port`, without a scheme. */
  readonly endpoint: string;
  readonly protocol: "https" | "http";
  readonly credential: Credential;
  readonly userAgent: string;
  /** Told of every try that failed and is made again. */
  readonly onRetry: (error: ServiceError, retriesLeft: number) => void;
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
        connectTimeout: CONNECT_TIMEOUT_MILLISECONDS,
        readTimeout: READ_TIMEOUT_MILLISECONDS,
      }),
    );
  }

  call(action: Action, request: object): Promise<unknown> {
    const operation: Operation = operations[action];
    return pRetry(() => this.send(action, operation, request), {
      retries: MAX_RETRIES,
      minTimeout: FIRST_BACKOFF_MILLISECONDS,
      maxTimeout: MAX_BACKOFF_MILLISECONDS,
      randomize: true,
      onFailedAttempt: (error) => {
        const failed = error as unknown as ServiceError & { retriesLeft: number; attemptNumber: number };
        // A repeat is safe where nothing happened, or where a second call does no harm. Anything else is the
        // caller's to sort out: it has to look whether the first call took effect.
        const harmless = failed.outcome === "throttled" || failed.outcome === "not-sent";
        if (!harmless && !(operation.repeatable && failed.mayHaveTakenEffect)) throw failed;
        if (failed.outcome === "not-sent" && failed.attemptNumber > MAX_RETRIES_WITHOUT_CONNECTION)
          throw failed;
        if (failed.retriesLeft > 0) this.options.onRetry(failed, failed.retriesLeft);
      },
    });
  }

  private async send(action: Action, operation: Operation, request: object): Promise<unknown> {
    const wire = toWire(operation, request);
    try {
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
        new OpenApiRequest(operation.place === "body" ? { body: wire } : { query: wire }),
        new RuntimeOptions({
          connectTimeout: CONNECT_TIMEOUT_MILLISECONDS,
          readTimeout: READ_TIMEOUT_MILLISECONDS,
          autoretry: false,
        }),
      );
      return fromWire(answer.body);
    } catch (thrown) {
      const { endpoint, credential } = this.options;
      throw toServiceError(action, thrown, endpoint, request, originOf(credential));
    }
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
