import { beforeEach, describe, expect, test } from "vitest";
import { liveRecordJob } from "../../provider/resources/liveRecordJob";
import { UNKNOWN } from "../../provider/rules/unknown";
import { FakeEngine } from "./support/fakeEngine";
import { JOB, type JobProgram, STOP_CALL, STREAM_KEY } from "./support/recordings";
import { noCredentials, refused } from "./support/serviceErrors";
import { seenWith, settingsWith, type TestContext, testContext } from "./support/testContext";

const LOOKS = ["GetLiveRecordTemplate", "GetStorageList", "ListLiveRecordJobs", "ListLiveRecordJobs"];
const FORMATS = [{ format: "m3u8", sliceOssObjectPrefix: "{UnixTimestamp}_{Sequence}" }, { format: "mp4" }];

let ctx: TestContext;
/** A service at which nothing is in the way. */
beforeEach(() => {
  ctx = testContext();
  ctx.ice.addTemplate({ templateId: JOB.templateId, name: "hls", recordFormatList: FORMATS });
});

function check(mode: string | undefined, given: JobProgram = {}) {
  const program = { ...JOB, onDelete: "abandon", ...(mode ? { preflight: mode } : {}), ...given };
  return liveRecordJob.check(ctx, undefined, program);
}

function setTemplate(change: object): void {
  Object.assign(ctx.ice.templates[0] ?? {}, change);
}

function setStorage(...storages: object[]): void {
  ctx.ice.storageInfos.splice(0, ctx.ice.storageInfos.length, ...storages);
}

function runJobs(count: number, job: object = {}): void {
  for (let index = 0; index < count; index++) ctx.ice.addJob({ name: `other-${index}`, ...job });
}

const STREAM = { ...JOB.streamInput, url: `${JOB.streamInput.url}?auth_key=99-theirs` };

const FINDINGS: [string, () => unknown, string, RegExp][] = [
  [
    "a region without live recording",
    () => {
      ctx = seenWith(ctx, { settings: settingsWith({ region: "cn-beijing" }) });
    },
    "alicloud-ice:region",
    /documented for cn-shanghai only.*says cn-beijing.*pulumi config set alicloud-ice:region cn-shanghai/,
  ],
  [
    "a template that is not there",
    () => ctx.ice.templates.splice(0),
    "templateId",
    /there is no record template template-1 in region cn-shanghai.*listLiveRecordTemplates/,
  ],
  [
    "a template without formats",
    () => setTemplate({ recordFormatList: [] }),
    "templateId",
    /template template-1 has no format\. Correct the template/,
  ],
  [
    "m3u8 without names for its slices",
    () => setTemplate({ recordFormatList: [{ format: "mp4" }, { format: "m3u8" }] }),
    "templateId",
    /m3u8 without a sliceOssObjectPrefix/,
  ],
  [
    "a bucket that is not registered",
    () => {
      setStorage({ storageLocation: "others", status: "Normal" });
      ctx.ossApi.addBucket("recordings");
    },
    "recordOutput.bucket",
    /bucket "recordings" is not registered as a storage address in IMS\. Register it in the IMS console/,
  ],
  [
    "a bucket that is not there",
    () => setStorage(),
    "recordOutput.bucket",
    /there is no bucket "recordings" at oss-cn-shanghai\.aliyuncs\.com\. Make it, and register it/,
  ],
  [
    "a bucket whose registration is in trouble",
    () => setStorage({ storageLocation: "recordings", status: "NoPrivilege" }),
    "recordOutput.bucket",
    /registered in IMS with the status "NoPrivilege"\. Look at its storage address/,
  ],
  [
    "another job on the same stream, whatever its auth_key",
    () => runJobs(1, { streamInput: STREAM, name: "theirs" }),
    "streamInput",
    /job job-2 named "theirs" records the same stream \(started\)\. Leave one of the two out/,
  ],
  [
    "another job that waits for the same stream",
    () => runJobs(1, { streamInput: STREAM, status: "initial" }),
    "streamInput",
    /records the same stream \(initial\)/,
  ],
];

