/**
 * What the emulator knows about each behaviour: read in the public documentation, assumed because nothing was
 * found, or not there at all. Every operation registers with its rows here; the README shows the same table.
 */
export type SupportLevel = "documented" | "assumed" | "not implemented";

export interface SupportEntry {
  readonly behaviour: string;
  readonly level: SupportLevel;
  /** Where it is documented; for what is assumed, what the assumption leans on. */
  readonly source?: string;
}

function documented(behaviour: string, source: string): SupportEntry {
  return { behaviour, level: "documented", source };
}

function assumed(behaviour: string, leansOn?: string): SupportEntry {
  return { behaviour, level: "assumed", ...(leansOn === undefined ? {} : { source: leansOn }) };
}

function missing(behaviour: string): SupportEntry {
  return { behaviour, level: "not implemented" };
}

const page = (operation: string): string => `${operation} page`;
const GATEWAY = "gateway error code lists";

/** Operations that answer, each with what is known about its behaviour. */
export const OPERATION_SUPPORT = {
  CreateLiveRecordTemplate: [
    documented(
      "Fields; rules of RecordFormat (prefixes, variables, slice 5-30 s)",
      page("CreateLiveRecordTemplate"),
    ),
    documented(
      "SliceDuration 30 s and CycleDuration 21600 s when left out",
      page("CreateLiveRecordTemplate"),
    ),
    assumed("SliceOssObjectPrefix is required for m3u8, SliceDuration is not", "the page says both"),
    assumed("CycleDuration from 1 s; template names need not be unique; no template quota"),
    assumed(
      "Without OssObjectPrefix: record/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
      "example of the page",
    ),
  ],
  GetLiveRecordTemplate: [
    documented("With JobId: the snapshot of the template that the job uses", page("GetLiveRecordTemplate")),
    assumed("That snapshot outlives the template; TemplateId must be the job's"),
    assumed("A missing template is 404 TemplateNotFound", "snapshot template pages"),
    assumed("Durations that were left out are shown with their defaults"),
  ],
  UpdateLiveRecordTemplate: [
    documented("Full replacement; running jobs keep their snapshot", page("UpdateLiveRecordTemplate")),
    documented("Templates of type system cannot be updated", page("UpdateLiveRecordTemplate")),
    assumed("That refusal is 403 Forbidden"),
  ],
  DeleteLiveRecordTemplate: [
    documented("Allowed while jobs use it; they go on", page("DeleteLiveRecordTemplate")),
    assumed("A missing template is 404 TemplateNotFound; a system template is 403 Forbidden"),
  ],
  ListLiveRecordTemplates: [
    documented(
      "Keyword (id, or part of the name), TemplateIds, Type, pages of 1-100",
      page("ListLiveRecordTemplates"),
    ),
    assumed("Three presets of type system with ids of the emulator's own", "real ids are not published"),
  ],
  SubmitLiveRecordJob: [
    documented("Fields and which are required", page("SubmitLiveRecordJob")),
    documented("The template is frozen into the job", page("GetLiveRecordTemplate")),
    assumed(
      "Each accepted call makes a new job: names need not be unique",
      "no idempotency key is documented",
    ),
    assumed("Without StreamInput.Url the job waits for a stream that never comes, and ends after the window"),
    assumed("A missing template is 404 TemplateNotFound", "snapshot job pages"),
    assumed("A bucket that does not exist is 404 NoSuchBucket; RecordOutput.Bucket is required"),
    assumed("RecordOutput.Endpoint is kept and not checked; NotifyUrl has to be an http or https URL"),
    documented("100 jobs at once for an account: here on command only (fault quota-exceeded)", "User guide"),
    assumed("Over the quota: 400 JobLimitExceeded", "SendLiveSnapshotJobCommand page"),
    assumed("A bucket that the service may not write to (fault): 403 BucketNotAuthorized", "snapshot pages"),
    assumed("Where names must be unique (fault): 409 NameAlreadyExists", "nothing is published"),
    missing("RecordOutput.Type vod (answers NotImplementedByEmulator)"),
  ],
  GetLiveRecordJob: [
    documented("Fields of RecordJob; statuses initial, started, paused", page("GetLiveRecordJob")),
    assumed("A missing job is 404 JobNotFound", "SendLiveSnapshotJobCommand page"),
    assumed("Jobs stay readable for ever"),
  ],
  ListLiveRecordJobs: [
    documented(
      "Status, pages (default 1 and 10), SortBy by creation, span of 30 days at most",
      page("ListLiveRecordJobs"),
    ),
    assumed("Keyword is a job's id or a part of its name; times act on creation, both ends included"),
    assumed("Without times: the last 30 days; with one of them: 30 days from or to it"),
    assumed(
      "Pages of 1-100; malformed times are 400 MalformedStartTime, MalformedEndTime, EndTimeMismatch",
      "snapshot pages",
    ),
  ],
  ListLiveRecordFiles: [
    documented(
      "Filters, pages of 5-30, span of 4 days at most, SortBy default asc",
      page("ListLiveRecordFiles"),
    ),
    documented(
      "PageSize and TotalCount are strings, RecordOutput is a JSON string",
      page("ListLiveRecordFiles"),
    ),
    assumed("Times act on the file's creation; without times: the last 4 days"),
    assumed("RecordUrl is the object's URL at the local OSS"),
  ],
  DeleteLiveRecordFiles: [
    documented("Deletes the records; RemoveFile deletes the OSS objects too", page("DeleteLiveRecordFiles")),
    assumed(
      "RemoveFile default false; DeleteFileInfoList names every id with Code OK or NotFound",
      "the page contradicts itself",
    ),
    assumed("RemoveFile of an m3u8 file removes its slices as well; at most 100 ids"),
  ],
  GetStorageList: [
    documented("Fields of StorageInfoList", page("GetStorageList")),
    assumed("Every bucket of the local OSS is registered, with Status Normal"),
  ],
  ForbidLiveStream: [
    documented(
      "Oneshot yes disconnects, no (default) also keeps the publisher away",
      page("ForbidLiveStream"),
    ),
    documented("Until ResumeTime, or for 6 months; LiveStreamType publisher only", page("ForbidLiveStream")),
    documented("The block list holds 10,000 streams", page("ForbidLiveStream")),
    assumed("DomainName is not checked: every domain leads to the one local origin"),
    assumed("A ResumeTime that has passed is 400 InvalidParameter; a full block list is 400 QuotaExceeded"),
    missing("Limit of 20 calls a second"),
  ],
  ResumeLiveStream: [
    documented("Takes a stream off the block list; AppName * for all apps", page("ResumeLiveStream")),
    assumed("A stream that was not on it is success"),
  ],
  DescribeLiveStreamsOnlineList: [
    documented(
      "AppName, StreamName, QueryType fuzzy or strict, pages of 1-3000",
      page("DescribeLiveStreamsOnlineList"),
    ),
    assumed("DomainName is not checked and comes back as asked; PublishUrl has no query"),
    missing("Width, Height, FrameRate and bit rates; StreamType trans is an empty list"),
  ],
  GetCallerIdentity: [
    documented("AccountId, and the other fields of an account's own key", page("GetCallerIdentity")),
    assumed("Keys of another account can be made up; they see the same jobs and buckets"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;

export type ImplementedAction = keyof typeof OPERATION_SUPPORT;

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
    missing("Signature headers; MNS; the general callback of SetEventCallback"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;

/** Actions that the service publishes and the emulator answers with NotImplementedByEmulator. */
export const NOT_IMPLEMENTED_ACTIONS: ReadonlySet<string> = new Set([
  "CreateLiveSnapshotTemplate",
  "GetLiveSnapshotTemplate",
  "UpdateLiveSnapshotTemplate",
  "DeleteLiveSnapshotTemplate",
  "ListLiveSnapshotTemplates",
  "SubmitLiveSnapshotJob",
  "SendLiveSnapshotJobCommand",
  "GetLiveSnapshotJob",
  "ListLiveSnapshotJobs",
  "ListLiveSnapshotFiles",
  "DeleteLiveSnapshotFiles",
  "CreateLiveTranscodeTemplate",
  "GetLiveTranscodeTemplate",
  "UpdateLiveTranscodeTemplate",
  "DeleteLiveTranscodeTemplate",
  "ListLiveTranscodeTemplates",
  "SubmitLiveTranscodeJob",
  "SendLiveTranscodeJobCommand",
  "GetLiveTranscodeJob",
  "UpdateLiveTranscodeJob",
  "DeleteLiveTranscodeJob",
  "ListLiveTranscodeJobs",
  "GetDefaultStorageLocation",
  "SetDefaultStorageLocation",
  "GetEventCallback",
  "SetEventCallback",
]);

/** The table as Markdown, for the README. */
export function renderSupportTable(): string {
  const rows = [
    "| subject | behaviour | state | source, or what the assumption leans on |",
    "| --- | --- | --- | --- |",
  ];
  for (const [subject, entries] of Object.entries({ ...OPERATION_SUPPORT, ...GENERAL_SUPPORT })) {
    for (const entry of entries as readonly SupportEntry[]) {
      rows.push(`| ${subject} | ${entry.behaviour} | ${entry.level} | ${entry.source ?? ""} |`);
    }
  }
  const others = [...NOT_IMPLEMENTED_ACTIONS].join(", ");
  rows.push(`| ${others} | answer 501 NotImplementedByEmulator | not implemented | |`);
  return `${rows.join("\n")}\n`;
}
