import { assumed, documented, missing, page, type SupportEntry } from "./entry";

/** Transcode templates and jobs. */
export const LIVE_TRANSCODE_SUPPORT = {
  CreateLiveTranscodeTemplate: [
    documented(
      "Fields; values and ranges of TemplateConfig, all as texts",
      page("CreateLiveTranscodeTemplate"),
    ),
    documented(
      "Type normal needs Width or Height, and Fps and Bitrate; others need nothing",
      page("CreateLiveTranscodeTemplate"),
    ),
    assumed("A value that is no text is 400 InvalidParameter; names need not be unique; no template quota"),
    assumed("What has no effect on a type (video of audio-only, anything of origin) is kept and answered"),
  ],
  GetLiveTranscodeTemplate: [
    documented("Fields of TemplateContent; Category system or customized", page("GetLiveTranscodeTemplate")),
    assumed("A missing template is 404 TemplateNotFound", "snapshot template pages"),
    assumed("What was left out of TemplateConfig stays out"),
  ],
  UpdateLiveTranscodeTemplate: [
    documented("Name and TemplateConfig; the type cannot change", page("UpdateLiveTranscodeTemplate")),
    assumed("What is left out stays as it was; TemplateConfig is replaced as a whole"),
    assumed("Allowed while jobs use it: they keep it as it was", "record templates"),
    assumed("A template of category system is 403 Forbidden"),
  ],
  DeleteLiveTranscodeTemplate: [
    documented("400 InvalidParam while in use", page("DeleteLiveTranscodeTemplate")),
    assumed("In use: by a job that has not stopped"),
    assumed("A missing template is 404 TemplateNotFound; a system template is 403 Forbidden"),
  ],
  ListLiveTranscodeTemplates: [
    documented(
      "Category, KeyWord, Type, VideoCodec, pages of 1-100, SortBy; no page echo",
      page("ListLiveTranscodeTemplates"),
    ),
    assumed("KeyWord is an id or a part of the name; SortBy is by creation, default desc"),
    assumed("Four presets of category system with ids of the emulator's own", "real ids are not published"),
  ],
  SubmitLiveTranscodeJob: [
    documented(
      "Fields and which are required; JobId of 32 hexadecimal digits",
      page("SubmitLiveTranscodeJob"),
    ),
    documented(
      "StartMode 0 at once, 1 at TimedConfig's times, each at most 7 days from now",
      page("SubmitLiveTranscodeJob"),
    ),
    assumed(
      "TimedConfig needs StartTime, not in the past; without EndTime the job runs until it is stopped",
      "both are optional in the schema",
    ),
    assumed("TimedConfig with StartMode 0 is ignored"),
    assumed(
      "Each accepted call makes a new job: names need not be unique",
      "no idempotency key is documented",
    ),
    assumed("A missing template is 404 TemplateNotFound", "snapshot job pages"),
    documented("Forbidden is 403: here on command only (fault error)", page("SubmitLiveTranscodeJob")),
    missing(
      "H.265, AAC other than aac_low, odd sample rates: RTMP and ffmpeg lack them (NotImplementedByEmulator)",
    ),
  ],
  GetLiveTranscodeJob: [
    documented("Fields of Job; TimedConfig and DomainName are not among them", page("GetLiveTranscodeJob")),
    documented("Status 0 not started, 1 running, 2 stopped", page("GetLiveTranscodeJob")),
    documented("Forbidden is 400: here on command only (fault error)", page("GetLiveTranscodeJob")),
    assumed("A missing job is 404 JobNotFound", "snapshot job pages"),
    assumed("OutputUrl is rtmp://ORIGIN/transcode/JOBID from Submit on, whatever DomainName is"),
  ],
  ListLiveTranscodeJobs: [
    documented(
      "KeyWord, Status, StartMode, Type of template, pages of 1-100, SortBy; no page echo",
      page("ListLiveTranscodeJobs"),
    ),
    assumed("KeyWord is an id or a part of the name; SortBy is by creation, default desc"),
  ],
  UpdateLiveTranscodeJob: [
    documented(
      "Name at any time; StreamInput, TranscodeOutput, TimedConfig of a timed job that has not started",
      page("UpdateLiveTranscodeJob"),
    ),
    documented("TranscodeOutput needs DomainName here", page("UpdateLiveTranscodeJob")),
    assumed("A change that comes too late is 400 InvalidParam and changes nothing"),
    assumed("A time that is left out of TimedConfig stays as it was"),
  ],
  SendLiveTranscodeJobCommand: [
    documented("Command stop only; it ends the job", page("SendLiveTranscodeJobCommand")),
    assumed("It answers when the output stream is off the air"),
    assumed("stop of a job that has stopped is success; of one that has not started, the job never starts"),
  ],
  DeleteLiveTranscodeJob: [
    documented("Deletes the job", page("DeleteLiveTranscodeJob")),
    assumed("A running job is refused with 400 InvalidParam", "the safer one to test a client against"),
    assumed("A missing job is 404 JobNotFound", "snapshot job pages"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;

/** Behaviour of the family that belongs to no single operation. */
export const TRANSCODE_GENERAL_SUPPORT = {
  "Transcode job": [
    assumed("Running from Submit on, or from StartTime on, whether its input is there or not"),
    assumed("Without its input it waits; an input that was lost is taken up again when it is back"),
    assumed("The template is frozen into the job at Submit", "record jobs"),
    assumed(
      "origin passes the media on as it is; normal and narrow-band encode with ffmpeg; without Gop 50 pictures",
    ),
    assumed("Without AudioParams the sound is passed on as it is; odd sizes are made even"),
    assumed("The output stream can be pulled and recorded like any other; a stop takes it off the air"),
    assumed("A synthetic input makes a synthetic output, unchanged; audio-only leaves nothing of it"),
    missing("Quotas; playing domains and their authentication"),
  ],
} as const satisfies Record<string, readonly SupportEntry[]>;