describe.each(FINDINGS)("%s", (_what, prepare, path, reason) => {
  test('fails the preview with "error"', async () => {
    prepare();
    const { failures } = await check("error");
    expect(failures).toEqual([{ path, reason: expect.stringMatching(reason) }]);
    expect(ctx.log.warnings).toEqual([]);
  });

  test('is said with "warn"', async () => {
    prepare();
    expect((await check("warn")).failures).toEqual([]);
    expect(ctx.log.warnings).toEqual([expect.stringMatching(reason)]);
    expect(ctx.log.warnings[0]).toContain(`preflight of LiveRecordJob "show": ${path}: `);
  });

  test.each([undefined, "off"])("is not looked for with %s", async (mode) => {
    prepare();
    expect((await check(mode)).failures).toEqual([]);
    expect([...ctx.ice.calls, ...ctx.log.warnings]).toEqual([]);
  });
});

describe("with nothing in the way", () => {
  test.each(["warn", "error"])("%s says nothing, after four calls", async (mode) => {
    expect((await check(mode)).failures).toEqual([]);
    expect(ctx.ice.actions).toEqual(LOOKS);
    expect(ctx.ossApi.calls).toEqual([]);
    expect(ctx.log.warnings).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ["99 running jobs", () => runJobs(99)],
    ["jobs on the same stream that have ended", () => runJobs(3, { streamInput: STREAM, status: "paused" })],
    [
      "a bucket that is registered by its host",
      () => setStorage({ storageLocation: "recordings.oss-cn-shanghai.aliyuncs.com" }),
    ],
    ["a format of tomorrow", () => setTemplate({ recordFormatList: [{ format: "webm" }] })],
    ["a preset", () => setTemplate({ type: "system" })],
  ])("%s", async (_what, prepare) => {
    prepare();
    expect((await check("error")).failures).toEqual([]);
    expect(ctx.log.warnings).toEqual([]);
  });
});

test.each(["warn", "error"])(
  "the limit of jobs at once may have been raised: it is said only, with %s",
  async (mode) => {
    runJobs(100);
    expect((await check(mode)).failures).toEqual([]);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/100 jobs are running already.*100 at once unless.*Have it raised, or wait/),
    ]);
  },
);

describe("what is not known yet is passed over", () => {
  test.each<[string, JobProgram, string[]]>([
    ["the template", { templateId: UNKNOWN }, LOOKS.slice(1)],
    [
      "the bucket",
      { recordOutput: { type: "oss", bucket: UNKNOWN } },
      [...LOOKS.slice(0, 1), ...LOOKS.slice(2)],
    ],
    ["the output", { recordOutput: UNKNOWN }, [...LOOKS.slice(0, 1), ...LOOKS.slice(2)]],
    ["the stream", { streamInput: UNKNOWN }, LOOKS],
    ["the name", { triggers: { day: UNKNOWN } }, LOOKS],
    ["the preflight itself", { preflight: UNKNOWN }, []],
  ])("%s", async (_what, given, actions) => {
    runJobs(1, { streamInput: STREAM });
    const { failures } = await check("error", {
      ...("streamInput" in given ? {} : { streamInput: { type: "rtmp", url: "rtmp://h/a/other" } }),
      ...given,
    });
    expect(failures).toEqual([]);
    expect(ctx.ice.actions).toEqual(actions);
  });

  test("a vod output has no bucket to look at", async () => {
    await check("error", { recordOutput: { type: "vod" } });
    expect(ctx.ice.actions).not.toContain("GetStorageList");
  });
});

