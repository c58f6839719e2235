/** Every error that the OSS half answers: code → HTTP status and default message. */
const OSS_ERRORS = {
  AccessDenied: [403, "AccessDenied"],
  AccessForbidden: [403, "CORSResponse: This CORS request is not allowed."],
  BucketAlreadyExists: [
    409,
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
  ],
  BucketNotEmpty: [409, "The bucket you tried to delete is not empty."],
  EntityTooLarge: [400, "Your proposed upload exceeds the maximum allowed object size."],
  EntityTooSmall: [400, "Your proposed upload is smaller than the minimum allowed part size."],
  FileAlreadyExists: [409, "The object you specified already exists and can not be overwritten."],
  InternalError: [500, "The emulator failed to answer this request."],
  InvalidAccessKeyId: [403, "The OSS Access Key Id you provided does not exist in our records."],
  InvalidArgument: [400, "One of the arguments is not valid."],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  InvalidDigest: [400, "The Content-MD5 you specified did not match what we received."],
  InvalidObjectName: [400, "The specified object is not valid."],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
  ],
  InvalidPartOrder: [400, "The list of parts was not in ascending order."],
  InvalidRange: [416, "The requested range cannot be satisfied."],
  InvalidSecurityToken: [403, "The security token you provided is invalid."],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  MalformedXML: [
    400,
    "The XML you provided was not well-formed or did not validate against our published schema.",
  ],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchBucket: [404, "The specified bucket does not exist."],
  NoSuchCORSConfiguration: [404, "The CORS Configuration does not exist."],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchLifecycle: [404, "No Row found in Lifecycle Table."],
  NoSuchUpload: [
    404,
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  ],
  NotImplemented: [501, "The emulator does not implement this operation."],
  PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold."],
  RequestTimeTooSkewed: [403, "The difference between the request time and the current time is too large."],
  SecurityTokenExpired: [403, "The security token you provided has expired."],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type OssErrorCode = keyof typeof OSS_ERRORS;

/** An answer of OSS that is not a success. `details` become elements of the error XML; they hold no secret. */
export class OssError extends Error {
  readonly status: number;

  constructor(
    readonly code: OssErrorCode,
    readonly details: Readonly<Record<string, string>> = {},
    message: string = OSS_ERRORS[code][1],
  ) {
    super(message);
    this.name = "OssError";
    this.status = OSS_ERRORS[code][0];
  }
}
