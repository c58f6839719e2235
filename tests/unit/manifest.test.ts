import { describe, expect, test } from "vitest";
import type { RecordFile } from "../../provider/client/ice";
import { manifestOf } from "../../provider/recording/manifest";
import { readManifest } from "../../provider/recording/readManifest";
import { STREAM_KEY } from "./support/recordings";
import { refused, throttled } from "./support/serviceErrors";
import { testContext } from "./support/testContext";

const DAY_MILLISECONDS = 24 * 3_600_000;
const STREAM_URL = `rtmp://pull.example.com/live/${STREAM_KEY}`;

/** A file from `start` to `end`, `HH:mm:ss` of one day; without a duration it is full of media. */
function file(start: string, end: string, given: RecordFile = {}): RecordFile {
  const [startTime, endTime] = [`2026-03-01T${start}Z`, `2026-03-01T${end}Z`];
  return {
    recordId: `record-${start}`,
    jobId: "job-1",
    format: "mp4",
    startTime,
    endTime,
    createTime: endTime,
    duration: (Date.parse(endTime) - Date.parse(startTime)) / 1_000,
    recordUrl: `https://recordings.oss-cn-shanghai.aliyuncs.com/record/${start}.mp4`,
    recordOutput: '{"Type":"oss","Bucket":"recordings","Endpoint":"oss-cn-shanghai.aliyuncs.com"}',
    streamUrl: STREAM_URL,
    ...given,
  };
}

const ENDED = { jobId: "job-1", name: "show", status: "paused", createTime: "2026-03-01T12:00:00Z" };

describe("gaps", () => {
  test.each<[string, RecordFile[], object[]]>([
    ["none in one full file", [file("12:00:00", "13:00:00")], []],
    ["none between cycles that meet", [file("12:00:00", "13:00:00"), file("13:00:00", "14:00:00")], []],
    ["none for the rounding of times", [file("12:00:00", "13:00:00"), file("13:00:02", "14:00:00")], []],
    ["none for media that are a little short", [file("12:00:00", "13:00:00", { duration: 3_598.04 })], []],
    [
      "between two files",
      [file("12:00:00", "13:00:00"), file("13:00:30", "14:00:00")],
      [{ seconds: 30, startTime: "2026-03-01T13:00:00Z", endTime: "2026-03-01T13:00:30Z" }],
    ],
    [
      "inside of a file, whose place in it nobody tells",
      [file("12:00:00", "13:00:00", { duration: 3_480.5 })],
      [
        {
          seconds: 119.5,
          startTime: "2026-03-01T12:00:00Z",
          endTime: "2026-03-01T13:00:00Z",
          recordId: "record-12:00:00",
        },
      ],
    ],
    [
      "none while another job recorded",
      [
        file("12:00:00", "14:00:00"),
        file("12:30:00", "13:00:00", { jobId: "job-2" }),
        file("14:00:00", "15:00:00", { jobId: "job-2" }),
      ],
      [],
    ],
    [
      "none around a file without times",
      [file("12:00:00", "13:00:00"), { recordId: "odd", format: "mp4" }, file("13:00:00", "14:00:00")],
      [],
    ],
  ])("%s", (_what, files, gaps) => {
    const [format] = manifestOf([ENDED], files).formats;
    expect(format?.gaps).toEqual(gaps);
  });
});

describe("the reason of an end is inferred", () => {
  test.each<[string, object, RecordFile[], string | undefined]>([
    ["paused without a file", { status: "paused" }, [], "neverPulled"],
    ["paused after files", { status: "paused" }, [file("12:00:00", "13:00:00")], "streamLost"],
    [
      "files of another job alone",
      { status: "paused" },
      [file("12:00:00", "13:00:00", { jobId: "x" })],
      "neverPulled",
    ],
    ["started", { status: "started" }, [file("12:00:00", "13:00:00")], undefined],
    ["initial", { status: "initial" }, [], undefined],
    ["a word of tomorrow", { status: "archived" }, [], undefined],
    [
      "a job that the service no longer knows",
      { status: undefined },
      [file("12:00:00", "13:00:00")],
      "unknown",
    ],
  ])("%s", (_what, job, files, endReason) => {
    const [first] = manifestOf([{ ...ENDED, ...job }], files).jobs;
    expect(first?.endReason).toBe(endReason);
  });
});

