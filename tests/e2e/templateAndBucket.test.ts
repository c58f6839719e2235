import { beforeEach, describe, expect, it } from "vitest";
import { recordingJobs, useLocalIms } from "../support/localIms";
import { succeeded, useLocalStacks } from "../support/localStack";
import { FORBID_STOP_CALL, jobProgram, STREAM_URL } from "../support/programs";

const ims = useLocalIms();
const stacks = useLocalStacks(ims);
beforeEach(() => ims().reset());

const UP = ["up", "--yes", "--skip-preview"];
const STOP = `onReplace: "stop", ${FORBID_STOP_CALL}`;

function recordingIds(): string[] {
  return recordingJobs(ims()).map(({ jobId }) => jobId);
}

/** The actions of interest since the request with this index, in the order in which the service got them. */
function actionsSince(index: number, ...actions: string[]): string[] {
  return ims()
    .requests()
    .slice(index)
    .map(({ action }) => action)
    .filter((action) => actions.includes(action));
}

describe("the template and the bucket that a job uses", () => {
  it("are edited in place without touching the job, which the preview says already", async () => {
    const stack = await stacks.create(jobProgram());
    succeeded(await stack.up());
    const jobIds = recordingIds();

    stack.writeProgram(
      jobProgram({ template: 'recordFormats: [{ format: "flv" }]', bucket: 'tags: { team: "live" }' }),
    );
    const preview = await stack.preview();
    expect(preview.output).toContain("2 to update");
    expect(preview.output).toContain("2 unchanged");
    succeeded(await stack.up());
    expect(recordingIds()).toEqual(jobIds);
    expect(stack.resource("show").id).toBe(jobIds[0]);
    succeeded(await stack.up("--expect-no-changes"));
  });

  it("are not replaced while the job records and nothing says what to do with it", async () => {
    const stack = await stacks.create(jobProgram());
    succeeded(await stack.up());
    const { id = "" } = stack.resource("show");
    const before = ims().requests().length;
    stack.writeProgram(jobProgram({ bucket: 'storageClass: "IA"' }));
    const changed = await stack.preview();
    stack.writeProgram(jobProgram());
    const asked = await stack.up("--replace", stack.resource("hls").urn);
    for (const refused of [changed, asked]) {
      expect(refused.exitCode, refused.output).not.toBe(0);
      expect(refused.output).toContain(`job ${id} still records`);
    }
    expect(
      new Set(
        actionsSince(
          before,
          ...ims()
            .requests()
            .map(({ action }) => action),
        ),
      ),
    ).toEqual(new Set(["GetLiveRecordJob"]));
    succeeded(await stack.up("--expect-no-changes"));
    expect(recordingIds()).toEqual([id]);
  });

  it("are refused a replacement that would delete what it has just taken over", async () => {
    const stack = await stacks.create(`
      const ice = require("pulumi-alicloud-ice");
      new ice.LiveRecordTemplate("hls", { recordFormats: [{ format: "mp4" }] }, { deleteBeforeReplace: false });
    `);
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain("deleteBeforeReplace: false needs a name of your own");
  });

  it("are replaced after the job has ended: a template by --replace", async () => {
    const stack = await stacks.create(jobProgram({ job: STOP }));
    succeeded(await stack.up());
    const before = ims().requests().length;
    const { urn, id } = stack.resource("hls");
    succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", ...UP, "--replace", urn));
    const order = [
      "ResumeLiveStream",
      "DeleteLiveRecordTemplate",
      "CreateLiveRecordTemplate",
      "SubmitLiveRecordJob",
    ];
    expect(actionsSince(before, ...order)).toEqual(order);
    expect(stack.resource("hls").id).not.toBe(id);
    expect(recordingIds()).toEqual([stack.resource("show").id]);
    expect(recordingJobs(ims())[0]?.templateId).toBe(stack.resource("hls").id);
  });

  it("are replaced after the job has ended: a bucket by its storage class", async () => {
    const stack = await stacks.create(jobProgram({ job: STOP }));
    succeeded(await stack.up());
    const before = ims().requests().length;
    stack.writeProgram(jobProgram({ job: STOP, bucket: 'storageClass: "IA"' }));
    succeeded(await stacks.runPastTheWindow(stack, "ForbidLiveStream", ...UP));
    const order = ["ResumeLiveStream", "DeleteBucket", "PutBucket", "SubmitLiveRecordJob"];
    expect(actionsSince(before, ...order)).toEqual(order);
    expect(recordingIds()).toEqual([stack.resource("show").id]);
    succeeded(await stack.refresh("--expect-no-changes"));
  });
});

