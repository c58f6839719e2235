import { assumed, documented, missing, page, type SupportEntry } from "./entry";

/** Snapshot templates, jobs and files. */
export const LIVE_SNAPSHOT_SUPPORT = {
  CreateLiveSnapshotTemplate: [
    documented(
      "TemplateName up to 128, TimeInterval 5-3600 s, one of the two formats at least, each up to 255 and .jpg",
      page("CreateLiveSnapshotTemplate"),
    ),
    documented(
      "OverwriteFormat with {JobId} only; SequenceFormat with {UnixTimestamp} or {Sequence}, also {JobId}, {Date}",
      page("CreateLiveSnapshotTemplate"),
    ),
    assumed("Other placeholders are refused; lengths are counted in characters"),
    assumed("No format at all is 400 MissingParameter, all else 400 InvalidParameter", "codes of the page"),
    assumed("Names need not be unique; there is no template quota"),
  ],
  UpdateLiveSnapshotTemplate: [
    documented("TemplateName and TimeInterval stay required", page("UpdateLiveSnapshotTemplate")),
    documented("A missing template is 404 TemplateNotFound", page("UpdateLiveSnapshotTemplate")),
    assumed(
      "A format that is left out is gone (with fault omitted-format-kept it stays)",
      "nothing is published",
    ),
    assumed("A template of type system is 403 Forbidden", "UpdateLiveRecordTemplate page"),
    assumed("Jobs keep the template as it was at Submit", "record templates"),
  ],
  DeleteLiveSnapshotTemplate: [
    documented("A missing template is 404 TemplateNotFound", page("DeleteLiveSnapshotTemplate")),
    assumed("Allowed while jobs use it; they go on", "no code says otherwise"),
    assumed("A template of type system is 403 Forbidden"),
  ],
  GetLiveSnapshotTemplate: [
    documented("Flat answer; 404 TemplateNotFound", page("GetLiveSnapshotTemplate")),
    assumed("CreateTime and LastModified are what their names say", "the page swaps their descriptions"),
  ],
  ListLiveSnapshotTemplates: [
    documented(
      "SearchKeyWord (id, or part of the name), TemplateIds up to 200 and ignored with it, Type, pages of 1-100",
      page("ListLiveSnapshotTemplates"),
    ),
    documented("Entries without their formats; newest first", page("ListLiveSnapshotTemplates")),
    assumed("Two presets of type system with ids of the emulator's own", "real ids are not published"),
  ],
  SubmitLiveSnapshotJob: [
    documented("Fields, which are required, lengths; 404 TemplateNotFound", page("SubmitLiveSnapshotJob")),
    documented(
      "A job whose stream is on the air starts by itself, any other stays init",
      page("SubmitLiveSnapshotJob"),
    ),
    assumed("It stays init when the stream comes later: start is needed", "plain reading of the page"),
    assumed("With 100 jobs started it stays init, too", "SendLiveSnapshotJobCommand page"),
    assumed("A stream elsewhere is on the air when its server accepts connections"),
    assumed("A bucket that does not exist is 400 InvalidParameter", "codes of the page"),
    assumed("Each accepted call makes a new job: names need not be unique", "no idempotency key is documented"),
    assumed("Endpoint is kept and not checked"),
    documented("CallbackUrl is told LiveSnapshotFileCreated", "Event list"),
    assumed("One such event for each object; MessageBody is JobId, JobName and the fields of FileList"),
    missing("Without CallbackUrl, the general callback of SetEventCallback"),
  ],
  SendLiveSnapshotJobCommand: [
    documented(
      "start, stop, restart; 404 JobNotFound, 409 JobAlreadyStarted, 400 StreamNotFound, 400 JobLimitExceeded",
      page("SendLiveSnapshotJobCommand"),
    ),
    documented("100 jobs at once for an account", "Live snapshot user guide"),
    assumed("Counted are jobs that are started"),
    assumed("stop leads to paused from everywhere, and is success for a stopped job"),
    assumed("restart is stop and start, from everywhere; without a stream it is refused and changes nothing"),
    assumed("A started job whose stream goes away stays started, and goes on when the stream is back"),
  ],
  GetLiveSnapshotJob: [
    documented("Flat answer; statuses init, started, paused", page("GetLiveSnapshotJob")),
    assumed("A missing job is 404 JobNotFound", "SendLiveSnapshotJobCommand page"),
    assumed("TimeInterval and formats are those of Submit; LastModified is of the last change of status"),
    assumed("Jobs stay readable for ever", "there is no call that deletes them"),
  ],
  ListLiveSnapshotJobs: [
    documented(
      "SearchKeyWord, Status, pages of 1-100, span of 30 days at most, newest first; entries without StreamInput",
      page("ListLiveSnapshotJobs"),
    ),
    documented(
      "StartTime 7 days ago when left out; MalformedStartTime, MalformedEndTime, EndTimeMismatch",
      page("ListLiveSnapshotJobs"),
    ),
    assumed("EndTime is now when left out", "the Chinese page says 7 days after StartTime"),
    assumed("Times act on creation, both ends included"),
  ],
  ListLiveSnapshotFiles: [
    documented(
      "Limit 1-100 (10), span of 1 day at most, NextStartTime until nothing is left",
      page("ListLiveSnapshotFiles"),
    ),
    documented("Pictures are taken at key frames, as JPEG", "Live snapshot user guide"),
    assumed("The first one at once, then one each TimeInterval of the emulator's clock, at the next key frame"),
    assumed("{Sequence} counts a job's pictures from 1, {Date} is yyyy-MM-dd in UTC"),
    assumed(
      "CreateTimestamp is in whole seconds and differs for each object of a sequence",
      "example of the page",
    ),
    assumed("The object that is overwritten is listed once, at its last time, with IsOverlay true"),
    assumed(
      "A page ends between two seconds: it may hold one less than Limit, or one more with Limit 1",
      "NextStartTime has no parts of seconds",
    ),
    assumed("With SortBy desc a page begins at StartTime, too, and is turned round", "NextStartTime goes on"),
    assumed("A missing job is 404 JobNotFound", "DeleteLiveSnapshotFiles page"),
  ],
  DeleteLiveSnapshotFiles: [
    documented(
      "CreateTimestampList up to 200, DeleteOriginalFile default false, Result OK or NotFound",
      page("DeleteLiveSnapshotFiles"),
    ),
    documented(
      "404 JobNotFound, 400 OverlayNotSupported, 404 NoValidSnapshot, 403 BucketNotAuthorized",
      page("DeleteLiveSnapshotFiles"),
    ),
    assumed("NoValidSnapshot when none of the timestamps is there; OverlayNotSupported when one is overwritten"),
    assumed("BucketNotAuthorized comes on command only (fault), and with DeleteOriginalFile"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;
