import { assumed, documented, missing, page, type SupportEntry } from "./entry";

/** Record templates, jobs and files. */
export const LIVE_RECORD_SUPPORT = {
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
} as const satisfies Record<string, readonly SupportEntry[]>;