describe("files", () => {
  test("are kept by format, in order, with the seconds of all", () => {
    const files = [
      file("12:00:00", "13:00:00"),
      file("12:00:00", "13:00:00", { format: "flv", recordId: "f", duration: 0.1 }),
      file("13:00:00", "13:30:00", { duration: "1800.2" as never }),
      file("13:00:00", "13:30:00", { format: "flv", recordId: "g", duration: 0.2 }),
    ];
    const { formats } = manifestOf([ENDED], files);
    expect(formats.map(({ format, recordedSeconds }) => [format, recordedSeconds])).toEqual([
      ["flv", 0.3],
      ["mp4", 5400.2],
    ]);
    expect(formats[1]?.files).toMatchObject([
      { recordId: "record-12:00:00", duration: 3_600 },
      { recordId: "record-13:00:00", duration: 1_800.2 },
    ]);
  });

  test.each<[string, RecordFile, object]>([
    ["the bucket in the host", {}, { bucket: "recordings", ossObject: "record/12:00:00.mp4" }],
    [
      "the bucket in the path",
      { recordUrl: "http://127.0.0.1:9000/recordings/record/a%20b.mp4" },
      { bucket: "recordings", ossObject: "record/a b.mp4" },
    ],
    [
      "a domain of the user's own",
      { recordUrl: "https://media.example.com/record/a.mp4?x=1" },
      { bucket: "recordings", ossObject: "record/a.mp4" },
    ],
    [
      "an output that is not JSON",
      { recordOutput: "oss", recordUrl: "https://recordings.oss.example.com/a.mp4" },
      { ossObject: "a.mp4" },
    ],
    ["an address that is none", { recordUrl: "record/a.mp4" }, { bucket: "recordings" }],
    ["a percent sign that encodes nothing", { recordUrl: "https://h/100%.mp4" }, { bucket: "recordings" }],
  ])("name their object: %s", (_what, given, expected) => {
    const [format] = manifestOf([ENDED], [file("12:00:00", "13:00:00", given)]).formats;
    const { bucket, ossObject } = format?.files[0] ?? {};
    expect({ ...(bucket ? { bucket } : {}), ...(ossObject ? { ossObject } : {}) }).toEqual(expected);
  });

  test("do not hold the stream's address", () => {
    expect(JSON.stringify(manifestOf([ENDED], [file("12:00:00", "13:00:00")]))).not.toContain(STREAM_KEY);
  });
});

describe("reading a manifest", () => {
  function recorded(days: number) {
    const ctx = testContext();
    const { jobId = "", createTime = "" } = ctx.ice.addJob({ name: "show", status: "paused" });
    for (let day = 0; day < days; day++) {
      const time = new Date(ctx.clock.now()).toISOString().slice(0, 19);
      ctx.ice.files.push(
        file("12:00:00", "13:00:00", {
          recordId: `r${day}`,
          jobId,
          startTime: `${time}Z`,
          createTime: `${time}Z`,
        }),
      );
      ctx.clock.advance(DAY_MILLISECONDS);
    }
    return { ctx, jobId, createTime };
  }

  test("finds every file of a long recording, each once, in pieces of 4 days", async () => {
    const { ctx, jobId } = recorded(10);
    const { formats } = await readManifest(ctx, { jobId });
    expect(formats[0]?.files.map(({ recordId }) => recordId)).toEqual(
      Array.from({ length: 10 }, (_, day) => `r${day}`),
    );
    expect(ctx.ice.actions).toEqual(["GetLiveRecordJob", ...Array(3).fill("ListLiveRecordFiles")]);
  });

  test("of successors: those of the same declaration after it, and their files", async () => {
    const ctx = testContext();
    const jobs = ["show-12345678", "show-12345678-abcdef", "show-87654321", "other"].map((name) => {
      ctx.clock.advance(60_000);
      return ctx.ice.addJob({ name, status: "paused" }).jobId ?? "";
    });
    for (const [index, jobId] of jobs.entries()) {
      ctx.ice.files.push(file("12:10:00", "12:20:00", { recordId: `r${index}`, jobId }));
    }
    const [first = "", second = ""] = jobs;
    ctx.clock.advance(3_600_000);
    const manifest = await readManifest(ctx, { jobId: first, successors: true });
    expect(manifest.jobs.map(({ jobId }) => jobId)).toEqual([first, second]);
    expect(manifest.formats[0]?.files.map(({ jobId }) => jobId)).toEqual([first, second]);
    const alone = await readManifest(ctx, { jobId: second, successors: true });
    expect(alone.jobs.map(({ jobId }) => jobId)).toEqual([second]);
    expect((await readManifest(ctx, { jobId: first })).jobs).toHaveLength(1);
  });

  test("of a job that the service no longer knows needs a time to begin with", async () => {
    const { ctx, jobId, createTime } = recorded(2);
    ctx.ice.forget(jobId);
    await expect(readManifest(ctx, { jobId })).rejects.toThrow(
      /does not say when job job-1 was made.*Give startTime/,
    );
    const manifest = await readManifest(ctx, { jobId, startTime: createTime });
    expect(manifest.jobs).toEqual([{ jobId, endReason: "unknown" }]);
    expect(manifest.formats[0]?.files).toHaveLength(2);
    await expect(readManifest(ctx, { jobId, startTime: "yesterday" })).rejects.toThrow(
      'startTime must be a time in UTC such as 2026-03-01T18:00:00Z, got "yesterday"',
    );
  });

  test("fails by whatever else the service says", async () => {
    const { ctx, jobId } = recorded(1);
    ctx.ice.fail("GetLiveRecordJob", refused("GetLiveRecordJob", "NotFound", 404));
    await expect(readManifest(ctx, { jobId })).rejects.toThrow("NotFound");
    ctx.ice.fail("ListLiveRecordFiles", throttled("ListLiveRecordFiles"));
    await expect(readManifest(ctx, { jobId })).rejects.toThrow("Throttling.User");
  });
});
