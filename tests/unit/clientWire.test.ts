import { describe, expect, test } from "vitest";
import { type Action, type Operation, operations } from "../../provider/client/operations";
import { fromWire, toWire } from "../../provider/client/wire";

function wireOf(action: Action, request: object): Record<string, string> {
  return toWire(operations[action], request);
}

describe("a request on the wire", () => {
  test.each<[Action, object, Record<string, string>]>([
    [
      "SubmitLiveRecordJob",
      {
        name: "n",
        templateId: "t",
        streamInput: { type: "rtmp", url: "rtmp://h/a/s" },
        recordOutput: { type: "oss", bucket: "b", endpoint: undefined },
        notifyUrl: undefined,
      },
      {
        Name: "n",
        TemplateId: "t",
        StreamInput: '{"Type":"rtmp","Url":"rtmp://h/a/s"}',
        RecordOutput: '{"Type":"oss","Bucket":"b"}',
      },
    ],
    [
      "CreateLiveRecordTemplate",
      { name: "n", recordFormat: [{ format: "m3u8", sliceDuration: 30, sliceOssObjectPrefix: "s" }] },
      { Name: "n", RecordFormat: '[{"Format":"m3u8","SliceDuration":30,"SliceOssObjectPrefix":"s"}]' },
    ],
    [
      "UpdateLiveRecordTemplate",
      { templateId: "t", name: "n", recordFormat: [{ format: "mp4", cycleDuration: 60 }] },
      { TemplateId: "t", Name: "n", RecordFormat: '[{"Format":"mp4","CycleDuration":60}]' },
    ],
    ["GetLiveRecordJob", { jobId: "j" }, { JobId: "j" }],
    [
      "ListLiveRecordJobs",
      { keyword: "k", status: undefined, startTime: "2026-01-01T00:00:00Z", pageNo: 1, pageSize: 50 },
      { Keyword: "k", StartTime: "2026-01-01T00:00:00Z", PageNo: "1", PageSize: "50" },
    ],
    ["ListLiveRecordTemplates", { templateIds: ["a", "b"] }, { "TemplateIds.1": "a", "TemplateIds.2": "b" }],
    ["ListLiveRecordFiles", { jobIds: ["j"], recordFormat: "mp4" }, { "JobIds.1": "j", RecordFormat: "mp4" }],
    ["ListLiveRecordFiles", { jobIds: [] }, {}],
    ["GetLiveRecordTemplate", { templateId: "t", jobId: "j" }, { TemplateId: "t", JobId: "j" }],
    ["DeleteLiveRecordTemplate", { templateId: "t" }, { TemplateId: "t" }],
    [
      "SubmitLiveSnapshotJob",
      {
        jobName: "n",
        templateId: "t",
        streamInput: { type: "rtmp", url: "rtmp://h/a/s" },
        snapshotOutput: { storageType: "oss", bucket: "b", endpoint: "e" },
        callbackUrl: "https://h/x",
      },
      {
        JobName: "n",
        TemplateId: "t",
        StreamInput: '{"Type":"rtmp","Url":"rtmp://h/a/s"}',
        SnapshotOutput: '{"StorageType":"oss","Bucket":"b","Endpoint":"e"}',
        CallbackUrl: "https://h/x",
      },
    ],
    [
      "UpdateLiveSnapshotTemplate",
      { templateId: "t", templateName: "n", timeInterval: 5, sequenceFormat: "{Sequence}.jpg" },
      { TemplateId: "t", TemplateName: "n", TimeInterval: "5", SequenceFormat: "{Sequence}.jpg" },
    ],
    ["SendLiveSnapshotJobCommand", { jobId: "j", command: "stop" }, { JobId: "j", Command: "stop" }],
    ["ListLiveSnapshotJobs", { searchKeyWord: "k" }, { SearchKeyWord: "k" }],
    [
      "ListLiveSnapshotTemplates",
      { templateIds: ["a"], type: "system" },
      { "TemplateIds.1": "a", Type: "system" },
    ],
    ["ListLiveSnapshotFiles", { jobId: "j", limit: 100 }, { JobId: "j", Limit: "100" }],
    [
      "ForbidLiveStream",
      {
        domainName: "d",
        appName: "a",
        streamName: "s",
        liveStreamType: "publisher",
        oneshot: "no",
        resumeTime: "2026-01-01T00:00:00Z",
        regionId: "cn-shanghai",
      },
      {
        DomainName: "d",
        AppName: "a",
        StreamName: "s",
        LiveStreamType: "publisher",
        Oneshot: "no",
        ResumeTime: "2026-01-01T00:00:00Z",
        RegionId: "cn-shanghai",
      },
    ],
    [
      "ResumeLiveStream",
      { domainName: "d", appName: "a", streamName: "s", liveStreamType: "publisher" },
      { DomainName: "d", AppName: "a", StreamName: "s", LiveStreamType: "publisher" },
    ],
  ])("%s %j", (action, request, wire) => {
    expect(wireOf(action, request)).toEqual(wire);
  });
});

test("an answer gets the client's names at every depth; what we do not know is kept", () => {
  expect(
    fromWire({
      RequestId: "R",
      RecordJob: { JobId: "j", StreamInput: { Url: "u" }, NotifyUrl: null, Later: [{ New: 1 }] },
      TotalCount: "2",
    }),
  ).toEqual({
    requestId: "R",
    recordJob: { jobId: "j", streamInput: { url: "u" }, later: [{ new: 1 }] },
    totalCount: "2",
  });
});

test("only what may safely be made twice is marked as repeatable", () => {
  const all: Record<string, Operation> = operations;
  const unrepeatable = Object.keys(all).filter((action) => !all[action]?.repeatable);
  expect(unrepeatable).toEqual([
    "SubmitLiveRecordJob",
    "CreateLiveRecordTemplate",
    "CreateLiveSnapshotTemplate",
    "SubmitLiveSnapshotJob",
  ]);
});
