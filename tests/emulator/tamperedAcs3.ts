import {
  acs3,
  type Case,
  changeBody,
  changeHeader,
  changeQuery,
  INACTIVE,
  INCOMPLETE,
  iso,
  MISMATCH,
  minutesFromNow,
  otherHexDigit,
  PERMANENT,
  TEMPORARY,
  token,
  WRONG_TOKEN,
} from "./tampering";

/** Requests in the scheme ACS3-HMAC-SHA256 that have to be refused. */
export const ACS3_CASES: readonly Case[] = [
  ["body", acs3({}, changeBody("mp4", "flv")), MISMATCH],
  ["body that lost its end", acs3({}, (r) => (r.body = r.body.slice(0, -1))), MISMATCH],
  ["body that was added", acs3({ form: {} }, (r) => (r.body = "Name=other")), MISMATCH],
  ["body hash", acs3({}, changeHeader("x-acs-content-sha256", otherHexDigit)), MISMATCH],
  [
    "body and its hash",
    acs3({ headers: { "x-acs-content-sha256": "0".repeat(64) }, bodyHash: "actual" }),
    MISMATCH,
  ],
  ["query", acs3({ query: { PageSize: "10" } }, changeQuery("10", "11")), MISMATCH],
  ["query that was added", acs3({}, (r) => (r.query = "NotifyUrl=http://other")), MISMATCH],
  ["query that was removed", acs3({ query: { PageSize: "10" } }, (r) => (r.query = "")), MISMATCH],
  [
    "query that is no percent-encoding",
    acs3({ query: { PageSize: "10" } }, changeQuery("10", "10%zz")),
    MISMATCH,
  ],
  [
    "action",
    acs3(
      {},
      changeHeader("x-acs-action", () => "SubmitLiveRecordJob"),
    ),
    MISMATCH,
  ],
  [
    "version",
    acs3(
      {},
      changeHeader("x-acs-version", () => "2016-11-01"),
    ),
    MISMATCH,
  ],
  [
    "host",
    acs3(
      {},
      changeHeader("host", () => "ice.cn-shanghai.aliyuncs.com"),
    ),
    MISMATCH,
  ],
  [
    "nonce",
    acs3(
      {},
      changeHeader("x-acs-signature-nonce", (nonce) => `${nonce}0`),
    ),
    MISMATCH,
  ],
  ["method", acs3({}, (r) => (r.method = "PUT")), MISMATCH],
  ["path", acs3({}, (r) => (r.path = "/other")), MISMATCH],
  [
    "date within the limit",
    acs3(
      {},
      changeHeader("x-acs-date", () => iso(minutesFromNow(1))),
    ),
    MISMATCH,
  ],
  [
    "content type",
    acs3(
      {},
      changeHeader("content-type", (type) => `${type};charset=utf-8`),
    ),
    MISMATCH,
  ],
  ["signature", acs3({}, changeHeader("authorization", otherHexDigit)), MISMATCH],
  [
    "signature in capitals",
    acs3(
      {},
      changeHeader("authorization", (text) => text.slice(0, -64) + text.slice(-64).toUpperCase()),
    ),
    MISMATCH,
  ],
  [
    "token",
    acs3(
      { key: TEMPORARY, headers: token("token") },
      changeHeader("x-acs-security-token", () => "other"),
    ),
    MISMATCH,
  ],
  ["secret", acs3({ key: { accessKeySecret: "wrong" } }), MISMATCH],
  [
    "access key of somebody else",
    acs3(
      {},
      changeHeader("authorization", (text) => text.replace(PERMANENT.accessKeyId, TEMPORARY.accessKeyId)),
    ),
    MISMATCH,
  ],
  [
    "list of signed headers",
    acs3(
      {},
      changeHeader("authorization", (text) => text.replace("host;", "")),
    ),
    INCOMPLETE,
  ],
  [
    "list with a header that was not sent",
    acs3(
      {},
      changeHeader("authorization", (text) => text.replace("host;", "accept;host;")),
    ),
    INCOMPLETE,
  ],
  [
    "list in capitals",
    acs3(
      {},
      changeHeader("authorization", (text) => text.replace("host;", "Host;")),
    ),
    INCOMPLETE,
  ],
  [
    "token that was added",
    acs3(
      {},
      changeHeader("x-acs-security-token", () => "stolen"),
    ),
    INCOMPLETE,
  ],
  ["header that is missing", acs3({}, (r) => delete r.headers["x-acs-signature-nonce"]), INCOMPLETE],
  ...[
    "host",
    "content-type",
    "x-acs-action",
    "x-acs-version",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-content-sha256",
    "x-acs-security-token",
  ].map(
    (name): Case => [
      `header ${name} that is not signed`,
      acs3({ key: TEMPORARY, headers: token("token"), unsigned: [name] }),
      INCOMPLETE,
    ],
  ),
  [
    "Authorization without a signature",
    acs3(
      {},
      changeHeader("authorization", (text) => text.replace(/,Signature=.*/, "")),
    ),
    INCOMPLETE,
  ],
  [
    "Authorization without fields",
    acs3(
      {},
      changeHeader("authorization", () => "ACS3-HMAC-SHA256"),
    ),
    INCOMPLETE,
  ],
  [
    "algorithm",
    acs3(
      {},
      changeHeader("authorization", (text) => text.replace("SHA256 ", "SM3 ")),
    ),
    "InvalidSignatureMethod",
  ],
  [
    "date in another notation",
    acs3({ headers: { "x-acs-date": "Mon, 01 Jan 2024 00:00:00 GMT" } }),
    "InvalidTimeStamp.Format",
  ],
  [
    "date that does not exist",
    acs3({ headers: { "x-acs-date": "2026-02-30T25:00:00Z" } }),
    "InvalidTimeStamp.Format",
  ],
  ["date 16 minutes ago", acs3({ date: minutesFromNow(-16) }), "InvalidTimeStamp.Expired"],
  ["date 16 minutes ahead", acs3({ date: minutesFromNow(16) }), "InvalidTimeStamp.Expired"],
  [
    "access key that is unknown",
    acs3({ key: { accessKeyId: "nobody" } }),
    "InvalidAccessKeyId.NotFound",
    404,
  ],
  ["access key that is inactive", acs3({ key: INACTIVE }), "InvalidAccessKeyId.Inactive"],
  ["token that is missing", acs3({ key: TEMPORARY }), "MissingSecurityToken"],
  ["token of somebody else", acs3({ key: TEMPORARY, headers: token("other") }), WRONG_TOKEN],
  ["token with a permanent key", acs3({ headers: token("token") }), WRONG_TOKEN],
  [
    "token that is none",
    acs3({ key: TEMPORARY, headers: token("two words") }),
    "InvalidSecurityToken.Malformed",
  ],
  ["parameter that comes twice", acs3({ query: { Name: "other" } }), "InvalidParameter"],
  ["method that is not served", acs3({ method: "PUT" }), "UnsupportedHTTPMethod"],
  ["format that is not served", acs3({ query: { Format: "yaml" } }), "InvalidParameter.Format"],
  ["action that is not published", acs3({ action: "StopLiveRecordJob" }), "InvalidApi.NotFound", 404],
];
