import { assumed, documented, GATEWAY, missing, type SupportEntry } from "./entry";
import { TRANSCODE_GENERAL_SUPPORT } from "./liveTranscode";

/** Behaviour that belongs to no single operation. */
export const GENERAL_SUPPORT = {
  "Signature ACS3-HMAC-SHA256": [
    documented(
      "Canonical request, headers that must be signed, 15 minutes, nonce used once",
      "Request syntax and signature method V3 page",
    ),
    assumed("SignatureDoesNotMatch is 400, InvalidAccessKeyId.NotFound is 404", "sources disagree"),
    assumed("A sent header that must be signed and is not: 400 IncompleteSignature", GATEWAY),
  ],
  "Signature HMAC-SHA1, version 1.0": [
    documented(
      "Parameters of query and form signed together; 31 minutes; XML unless Format asks for JSON",
      "Signature method V2 (RPC) page",
    ),
    assumed("A missing common parameter is 400 Missing and its name", GATEWAY),
    assumed(
      "Another SignatureMethod is 400 InvalidSignatureMethod, another version InvalidSignatureVersion",
      GATEWAY,
    ),
    assumed(
      "Headers that nobody signed do not choose the action",
      "x-acs-action is not part of what is signed",
    ),
  ],
  "Access keys": [
    documented("An unknown key, an inactive key, a missing security token have codes of their own", GATEWAY),
    assumed(
      "Token of another key, or with a permanent key: 400 InvalidSecurityToken.MismatchWithAccessKey",
      GATEWAY,
    ),
    assumed(
      "Bearer and identity tokens are refused with 400 InvalidSignatureMethod",
      "the clients sign with AK",
    ),
    documented("A security token that has expired has a code of its own", GATEWAY),
    assumed(
      "400 InvalidSecurityToken.Expired, at OSS 403 SecurityTokenExpired, from expiresAt on, by the emulator's clock",
      "code lists; OSS error 0002-00000007",
    ),
    missing("RAM policies: every key may do everything"),
  ],
  Answers: [
    documented("Flat JSON with RequestId; errors with RequestId, HostId, Code, Message", GATEWAY),
    documented("An action that is not published is 404 InvalidApi.NotFound", GATEWAY),
    assumed("GET and POST, query and form are alike for every operation"),
    assumed("Other methods are 400 UnsupportedHTTPMethod; a parameter given twice is 400 InvalidParameter"),
    assumed("In XML a list is its element repeated, inside an element named after the action"),
  ],
  OSS: [
    documented(
      "Signatures V1 and V4 in header and URL; 15 minutes; temporary credentials",
      "OSS signature pages",
    ),
    assumed(
      "A token in the header security-token counts too",
      "the official clients of version 2 send it so",
    ),
    assumed("Every key may do everything in every bucket of its account"),
    assumed("Rules of a life cycle are kept and answered, and never carried out: nothing expires here"),
    missing(
      "Signature OSS2; versioning, policies, encryption, appending, symbolic links, the header x-oss-tagging",
    ),
    missing("UploadPartCopy, PostObject, callbacks of PutObject, x-oss-process, live channels"),
  ],
  "Record job": [
    documented(
      "initial until the stream comes; ends when it is away for 3 minutes (a setting here)",
      "Live recording user guide",
    ),
    documented("A shorter gap goes on in the same file of the cycle", "Live recording user guide"),
    documented("There is no call that stops, updates or deletes a job", "API catalog"),
    assumed("An ended job is paused and stays paused", "statuses of GetLiveRecordJob"),
    assumed("started from the first successful pull"),
    assumed(
      "A file is registered when its cycle ends, or the job; slices are stored as soon as they are whole",
    ),
    assumed(
      "After a restart of a persistent emulator: the same job, a new part, a full window to find its stream",
      "the service is not known to restart",
    ),
  ],
  ...TRANSCODE_GENERAL_SUPPORT,
  "Throttling on command": [
    documented("Code Throttling.User, status 400; header x-acs-retry-after", GATEWAY),
    assumed(
      "The header holds the number that was asked for; its unit is not published",
      "the clients read it",
    ),
    assumed(
      "A rate limit (fault) counts the calls of the last second",
      "limits are given in calls per second",
    ),
    documented("OSS answers 503", "OSS, throttling in CloudMonitor"),
    assumed("There the code is QpsLimitExceeded", "name of the limit in OSS's error pages"),
  ],
  "Synthetic streams": [
    assumed(
      "The emulator's own: made-up media by its clock, marked in job reports and as x-oss-meta-synthetic",
      "the service has nothing like it",
    ),
    assumed("Cuts are exact, at whole seconds; cuts of pushed streams come at the next key frame"),
  ],
  NotifyUrl: [
    documented(
      "Envelope EventType, UserId, EventTime, MessageBody; 3 tries, 1 s apart, 3 s each",
      "Event notification page",
    ),
    documented("Events LiveRecordTaskStatus and LiveRecordFileCreated", "Event list"),
    assumed("Fields of MessageBody; one LiveRecordTaskStatus at each change of status"),
    missing("Signature headers"),
  ],
  "General callback": [
    documented(
      "HTTP: X-ICE-TIMESTAMP and X-ICE-SIGNATURE, md5 of URL, time and key, with AuthSwitch on",
      "Event notification page",
    ),
    assumed(
      "Gets LiveRecordTaskStatus and LiveRecordFileCreated, if listed, of jobs without a NotifyUrl",
      "said of snapshot jobs in the console",
    ),
    assumed(
      "The timestamp is that of the try, by the emulator's clock; a change counts from the next event on",
    ),
    missing("MNS: nothing is sent"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;
