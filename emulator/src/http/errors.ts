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

/** The code that the transcode pages name for what cannot be done as things stand. */
export function invalidParam(message: string): ServiceError {
  return new ServiceError(400, "InvalidParam", message);
}

/** A signature, or what belongs to it, that cannot be read as one. */
export function incompleteSignature(reason: string): ServiceError {
  return new ServiceError(
    400,
    "IncompleteSignature",
    `The request signature does not conform to the standard: ${reason}.`,
  );
}

/** @param stringToSign what the emulator signed, so that a client's author can compare; holds no secret. */
export function signatureDoesNotMatch(stringToSign: string): ServiceError {
  return new ServiceError(
    400,
    "SignatureDoesNotMatch",
    `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  );
}

/** Signatures of other kinds than those that the emulator verifies. */
export function invalidSignatureMethod(given: string): ServiceError {
  return new ServiceError(
    400,
    "InvalidSignatureMethod",
    `Specified signature method is not supported: ${given}. Sign with an access key, ACS3-HMAC-SHA256 or HMAC-SHA1.`,
  );
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

/** @param product whose error it is, as the service's error pages name it. */
export function errorEnvelope(
  error: ServiceError,
  requestId: string,
  host: string,
  product: "ICE" | "live" | "sts",
): ErrorEnvelope {
  const question = new URLSearchParams({ q: error.code, product, requestId });
  return {
    RequestId: requestId,
    HostId: host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?${question}`,
  };
}