describe("a bucket", () => {
  const programWith = (args: string): string => `
    const ice = require("pulumi-alicloud-ice");
    new ice.Bucket("recordings", { ${args} });
  `;

  it("that holds objects is kept by destroy with their number and the ways out, and emptied by forceDestroy", async () => {
    const stack = await stacks.create(programWith(""));
    succeeded(await stack.up());
    const { id = "" } = stack.resource("recordings");
    for (const key of ["a.mp4", "b.mp4"]) await ims().store.putText(id, key, "media", "video/mp4");
    const kept = await stack.destroy();
    expect(kept.exitCode).not.toBe(0);
    expect(kept.output).toContain(`the bucket ${id} holds 2 objects, and nothing was removed`);
    expect(kept.output).toContain("forceDestroy: true");
    expect(kept.output).toContain("retainOnDelete");
    expect(stack.resource("recordings").id).toBe(id);
    expect(ims().store.hasBucket(id)).toBe(true);

    stack.writeProgram(programWith("forceDestroy: true"));
    succeeded(await stack.up());
    const emptied = await stack.destroy();
    succeeded(emptied);
    expect(emptied.output).toContain(`removed 2 objects from the bucket ${id}`);
    expect(ims().store.hasBucket(id)).toBe(false);
  });

  it("of an explicit name that exists is refused", async () => {
    ims().store.createBucket("archive-of-mine");
    const stack = await stacks.create(programWith('bucket: "archive-of-mine"'));
    const refused = await stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain('already has a bucket named "archive-of-mine"');
    expect(stack.export().resources.filter(({ type }) => type.includes("Bucket"))).toEqual([]);
  });

  it("whose tags and acl were changed behind its back is seen by refresh and put right by up", async () => {
    const declared =
      'bucket: "drifting-recordings", tags: { team: "live" }, lifecycleRules: [{ prefix: "", expirationDays: 30 }]';
    const stack = await stacks.create(programWith(declared));
    succeeded(await stack.up());
    succeeded(await stack.refresh("--expect-no-changes"));
    const meddler = await stacks.create(`
      const ice = require("pulumi-alicloud-ice");
      ice.Bucket.get("seen", "drifting-recordings");
    `);
    succeeded(await meddler.up());
    expect(meddler.resource("seen").outputs).toMatchObject({
      bucket: "drifting-recordings",
      acl: "private",
      tags: { team: "live" },
      lifecycleRules: [{ prefix: "", expirationDays: 30 }],
    });

    ims().store.updateBucket("drifting-recordings", {
      acl: "public-read",
      tags: [{ Key: "team", Value: "other" }],
    });
    expect((await stack.refresh("--expect-no-changes")).exitCode).not.toBe(0);
    succeeded(await stack.refresh());
    expect(stack.resource("recordings").inputs).toMatchObject({
      acl: "public-read",
      tags: { team: "other" },
    });
    succeeded(await stack.up());
    succeeded(await stack.refresh("--expect-no-changes"));
    expect(stack.resource("recordings").outputs).toMatchObject({ tags: { team: "live" } });
  });
});

describe("what exists already", () => {
  it("is read by get and by the functions, and is still there when its readers are destroyed", async () => {
    const stack = await stacks.create(
      jobProgram({
        extra: `
          exports.listed = ice.listLiveRecordJobsOutput({ keyword: job.id }).apply((jobs) => jobs.map(({ jobId }) => jobId));
          exports.read = ice.getLiveRecordJobOutput({ jobId: job.id }).apply(({ name, status }) => ({ name, status }));
          exports.files = ice.listLiveRecordFilesOutput({ jobIds: [job.id] });
          exports.own = ice.listLiveRecordTemplatesOutput({ type: "custom" }).apply((all) => all.length);
          const presets = ice.listLiveRecordTemplates({ type: "system" });
          exports.preset = presets.then((all) => all[0].templateId);
          exports.jobs = ice.listLiveRecordJobs().then((all) => all.length);
          exports.noFiles = ice.listLiveRecordFiles().then((all) => all.length);
        `,
      }),
    );
    succeeded(await stack.up());
    const { id = "", inputs } = stack.resource("show");
    const outputs = await stack.outputs();
    expect(outputs).toMatchObject({
      listed: [id],
      read: { name: inputs?.name, status: "initial" },
      files: [],
      jobs: 0,
      noFiles: 0,
    });
    expect(outputs.preset).toEqual(expect.any(String));

    const reader = await stacks.create(`
      const ice = require("pulumi-alicloud-ice");
      const job = ice.LiveRecordJob.get("seen", "${id}");
      const preset = ice.LiveRecordTemplate.get("preset", "${String(outputs.preset)}");
      exports.status = job.status;
      exports.url = job.streamInput.url;
      exports.type = preset.type;
      exports.formats = preset.recordFormats;
      exports.read = ice.getLiveRecordJob({ jobId: "${id}" }).then(({ jobId }) => jobId);
    `);
    const read = await reader.up();
    succeeded(read);
    expect(read.output).not.toContain(STREAM_URL);
    expect(await reader.outputs()).toMatchObject({
      status: "initial",
      url: STREAM_URL,
      type: "system",
      read: id,
    });
    expect(reader.stateText()).not.toContain(STREAM_URL);
    succeeded(await reader.destroy());
    expect(recordingIds()).toEqual([id]);
  });
});