describe("what can't be looked at fails nothing", () => {
  test("no credentials: one warning, and no more calls", async () => {
    ctx.ice.fail("GetLiveRecordTemplate", noCredentials("GetLiveRecordTemplate"));
    expect((await check("error")).failures).toEqual([]);
    expect(ctx.ice.actions).toEqual(["GetLiveRecordTemplate"]);
    expect(ctx.log.warnings).toEqual([
      'preflight of LiveRecordJob "show": without credentials nothing at the service could be looked at',
    ]);
  });

  test("a call that is not allowed: said with its RAM action, and the other looks go on", async () => {
    ctx.ice.fail("GetStorageList", refused("GetStorageList", "Forbidden.RAM", 403));
    ctx.ice.templates.splice(0);
    const { failures } = await check("error");
    expect(failures).toEqual([{ path: "templateId", reason: expect.stringContaining("no record template") }]);
    expect(ctx.log.warnings).toEqual([
      expect.stringMatching(/the bucket could not be looked at: .*ice:GetStorageList/),
    ]);
  });

  test("a bucket that OSS does not tell of counts as there", async () => {
    setStorage();
    ctx.ossApi.fail("GetBucketInfo", refused("GetBucketInfo", "AccessDenied", 403));
    const { failures } = await check("error");
    expect(failures).toEqual([
      { path: "recordOutput.bucket", reason: expect.stringContaining("not registered") },
    ]);
  });
});

describe("when it looks", () => {
  test("is before a job is first submitted, and not of one that is there", async () => {
    const program = { ...JOB, preflight: "error" };
    const engine = new FakeEngine(liveRecordJob, ctx);
    await engine.up(program);
    expect(ctx.ice.actions.slice(0, LOOKS.length)).toEqual(LOOKS);
    ctx.ice.templates.splice(0);
    ctx.ice.calls.length = 0;
    expect(await engine.up(program)).toBe("unchanged");
    expect(ctx.ice.calls).toEqual([]);
  });

  test("is before a replacement too, for which the predecessor is no other job", async () => {
    const engine = new FakeEngine(liveRecordJob, ctx);
    const program = { ...JOB, preflight: "error", onReplace: "overlap" };
    await engine.up({ ...program, triggers: { take: "1" } });
    ctx.ice.setStatus("job-2", "started");
    ctx.clock.advance(60_000);
    ctx.ice.submittedStatus = "started";
    expect(await engine.up({ ...program, triggers: { take: "2" } }, true)).toBe("replaced");
  });

  test.each([
    ["an explicit name", { name: "evening show" }, { name: "late show" }],
    ["an explicit name in place of a made one", {}, { name: "late show" }],
    ["a made name in place of an explicit one", { name: "evening show" }, {}],
  ])(
    "is before a rename too, for which the predecessor is no other job: %s",
    async (_case, before, after) => {
      const engine = new FakeEngine(liveRecordJob, ctx);
      const program = { ...JOB, preflight: "error", onReplace: "stop", stopCall: STOP_CALL };
      await engine.up({ ...program, ...before });
      ctx.ice.setStatus("job-2", "started");
      expect(await engine.preview({ ...program, ...after })).toBe("replace");
    },
  );

  test("is not while the program is wrong by itself", async () => {
    const { failures } = await check("error", { templateId: "" });
    expect(failures).toHaveLength(1);
    expect(ctx.ice.calls).toEqual([]);
  });

  test("nothing is submitted when it fails", async () => {
    ctx.ice.templates.splice(0);
    const up = new FakeEngine(liveRecordJob, ctx).up({ ...JOB, preflight: "error" });
    await expect(up).rejects.toThrow(/templateId: preflight: there is no record template/);
    expect(ctx.ice.count("SubmitLiveRecordJob")).toBe(0);
  });

  test("a change of it alone is made in place, without a call", async () => {
    const engine = new FakeEngine(liveRecordJob, ctx);
    await engine.up({ ...JOB });
    ctx.ice.calls.length = 0;
    expect(await engine.up({ ...JOB, preflight: "off" })).toBe("unchanged");
    expect(await engine.up({ ...JOB, preflight: "warn" })).toBe("updated");
    expect(ctx.ice.calls).toEqual([]);
  });
});

test("no word of it holds a stream's address", async () => {
  runJobs(1, { streamInput: STREAM });
  const { failures } = await check("error");
  await check("warn");
  expect(JSON.stringify([failures, ctx.log])).not.toContain(STREAM_KEY);
});
