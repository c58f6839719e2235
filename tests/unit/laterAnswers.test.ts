import { describe, expect, test } from "vitest";
import { allPages, MAX_PAGES } from "../../provider/client/paging";
import { fromWire } from "../../provider/client/wire";
import { listJobs, runningJobsNamed } from "../../provider/recording/jobs";
import { type LiveRecordJobOutputs, liveRecordJob } from "../../provider/resources/liveRecordJob";
import { liveRecordTemplate } from "../../provider/resources/liveRecordTemplate";
import { JOB, recordingJob } from "./support/recordings";
import { type TestContext, testContext } from "./support/testContext";

// What a later version of the service may answer: words, fields and formats that this one does not know.

async function readJob(ctx: TestContext, id: string, outs: Partial<LiveRecordJobOutputs>) {
  const found = await liveRecordJob.read(ctx, id, outs);
  if (found === "gone") throw new Error("the job is gone");
  return found.outs;
}

describe("a status that this version does not know", () => {
  test("is passed on, counts as recording, and is said once", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "frozen");
    const first = await readJob(ctx, id, outs);
    const second = await readJob(ctx, id, first);
    expect(second).toMatchObject({ status: "frozen", ended: false });
    expect(ctx.log.infos).toEqual([
      `job ${id} has the status "frozen", which this version does not know: it counts as recording`,
    ]);
    expect(ctx.log.warnings).toEqual([]);
  });

  test("is no difference, and no reason to submit again", async () => {
    const ctx = testContext();
    const { id, inputs, outs } = await recordingJob(ctx, { ...JOB, onEnded: "restart" });
    ctx.ice.setStatus(id, "frozen");
    const read = await readJob(ctx, id, outs);
    expect(await liveRecordJob.diff(ctx, id, read, inputs)).toEqual({ changedPaths: [], replacePaths: [] });
  });

  test("keeps a job from being deleted unseen", async () => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    ctx.ice.setStatus(id, "frozen");
    await expect(liveRecordJob.delete(ctx, id, outs)).rejects.toThrow("still records");
  });

  test.each([undefined, ""])("is not known either where the service says %j", async (status) => {
    const ctx = testContext();
    const { id, outs } = await recordingJob(ctx);
    for (const job of ctx.ice.jobs) Object.assign(job, { status });
    expect(await readJob(ctx, id, outs)).toMatchObject({ status: "unknown", ended: false });
    expect(ctx.log.infos).toEqual([expect.stringContaining('has the status "unknown"')]);
  });
});

describe("an answer that holds less than is documented", () => {
  test("of a job: no message has an undefined in it", async () => {
    const ctx = testContext();
    const { id, inputs, outs } = await recordingJob(ctx);
    const [job] = ctx.ice.jobs;
    const bare = { jobId: id, ...(job?.name ? { name: job.name } : {}) };
    ctx.ice.jobs.splice(0, 1, bare);
    const read = await readJob(ctx, id, { ...outs, endedSeenAt: "2026-03-01T11:00:00Z" });
    ctx.ice.listLiveRecordJobs = () => Promise.resolve({ liveRecordJobs: [bare], totalCount: 1 });
    const news = { ...inputs, templateId: "other" };
    const refusal = await liveRecordJob.diff(ctx, id, read, news).catch(String);
    const taken = await liveRecordJob
      .create(ctx, { ...inputs, name: bare.name ?? "", __autoName: true })
      .catch(String);
    expect(taken).toContain("is running with other settings");
    expect(JSON.stringify([refusal, taken, ctx.log])).not.toMatch(/undefined|NaN/);
  });

  test("of lists: null, holes, no list, a total in text or none", async () => {
    const ctx = testContext();
    const answers = [
      { liveRecordJobs: null },
      { liveRecordJobs: [null] },
      { liveRecordJobs: "none" },
      {},
      null,
    ];
    for (const answer of answers) {
      ctx.ice.listLiveRecordJobs = () => Promise.resolve(fromWire(answer)) as never;
      expect(await listJobs(ctx, {})).toEqual([]);
    }
    const pages = [
      { LiveRecordJobs: [{ JobId: "1", Name: "show" }], TotalCount: "2" },
      { LiveRecordJobs: [{ JobId: "2", Name: "show", New: { Deep: null } }], TotalCount: "2" },
    ];
    ctx.ice.listLiveRecordJobs = () => Promise.resolve(fromWire(pages.shift())) as never;
    expect(await runningJobsNamed(ctx, "show")).toEqual([
      { jobId: "1", name: "show" },
      { jobId: "2", name: "show", new: {} },
    ]);
  });
});

describe("a template of a later version", () => {
  const known = { name: "hls", recordFormats: [{ format: "mp4" as const, cycleDuration: 3_600 }] };

  async function readTemplate(ctx: TestContext, changes: object, outs: object = known) {
    const { templateId = "" } = ctx.ice.addTemplate({
      name: "hls",
      recordFormatList: [{ format: "mp4", cycleDuration: 3_600 }],
      ...changes,
    });
    const found = await liveRecordTemplate.read(ctx, templateId, outs);
    if (found === "gone") throw new Error("the template is gone");
    return found;
  }

  test("with a format that is not known: read, shown, and drift", async () => {
    const mkv = { format: "mkv", cycleDuration: 60, chapters: 5 };
    const { outs, inputs } = await readTemplate(testContext(), {
      recordFormatList: [{ format: "mp4" }, mkv],
    });
    expect(outs.recordFormats).toEqual([{ format: "mp4" }, { format: "mkv", cycleDuration: 60 }]);
    expect(inputs).toMatchObject({ recordFormats: outs.recordFormats });
  });

  test.each<[string, object]>([
    ["a type and fields that are not known", { type: "shared", owner: { team: "live" } }],
    ["numbers as texts", { recordFormatList: [{ format: "mp4", cycleDuration: "3600" }] }],
    ["no times and no type", { type: undefined, createTime: undefined, lastModified: undefined }],
  ])("with %s: no difference", async (_what, changes) => {
    const { inputs, outs } = await readTemplate(testContext(), changes);
    expect(inputs).toBeUndefined();
    expect(outs).toMatchObject(known);
    expect(JSON.stringify(outs)).not.toContain("null");
  });

  test.each([null, "none", []])(
    "with %j for its formats: drift, and nothing breaks",
    async (recordFormatList) => {
      const { outs } = await readTemplate(testContext(), { recordFormatList });
      expect(outs.recordFormats).toEqual([]);
    },
  );

  test("its type is shown as the service says it", async () => {
    expect((await readTemplate(testContext(), { type: "shared" })).outs.type).toBe("shared");
  });
});

test("a list that does not end is given up with an error that says so", async () => {
  let calls = 0;
  const endless = allPages(() => {
    calls += 1;
    return Promise.resolve({ items: [calls], totalCount: undefined });
  });
  await expect(endless).rejects.toThrow(`did not end after ${MAX_PAGES} pages with ${MAX_PAGES} entries`);
  expect(calls).toBe(MAX_PAGES);
});
