import { ProviderError } from "../error";
import { addressesIn, maskPieces, maskUrls } from "../rules/masking";
import { type Operation, operations } from "./operations";

/** What is known of a call that failed: did the service refuse it, or may it have taken effect unseen? */
export type Outcome =
  /** The service answered with a refusal: nothing happened. */
  | "refused"
  /** Nothing was sent: no connection. */
  | "not-sent"
  /** The service turned the call away for now: nothing happened, the same call may be made again. */
  | "throttled"
  /** The connection broke, or the answer was a 5xx or not readable: it may have taken effect. */
  | "unclear"
  /** No answer within the time-out: it may still take effect. */
  | "no-answer";

/** A call to the service that did not succeed, in the words of the service. */
export class ServiceError extends ProviderError {
  constructor(
    readonly action: string,
    readonly outcome: Outcome,
    readonly code: string,
    readonly detail: string,
    readonly status?: number,
    readonly requestId?: string,
    /** How long a throttled caller was asked to wait. */
    readonly retryAfterMilliseconds?: number,
  ) {
    super("ServiceError", describe(action, code, detail, status, requestId));
  }

  /** Whether the call may have had its effect although no success was seen. */
  get mayHaveTakenEffect(): boolean {
    return this.outcome === "unclear" || this.outcome === "no-answer";
  }
}

function describe(action: string, code: string, detail: string, status?: number, requestId?: string): string {
  const answered =
    status === undefined ? `${action} got no usable answer` : `${action} answered ${status} ${code}`;
  const said = `${answered}: ${detail}${requestId ? ` (request ${requestId})` : ""}`;
  const next = advice(action, code, status);
  return next === undefined ? said : `${said.replace(/\.$/, "")}. ${next}`;
}

/** Of ICE's gateway, and of OSS. */
const EXPIRED_TOKEN_CODES = new Set(["InvalidSecurityToken.Expired", "SecurityTokenExpired"]);
/** As origin of credentials: they reach a command otherwise than all others. */
export const CONFIGURATION_ORIGIN = "the stack's configuration";

/** What an expired token says of itself, so that it can be renewed. */
export function withOrigin(code: string, message: string, origin: string | undefined): string {
  if (!EXPIRED_TOKEN_CODES.has(code) || origin === undefined) return message;
  const said = `${message.replace(/\.$/, "")}; it came from ${origin}`;
  return origin === CONFIGURATION_ORIGIN
    ? `${said} (alicloud-ice:accessKey, secretKey and securityToken; a destroy or refresh takes new ones with --run-program)`
    : said;
}

/** One sentence on what to do, where we know it. Codes: public gateway and snapshot pages of the service. */
function advice(action: string, code: string, status?: number): string | undefined {
  if (code === "OperationDenied" || code === "UserDisable")
    return "Enable Intelligent Media Services for this account, then run up again.";
  if (code.startsWith("InvalidAccessKeyId") || code === "SignatureDoesNotMatch")
    return "Check the AccessKey pair (alicloud-ice:accessKey and alicloud-ice:secretKey, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET).";
  if (EXPIRED_TOKEN_CODES.has(code))
    return "Renew the credentials where they come from, then run the same command again: what is in state stays there.";
  if (code.startsWith("InvalidTimeStamp") || code === "RequestTimeTooSkewed")
    return "Set this machine's clock: it is off by more than 15 minutes.";
  if (action === "GetCallerIdentity" && status === undefined)
    return "The account is asked for once a command, so that another one is never worked on by mistake. Set alicloud-ice:stsEndpoint to an address of the Security Token Service that can be reached from here, such as sts-vpc.cn-shanghai.aliyuncs.com.";
  if (code === "JobLimitExceeded")
    return "An account may run 100 jobs at once: stop one of them, or ask for more through its account manager, then run up again.";
  if (code === "BucketNotAuthorized")
    return "Register the bucket as a storage address in the IMS console and grant the service its role.";
  if (code.startsWith("Forbidden") || code === "NoPermission" || status === 403)
    return `Allow the RAM action ${ramAction(action)} on resource "*" for this identity.`;
  return undefined;
}

/** OSS names some of its RAM actions otherwise than its calls. Source: OSS, RAM policies. */
const OSS_RAM_ACTIONS: Readonly<Record<string, string>> = {
  GetBucketTags: "GetBucketTagging",
  PutBucketTags: "PutBucketTagging",
  ListObjectsV2: "ListObjects",
  DeleteMultipleObjects: "DeleteObject",
};

