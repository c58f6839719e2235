import { ServiceError } from "../../../provider/client/errors";

/** The answer never came, the connection broke: the call may have taken effect. */
export function brokenConnection(action: string): ServiceError {
  return new ServiceError(action, "unclear", "ECONNRESET", "the connection broke before an answer came");
}

/** Nothing came within the time-out: the call may still take effect. */
export function noAnswer(action: string): ServiceError {
  return new ServiceError(action, "no-answer", "Timeout", "the service did not answer in time");
}

export function throttled(action: string): ServiceError {
  return new ServiceError(action, "throttled", "Throttling.User", "too many requests", 400);
}

export function noCredentials(action: string): ServiceError {
  return new ServiceError(action, "refused", "NoCredentials", "no usable credentials were found");
}

export function refused(action: string, code: string, status: number): ServiceError {
  return new ServiceError(action, "refused", code, "no", status);
}

/** Answers of a service that knows the job well, but not the key, the action, the signature … of the caller. */
export const NOT_ABOUT_THE_JOB: readonly [string, (action: string) => ServiceError][] = [
  ["a bare 404", (action) => refused(action, "NotFound", 404)],
  ["an unknown key", (action) => refused(action, "InvalidAccessKeyId.NotFound", 404)],
  ["an unknown action", (action) => refused(action, "InvalidApi.NotFound", 404)],
  ["an expired token", (action) => refused(action, "InvalidSecurityToken.Expired", 403)],
  ["a refused permission", (action) => refused(action, "Forbidden.RAM", 403)],
  ["a throttled call", throttled],
  ["a broken connection", brokenConnection],
  ["no answer in time", noAnswer],
  ["no credentials", noCredentials],
];
