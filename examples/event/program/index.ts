import * as pulumi from "@pulumi/pulumi";
import * as ice from "pulumi-alicloud-ice";

// What an event's stack holds at each stage; recordEvent sets it and runs `up`.
type Stage = "recording" | "over";

const config = new pulumi.Config();
const stage = config.require("stage") as Stage;

// One bucket for all events, of nobody's stack: recordings stay when an event's stack goes.
const bucket = config.require("bucket");

const template = new ice.LiveRecordTemplate("event", {
  recordFormats: [
    {
      format: "mp4",
      cycleDuration: config.getNumber("cycleDuration") ?? 3600,
      ossObjectPrefix: "events/{JobId}/{Sequence}_{EscapedStartTime}_{EscapedEndTime}",
    },
  ],
});

export const jobId = stage === "recording" ? record().id : undefined;

// A job that has left the program stays readable: what it left behind is listed by its id.
const past = config.get("jobId");
export const manifest = past === undefined ? undefined : ice.liveRecordManifestOutput({ jobId: past });

function record(): ice.LiveRecordJob {
  return new ice.LiveRecordJob("event", {
    templateId: template.id,
    streamInput: { type: "rtmp", url: config.requireSecret("streamUrl") },
    recordOutput: { type: "oss", bucket, endpoint: config.get("bucketEndpoint") },
    stopCall: ice.stopCalls.forbidLiveStream({
      domainName: config.require("ingestDomain"),
      appName: config.require("appName"),
      streamName: config.require("streamName"),
    }),
    // Should nobody be there at the end, any later `up` of the stack ends it.
    endAt: config.require("endAt"),
  });
}
