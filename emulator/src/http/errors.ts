/** An error of the emulated service, as a client gets to see it. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ServiceError";
    this.status = status;
    this.code = code;
  }
}

export function missingParameter(name: string): ServiceError {
  return new ServiceError(400, "MissingParameter", `The parameter ${name} is required.`);
}

export function invalidParameter(name: string, rule: string): ServiceError {
  return new ServiceError(400, "InvalidParameter", `The parameter ${name} is invalid: it ${rule}.`);
}

/** The gateway's answer to an action that the service does not publish. */
export function unknownAction(action: string, version: string): ServiceError {
  return new ServiceError(
    404,
    "InvalidApi.NotFound",
    `Specified api is not found: there is no action "${action}" in version "${version}".`,
  );
}

/** The emulator's own answer to what the service can do and the emulator cannot. */
export function notImplemented(what: string): ServiceError {
  return new ServiceError(
    501,
    "NotImplementedByEmulator",
    `${what} exists at the service, but this local emulator does not implement it.`,
  );
}

/** What a client reads on failure. `HostId` is the host that it called. */
export interface ErrorEnvelope {
  readonly RequestId: string;
  readonly HostId: string;
  readonly Code: string;
  readonly Message: string;
  readonly Recommend: string;
}

export function errorEnvelope(error: ServiceError, requestId: string, host: string): ErrorEnvelope {
  return {
    RequestId: requestId,
    HostId: host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(error.code)}&product=ICE`,
  };
}