function ramAction(action: string): string {
  const known: Readonly<Record<string, Operation | undefined>> = operations;
  const product = known[action]?.product;
  return product === undefined ? `oss:${OSS_RAM_ACTIONS[action] ?? action}` : `${product}:${action}`;
}

/** Codes of Node that mean that no connection came about. */
export const NOT_SENT_CODES: readonly string[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
];
const OSS_THROTTLE_CODES = new Set(["QpsLimitExceeded", "SlowDown"]);
const TRY_AGAIN_STATUSES = new Set([429]);

/**
 * Puts whatever the client library threw into our own words. No message of a network error is repeated: they hold URLs.
 * @param request what was sent: the service may repeat pieces of it
 * @param origin where the credentials of the call came from
 */
export function toServiceError(
  action: string,
  thrown: unknown,
  endpoint: string,
  request?: object,
  origin?: string,
  retryAfterMilliseconds?: number,
): ServiceError {
  if (thrown instanceof NoCredentialsError) return noCredentials(action, thrown.origin);
  const { code, status, message, requestId, name } = readThrown(thrown);
  if (status !== undefined && code !== "") {
    // The service may repeat what it was sent; a stream's address must not reach a terminal.
    const said = maskPieces(maskUrls(message), addressesIn(request));
    const detail = withOrigin(code, said, origin);
    const outcome = outcomeOf(code, status);
    return new ServiceError(action, outcome, code, detail, status, requestId, retryAfterMilliseconds);
  }
  if (/credential/i.test(message) && !/^E[A-Z]+$/.test(code)) {
    return noCredentials(action);
  }
  if (NOT_SENT_CODES.includes(code)) {
    return new ServiceError(action, "not-sent", code, `no connection to ${endpoint} (${code})`);
  }
  if (/timeout/i.test(name) || /timeout/i.test(code) || /timeout/i.test(message)) {
    return new ServiceError(action, "no-answer", "Timeout", `${endpoint} did not answer in time`);
  }
  if (thrown instanceof SyntaxError) {
    return new ServiceError(action, "unclear", "NotJson", `${endpoint} answered something that is not JSON`);
  }
  return new ServiceError(
    action,
    "unclear",
    code || "ConnectionLost",
    `the connection to ${endpoint} broke before an answer came`,
  );
}

const CREDENTIALS_ADVICE =
  "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run `pulumi config set alicloud-ice:accessKey ID` and `pulumi config set --secret alicloud-ice:secretKey SECRET`.";

/** There are no credentials to make a call with. */
export class NoCredentialsError extends ProviderError {
  constructor(readonly origin: string) {
    super("NoCredentialsError", `no usable credentials from ${origin}`);
  }
}

/** The credentials chain came to nothing: no call was made. */
export function noCredentials(action: string, origin?: string): ServiceError {
  const asked = origin === undefined ? "" : ` (asked: ${origin})`;
  const detail = `no usable credentials were found${asked}. ${CREDENTIALS_ADVICE}`;
  return new ServiceError(action, "refused", "NoCredentials", detail);
}

/** What an answer with a code says of its call. OSS throttles with codes of its own. */
export function outcomeOf(code: string, status: number): Outcome {
  const throttled = code.includes("Throttling") || OSS_THROTTLE_CODES.has(code);
  if (throttled || TRY_AGAIN_STATUSES.has(status)) return "throttled";
  return status >= 500 ? "unclear" : "refused";
}

interface Thrown {
  code: string;
  status: number | undefined;
  message: string;
  requestId: string | undefined;
  name: string;
}

function readThrown(thrown: unknown): Thrown {
  const error: Record<string, unknown> = typeof thrown === "object" && thrown !== null ? { ...thrown } : {};
  const data: Record<string, unknown> =
    typeof error.data === "object" && error.data !== null ? { ...error.data } : {};
  const text = (value: unknown): string => (typeof value === "string" && value !== "undefined" ? value : "");
  const message = text(data.Message) || (thrown instanceof Error ? thrown.message : String(thrown));
  return {
    code: text(error.code),
    status: typeof data.statusCode === "number" ? data.statusCode : undefined,
    message,
    requestId: text(data.RequestId) || undefined,
    name: text(error.name) || (thrown instanceof Error ? thrown.name : ""),
  };
}
