import {
  ACTION,
  type Case,
  changeBody,
  changeHeader,
  changeQuery,
  INACTIVE,
  iso,
  MISMATCH,
  minutesFromNow,
  old,
  TEMPORARY,
  token,
  unsigned,
  WRONG_TOKEN,
} from "./tampering";

/** Requests in the scheme HMAC-SHA1, version 1.0, that have to be refused. */
export const OLD_CASES: readonly Case[] = [
  ["form", old({}, changeBody("mp4", "flv")), MISMATCH],
  ["form that lost its end", old({}, (r) => (r.body = r.body.slice(0, -1))), MISMATCH],
  [
    "form that is sent as text",
    old(
      {},
      changeHeader("content-type", () => "text/plain"),
    ),
    MISMATCH,
  ],
  ["query", old({ place: "query" }, changeQuery("mp4", "flv")), MISMATCH],
  ["parameter that was added", old({}, (r) => (r.query += "&NotifyUrl=http://other")), MISMATCH],
  ["parameter that was removed", old({}, changeQuery("&Format=JSON", "")), MISMATCH],
  ["action", old({}, changeQuery(ACTION, "SubmitLiveRecordJob")), MISMATCH],
  ["version", old({}, changeQuery("2020-11-09", "2016-11-01")), MISMATCH],
  ["nonce", old({}, changeQuery("SignatureNonce=", "SignatureNonce=0")), MISMATCH],
  ["method", old({ place: "query" }, (r) => (r.method = "POST")), MISMATCH],
  [
    "timestamp within the limit",
    old({}, changeQuery(/Timestamp=[^&]*/, `Timestamp=${iso(minutesFromNow(1))}`)),
    MISMATCH,
  ],
  ["signature", old({}, changeQuery(/Signature=../, "Signature=AA")), MISMATCH],
  ["secret", old({ key: { accessKeySecret: "wrong" } }), MISMATCH],
  ["token that was added", old({}, (r) => (r.query += "&SecurityToken=stolen")), MISMATCH],
  [
    "access key of somebody else",
    old({}, changeQuery("AccessKeyId=permanent", "AccessKeyId=STS.temporary")),
    MISMATCH,
  ],
  ...["AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"].map(
    (name): Case => [
      `parameter ${name} that is missing`,
      old({ parameters: { [name]: undefined } }),
      `Missing${name}`,
    ],
  ),
  ["signature that is missing", old({}, changeQuery(/&Signature=[^&]*/, "")), "MissingSignature"],
  ["signature method", old({ parameters: { SignatureMethod: "HMAC-MD5" } }), "InvalidSignatureMethod"],
  ["signature version", old({ parameters: { SignatureVersion: "2.0" } }), "InvalidSignatureVersion"],
  [
    "timestamp in another notation",
    old({ parameters: { Timestamp: "1704067200" } }),
    "InvalidTimeStamp.Format",
  ],
  ["timestamp 32 minutes ago", old({ date: minutesFromNow(-32) }), "InvalidTimeStamp.Expired"],
  ["timestamp 32 minutes ahead", old({ date: minutesFromNow(32) }), "InvalidTimeStamp.Expired"],
  ["access key that is unknown", old({ key: { accessKeyId: "nobody" } }), "InvalidAccessKeyId.NotFound", 404],
  ["access key that is inactive", old({ key: INACTIVE }), "InvalidAccessKeyId.Inactive"],
  ["token that is missing", old({ key: TEMPORARY }), "MissingSecurityToken"],
  ["token of somebody else", old({ key: TEMPORARY, parameters: { SecurityToken: "other" } }), WRONG_TOKEN],
  ["token with a permanent key", old({ parameters: { SecurityToken: "token" } }), WRONG_TOKEN],
  ["parameter in the query and again in the form", old({}, (r) => (r.query += "&Name=other")), MISMATCH],
  [
    "signature that comes twice",
    old({}, (r) => (r.body += `&${/Signature=[^&]*/.exec(r.query)?.[0]}`)),
    "InvalidParameter",
  ],
  ["method that is not served", old({ place: "query", method: "DELETE" }), "UnsupportedHTTPMethod"],
  ["format that is not served", old({ parameters: { Format: "yaml" } }), "InvalidParameter.Format"],
  ["action that is missing", old({ parameters: { Action: undefined } }), "MissingParameter"],
  [
    "version that is not published",
    old({ parameters: { Version: "2014-06-18" } }),
    "InvalidApi.NotFound",
    404,
  ],
];

/** Requests without a signature. */
export const UNSIGNED_CASES: readonly Case[] = [
  ["nothing at all", unsigned({}), "MissingAccessKeyId"],
  [
    "a bearer token",
    unsigned({ "x-acs-bearer-token": "t" }, "SignatureType=BEARERTOKEN"),
    "InvalidSignatureMethod",
  ],
  [
    "a bearer token as a parameter",
    unsigned({}, "SignatureType=BEARERTOKEN&BearerToken=t"),
    "InvalidSignatureMethod",
  ],
  ["an Authorization header of a bearer", unsigned({ authorization: "Bearer t" }), "InvalidSignatureMethod"],
  ["an identity token", unsigned({ "x-acs-zero-trust-idtoken": "t" }), "InvalidSignatureMethod"],
  ["a password", unsigned({ authorization: "Basic dGVzdA==" }), "InvalidSignatureMethod"],
  ["a security token alone", unsigned(token("token")), "MissingAccessKeyId"],
];
